"""What holds of the quarantine on the database of each profile: who sent what, how it is closed, how much is kept."""

import dataclasses
import itertools
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from chassis.core import quarantine, refusals, tables
from chassis.core.accounts import messages
from chassis.core.clock import SetClock
from chassis.core.delivery import Delivery
from chassis.core.errors import BodyNotKept, NotFound, QuarantineFull
from chassis.core.inbox import Receipt, receive
from chassis.core.opened import open_delivery
from chassis.core.quarantine import Chosen, QuarantinedMessage
from chassis.core.replay import replay
from chassis.core.retry import LOOK_AGAIN, ORPHAN_AFTER, retry_waiting
from chassis.core.runtime import Runtime
from chassis.core.work import UnitOfWork
from contracts.envelope import CONTENT_TYPE, Event, decode, encode
from contracts.rejection import Rejected
from support.migration_behaviour import NewDatabase
from support.runtimes import A_DAY
from support.sample_deliveries import a_sample, an_arrival, delivered, subjects
from support.sample_service import REFUSED

BY = "housing.events"
# What no attribute of an envelope may be.
ODD: tuple[Any, ...] = (None, 7, ["x"], {"a": 1}, "Zoé DUPONT", "", "x" * 10_000, "/a/b\n")
GUESTS = "guests.events"  # by which no service of the network tells facts


def refused_by(exchange: str, house: str = "", **sent: Any) -> Delivery:
    """An arrival that no schema lets through, as it came by an exchange; `sent` are transport properties."""
    document = json.loads(encode(an_arrival()))
    document["data"]["house"] = house
    return Delivery(json.dumps(document).encode(), CONTENT_TYPE, exchange=exchange, **sent)


def kept(runtime: Runtime) -> list[QuarantinedMessage]:
    return quarantine.messages(runtime, Chosen(closed_too=True))


def told(delivery: Delivery) -> tuple[str, UUID]:
    document = json.loads(delivery.body)
    return document["source"], UUID(document["id"])


