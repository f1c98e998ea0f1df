"""The inbox on SQLite, and what it says of a message before any database is asked."""

import sqlite3
from dataclasses import replace
from datetime import timedelta

import pytest

from chassis.core import quarantine
from chassis.core.delivery import Delivery
from chassis.core.errors import TransientFailure
from chassis.core.inbox import Receipt, receive
from contracts.envelope import CONTENT_TYPE, MAX_BODY_BYTES, encode
from support.inbox_behaviour import InboxBehaviour
from support.migration_behaviour import NewDatabase, OnSQLite
from support.runtimes import A_DAY, impatient
from support.sample_deliveries import a_sample, an_arrival, count, delivered, rewritten
from support.sample_service import REPORTING, effects

BODY = encode(an_arrival())


class TestOnSQLite(OnSQLite, InboxBehaviour):
    def test_a_locked_database_is_waited_for(self, new_database: NewDatabase) -> None:
        runtime = a_sample(new_database())
        other = sqlite3.connect(str(runtime.database.url.database), isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        batch = [delivered(an_arrival(), returns=returns) for returns in (0, 9)]
        with impatient(runtime) as locked:
            for _ in range(10):
                with pytest.raises(TransientFailure):
                    receive(locked, batch)
        other.execute("ROLLBACK")
        other.close()
        assert receive(runtime, batch) == Receipt(applied=2)
        assert quarantine.messages(runtime) == []

    @pytest.mark.parametrize(
        ("delivery", "code", "path"),
        [
            (Delivery(b"", CONTENT_TYPE), "UNRECOGNIZED_FORMAT", None),
            (Delivery(BODY[:-1], CONTENT_TYPE), "UNRECOGNIZED_FORMAT", None),
            (Delivery(BODY, "application/json"), "NOT_ALLOWED_CONTENT_TYPE", None),
            (Delivery(BODY, None), "NOT_ALLOWED_CONTENT_TYPE", None),
            (Delivery(BODY, CONTENT_TYPE, "gzip"), "NOT_ALLOWED_CONTENT_ENCODING", None),
            (Delivery(b" " * MAX_BODY_BYTES + BODY, CONTENT_TYPE), "TOO_LARGE", None),
            (rewritten(an_arrival(), id="1"), "INVALID_MESSAGE", "id"),
            (rewritten(an_arrival(), data={}), "INVALID_MESSAGE", "data.arrived_on"),
            (rewritten(an_arrival(), type="housing.intern_arrived.v2"), "UNKNOWN_VERSION", "type"),
            (rewritten(an_arrival(), source="/romans/reporting"), "SENDER_INCONSISTENCY", "source"),
            (rewritten(an_arrival(), antenna="laval"), "UNROUTABLE", "antenna"),
            (rewritten(an_arrival(), time="1970-01-01T00:00:00Z"), "ABSURD_TIME", "time"),
            (rewritten(an_arrival(), time="2099-01-01T00:00:00Z"), "ABSURD_TIME", "time"),
            (rewritten(an_arrival(), time="2023-11-06T09:30:00"), "INVALID_MESSAGE", "time"),
        ],
    )
    def test_what_is_not_for_us_or_not_readable_is_told_by_its_code_and_field(
        self, new_database: NewDatabase, delivery: Delivery, code: str, path: str | None
    ) -> None:
        runtime = a_sample(new_database())
        receipt = receive(runtime, [delivery])
        assert receipt == Receipt(quarantined=receipt.quarantined)
        assert receipt.quarantined == {code: 1}
        (row,) = quarantine.messages(runtime)
        assert (row.code, row.path) == (code, path)
        assert count(runtime, effects) == 0

    def test_a_type_that_the_service_does_not_read_is_unroutable(self, new_database: NewDatabase) -> None:
        runtime = a_sample(new_database(), replace(REPORTING, reactions={}))
        assert receive(runtime, [delivered(an_arrival())]).quarantined == {"UNROUTABLE": 1}

    def test_the_departement_reads_every_antenna(self, new_database: NewDatabase) -> None:
        runtime = a_sample(new_database(), REPORTING, antenna="departement")
        events = [an_arrival(antenna=code, source=f"/{code}/housing") for code in ("romans", "laval")]
        assert receive(runtime, [delivered(event) for event in events]) == Receipt(applied=2)

    @pytest.mark.parametrize("wrong_by", [timedelta(days=1), timedelta(minutes=15), timedelta(days=-400)])
    def test_a_clock_that_is_wrong_by_a_day_changes_nothing(
        self, new_database: NewDatabase, wrong_by: timedelta
    ) -> None:
        runtime = a_sample(new_database())
        assert receive(runtime, [delivered(an_arrival(time=A_DAY + wrong_by))]) == Receipt(applied=1)
