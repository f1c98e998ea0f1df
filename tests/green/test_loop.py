"""What a loop says of what is wrong."""

from collections.abc import Iterator, MutableMapping
from pathlib import Path
from typing import Any

import pytest
import structlog

from chassis.bus import causes as broker
from chassis.core import causes as database
from chassis.core.database import Database
from chassis.core.runtime import Runtime
from chassis.worker import loop
from chassis.worker.loop import Loop
from support.runtimes import sqlite_runtime
from support.sample_service import REPORTING

Told = list[MutableMapping[str, Any]]


@pytest.fixture
def runtime(tmp_path: Path) -> Iterator[Runtime]:
    runtime = sqlite_runtime(tmp_path, REPORTING)
    yield runtime
    runtime.database.close()


@pytest.fixture
def told() -> Iterator[Told]:
    with structlog.testing.capture_logs() as lines:
        yield lines


@pytest.fixture
def inbox(runtime: Runtime, told: Told, monkeypatch: pytest.MonkeyPatch) -> Loop:
    monkeypatch.setattr(loop, "PAUSE", 0)
    return Loop("inbox", runtime, lambda: None, restarts=True)


def test_each_cause_is_said_once_even_when_they_take_turns(inbox: Loop, told: Told) -> None:
    for _ in range(3):
        for cause in (broker.LOST, broker.SILENT):
            inbox.warn("connection_lost", **cause.told)
        for queue in ("a", "b"):
            inbox.warn("waiting_for_topology", missing=[queue])
    assert [line.get("code", line.get("missing")) for line in told] == ["BROKER_LOST", "BROKER_SILENT", ["a"], ["b"]]


def test_a_cause_that_comes_back_after_the_loop_has_worked_is_said_again(inbox: Loop, told: Told) -> None:
    for _ in range(2):
        inbox.warn("connection_lost", **broker.LOST.told)
        inbox.works()
    assert len(told) == 2


def test_a_cause_that_lasts_is_said_again_now_and_then(
    inbox: Loop, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loop, "REMINDS_EVERY", 0)
    for _ in range(2):
        inbox.warn("connection_lost", **broker.LOST.told)
    assert len(told) == 2


def test_at_most_a_line_a_second_whatever_the_causes(inbox: Loop, told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loop, "PAUSE", 1_000)
    for cause in (broker.LOST, broker.SILENT):
        inbox.warn("connection_lost", **cause.told)
    assert [line["code"] for line in told] == ["BROKER_LOST"]


def test_what_follows_from_a_silent_database_is_left_to_its_watch(
    inbox: Loop, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Database, "is_answering", False)
    inbox.warn("batch_kept", **database.LOST.told)
    inbox.warn("connection_lost", **broker.LOST.told)
    assert [line["event"] for line in told] == ["connection_lost"]
