"""What the chassis does for facts about patients: no day and no cause on the wire, no unknown field in a log."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from chassis.core import tables
from chassis.core.clock import SetClock
from chassis.core.inbox import receive
from chassis.core.runtime import Runtime
from chassis.core.told import tells
from chassis.core.work import UnitOfWork, unit_of_work
from support.examples import CONSULTATION_HELD, INTERN_ARRIVED, document
from support.migration_behaviour import NewDatabase, OnSQLite
from support.sample_deliveries import a_sample
from support.sample_service import PERMANENCE, REPORTING, Dossier, Planned, note
from support.waiting_sample import delivered

NOW = datetime(2024, 5, 31, 21, 59, 59, 999999, tzinfo=UTC)
COMMAND, CLAIM = uuid4(), uuid4()
CANARY = "KANARIQKEY"


@dataclass(frozen=True, slots=True)
class Waited:
    """Told of one patient."""

    entry_id: UUID
    joined_on: Any


TOLD = {**PERMANENCE.told, Waited: tells("permanence.waiting_joined.v2", "entry_id", month_on="joined_on")}


class TestAboutPatients(OnSQLite):
    @pytest.fixture
    def owner(self, new_database: NewDatabase) -> Runtime:
        return a_sample(new_database(), replace(PERMANENCE, told=TOLD), clock=SetClock(NOW))

    @pytest.fixture
    def reader(self, new_database: NewDatabase) -> Runtime:
        reactions = {**REPORTING.reactions, CONSULTATION_HELD: note}
        return a_sample(new_database(), replace(REPORTING, reactions=reactions), clock=SetClock(NOW))

    def test_their_envelopes_tell_the_month_and_themselves(self, owner: Runtime) -> None:
        with unit_of_work(owner, COMMAND, COMMAND) as work:
            _save_both(work)
        of_patient, of_session = _told(owner)
        assert of_patient["time"] == "2024-05-01T00:00:00+00:00"
        assert of_patient["correlationid"] == of_patient["causationid"] == of_patient["id"]
        assert datetime.fromisoformat(of_session["time"]) == NOW
        assert of_session["correlationid"] == of_session["causationid"] == str(COMMAND)

    def test_the_owner_keeps_the_instant_and_the_cause_for_the_trace(self, owner: Runtime) -> None:
        with unit_of_work(owner, COMMAND, CLAIM) as work:
            _save_both(work)
        kept = [(row.recorded_at, row.correlation_id, row.causation_id) for row in _rows(owner, tables.outbox)]
        assert kept == [(NOW, COMMAND, CLAIM)] * 2

    def test_a_partner_is_answered_by_its_own_id(self, owner: Runtime) -> None:
        with unit_of_work(owner, COMMAND, CLAIM) as work:
            work.answers_claim = True
            _save_both(work)
        of_patient, _ = _told(owner)
        assert of_patient["causationid"] == str(CLAIM)
        assert of_patient["correlationid"] == of_patient["id"]

    def test_a_log_keeps_nothing_of_a_patient_that_the_contract_does_not_know(self, reader: Runtime) -> None:
        attributes = {"source": "/romans/permanence", "antenna": "romans"}
        of_patient = document(CONSULTATION_HELD, data={"name": CANARY}, note=CANARY, **attributes)
        of_stay = document(INTERN_ARRIVED, data={"colour": "blue"}, source="/romans/housing", antenna="romans")
        receipt = receive(reader, [delivered(of_patient), delivered(of_stay)])
        assert receipt.applied == 2
        bodies = {row.type: row.body for row in _rows(reader, tables.inbox)}
        assert CANARY.encode() not in bodies[CONSULTATION_HELD]
        assert json.loads(bodies[CONSULTATION_HELD])["data"] == document(CONSULTATION_HELD)["data"]
        assert b"blue" in bodies[INTERN_ARRIVED]

    def test_a_repeat_is_known_by_what_was_sent_whatever_was_kept(self, reader: Runtime) -> None:
        sent = document(CONSULTATION_HELD, data={"name": CANARY}, source="/romans/permanence", antenna="romans")
        assert receive(reader, [delivered(sent)]).applied == 1
        assert receive(reader, [delivered(sent)]).duplicates == 1
        without = document(CONSULTATION_HELD, source="/romans/permanence", antenna="romans")
        assert receive(reader, [delivered(without)]).quarantined == {"ID_REUSE": 1}


def _save_both(work: UnitOfWork) -> None:
    for fact in (Waited(uuid4(), NOW.date().replace(day=1)), Planned(uuid4())):
        dossier = Dossier(uuid4())
        work.save(dossier, fact)


def _rows(runtime: Runtime, table: sa.Table) -> Sequence[sa.Row[Any]]:
    with runtime.database.engine.connect() as connection:
        return connection.execute(sa.select(table)).all()


def _told(owner: Runtime) -> list[dict[str, Any]]:
    with owner.database.engine.connect() as connection:
        bodies = connection.scalars(sa.select(tables.outbox.c.body).order_by(tables.outbox.c.position)).all()
    return [json.loads(body) for body in bodies]
