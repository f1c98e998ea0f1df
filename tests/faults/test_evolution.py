"""Senders and readers of different versions, facts in disorder, wrong clocks: nothing lost, nothing applied twice."""

import itertools
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from chassis.core import quarantine, waiting
from chassis.core.clock import SetClock
from chassis.core.inbox import Receipt, receive
from chassis.core.replay import replay
from chassis.core.retry import FIRST_LOOK, retry_waiting
from chassis.core.runtime import Runtime
from contracts.catalogue import BY_TYPE
from faults.budget import BUDGET, FOLDER, a_random
from support.direct import Direct, message
from support.examples import INTERN_ARRIVED, body
from support.fuzzed import an_event
from support.oracle import Verdict, effects_of, report
from support.processes import eventually
from support.profiles import OnServer
from support.recorded import row_counts, rows
from support.runtimes import a_runtime
from support.sample_service import PLANNED
from support.servers import Servers
from support.shuffled import RoomFacts, batches, deliveries, sequences
from support.surroundings import REPORTING, Server
from support.waiting_sample import MANIFEST, state

NOW = datetime(2024, 12, 1, 9, tzinfo=UTC)
WRONG_BY = [timedelta(days=-1), timedelta(minutes=-15), timedelta(0), timedelta(minutes=15), timedelta(days=1)]
READ_TYPES = (INTERN_ARRIVED, PLANNED)
# What a sender may be: of the same version, ahead by an optional field, ahead by a whole version.
SENDERS = ("same", "optional field", "next major")
OF_EACH = 20


def _later(event_type: str) -> str:
    name, _, version = event_type.rpartition("v")
    return f"{name}v{int(version) + 1}"


def as_sent_by(sender: str, event_type: str) -> dict[str, Any]:
    if sender == "next major":
        return an_event(event_type) | {"type": _later(event_type)}
    event = an_event(event_type)
    if sender == "optional field":
        event["data"]["surprise"] = {"since": "the next version"}
        event["traceparent"] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    return event


@pytest.fixture
def upgrade(monkeypatch: pytest.MonkeyPatch) -> Callable[[Runtime], Runtime]:
    """Makes a runtime of this process one of the next version, which reads both."""

    def upgrade(runtime: Runtime) -> Runtime:
        known = [BY_TYPE[each] for each in READ_TYPES]
        later = {entry.type: entry for entry in (replace(each, version=each.version + 1) for each in known)}
        monkeypatch.setattr("contracts.envelope.BY_TYPE", {**BY_TYPE, **later})
        reactions: Mapping[str, Any] = runtime.manifest.reactions
        both = {**reactions, **{_later(each): reactions[each] for each in READ_TYPES}}
        return replace(runtime, manifest=replace(runtime.manifest, reactions=both))

    return upgrade


