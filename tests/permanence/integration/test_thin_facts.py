"""Facts told before they were thin: rewritten once where they wait and are kept, and the history of patients read."""

import json
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from chassis.core import tables
from chassis.core.clock import SetClock
from chassis.core.migrate import migrate
from chassis.core.revisions import heads
from chassis.core.runtime import Runtime
from chassis.core.sealing import SealingKeys
from contracts.envelope import CONTENT_TYPE, Event, decode
from contracts.permanence import counts
from contracts.permanence.first_majors import thinned
from permanence.commands.months import CountMonths
from permanence.commands.patient_files import ExitPatient
from permanence.domain.patient.follow_up import ExitReason
from permanence.manifest import MANIFEST
from support.migration_behaviour import NewDatabase, OnPostgreSQL, OnSQLite
from support.permanence.permanence_commands import PermanenceCommands
from support.recorded import rows
from support.runtimes import KEYRING, an_antenna, instance_of

DAY = timedelta(days=1)
REGISTERED_ON, LEFT_ON, BACK_ON = date(2023, 10, 16), date(2023, 12, 4), date(2024, 2, 5)
ONE, OTHER, UNTOLD = (UUID(int=number) for number in (1, 2, 3))
COMMAND, CLAIM = UUID(int=71), UUID(int=72)
AT = datetime(2024, 2, 5, 9, 12, 31, tzinfo=UTC)
# More than are rewritten at once.
MANY = 1_100
_NUMBERS = count(1_000)


def _patients() -> sa.TableClause:
    kinds: dict[str, Any] = {
        "patient_id": sa.Uuid,
        "version": sa.BigInteger,
        "registered_on": sa.Date,
        "ald": sa.Boolean,
        "commune": sa.String,
        "ald_status": sa.String,
        "ald_proof_seen": sa.Boolean,
        "ald_temporary": sa.Boolean,
        "no_medecin_traitant_reason": sa.String,
        "has_medecin_traitant": sa.Boolean,
        "precarious": sa.Boolean,
        "eligibility": sa.String,
        "eligibility_rule": sa.String,
        "eligibility_reasons": sa.JSON,
        "assessed_on": sa.Date,
        "follow_up": sa.String,
        "exited_on": sa.Date,
    }
    return sa.table("patients", *(sa.column(name, kind) for name, kind in kinds.items()))


def _patient(patient_id: UUID, *, ald: bool, exited_on: date | None = None) -> dict[str, Any]:
    return {
        "patient_id": patient_id,
        "version": 6,
        "registered_on": REGISTERED_ON,
        "ald": ald,
        "commune": "26281",
        "ald_status": "unknown" if ald else "none",
        "ald_proof_seen": False,
        "ald_temporary": False,
        "no_medecin_traitant_reason": "newcomer",
        "has_medecin_traitant": False,
        "precarious": False,
        "eligibility": "eligible",
        "eligibility_rule": "default",
        "eligibility_reasons": [],
        "assessed_on": REGISTERED_ON,
        "follow_up": "followed" if exited_on is None else "exited",
        "exited_on": exited_on,
    }


def _told(event: str, subject: UUID, sequence: int, *, sent: bool = True, **data: Any) -> dict[str, Any]:
    """A row of the outbox as the version before wrote it."""
    event_id = UUID(int=next(_NUMBERS))
    document = {
        "specversion": "1.0",
        "id": str(event_id),
        "source": "/romans/permanence",
        "type": f"permanence.{event}.v1",
        "subject": str(subject),
        "time": AT.isoformat(),
        "datacontenttype": "application/json",
        "antenna": "romans",
        "sequence": f"{sequence:010d}",
        "correlationid": str(COMMAND),
        "causationid": str(CLAIM),
        "data": {name: str(value) if isinstance(value, date | UUID) else value for name, value in data.items()},
    }
    return {
        "event_id": event_id,
        "type": document["type"],
        "subject": subject,
        "sequence": sequence,
        "routing_key": f"{event}.v1.romans",
        "body": json.dumps(document, separators=(",", ":")).encode(),
        "recorded_at": AT,
        "sent_at": AT if sent else None,
    }


def _registered(patient_id: UUID, *, age_band: str, ald: bool) -> dict[str, Any]:
    return _told(
        "patient_registered",
        patient_id,
        1,
        patient_id=patient_id,
        registered_on=REGISTERED_ON,
        age_band=age_band,
        commune="26281",
        ald=ald,
        no_medecin_traitant_reason="newcomer",
        eligibility="eligible",
        overridden=False,
    )


def _facts() -> list[dict[str, Any]]:
    about_one: dict[str, Any] = {"patient_id": ONE}
    missed = [UUID(int=number) for number in range(20_000, 20_000 + MANY)]
    return [
        _registered(ONE, age_band="60-69", ald=False),
        _told("patient_assessed", ONE, 2, **about_one, assessed_on=REGISTERED_ON, result="eligible"),
        *(_told("appointment_missed", one, 2, appointment_id=one, missed_on=REGISTERED_ON) for one in missed),
        _told("patient_ald_changed", ONE, 3, **about_one, changed_on=REGISTERED_ON + DAY, ald=True),
        _told("patient_exited", ONE, 4, **about_one, exited_on=LEFT_ON, reason="moved"),
        _registered(OTHER, age_band="0-9", ald=True),
        _told("patient_merged", ONE, 5, **about_one, merged_id=OTHER, merged_on=LEFT_ON),
        _told("patient_returned", ONE, 6, sent=False, **about_one, returned_on=BACK_ON, reason="came_back"),
        _told("session_cancelled", UUID(int=9), 2, session_id=UUID(int=9), cancelled_on=LEFT_ON, reason="other"),
    ]


