"""Events that come before what they are about wait in sight, and are applied once it is there, once."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from chassis.core import attempts, quarantine, tables, waiting
from chassis.core.application import execute
from chassis.core.clock import SetClock
from chassis.core.inbox import Receipt, receive
from chassis.core.replay import replay
from chassis.core.retry import FIRST_LOOK, LOOK_AGAIN, ORPHAN_AFTER, retry_waiting
from chassis.core.runtime import Runtime
from chassis.core.work import UnitOfWork
from contracts.envelope import Event
from support.recorded import row_counts, rows
from support.runtimes import A_DAY, sqlite_runtime
from support.waiting_sample import (
    BROKEN_ON,
    MANIFEST,
    REFUSED_ON,
    OpenRoom,
    closed,
    delivered,
    opened,
    state,
    voided,
)

NOTHING = Receipt()
APPLIED = Receipt(applied=1)


@pytest.fixture
def clock() -> SetClock:
    return SetClock(A_DAY)


@pytest.fixture
def runtime(tmp_path: Path, clock: SetClock) -> Runtime:
    return sqlite_runtime(tmp_path, MANIFEST, clock=clock)


@pytest.fixture
def room_id() -> UUID:
    return uuid4()


def open_room(runtime: Runtime, room_id: UUID) -> None:
    execute(runtime, OpenRoom(room_id), uuid4())


def voidings(runtime: Runtime, room_id: UUID) -> int:
    return len(state(runtime)[room_id][2])


def test_an_event_that_came_before_its_aggregate_waits_in_sight(runtime: Runtime, room_id: UUID) -> None:
    fact = voided(room_id)
    assert receive(runtime, [delivered(fact)]) == Receipt(waiting=1)
    (seen,) = waiting.events(runtime, limit=10)
    assert (str(seen.event_id), seen.type, seen.awaited, seen.since) == (fact["id"], fact["type"], room_id, A_DAY)
    assert waiting.count(runtime) == 1
    assert row_counts(runtime)["inbox"] == 1
    assert row_counts(runtime)["quarantine"] == 0


def test_delivered_again_while_it_waits_it_is_a_duplicate(runtime: Runtime, room_id: UUID) -> None:
    delivery = delivered(voided(room_id))
    assert receive(runtime, [delivery, delivery]) == Receipt(waiting=1, duplicates=1)
    assert receive(runtime, [delivery]) == Receipt(duplicates=1)
    assert waiting.count(runtime) == 1


def test_nothing_is_tried_while_its_aggregate_has_not_come(runtime: Runtime, room_id: UUID) -> None:
    receive(runtime, [delivered(voided(room_id))])
    open_room(runtime, uuid4())
    assert retry_waiting(runtime) == NOTHING


def test_it_is_applied_once_a_command_saves_the_aggregate(runtime: Runtime, room_id: UUID) -> None:
    receive(runtime, [delivered(voided(room_id))])
    open_room(runtime, room_id)
    assert retry_waiting(runtime) == APPLIED
    assert retry_waiting(runtime) == NOTHING
    assert voidings(runtime, room_id) == 1
    assert waiting.count(runtime) == 0


def test_it_is_applied_once_a_reaction_of_the_same_batch_saves_the_aggregate(runtime: Runtime, room_id: UUID) -> None:
    facts = [opened(room_id), closed(room_id, uuid4(), 1, date(2024, 3, 1))]
    assert receive(runtime, [delivered(fact) for fact in facts]) == Receipt(applied=1, waiting=1)
    assert retry_waiting(runtime) == APPLIED
    assert state(runtime)[room_id] == ("chambre-60", date(2024, 3, 1), [])


def test_a_failed_save_of_the_aggregate_marks_nothing(runtime: Runtime, room_id: UUID) -> None:
    open_room(runtime, room_id)
    other = uuid4()
    receive(runtime, [delivered(voided(other))])

    def fail(command: object, work: UnitOfWork) -> dict[str, str]:
        MANIFEST.handlers[OpenRoom](command, work)
        work.flush()
        raise LookupError

    failing = replace(runtime, manifest=replace(MANIFEST, handlers={OpenRoom: fail}))
    with pytest.raises(LookupError):
        open_room(failing, other)
    assert retry_waiting(runtime) == NOTHING


def test_transactions_that_crossed_are_picked_up_after_a_minute(
    runtime: Runtime, clock: SetClock, room_id: UUID
) -> None:
    receive(runtime, [delivered(voided(room_id))])
    open_room(runtime, room_id)
    with runtime.database.engine.begin() as connection:  # as if the command had not yet seen the row
        connection.execute(sa.update(tables.waiting).values(due=False))
    clock.set(A_DAY + FIRST_LOOK - timedelta(seconds=1))
    assert retry_waiting(runtime) == NOTHING
    clock.set(A_DAY + FIRST_LOOK)
    assert retry_waiting(runtime) == APPLIED


def test_what_goes_on_waiting_is_looked_at_after_a_minute_and_then_each_hour(
    runtime: Runtime, clock: SetClock, room_id: UUID
) -> None:
    receive(runtime, [delivered(voided(room_id))])
    tried = []
    for minutes in range(190):
        clock.set(A_DAY + timedelta(minutes=minutes))
        if retry_waiting(runtime).waiting:
            tried.append(minutes)
    assert tried == [1, 61, 121, 181]
    (seen,) = waiting.events(runtime, limit=10)
    assert (seen.since, seen.tried_at) == (A_DAY, A_DAY + timedelta(minutes=181))


def test_an_instant_written_by_a_clock_that_was_ahead_delays_nothing(
    runtime: Runtime, clock: SetClock, room_id: UUID
) -> None:
    clock.set(A_DAY + timedelta(days=1))
    receive(runtime, [delivered(voided(room_id))])
    clock.set(A_DAY)
    assert retry_waiting(runtime) == Receipt(waiting=1)
    assert retry_waiting(runtime) == NOTHING
    clock.set(A_DAY + LOOK_AGAIN)
    assert retry_waiting(runtime) == Receipt(waiting=1)


def test_after_seven_days_it_is_an_orphan_that_can_be_replayed_once_the_aggregate_is_there(
    runtime: Runtime, clock: SetClock, room_id: UUID
) -> None:
    receive(runtime, [delivered(voided(room_id))])
    clock.set(A_DAY + ORPHAN_AFTER - timedelta(seconds=1))
    assert retry_waiting(runtime) == Receipt(waiting=1)
    clock.set(A_DAY + ORPHAN_AFTER + LOOK_AGAIN)
    assert retry_waiting(runtime) == Receipt(quarantined=Counter(["ORPHAN"]))
    (orphan,) = quarantine.messages(runtime)
    assert orphan.code == "ORPHAN"
    assert row_counts(runtime)["waiting"] == row_counts(runtime)["inbox"] == 0

    open_room(runtime, room_id)
    assert replay(runtime, orphan.quarantine_id)
    assert replay(runtime, orphan.quarantine_id)
    assert voidings(runtime, room_id) == 1
    assert quarantine.messages(runtime) == []


def test_what_expires_while_it_waits_is_set_aside_even_when_its_aggregate_has_come(
    runtime: Runtime, clock: SetClock, room_id: UUID
) -> None:
    fact = voided(room_id) | {"expirytime": (A_DAY + timedelta(hours=1)).isoformat()}
    receive(runtime, [delivered(fact)])
    clock.set(A_DAY + timedelta(hours=2))
    open_room(runtime, room_id)
    assert retry_waiting(runtime) == Receipt(quarantined=Counter(["EXPIRED"]))
    assert voidings(runtime, room_id) == 0


def test_an_orphan_replayed_too_early_waits_again_and_comes_back(
    runtime: Runtime, clock: SetClock, room_id: UUID
) -> None:
    receive(runtime, [delivered(voided(room_id))])
    clock.set(A_DAY + ORPHAN_AFTER)
    retry_waiting(runtime)
    (orphan,) = quarantine.messages(runtime)

    assert replay(runtime, orphan.quarantine_id)
    assert quarantine.messages(runtime) == []
    assert waiting.count(runtime) == 1

    clock.set(A_DAY + 2 * ORPHAN_AFTER)
    assert retry_waiting(runtime) == Receipt(quarantined=Counter(["ORPHAN"]))
    (again,) = quarantine.messages(runtime)
    assert again.quarantine_id == orphan.quarantine_id
    assert again.entered_at == clock.now()


@pytest.mark.parametrize("day", [REFUSED_ON, BROKEN_ON], ids=["a rule is broken", "the reader fails"])
def test_one_that_fails_when_tried_again_is_quarantined_and_holds_up_no_other(
    runtime: Runtime, room_id: UUID, day: date
) -> None:
    facts = [voided(room_id, sequence=1), voided(room_id, day, sequence=2), voided(room_id, sequence=3)]
    receive(runtime, [delivered(fact) for fact in facts])
    open_room(runtime, room_id)
    assert retry_waiting(runtime) == Receipt(applied=2, quarantined=Counter(["NOT_APPLICABLE"]))
    (failed,) = quarantine.messages(runtime)
    assert failed.event_id == UUID(facts[1]["id"])
    assert str(room_id) not in failed.reason

    mended = replace(runtime, manifest=replace(MANIFEST, reactions={facts[1]["type"]: _count_visit}))
    assert replay(mended, failed.quarantine_id)
    assert replay(mended, failed.quarantine_id)
    assert voidings(runtime, room_id) == 3


def _count_visit(events: Sequence[Event], work: UnitOfWork) -> None:
    for event in events:
        MANIFEST.reactions[event.type]([replace(event, data={**event.data, "from_on": A_DAY.date()})], work)


def test_a_failure_that_passes_keeps_it_waiting_and_due(runtime: Runtime, room_id: UUID) -> None:
    receive(runtime, [delivered(voided(room_id))])
    open_room(runtime, room_id)

    def busy(events: object, work: object) -> None:
        raise sa.exc.OperationalError("", {}, Exception("database is locked"))

    for _ in range(2 * attempts.LAST_ATTEMPT):  # however often: what passes is nobody's fault
        with pytest.raises(sa.exc.OperationalError):
            retry_waiting(
                replace(runtime, manifest=replace(MANIFEST, reactions=dict.fromkeys(MANIFEST.reactions, busy)))
            )
    assert retry_waiting(runtime) == APPLIED


def test_one_whose_type_left_the_catalogue_is_quarantined_and_ends_nothing(
    runtime: Runtime, room_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    receive(runtime, [delivered(voided(room_id))])
    open_room(runtime, room_id)
    monkeypatch.setattr("contracts.envelope.BY_TYPE", {})
    assert retry_waiting(runtime) == Receipt(quarantined=Counter(["UNKNOWN_VERSION"]))
    monkeypatch.undo()
    (set_aside,) = quarantine.messages(runtime)
    assert replay(runtime, set_aside.quarantine_id)
    assert voidings(runtime, room_id) == 1


def test_fields_that_nobody_knows_do_not_make_another_event_of_it(
    runtime: Runtime, clock: SetClock, room_id: UUID
) -> None:
    delivery = delivered(voided(room_id) | {"surprise": "kept as it came"})
    receive(runtime, [delivery])
    clock.set(A_DAY + ORPHAN_AFTER)
    retry_waiting(runtime)
    open_room(runtime, room_id)
    (orphan,) = quarantine.messages(runtime)
    assert replay(runtime, orphan.quarantine_id)
    assert receive(runtime, [delivery]) == Receipt(duplicates=1)
    assert quarantine.messages(runtime) == []


def test_the_same_id_from_two_sources_waits_twice(runtime: Runtime, room_id: UUID) -> None:
    fact = voided(room_id)
    departement = replace(runtime, antenna=replace(runtime.antenna, code="departement"))
    other = fact | {"source": "/laval/housing", "antenna": "laval"}
    assert receive(departement, [delivered(fact), delivered(other)]) == Receipt(waiting=2)
    open_room(departement, room_id)
    assert retry_waiting(departement) == Receipt(applied=2)


def test_many_are_tried_a_batch_at_a_time(runtime: Runtime, room_id: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chassis.core.retry.BATCH", 10)
    receive(runtime, [delivered(voided(room_id)) for _ in range(13)])
    open_room(runtime, room_id)
    assert [retry_waiting(runtime).applied for _ in range(3)] == [10, 3, 0]


def test_a_try_leaves_no_count_behind(runtime: Runtime, room_id: UUID) -> None:
    receive(runtime, [delivered(voided(room_id)), delivered(voided(room_id, BROKEN_ON)), delivered(voided(uuid4()))])
    open_room(runtime, room_id)
    retry_waiting(runtime)
    assert rows(runtime, "inbox_attempts") == []


@pytest.mark.parametrize("deaths", [1, 3, 4])
def test_one_whose_process_died_is_tried_again_until_the_fifth_time(
    runtime: Runtime, room_id: UUID, deaths: int
) -> None:
    receive(runtime, [delivered(voided(room_id))])
    open_room(runtime, room_id)
    _die(runtime, deaths)
    expected = APPLIED if deaths < 4 else Receipt(quarantined=Counter(["POISON"]))
    assert retry_waiting(runtime) == expected


def _die(runtime: Runtime, times: int) -> None:
    """What a killed process leaves: the transaction is gone, the count of its try is there."""
    reactions = dict.fromkeys(MANIFEST.reactions, _raise_system_exit)
    dying = replace(runtime, manifest=replace(MANIFEST, reactions=reactions))
    for number in range(1, times + 1):
        with pytest.raises(SystemExit):
            retry_waiting(dying)
        digest = tables.attempts.c.digest
        with runtime.database.engine.begin() as connection:  # a living process erases it, a killed one cannot
            body_digest = connection.scalar(sa.select(tables.inbox.c.digest))
            connection.execute(sa.delete(tables.attempts).where(digest == body_digest))
            connection.execute(sa.insert(tables.attempts).values(digest=body_digest, attempts=number))


def _raise_system_exit(*_: object) -> None:
    raise SystemExit
