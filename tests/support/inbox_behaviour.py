"""What holds of the inbox on the database of each profile."""

import dataclasses
import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy import exc
from sqlalchemy.orm.exc import StaleDataError

from chassis.core import quarantine, tables
from chassis.core.clock import SetClock
from chassis.core.delivery import Delivery
from chassis.core.errors import TransientFailure
from chassis.core.inbox import Receipt, receive
from chassis.core.runtime import Runtime
from contracts.envelope import CONTENT_TYPE, Event
from support.migration_behaviour import NewDatabase
from support.runtimes import A_DAY
from support.sample_deliveries import a_sample, an_arrival, count, delivered, reacting, rewritten, subjects
from support.sample_service import BROKEN, PERMANENCE, REFUSED, REPORTING, effects

SUSPECT = 4  # times that a message came back


class InboxBehaviour:
    def test_an_event_delivered_again_has_one_effect(self, new_database: NewDatabase) -> None:
        runtime = a_sample(new_database())
        first, second = an_arrival(), an_arrival()

        assert receive(runtime, [delivered(first)] * 3) == Receipt(applied=1, duplicates=2)
        assert receive(runtime, [delivered(second), delivered(first)]) == Receipt(applied=1, duplicates=1)
        assert receive(runtime, [delivered(first), delivered(second)]) == Receipt(duplicates=2)

        assert subjects(runtime) == sorted([first.subject, second.subject])
        assert count(runtime, tables.outbox) == 2

    def test_an_id_that_comes_again_with_another_content_is_quarantined(self, new_database: NewDatabase) -> None:
        runtime = a_sample(new_database())
        first = an_arrival()
        other, another = (delivered(dataclasses.replace(first, sequence=number)) for number in (7, 8))

        together = receive(runtime, [delivered(first), other])
        later = receive(runtime, [another, other])

        assert (together.applied, together.quarantined) == (1, {"ID_REUSE": 1})
        assert (later.applied, later.quarantined) == (0, {"ID_REUSE": 1})
        assert subjects(runtime) == [first.subject]
        assert {(row.code, row.event_id) for row in quarantine.messages(runtime)} == {("ID_REUSE", first.id)}

    def test_the_same_id_from_two_sources_is_two_events(self, new_database: NewDatabase) -> None:
        runtime = a_sample(new_database(), REPORTING, antenna="departement")
        here = an_arrival()
        there = dataclasses.replace(here, source="/laval/housing", antenna="laval")
        assert receive(runtime, [delivered(here), delivered(there)]) == Receipt(applied=2)

    def test_what_expired_before_it_was_applied_is_set_aside_and_a_repeat_of_what_was_applied_is_a_repeat(
        self, new_database: NewDatabase
    ) -> None:
        clock = SetClock(A_DAY)
        runtime = a_sample(new_database(), clock=clock)
        early, late = (an_arrival(expirytime=A_DAY + timedelta(hours=1)) for _ in range(2))
        other = dataclasses.replace(early, sequence=7)
        assert receive(runtime, [delivered(early)]) == Receipt(applied=1)
        clock.set(A_DAY + timedelta(hours=1))

        receipt = receive(runtime, [delivered(event) for event in (early, late, other, an_arrival())])

        assert receipt == Receipt(applied=1, duplicates=1, quarantined=Counter(EXPIRED=1, ID_REUSE=1))
        (row,) = quarantine.messages(runtime, quarantine.Chosen(code="EXPIRED"))
        assert (row.event_id, row.path) == (late.id, "expirytime")
        assert late.subject not in subjects(runtime)

    @pytest.mark.parametrize("place", [0, 131, 249])
    def test_of_250_events_the_one_that_fails_is_set_aside_alone(self, new_database: NewDatabase, place: int) -> None:
        runtime = a_sample(new_database())
        events = [an_arrival(BROKEN if number == place else "maison") for number in range(250)]

        receipt = receive(runtime, [delivered(event) for event in events])

        assert receipt == Receipt(applied=249, quarantined=receipt.quarantined)
        assert receipt.quarantined == {"NOT_APPLICABLE": 1}
        broken = events.pop(place)
        assert subjects(runtime) == sorted(event.subject for event in events)
        assert count(runtime, tables.outbox) == 249
        (row,) = quarantine.messages(runtime)
        assert (row.event_id, row.source, row.type) == (broken.id, broken.source, broken.type)
        assert row.reason == "erreur LookupError pendant l'application"

    def test_what_cannot_be_read_is_set_aside_once_and_the_rest_is_applied(self, new_database: NewDatabase) -> None:
        runtime = a_sample(new_database())
        good, refused = an_arrival(), an_arrival(REFUSED)
        batch = [
            Delivery(b"{", CONTENT_TYPE),
            delivered(refused),
            delivered(good),
            rewritten(an_arrival(), type="x.y.v1"),
        ]

        first, second = receive(runtime, batch), receive(runtime, batch)

        assert first.quarantined == {"UNRECOGNIZED_FORMAT": 1, "UNKNOWN_VERSION": 1, "NOT_APPLICABLE": 1}
        assert first.applied == 1
        assert second == Receipt(duplicates=1)
        assert subjects(runtime) == [good.subject]
        reasons = {row.code: row.reason for row in quarantine.messages(runtime)}
        assert reasons["NOT_APPLICABLE"] == "HOUSE_REFUSED : Cette maison est refusée."

    def test_the_facts_of_a_reaction_name_their_cause(self, new_database: NewDatabase) -> None:
        runtime = a_sample(new_database())
        events = [an_arrival() for _ in range(3)]
        receive(runtime, [delivered(event) for event in events])
        with runtime.database.engine.connect() as connection:
            bodies = list(connection.scalars(sa.select(tables.outbox.c.body)))
        for event in events:
            (body,) = [body for body in bodies if str(event.id).encode() in body]
            assert f'"correlationid":"{event.correlationid}"'.encode() in body.replace(b'": "', b'":"')

    def test_keys_are_claimed_in_one_order_whatever_the_order_of_the_batch(self, new_database: NewDatabase) -> None:
        runtime = a_sample(new_database())
        events = [an_arrival(id=UUID(int=number)) for number in (9, 3, 7, 1, 8, 2)]
        receive(runtime, [delivered(event) for event in events])
        place: sa.ColumnElement[Any] = sa.literal_column("rowid" if runtime.database.is_sqlite else "ctid")
        with runtime.database.engine.connect() as connection:
            claimed = list(connection.scalars(sa.select(tables.inbox.c.event_id).order_by(place)))
        assert claimed == sorted(event.id for event in events)

    @pytest.mark.parametrize(
        "error",
        [
            exc.OperationalError("", None, Exception("locked, deadlocked, refused, timed out")),
            exc.InterfaceError("", None, Exception("already closed")),
            exc.TimeoutError("no connection free in the pool"),
            StaleDataError("somebody else was faster"),
            exc.DBAPIError("", None, Exception("server gone"), connection_invalidated=True),
        ],
        ids=lambda error: type(error).__name__,
    )
    @pytest.mark.parametrize("returns", [0, SUSPECT])
    def test_what_passes_is_tried_again_and_never_set_aside(
        self, new_database: NewDatabase, error: Exception, returns: int
    ) -> None:
        failures = iter([error] * 10)
        runtime = a_sample(new_database(), reacting(PERMANENCE, _raising(failures)))
        batch = [delivered(an_arrival(), returns=returns) for _ in range(2)]

        for _ in range(10):
            with pytest.raises(TransientFailure):
                receive(runtime, batch)
            assert (count(runtime, effects), count(runtime, tables.inbox), count(runtime, tables.outbox)) == (0, 0, 0)

        assert receive(runtime, batch) == Receipt(applied=2)
        assert quarantine.messages(runtime) == []
        assert count(runtime, tables.attempts) == 0

    def test_a_message_that_killed_four_processes_is_poison_the_fifth_time(self, new_database: NewDatabase) -> None:
        runtime = a_sample(new_database())
        killers = [delivered(an_arrival(), returns=SUSPECT) for _ in range(2)]
        calm = an_arrival()
        for killer, deaths in zip(killers, (3, 4), strict=True):
            _died(runtime, killer, deaths)

        receipt = receive(runtime, [delivered(calm), *killers])

        assert receipt == Receipt(applied=2, quarantined=receipt.quarantined)
        assert receipt.quarantined == {"POISON": 1}
        assert calm.subject in subjects(runtime)
        (row,) = quarantine.messages(runtime)
        assert (str(row.event_id).encode() in killers[1].body, row.reason) == (
            True,
            "le traitement s'est interrompu 4 fois de suite",
        )
        assert count(runtime, tables.attempts) == 0

    def test_an_attempt_is_counted_before_it_is_made(self, new_database: NewDatabase) -> None:
        counted: list[int] = []
        runtime = a_sample(new_database(), reacting(PERMANENCE, lambda _: counted.extend(_attempts(runtime))))
        receive(runtime, [delivered(an_arrival(), returns=SUSPECT)])
        assert counted == [1]

    def test_a_message_that_came_back_often_by_accident_is_applied_and_forgotten(
        self, new_database: NewDatabase
    ) -> None:
        runtime = a_sample(new_database())
        good, broken = delivered(an_arrival(), returns=40), Delivery(b"\xff", CONTENT_TYPE, returns=40)
        receipt = receive(runtime, [good, broken, good])
        assert (receipt.applied, receipt.duplicates, receipt.quarantined) == (1, 1, {"UNRECOGNIZED_FORMAT": 1})
        assert count(runtime, tables.attempts) == 0

    def test_bodies_are_kept_by_the_services_that_ask_for_it(self, new_database: NewDatabase) -> None:
        event = an_arrival()
        for manifest, kept in ((PERMANENCE, None), (REPORTING, delivered(event).body)):
            runtime = a_sample(new_database(), manifest)
            receive(runtime, [delivered(event)])
            with runtime.database.engine.connect() as connection:
                assert connection.scalars(sa.select(tables.inbox.c.body)).all() == [kept]


def _raising(failures: Iterator[Exception]) -> Callable[[Sequence[Event]], None]:
    def fail(_events: Sequence[Event]) -> None:
        for error in failures:
            raise error

    return fail


def _died(runtime: Runtime, delivery: Delivery, times: int) -> None:
    """What processes leave behind that died while they applied a message alone."""
    with runtime.database.engine.begin() as connection:
        connection.execute(
            sa.insert(tables.attempts).values(digest=hashlib.sha256(delivery.body).digest(), attempts=times)
        )


def _attempts(runtime: Runtime) -> list[int]:
    """As another process sees them."""
    with runtime.database.reading.connect() as connection:
        return list(connection.scalars(sa.select(tables.attempts.c.attempts)))
