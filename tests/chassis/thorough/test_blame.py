"""Which event of a failing batch is to blame: found in few tries, and only it is set aside."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from chassis.core import quarantine
from chassis.core.inbox import Receipt, receive
from chassis.core.runtime import Runtime
from chassis.core.work import UnitOfWork
from contracts.envelope import Event
from support.recorded import row_counts
from support.runtimes import sqlite_runtime
from support.waiting_sample import MANIFEST, arrived, delivered

LARGEST_BATCH = 250
MOST_TRIES = 6


@pytest.fixture
def runtime(tmp_path: Path) -> Runtime:
    return sqlite_runtime(tmp_path, MANIFEST)


def with_reaction(runtime: Runtime, reaction: Any) -> Runtime:
    return replace(runtime, manifest=replace(MANIFEST, reactions=dict.fromkeys(MANIFEST.reactions, reaction)))


@pytest.mark.parametrize("places", [[0], [249], [100, 101], [3, 77, 240]], ids=str)
def test_each_bad_event_of_the_largest_batch_is_tried_at_most_six_times(runtime: Runtime, places: list[int]) -> None:
    facts = [arrived("2024-02-01", "2024-04-30") for _ in range(LARGEST_BATCH)]
    bad = {facts[place]["id"] for place in places}
    tries: Counter[str] = Counter()

    def fail_on_bad(events: Sequence[Event], work: UnitOfWork) -> None:
        tries.update(str(event.id) for event in events)
        if any(str(event.id) in bad for event in events):
            raise LookupError
        MANIFEST.reactions[events[0].type](events, work)

    receipt = receive(with_reaction(runtime, fail_on_bad), [delivered(fact) for fact in facts])

    assert receipt == Receipt(applied=LARGEST_BATCH - len(bad), quarantined=Counter(NOT_APPLICABLE=len(bad)))
    assert {str(message.event_id) for message in quarantine.messages(runtime)} == bad
    assert row_counts(runtime)["stays"] == LARGEST_BATCH - len(bad)
    assert max(tries.values()) <= MOST_TRIES


def test_a_key_that_a_command_took_meanwhile_is_looked_at_again(runtime: Runtime) -> None:
    tries = 0

    def fail_once(events: Sequence[Event], work: UnitOfWork) -> None:
        nonlocal tries
        tries += 1
        if tries == 1:
            raise sa.exc.IntegrityError("", {}, Exception("unique"))
        MANIFEST.reactions[events[0].type](events, work)

    assert receive(with_reaction(runtime, fail_once), [delivered(arrived("2024-02-01", "2024-04-30"))]) == Receipt(
        applied=1
    )


def test_a_key_that_is_always_taken_is_set_aside(runtime: Runtime) -> None:
    def fail(_events: Sequence[Event], _work: UnitOfWork) -> None:
        raise sa.exc.IntegrityError("", {}, Exception("unique"))

    assert receive(with_reaction(runtime, fail), [delivered(arrived("2024-02-01", "2024-04-30"))]) == Receipt(
        quarantined=Counter(NOT_APPLICABLE=1)
    )