class TestEvolution(OnServer):
    def test_whatever_the_versions_each_event_has_one_effect_at_once_or_after_the_upgrade(
        self, surroundings: Server, upgrade: Callable[[Runtime], Runtime]
    ) -> None:
        surroundings.prepare(REPORTING)
        (worker,) = surroundings.start(REPORTING)
        sent = {
            (sender, event_type): [as_sent_by(sender, event_type) for _ in range(OF_EACH)]
            for sender, event_type in itertools.product(SENDERS, READ_TYPES)
        }
        every = [event for events in sent.values() for event in events]
        with Direct(surroundings, REPORTING) as bus:
            bus.put([message(body(event)) for event in every] * 2)  # each twice: the second changes nothing
        eventually(lambda: _settled(surroundings), (len(every)).__eq__)
        eventually(lambda: surroundings.waiting(REPORTING), (0).__eq__)

        ahead = {event["id"] for (sender, _), events in sent.items() if sender == "next major" for event in events}
        assert {str(event_id) for event_id in effects_of(surroundings, REPORTING)} == {e["id"] for e in every} - ahead
        refused = surroundings.quarantined(REPORTING)
        assert Counter(each.code for each in refused) == {"UNKNOWN_VERSION": len(ahead)}

        old = surroundings.runtime(REPORTING)
        assert not any(replay(old, each.quarantine_id) for each in refused[:3])  # nothing is mended yet
        assert len(surroundings.quarantined(REPORTING)) == len(ahead)

        upgraded = upgrade(old)
        for _ in range(2):  # by an operator who does it twice
            assert all(replay(upgraded, each.quarantine_id) for each in refused)
        again = [event for (sender, _), events in sent.items() if sender != "next major" for event in events]
        with Direct(surroundings, REPORTING) as bus:
            bus.put([message(body(event)) for event in again])
        eventually(lambda: surroundings.waiting(REPORTING), (0).__eq__)
        assert worker.terminate() == 0

        effects = effects_of(surroundings, REPORTING)
        left = surroundings.quarantined(REPORTING)
        verdict = Verdict(
            promise="P11-versions",
            trials=len(sent),
            attempted=len(every),
            acknowledged=len(every),
            lost=len({UUID(event["id"]) for event in every} - effects.keys()),
            effects_duplicated=effects.total() - len(effects),
            quarantined=len(left),
            recovered=len(refused),
        )
        report(verdict, FOLDER)
        assert verdict.is_kept, verdict
        report(replace(verdict, promise="P9-refused-then-replayed", trials=len(refused)), FOLDER)
        assert len(rows(old, "quarantine")) == len(ahead)

    def test_an_event_for_somebody_else_is_refused_once_and_replayed_once(self, surroundings: Server) -> None:
        """The reading instance is named in the message: mended here by what a reader of every antenna accepts."""
        surroundings.prepare(REPORTING)
        surroundings.start(REPORTING)
        events = [an_event(antenna="laval", source="/laval/housing") for _ in range(OF_EACH)]
        with Direct(surroundings, REPORTING) as bus:
            bus.put([message(body(event)) for event in events] * 3)
        eventually(lambda: _settled(surroundings), (OF_EACH).__eq__)
        eventually(lambda: surroundings.waiting(REPORTING), (0).__eq__)
        refused = surroundings.quarantined(REPORTING)
        assert Counter(each.code for each in refused) == {"UNROUTABLE": OF_EACH}

        runtime = surroundings.runtime(REPORTING)
        mended = replace(runtime, antenna=replace(runtime.antenna, code="laval"))
        for each in refused:
            assert replay(mended, each.quarantine_id)
            assert replay(mended, each.quarantine_id)
        assert effects_of(surroundings, REPORTING) == Counter(UUID(event["id"]) for event in events)
        assert surroundings.quarantined(REPORTING) == []


def test_disorder_and_wrong_clocks_lead_to_the_state_of_the_right_order(servers: Servers) -> None:
    """Five processes of one instance, each with its own clock, are given the batches in turn, and try what waits."""
    seed, generator = a_random("disorder")
    told = sequences(generator, BUDGET.shuffled_sequences)
    every = deliveries(generator, told)
    url = _forgetful(servers.database())
    clocks = [SetClock(NOW + offset) for offset in WRONG_BY]
    processes = [a_runtime(url, MANIFEST, clock=clock) for clock in clocks]
    receipt = Receipt()
    for number, batch in enumerate(batches(generator, every)):
        receipt.add(receive(generator.choice(processes), batch))
        if number % 2:
            receipt.add(retry_waiting(generator.choice(processes)))
    for clock, offset in zip(clocks, WRONG_BY, strict=True):
        clock.set(NOW + offset + 2 * FIRST_LOOK)
    while waiting.count(processes[2]):
        for process in processes:
            receipt.add(retry_waiting(process))

    known = state(processes[2])
    wrong = sum(1 for one in told if known.get(one.room_id) != one.state)
    verdict = Verdict(
        promise="P12-disorder-and-clocks",
        trials=len(told),
        attempted=sum(len(one.facts) for one in told),
        acknowledged=len(every),
        lost=wrong,
        effects_duplicated=sum(_repeated(known, one) for one in told),
        quarantined=len(quarantine.messages(processes[2])),
        recovered=0,
    )
    report(verdict, FOLDER)
    assert verdict.is_kept, f"{verdict}, MAILLAGE_FAULTS_SEED={seed}"
    assert receipt.applied == verdict.attempted
    for process in processes:
        process.database.close()


def _forgetful(url: str) -> str:
    """Nothing is killed here: commits need not wait for the disk."""
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"ALTER DATABASE {engine.url.database} SET synchronous_commit = off")
    engine.dispose()
    return url


def _repeated(known: Mapping[UUID, tuple[Any, ...]], one: RoomFacts) -> int:
    voidings = known.get(one.room_id, ("", None, []))[2]
    return len(voidings) - len(set(voidings))


def _settled(surroundings: Server) -> int:
    counts = row_counts(surroundings.runtime(REPORTING))
    return counts["inbox"] + counts["quarantine"]
