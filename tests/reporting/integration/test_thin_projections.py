"""A log and projections of before the thin facts, made thin where they are: no patient, no day, the same figures."""

import hashlib
import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from chassis.core import tables
from chassis.core.clock import SetClock
from chassis.core.delivery import Delivery
from chassis.core.inbox import receive
from chassis.core.migrate import migrate
from chassis.core.runtime import Runtime
from contracts.envelope import CONTENT_TYPE, decode, encode
from contracts.permanence.first_majors import SECOND, thinned
from reporting.manifest import MANIFEST
from reporting.rebuild import rebuild
from support.departement import NOW, projections
from support.facts import told
from support.migration_behaviour import NewDatabase, OnPostgreSQL, OnSQLite
from support.reporting.stored_before import a_season, keep, told_before
from support.runtimes import instance_of

# More than is rewritten at once, twice.
MANY = 2_300


def stored(runtime: Runtime) -> dict[UUID, Any]:
    with runtime.database.engine.connect() as connection:
        return {row.event_id: row for row in connection.execute(sa.select(tables.inbox))}


def of_before(new_database: NewDatabase, *bodies: bytes) -> Runtime:
    runtime = replace(instance_of(new_database(), MANIFEST), clock=SetClock(NOW))
    migrate(runtime, target="0004")
    keep(runtime, bodies)
    return runtime


class ThinProjections:
    """`new_database` opens a new, empty database of one kind."""

    def test_the_log_tells_second_majors_of_the_same_facts_and_no_other_is_touched(
        self, new_database: NewDatabase
    ) -> None:
        due = encode(told("rent_due", UUID(int=500), date(2024, 5, 1)))
        season = [*a_season(), due]
        runtime = of_before(new_database, *season)
        migrate(runtime)
        kept = stored(runtime)
        expected = {UUID(json.loads(body)["id"]): thinned(body) for body in season if told_type(body) in SECOND}
        assert {told_type(body) for body in season} - set(SECOND) == {
            *("permanence.patient_assessed.v1", "permanence.patient_ald_changed.v1", "housing.rent_due.v1")
        }
        expected[UUID(json.loads(due)["id"])] = due
        assert {event_id: row.body for event_id, row in kept.items()} == expected
        for row in kept.values():
            event = decode(row.body, CONTENT_TYPE)
            assert (row.source, row.event_id, row.type) == (event.source, event.id, event.type)
            assert row.digest == hashlib.sha256(row.body).digest()

    def test_the_projections_are_those_that_a_rebuild_makes_of_the_log(self, new_database: NewDatabase) -> None:
        runtime = of_before(new_database, *a_season())
        migrate(runtime)
        migrated = projections(runtime)
        of_patients = {name for name, found in migrated.items() if found}
        assert of_patients == {
            f"permanence_{name}"
            for name in (
                *("patients", "follow_ups", "merges", "consultations", "nurse_acts", "declarations", "waits"),
                *("declaration_answers", "declaration_ends", "appointments"),
            )
        }
        assert rebuild(runtime) == len(stored(runtime))
        assert projections(runtime) == migrated

    def test_days_become_months_but_for_those_of_consultations(self, new_database: NewDatabase) -> None:
        runtime = of_before(new_database, *a_season())
        migrate(runtime)
        kept = projections(runtime)
        assert [row["month_on"] for row in kept["permanence_patients"]] == [
            *(date(2023, 9, 1), date(2023, 9, 1), date(2024, 2, 1))
        ]
        active = [row["active_month_on"] for row in kept["permanence_declarations"]]
        assert active == [date(2024, 5, 1), date(2024, 6, 1), date(2024, 7, 1), None]
        days = [row["days_to_third_free"] for row in kept["permanence_appointments"]]
        assert days == [None, 0, 34, 0, 63, None]
        assert {row["held_on"] for row in kept["permanence_consultations"]} == {date(2024, 5, 31)}
        others = {
            cell
            for name, found in kept.items()
            if name != "permanence_consultations"
            for row in found
            for cell in row.values()
            if isinstance(cell, date)
        }
        assert {day.day for day in others} == {1}

    def test_what_the_owner_sends_again_after_its_own_rewriting_is_a_repeat(self, new_database: NewDatabase) -> None:
        season = list(a_season())
        runtime = of_before(new_database, *season)
        migrate(runtime)
        again = [Delivery(thinned(body), CONTENT_TYPE) for body in season if told_type(body) in SECOND]
        receipt = receive(runtime, again)
        assert (receipt.duplicates, receipt.applied, dict(receipt.quarantined)) == (len(again), 0, {})

    def test_a_first_major_that_comes_after_is_quarantined_and_counts_nothing(self, new_database: NewDatabase) -> None:
        season = list(a_season())
        runtime = of_before(new_database, *season[:4])
        migrate(runtime)
        before = projections(runtime)
        receipt = receive(runtime, [Delivery(body, CONTENT_TYPE) for body in season])
        assert (receipt.applied, dict(receipt.quarantined)) == (0, {"UNKNOWN_VERSION": len(season)})
        assert projections(runtime) == before

    def test_a_log_longer_than_what_is_rewritten_at_once_is_rewritten_whole(self, new_database: NewDatabase) -> None:
        first = date(2018, 12, 1)
        bodies = []
        for number in range(MANY):
            day = first + timedelta(number)
            said: dict[str, Any] = {"patient_id": str(UUID(int=1)), "held_on": str(day), "practitioner_kind": "locum"}
            event = "consultation_held" if number % 3 else "patient_assessed"
            bodies.append(told_before(event, 1_000 + number, day, **said))
        runtime = of_before(new_database, *bodies)
        migrate(runtime)
        kept = stored(runtime)
        assert len(kept) == sum(number % 3 > 0 for number in range(MANY))
        assert {row.type for row in kept.values()} == {"permanence.consultation_held.v2"}
        assert rebuild(runtime) == len(kept) == len(projections(runtime)["permanence_consultations"])


def told_type(body: bytes) -> str:
    return str(json.loads(body)["type"])


class TestOnSQLite(OnSQLite, ThinProjections): ...


class TestOnPostgreSQL(OnPostgreSQL, ThinProjections):
    def test_the_names_of_before_are_gone(self, new_database: NewDatabase) -> None:
        runtime = of_before(new_database)
        inspector = sa.inspect(runtime.database.engine)
        assert len(inspector.get_view_names()) == 25
        migrate(runtime)
        inspector = sa.inspect(runtime.database.engine)
        assert inspector.get_view_names() == []
        assert "permanence_ald_changes" not in inspector.get_table_names()