class QuarantineBehaviour:
    def test_a_row_says_who_sent_what_when_the_event_as_a_whole_was_refused(self, new_database: NewDatabase) -> None:
        runtime = a_sample(new_database())
        document = json.loads(encode(an_arrival(partner="ccas"))) | {"data": {}}
        body = json.dumps(document).encode()
        way, key, user = BY, "intern_arrived.v1.romans", "housing.romans"
        receive(runtime, [Delivery(body, CONTENT_TYPE, exchange=way, routing_key=key, user_id=user)])
        (row,) = kept(runtime)
        assert (row.source, row.event_id, row.type) == ("/romans/housing", UUID(document["id"]), document["type"])
        assert (row.antenna, row.partner, row.size, row.has_body) == ("romans", "ccas", len(body), True)
        assert (row.exchange, row.routing_key, row.user_id, row.broker_account) == (way, key, user, user)

    def test_what_cannot_be_read_of_an_envelope_takes_nothing_else_with_it(self, new_database: NewDatabase) -> None:
        runtime, event = a_sample(new_database()), an_arrival(partner="ccas")
        expected = {"source": event.source, "id": event.id, "type": event.type, "antenna": "romans", "partner": "ccas"}
        for spoiled, value in itertools.product(expected, ODD):
            document = json.loads(encode(event)) | {"subject": None, spoiled: value}
            opened = open_delivery(runtime, Delivery(json.dumps(document).encode(), CONTENT_TYPE))
            assert dataclasses.asdict(opened.told) == expected | {spoiled: None}, (spoiled, value)

    def test_an_unreadable_body_is_found_by_the_id_that_its_properties_say(self, new_database: NewDatabase) -> None:
        runtime, said = a_sample(new_database()), uuid4()
        whole = encode(an_arrival())
        receive(
            runtime,
            [
                Delivery(b"{" * 200, CONTENT_TYPE, message_id=str(said)),
                Delivery(b"}", CONTENT_TYPE, message_id="Zoé DUPONT"),
                Delivery(whole, "application/json", message_id=str(said)),
            ],
        )
        found = Counter((row.code, row.event_id) for row in kept(runtime))
        own = UUID(json.loads(whole)["id"])
        assert found == {
            ("UNRECOGNIZED_FORMAT", said): 1,
            ("UNRECOGNIZED_FORMAT", None): 1,
            ("NOT_ALLOWED_CONTENT_TYPE", own): 1,
        }

    def test_a_refusal_that_is_kept_holds_nothing_of_what_was_read(self, new_database: NewDatabase) -> None:
        delivery = refused_by(BY)
        with pytest.raises(Rejected) as raised:
            decode(delivery.body, delivery.content_type)
        assert raised.value.__traceback__ is not None, "what leads to a refusal holds it all"
        opened = open_delivery(a_sample(new_database()), delivery)
        assert opened.refusal is not None
        assert (opened.refusal.__traceback__, opened.refusal.__context__, opened.refusal.__cause__) == (None,) * 3

    def test_rows_are_told_by_source_and_code(self, new_database: NewDatabase) -> None:
        runtime = a_sample(new_database())
        receive(runtime, [*(refused_by(BY) for _ in range(3)), Delivery(b"?", CONTENT_TYPE, exchange=BY)])
        readable, unreadable = quarantine.groups(runtime)
        assert (readable.source, readable.code, readable.count) == ("/romans/housing", "INVALID_MESSAGE", 3)
        assert (unreadable.source, unreadable.code, unreadable.count) == (None, "UNRECOGNIZED_FORMAT", 1)
        assert (readable.oldest, readable.newest, readable.without_body) == (A_DAY, A_DAY, 0)
        assert readable.reference in {row.quarantine_id for row in kept(runtime)}
        assert quarantine.groups(runtime, Chosen(source="")) == [unreadable]
        assert quarantine.count(runtime, Chosen(source="/romans/housing")) == 3

    def test_what_is_discarded_is_closed_for_good_and_says_by_whom_and_why(self, new_database: NewDatabase) -> None:
        runtime, deliveries = a_sample(new_database()), [refused_by(BY), refused_by(BY)]
        receive(runtime, deliveries)
        first, second = kept(runtime)
        assert quarantine.discard(runtime, [first.quarantine_id], "alix", "prévenu, corrigé") == 1
        assert quarantine.discard(runtime, [first.quarantine_id], "sacha", "encore") == 0
        receive(runtime, deliveries)
        assert quarantine.messages(runtime) == [second]
        assert quarantine.count(runtime) == 1
        (closed,) = (row for row in kept(runtime) if row.quarantine_id == first.quarantine_id)
        assert (closed.discarded_at, closed.discarded_by, closed.discarded_because) == (
            A_DAY,
            "alix",
            "prévenu, corrigé",
        )

    def test_discarding_what_never_was_closes_nothing(self, new_database: NewDatabase) -> None:
        runtime = a_sample(new_database())
        receive(runtime, [refused_by(BY)])
        (row,) = kept(runtime)
        with pytest.raises(NotFound):
            quarantine.discard(runtime, [row.quarantine_id, uuid4()], "alix", "faute de frappe")
        assert quarantine.messages(runtime) == [row]

    def test_an_account_keeps_so_many_bodies_whatever_its_messages_say_of_their_source(
        self, new_database: NewDatabase
    ) -> None:
        runtime = a_sample(new_database())
        flood = [refused_by(GUESTS, user_id="hopital") for _ in range(5)]
        forged = [rewritten_source(refused_by(GUESTS, user_id="hopital"), f"/laval-{n}/housing") for n in range(5)]
        others = [refused_by(GUESTS, user_id="ccas"), refused_by(GUESTS)]
        with bounded(rows=3):
            receipt = receive(runtime, [*flood, *forged, *others])
            assert receipt.quarantined.total() == 12
            assert refusals.crowded_accounts(runtime) == ["hopital"]
        with_body = Counter(row.broker_account for row in kept(runtime) if row.has_body)
        assert with_body == {"hopital": 3, "ccas": 1, GUESTS: 1}
        assert all(row.size and row.event_id and row.source for row in kept(runtime))

    def test_an_account_keeps_so_many_bytes(self, new_database: NewDatabase) -> None:
        runtime, flood = a_sample(new_database()), [refused_by(GUESTS) for _ in range(5)]
        with bounded(size=3 * len(flood[0].body)):
            for delivery in flood:
                receive(runtime, [delivery])
        assert sorted(row.has_body for row in kept(runtime)) == [False, False, True, True, True]

    def test_a_message_without_its_body_says_so_and_gets_it_when_it_comes_again_to_some_room(
        self, new_database: NewDatabase
    ) -> None:
        runtime, flood = a_sample(new_database()), [refused_by(GUESTS) for _ in range(2)]
        with bounded(rows=1):
            assert [receive(runtime, flood).quarantined.total() for _ in range(2)] == [2, 0]
            (lacking,) = (row for row in kept(runtime) if not row.has_body)
            with pytest.raises(BodyNotKept):
                replay(runtime, lacking.quarantine_id)
            with pytest.raises(BodyNotKept):
                quarantine.body(runtime, lacking.quarantine_id, "alix")
            (whole,) = (row for row in kept(runtime) if row.has_body)
            quarantine.discard(runtime, [whole.quarantine_id], "alix", "vu")
            assert receive(runtime, flood).quarantined.total() == 1
        (now,) = quarantine.messages(runtime)
        assert (now.quarantine_id, now.has_body) == (lacking.quarantine_id, True)
        assert not replay(runtime, now.quarantine_id)

    @pytest.mark.parametrize("exchange", [BY, messages.EXCHANGE])
    def test_facts_of_a_service_are_never_dropped_reading_stops_until_there_is_room(
        self, new_database: NewDatabase, exchange: str
    ) -> None:
        runtime = a_sample(new_database())
        first, second = (
            refused_by(exchange, shares_account=True, user_id=account) for account in ("housing.romans",) * 2
        )
        good = an_arrival()
        with bounded(rows=1):
            receive(runtime, [first])
            for _ in range(2):
                with pytest.raises(QuarantineFull) as full:
                    receive(runtime, [delivered(good), second])
                assert "housing.romans" in full.value.text
                assert (subjects(runtime), len(kept(runtime))) == ([], 1)
            assert receive(runtime, [first]) == Receipt(), "a repeat of what is there needs no room"
            (row,) = kept(runtime)
            quarantine.discard(runtime, [row.quarantine_id], "alix", "corrigé à la source")
            assert receive(runtime, [delivered(good), second]) == Receipt(
                applied=1, quarantined=Counter(INVALID_MESSAGE=1)
            )
        assert all(row.has_body for row in kept(runtime))

    def test_a_fact_that_fails_when_it_is_applied_stops_reading_too(self, new_database: NewDatabase) -> None:
        runtime = a_sample(new_database())
        first, second = (dataclasses.replace(delivered(an_arrival(REFUSED)), exchange=BY) for _ in range(2))
        with bounded(rows=1):
            receive(runtime, [first])
            with pytest.raises(QuarantineFull):
                receive(runtime, [second])
        assert len(kept(runtime)) == 1

    @pytest.mark.parametrize("spoil", ["body", "source", "exchange"])
    def test_what_is_no_fact_of_the_exchange_s_own_service_stops_nothing(
        self, new_database: NewDatabase, spoil: str
    ) -> None:
        runtime = a_sample(new_database())
        spoiled = {
            "body": Delivery(b"?", CONTENT_TYPE, exchange=BY),
            "source": rewritten_source(refused_by(BY), "/romans/permanence"),
            "exchange": refused_by("permanence.events"),
        }[spoil]
        with bounded(rows=0):
            assert receive(runtime, [spoiled]).quarantined.total() == 1
        assert [row.has_body for row in kept(runtime)] == [False]

    def test_what_was_refused_is_known_whatever_became_of_it_and_nobody_else_can_make_it_known(
        self, new_database: NewDatabase
    ) -> None:
        runtime = a_sample(new_database())
        left, discarded, forged = refused_by(BY), refused_by(BY), refused_by(GUESTS)
        unreadable = uuid4()
        receive(
            runtime, [left, discarded, forged, Delivery(b"?", CONTENT_TYPE, exchange=BY, message_id=str(unreadable))]
        )
        source, id_discarded = told(discarded)
        (row,) = (row for row in kept(runtime) if row.event_id == id_discarded)
        quarantine.discard(runtime, [row.quarantine_id], "alix", "vu")
        asked = {told(left)[1], id_discarded, told(forged)[1], unreadable, uuid4()}
        with runtime.database.engine.connect() as connection:
            assert quarantine.known(connection, source, asked) == {told(left)[1], id_discarded, unreadable}
            assert quarantine.known(connection, "/laval/housing", asked) == {unreadable}
            assert quarantine.known(connection, source, []) == set()

    def test_an_orphan_that_finds_no_room_goes_on_waiting_and_holds_up_no_other(
        self, new_database: NewDatabase
    ) -> None:
        clock = SetClock(A_DAY)
        runtime = a_sample(new_database(), clock=clock)
        orphan, stranger = (
            dataclasses.replace(delivered(an_arrival()), exchange=exchange) for exchange in (BY, GUESTS)
        )
        receive(waits(runtime), [orphan, stranger])
        clock.set(A_DAY + ORPHAN_AFTER)
        with bounded(rows=0):
            with pytest.raises(QuarantineFull):
                retry_waiting(waits(runtime))
            assert waiting_row(runtime).exchange == BY
            assert [row.has_body for row in kept(runtime)] == [False]
            assert retry_waiting(waits(runtime)) == Receipt()
        clock.set(A_DAY + ORPHAN_AFTER + LOOK_AGAIN)
        assert retry_waiting(waits(runtime)) == Receipt(quarantined=Counter(ORPHAN=1))

    def test_what_waited_in_clear_is_sealed_when_it_is_tried_and_stays_the_same_event(
        self, new_database: NewDatabase
    ) -> None:
        runtime, event = a_sample(new_database()), an_arrival()
        delivery = delivered(event)
        receive(waits(runtime), [delivery])
        row = waiting_row(runtime)
        assert (row.body, delivery.body in row.sealed_body, str(event.subject).encode() in row.sealed_body) == (
            None,
            False,
            False,
        )
        with runtime.database.engine.begin() as connection:  # as it was kept before
            connection.execute(sa.update(tables.waiting).values(body=delivery.body, sealed_body=None, due=True))
        assert retry_waiting(waits(runtime)) == Receipt(waiting=1)
        row = waiting_row(runtime)
        assert (row.body, row.sealed_body is None) == (None, False)
        assert receive(runtime, [delivery]) == Receipt(duplicates=1)
        with runtime.database.engine.begin() as connection:
            connection.execute(sa.update(tables.waiting).values(due=True))
        assert retry_waiting(runtime) == Receipt(applied=1)
        assert subjects(runtime) == [event.subject]


@contextmanager
def bounded(rows: int = refusals.MOST_ROWS, size: int = refusals.MOST_BYTES) -> Iterator[None]:
    """Accounts of less room."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(refusals, "MOST_ROWS", rows)
        patch.setattr(refusals, "MOST_BYTES", size)
        yield


def rewritten_source(delivery: Delivery, source: str) -> Delivery:
    return dataclasses.replace(delivery, body=json.dumps(json.loads(delivery.body) | {"source": source}).encode())


def waits(runtime: Runtime) -> Runtime:
    """The same instance, in which what arrivals are about never comes."""

    def wait(events: Sequence[Event], work: UnitOfWork) -> None:
        for event in events:
            work.wait_for(event, event.subject)

    manifest = dataclasses.replace(runtime.manifest, reactions=dict.fromkeys(runtime.manifest.reactions, wait))
    return dataclasses.replace(runtime, manifest=manifest)


def waiting_row(runtime: Runtime) -> Any:
    with runtime.database.engine.connect() as connection:
        return connection.execute(sa.select(tables.waiting)).one()
