"""The quarantine: sealed, listed without bodies, opened with a trace, replayed once."""

from dataclasses import replace
from uuid import uuid4

import pytest
import sqlalchemy as sa

from chassis.core import quarantine, tables
from chassis.core.delivery import Delivery
from chassis.core.errors import NotFound
from chassis.core.inbox import receive
from chassis.core.keyring import Keyring, SealBroken
from chassis.core.replay import replay
from chassis.core.runtime import Runtime
from contracts.envelope import CONTENT_TYPE
from support.migration_behaviour import NewDatabase, OnSQLite
from support.quarantine_behaviour import QuarantineBehaviour
from support.runtimes import A_DAY
from support.sample_deliveries import a_sample, an_arrival, count, delivered, subjects
from support.sample_service import ARRIVED, PERMANENCE, REFUSED, REPORTING

SECRET = b"2 75 05 26 362 045, 12 rue des Lilas"


class TestQuarantine(OnSQLite, QuarantineBehaviour):
    def test_a_body_is_nowhere_in_clear(self, new_database: NewDatabase) -> None:
        runtime = a_sample(new_database())
        receive(runtime, [Delivery(SECRET, CONTENT_TYPE)])
        with runtime.database.engine.connect() as connection:
            (row,) = connection.execute(sa.select(tables.quarantine))
        assert SECRET not in row.sealed_body
        assert not any(SECRET.decode() in str(value) for value in row)
        (listed,) = quarantine.messages(runtime)
        assert (listed.code, listed.entered_at, listed.replayed_at) == ("UNRECOGNIZED_FORMAT", A_DAY, None)

    def test_who_opens_a_body_leaves_a_trace(self, new_database: NewDatabase) -> None:
        runtime = a_sample(new_database())
        receive(runtime, [Delivery(SECRET, CONTENT_TYPE)])
        (listed,) = quarantine.messages(runtime)
        assert quarantine.body(runtime, listed.quarantine_id, "alix") == SECRET
        with runtime.database.engine.connect() as connection:
            (trace,) = connection.execute(sa.select(tables.audit))
        assert (trace.person, trace.action, trace.at) == ("alix", "quarantine.show", A_DAY)
        assert trace.object == str(listed.quarantine_id)

    def test_a_body_that_is_not_shown_leaves_no_trace(self, new_database: NewDatabase) -> None:
        runtime = a_sample(new_database())
        receive(runtime, [Delivery(SECRET, CONTENT_TYPE)])
        (listed,) = quarantine.messages(runtime)
        with pytest.raises(NotFound):
            quarantine.body(runtime, uuid4(), "alix")
        with pytest.raises(SealBroken):
            quarantine.body(replace(runtime, keyring=Keyring(b"another key" * 3)), listed.quarantine_id, "alix")
        assert count(runtime, tables.audit) == 0

    def test_headers_of_a_hostile_sender_are_kept_short_and_printable(self, new_database: NewDatabase) -> None:
        runtime = a_sample(new_database())
        receive(runtime, [Delivery(b"", "text/\x1b[31m\r\nforged: line" + "x" * 1000, "gz\x00ip")])
        with runtime.database.engine.connect() as connection:
            (row,) = connection.execute(sa.select(tables.quarantine))
        assert row.content_type.startswith("text/[31mforged: line")
        assert len(row.content_type) == 200
        assert row.content_encoding == "gzip"

    def test_a_replay_has_one_effect_however_often_it_is_asked(self, new_database: NewDatabase) -> None:
        runtime = a_sample(new_database())
        event = an_arrival(REFUSED)
        receive(runtime, [delivered(event)])
        (listed,) = quarantine.messages(runtime)
        assert not replay(runtime, listed.quarantine_id)  # its cause is still there
        assert quarantine.messages(runtime) == [listed]

        mended = _mended(runtime)
        assert [replay(mended, listed.quarantine_id) for _ in range(3)] == [True] * 3

        assert subjects(mended) == [event.subject]
        assert quarantine.messages(mended) == []
        (told,) = quarantine.messages(mended, quarantine.Chosen(closed_too=True))
        assert told.replayed_at == A_DAY

    def test_what_was_discarded_by_mistake_can_be_replayed(self, new_database: NewDatabase) -> None:
        runtime = a_sample(new_database())
        event = an_arrival(REFUSED)
        receive(runtime, [delivered(event)])
        (listed,) = quarantine.messages(runtime)
        quarantine.discard(runtime, [listed.quarantine_id], "alix", "par erreur")
        assert not replay(runtime, listed.quarantine_id)
        assert quarantine.messages(runtime) == []
        assert replay(_mended(runtime), listed.quarantine_id)
        assert subjects(runtime) == [event.subject]

    def test_a_message_that_never_was_cannot_be_replayed(self, new_database: NewDatabase) -> None:
        with pytest.raises(NotFound):
            replay(a_sample(new_database()), uuid4())


def _mended(runtime: Runtime) -> Runtime:
    """The same instance with a reaction that refuses nothing."""
    return replace(runtime, manifest=replace(PERMANENCE, reactions={ARRIVED: REPORTING.reactions[ARRIVED]}))
