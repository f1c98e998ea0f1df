"""The port where a process is watched, by itself: who says nothing takes no place for long, and what fails is told."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from structlog.testing import capture_logs

from chassis.core import metrics_port
from chassis.core.config import MetricsAddress
from chassis.core.health import Health
from chassis.core.metrics_port import watched
from support.probes import ask
from support.processes import eventually

Logs = list[Any]


@contextmanager
def opened(where: MetricsAddress) -> Iterator[tuple[Logs, str]]:
    """What it logs, and where it listens."""
    with capture_logs() as logs, watched(Health([]), where):
        (served,) = eventually(lambda: [line for line in logs if line["event"] == "metrics_served"])
        yield logs, f"http://{served['address']}"


def test_who_says_nothing_takes_no_place_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metrics_port._Request, "timeout", 0.2)
    with opened(MetricsAddress("127.0.0.1", [0])) as (_logs, address):
        where = ("127.0.0.1", urlsplit(address).port or 0)
        crowd = [socket.create_connection(where) for _ in range(2 * metrics_port._PLACES)]

        def is_answered() -> bool:
            try:
                return ask(address, "/livez")[0] == 200
            except ConnectionError:
                return False  # shown out, as long as all the places are taken

        assert eventually(is_answered)
        for connection in crowd:
            connection.close()


def test_a_folder_for_prometheus_that_is_not_there_is_told_and_the_port_is_served(tmp_path: Path) -> None:
    with opened(MetricsAddress("127.0.0.1", [0], tmp_path / "missing")) as (logs, address):
        (told,) = eventually(lambda: [line for line in logs if line["event"] == "metrics_target_unwritten"])
        assert "MAILLAGE_METRICS_TARGETS" in told["reason"]
        assert ask(address, "/readyz")[0] == 200


def test_an_address_that_is_not_ours_is_told_as_that_and_ends_nothing() -> None:
    with capture_logs() as logs, watched(Health([]), MetricsAddress("192.0.2.1", [9100])):
        (told,) = eventually(lambda: [line for line in logs if line["event"] == "metrics_port_busy"])
    assert told["error"] == "EADDRNOTAVAIL"
    assert "MAILLAGE_METRICS_HOST" in told["reason"]


def test_a_port_that_is_closed_is_free_at_once(tmp_path: Path) -> None:
    with opened(MetricsAddress("127.0.0.1", [0], tmp_path)) as (_logs, address):
        port = urlsplit(address).port or 0
        assert eventually((tmp_path / f"maillage-{port}.json").exists)
    assert list(tmp_path.iterdir()) == []
    with opened(MetricsAddress("127.0.0.1", [port])) as (_logs, again):
        assert again == address