class ThinFacts:
    def test_what_was_told_is_made_thin_and_what_months_are_counted_from_is_read_from_it(
        self, new_database: NewDatabase, tmp_path: Path
    ) -> None:
        database = new_database()
        migrate(instance_of(database, MANIFEST), target="0007")
        told = _facts()
        with database.engine.begin() as connection:
            people = [
                _patient(ONE, ald=True),
                _patient(OTHER, ald=True),
                _patient(UNTOLD, ald=False, exited_on=LEFT_ON),
            ]
            connection.execute(sa.insert(_patients()), people)
            connection.execute(sa.insert(tables.outbox), told)

        assert migrate(instance_of(database, MANIFEST)) == heads(MANIFEST.migrations)

        sealing = SealingKeys(tmp_path / "sealing", creates=True)
        runtime = Runtime(MANIFEST, an_antenna(), database, KEYRING, SetClock(AT), sealing=sealing)
        kept = {row["event_id"]: row for row in rows(runtime, "outbox")}
        dropped = {"permanence.patient_assessed.v1", "permanence.patient_ald_changed.v1"}
        assert kept.keys() == {fact["event_id"] for fact in told if fact["type"] not in dropped}
        for fact in told:
            if fact["event_id"] not in kept:
                continue
            row = kept[fact["event_id"]]
            is_of_patient = "session" not in fact["type"]
            assert all(row[name] == fact[name] for name in ("subject", "sequence", "recorded_at", "sent_at"))
            assert row["body"] == (thinned(fact["body"]) if is_of_patient else fact["body"])
            assert row["type"] == json.loads(row["body"])["type"]
            assert row["routing_key"] == f"{row['type'].removeprefix('permanence.')}.romans"
            causes = (COMMAND, CLAIM) if is_of_patient else (None, None)
            assert (row["correlation_id"], row["causation_id"]) == causes

        patients = {row["patient_id"]: row for row in rows(runtime, "patients")}
        assert {row["patient_id"]: row["reference"] for row in patients.values()} == {one: one for one in patients}
        assert {one: row["age_band"] for one, row in patients.items()} == {ONE: "60-69", OTHER: "0-9", UNTOLD: None}
        assert steps(runtime, ONE) == [
            (1, REGISTERED_ON, True, False),
            (3, REGISTERED_ON + DAY, None, True),
            (4, LEFT_ON, False, None),
            (6, BACK_ON, True, None),
        ]
        assert steps(runtime, OTHER) == [(1, REGISTERED_ON, True, True)]
        assert steps(runtime, UNTOLD) == [(0, REGISTERED_ON, True, False), (1, LEFT_ON, False, None)]

        self.goes_on(PermanenceCommands(runtime))

    def goes_on(self, romans: PermanenceCommands) -> None:
        """The history goes on from its last number, and the months are counted."""
        romans.do(ExitPatient(ONE, BACK_ON, ExitReason.LOST))
        assert steps(romans.runtime, ONE)[-1] == (7, BACK_ON, False, None)
        (exited,) = told_now(romans.runtime, "patient_exited")
        assert exited.subject == ONE, "facts told so far keep their subject, and so do those to come"
        assert romans.do(CountMonths()) == {"told": 4 * 6, "corrected": 0}
        counted = told_now(romans.runtime, "month_counted")
        followed = [
            counts.read_rows(fact.subject, romans.runtime.sealing.open_as("reporting", fact.data["sealed"]))[0].month
            for fact in counted
            if fact.data["figure"] == counts.FOLLOWED_NOW
        ]
        assert followed == [3, 3, 1, 1]

    def test_an_instance_without_a_fact_becomes_thin_too(self, new_database: NewDatabase) -> None:
        database = new_database()
        migrate(instance_of(database, MANIFEST), target="0007")
        assert migrate(instance_of(database, MANIFEST)) == heads(MANIFEST.migrations)


def told_now(runtime: Runtime, kind: str) -> list[Event]:
    """The facts of one kind that were not sent before the migration."""
    unsent = [row["body"] for row in rows(runtime, "outbox") if row["sent_at"] is None]
    return [fact for body in unsent if f".{kind}." in (fact := decode(body, CONTENT_TYPE)).type]


def steps(runtime: Runtime, patient_id: UUID) -> list[tuple[int, date, bool | None, bool | None]]:
    found = [row for row in rows(runtime, "patient_steps") if row["patient_id"] == patient_id]
    return sorted((row["number"], row["from_on"], row["is_followed"], row["is_ald"]) for row in found)


class TestOnSQLite(OnSQLite, ThinFacts): ...


class TestOnPostgreSQL(OnPostgreSQL, ThinFacts): ...
