"""Consultations and declarations recorded before they had states go on, on the databases of both profiles."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from chassis.core.clock import SetClock
from chassis.core.migrate import migrate
from chassis.core.revisions import heads
from chassis.core.runtime import Runtime
from permanence.commands.declarations import EndDeclaration
from permanence.domain.declaration.state import EndReason
from permanence.manifest import MANIFEST
from support.migration_behaviour import NewDatabase, OnPostgreSQL, OnSQLite
from support.permanence.permanence_commands import PermanenceCommands
from support.recorded import rows
from support.runtimes import KEYRING, an_antenna, instance_of

DAY = timedelta(days=1)
FILED_ON, AGAIN_ON = date(2024, 2, 1), date(2024, 2, 15)
ONE, OTHER, ACT = UUID(int=1), UUID(int=2), UUID(int=11)
REPLACED, LATEST, ON_PAPER = (UUID(int=number) for number in (21, 22, 23))
RPPS = "10005173140"


def _table(name: str, **columns: Any) -> sa.TableClause:
    return sa.table(name, *(sa.column(column, kind) for column, kind in columns.items()))


PATIENTS = _table(
    "patients",
    patient_id=sa.Uuid,
    version=sa.BigInteger,
    registered_on=sa.Date,
    ald=sa.Boolean,
    commune=sa.String,
    sealed_identity=sa.LargeBinary,
)
CONSULTATIONS = _table(
    "consultations",
    consultation_id=sa.Uuid,
    version=sa.BigInteger,
    patient_id=sa.Uuid,
    held_on=sa.Date,
    practitioner_rpps=sa.String,
    practitioner_kind=sa.String,
)
DECLARATIONS = _table(
    "declarations",
    declaration_id=sa.Uuid,
    version=sa.BigInteger,
    patient_id=sa.Uuid,
    filed_on=sa.Date,
    practitioner_rpps=sa.String,
    channel=sa.String,
    ald=sa.Boolean,
)


class FormerActs:
    def test_each_consultation_becomes_an_act_and_each_patient_keeps_the_latest_declaration(
        self, new_database: NewDatabase
    ) -> None:
        database = new_database()
        migrate(instance_of(database, MANIFEST), target="0001")
        with database.engine.begin() as connection:
            connection.execute(sa.insert(PATIENTS), [_patient(ONE), _patient(OTHER)])
            connection.execute(sa.insert(CONSULTATIONS), [_consultation()])
            connection.execute(
                sa.insert(DECLARATIONS),
                [
                    _declaration(LATEST, ONE, AGAIN_ON, "online"),
                    _declaration(REPLACED, ONE, FILED_ON, "paper"),
                    _declaration(ON_PAPER, OTHER, FILED_ON, "paper"),
                ],
            )

        assert migrate(instance_of(database, MANIFEST)) == heads(MANIFEST.migrations)

        clock = SetClock(datetime(2024, 3, 4, 9, tzinfo=UTC))
        romans = PermanenceCommands(Runtime(MANIFEST, an_antenna(), database, KEYRING, clock))
        (act,) = rows(romans.runtime, "acts")
        kept = {"act_id": ACT, "patient_id": ONE, "held_on": FILED_ON, "practitioner_rpps": RPPS, "version": 1}
        assert act == {**act, **kept, "act_kind": "consultation", "practitioner_kind": "retired_gp", "warnings": None}
        found = {row["declaration_id"]: row for row in rows(romans.runtime, "declarations")}
        assert _states(found[LATEST]) == ("active", AGAIN_ON, False, None, None)
        assert _states(found[REPLACED]) == ("ended", FILED_ON + 30 * DAY, True, AGAIN_ON, "replaced")
        assert _states(found[ON_PAPER]) == ("filed", FILED_ON + 30 * DAY, True, None, None)
        assert found[LATEST]["drafted_on"] == found[LATEST]["signed_on"] == AGAIN_ON
        current = rows(romans.runtime, "current_declarations")
        assert {row["patient_id"]: row["declaration_id"] for row in current} == {ONE: LATEST, OTHER: ON_PAPER}
        doctors = rows(romans.runtime, "declared_doctors")
        assert {row["practitioner_rpps"] for row in doctors} == {RPPS}
        assert len(doctors) == 3
        romans.do(EndDeclaration(LATEST, AGAIN_ON, EndReason.DECEASED))
        assert [fact.sequence for fact in romans.facts("declaration_ended")] == [2]


def _states(row: Any) -> tuple[Any, ...]:
    return row["state"], row["active_on"], row["presumed"], row["ended_on"], row["end_reason"]


def _patient(patient_id: UUID) -> dict[str, Any]:
    return {
        "patient_id": patient_id,
        "version": 1,
        "registered_on": FILED_ON,
        "ald": True,
        "commune": "26281",
        "sealed_identity": KEYRING.seal("permanence.identity", b'{"birth_on": "1950-06-30"}'),
    }


def _consultation() -> dict[str, Any]:
    return {
        "consultation_id": ACT,
        "version": 1,
        "patient_id": ONE,
        "held_on": FILED_ON,
        "practitioner_rpps": RPPS,
        "practitioner_kind": "retired_gp",
    }


def _declaration(declaration_id: UUID, patient_id: UUID, filed_on: date, channel: str) -> dict[str, Any]:
    return {
        "declaration_id": declaration_id,
        "version": 1,
        "patient_id": patient_id,
        "filed_on": filed_on,
        "practitioner_rpps": RPPS,
        "channel": channel,
        "ald": True,
    }


class TestOnSQLite(OnSQLite, FormerActs): ...


class TestOnPostgreSQL(OnPostgreSQL, FormerActs): ...
