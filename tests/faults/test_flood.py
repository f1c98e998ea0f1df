"""Floods of refused messages: a stranger's delays nobody and fills nothing, a service's own stops its reader.

Bodies are as large as the broker takes, near enough.
"""

import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

import amqp
import pytest
import sqlalchemy as sa

from chassis.core import quarantine, refusals, tables
from chassis.core.runtime import Runtime
from support.direct import Direct, message
from support.examples import body
from support.fuzzed import an_event
from support.probes import troubles, watched_at
from support.processes import WorkerProcess, eventually
from support.recorded import row_counts, rows
from support.servers import Servers
from support.surroundings import DEPARTEMENT, Server

FLOOD = 1_000
BODY_BYTES = 60_000
# What a refused message may cost of what the same message costs when it is applied: less, as it makes nothing.
MOST_TIMES = 2.0


@pytest.fixture
def surroundings(tmp_path: Path, servers: Servers, virtual_host: str) -> Iterator[Server]:
    surroundings = Server(tmp_path, servers, virtual_host, {"METRICS_PORT": "0"})
    surroundings.prepare(DEPARTEMENT)
    surroundings.start(DEPARTEMENT)
    yield surroundings
    surroundings.stop()


def large(**data: Any) -> dict[str, Any]:
    """An event of that size; `data` spoils it."""
    event = an_event(padding="x" * BODY_BYTES)
    return event | {"data": event["data"] | data}


def test_a_thousand_refused_messages_delay_a_good_one_no_more_than_good_ones_would_and_keep_no_memory(
    surroundings: Server,
) -> None:
    (worker,) = surroundings.processes
    _seconds_until_settled(surroundings, [large() for _ in range(50)])
    before = _resident_bytes(worker)
    good = [_seconds_until_settled(surroundings, [large() for _ in range(FLOOD)])]
    refused = _seconds_until_settled(surroundings, [large(house=7) for _ in range(FLOOD)])
    good.append(_seconds_until_settled(surroundings, [large() for _ in range(FLOOD)]))
    print(f"flood: {refused:.1f} s refused, {good[0]:.1f} and {good[1]:.1f} s applied")  # noqa: T201 - the figure
    assert refused <= MOST_TIMES * max(good)
    # Of three floods of 60 MB not a tenth is kept.
    eventually(lambda: _resident_bytes(worker) - before, lambda kept: kept < 3 * FLOOD * BODY_BYTES / 10)

    (flood,) = quarantine.groups(surroundings.runtime(DEPARTEMENT))
    assert (flood.source, flood.code, flood.count) == ("/romans/housing", "INVALID_MESSAGE", FLOOD)
    assert (flood.count - flood.without_body) * BODY_BYTES <= refusals.MOST_BYTES
    assert all(
        row["event_id"] and row["size"] > BODY_BYTES for row in rows(surroundings.runtime(DEPARTEMENT), "quarantine")
    )
    assert worker.logged("reading_stopped") == []


def test_a_service_s_own_refused_facts_are_all_kept_its_reader_stops_and_goes_on_by_itself(
    surroundings: Server,
) -> None:
    (worker,) = surroundings.processes
    runtime, most = surroundings.runtime(DEPARTEMENT), refusals.MOST_BYTES // BODY_BYTES
    facts = [large(house=7) for _ in range(most + most // 2)]
    good = an_event()
    with Direct(surroundings, DEPARTEMENT) as bus:
        bus.put(
            [_message(fact) for fact in [*facts, good]],
            exchange="housing.events",
            routing_key="intern_arrived.v1.romans",
        )

    (said,) = worker.wait_for("reading_stopped")
    assert (said["code"], said["broker_account"]) == ("QUARANTINE_FULL", "housing.events")
    eventually(lambda: troubles(watched_at(worker)), [("inbox", "QUARANTINE_FULL")].__eq__)
    assert refusals.crowded_accounts(runtime) == ["housing.events"]
    kept = quarantine.messages(runtime)
    assert 0 < len(kept) <= most
    assert row_counts(runtime)["inbox"] == 0

    quarantine.discard(runtime, [row.quarantine_id for row in kept], "alix", "corrigé")
    eventually(lambda: row_counts(runtime)["inbox"], (1).__eq__)
    every = quarantine.messages(runtime, quarantine.Chosen(closed_too=True))
    assert {row.event_id for row in every} == {UUID(fact["id"]) for fact in facts}
    assert all(row.has_body for row in every)
    eventually(lambda: troubles(watched_at(worker)), [].__eq__)
    assert surroundings.waiting(DEPARTEMENT) == 0


def _seconds_until_settled(surroundings: Server, events: Sequence[dict[str, Any]]) -> float:
    """From the first that is sent until a good one, sent after them all, is applied."""
    runtime, last = surroundings.runtime(DEPARTEMENT), an_event()
    messages = [_message(event) for event in [*events, last]]
    with Direct(surroundings, DEPARTEMENT) as bus:
        began = time.monotonic()
        bus.put(messages)
        eventually(lambda: _is_applied(runtime, UUID(last["id"])))
        return time.monotonic() - began


def _is_applied(runtime: Runtime, event_id: UUID) -> bool:
    with runtime.database.reading.connect() as connection:
        query = sa.select(tables.inbox.c.event_id).where(tables.inbox.c.event_id == event_id)
        return connection.scalar(query) is not None


def _message(event: dict[str, Any]) -> amqp.Message:
    return message(body(event))


def _resident_bytes(worker: WorkerProcess) -> int:
    (pages,) = Path(f"/proc/{worker.pid}/statm").read_text().split()[1:2]
    return int(pages) * 4096
