"""A small service that follows patients: what is said of one waits until that one is registered.

Facts of a patient come from a permanence, in any order. A registration told again replaces what was known when its
sequence is higher; so does a declaration. The day of a consultation says how its reaction behaves. Stays of interns
are noted as they are told.
"""

import os
import signal
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import registry

from chassis.core.column_types import Instant
from chassis.core.delivery import Delivery
from chassis.core.manifest import Manifest
from chassis.core.runtime import Runtime
from chassis.core.work import UnitOfWork
from contracts.envelope import CONTENT_TYPE, Event
from support.examples import CONSULTATION_HELD, INTERN_ARRIVED, PATIENT_REGISTERED, body, document

DECLARATION_FILED = "permanence.declaration_filed.v1"

REFUSED_ON = date(2024, 2, 10)  # breaks a rule of the reader
BROKEN_ON = date(2024, 2, 11)  # the reader's own fault, whose text quotes data
FATAL_ON = date(2024, 2, 12)  # ends the process that reads it, at once

metadata = sa.MetaData()
patients = sa.Table(
    "patients",
    metadata,
    sa.Column("patient_id", sa.Uuid, primary_key=True),
    sa.Column("version", sa.BigInteger, nullable=False),
    sa.Column("age_band", sa.Text),
    sa.Column("registered_sequence", sa.BigInteger, nullable=False),
    sa.Column("filed_on", sa.Date),
    sa.Column("filed_sequence", sa.BigInteger, nullable=False),
)
consultations = sa.Table(
    "consultations",
    metadata,
    sa.Column("position", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("consultation_id", sa.Uuid, nullable=False),
    sa.Column("patient_id", sa.Uuid, sa.ForeignKey(patients.c.patient_id), nullable=False),
    sa.Column("held_on", sa.Date, nullable=False),
)
stays = sa.Table(
    "stays",
    metadata,
    sa.Column("position", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("stay_id", sa.Uuid, nullable=False),
    sa.Column("arrived_on", sa.Date, nullable=False),
    sa.Column("expected_departure_on", sa.Date, nullable=False),
    sa.Column("told_at", Instant, nullable=False),
)


class Patient:
    """What is known of a patient; `0` is the sequence of what was never told."""

    def __init__(self, patient_id: UUID) -> None:
        self.patient_id = patient_id
        self.version = 0
        self.age_band: str | None = None
        self.registered_sequence = 0
        self.filed_on: date | None = None
        self.filed_sequence = 0


registry(metadata=metadata).map_imperatively(
    Patient, patients, version_id_col=patients.c.version, version_id_generator=False
)


@dataclass(frozen=True, slots=True)
class RegisterPatient:
    patient_id: UUID


class DayRefused(Exception):
    code = "DAY_REFUSED"
    field = "held_on"
    text = "Ce jour est refusé."


def register_patient(command: RegisterPatient, work: UnitOfWork) -> Mapping[str, str]:
    work.save(Patient(command.patient_id))
    return {}


def on_patient_registered(events: Sequence[Event], work: UnitOfWork) -> None:
    for event in events:
        patient = _patient(work, event.subject) or Patient(event.subject)
        if event.sequence > patient.registered_sequence:
            patient.registered_sequence, patient.age_band = event.sequence, event.data["age_band"]
            work.save(patient)
            work.session.flush()


def on_declaration_filed(events: Sequence[Event], work: UnitOfWork) -> None:
    for event in events:
        patient = _patient(work, event.data["patient_id"])
        if patient is None:
            work.wait_for(event, event.data["patient_id"])
        elif event.sequence > patient.filed_sequence:
            patient.filed_sequence, patient.filed_on = event.sequence, event.data["filed_on"]
            work.save(patient)


def on_consultation_held(events: Sequence[Event], work: UnitOfWork) -> None:
    """One row an event: an event applied twice is two rows."""
    for event in events:
        patient_id, held_on = event.data["patient_id"], event.data["held_on"]
        if _patient(work, patient_id) is None:
            work.wait_for(event, patient_id)
            continue
        _behave(held_on, patient_id)
        work.session.execute(
            sa.insert(consultations).values(consultation_id=event.subject, patient_id=patient_id, held_on=held_on)
        )


def on_intern_arrived(events: Sequence[Event], work: UnitOfWork) -> None:
    names = ("stay_id", "arrived_on", "expected_departure_on")
    rows = [{name: event.data[name] for name in names} | {"told_at": event.time} for event in events]
    work.session.execute(sa.insert(stays), rows)


def _patient(work: UnitOfWork, patient_id: UUID) -> Patient | None:
    return work.session.get(Patient, patient_id)


def _behave(held_on: date, patient_id: UUID) -> None:
    if held_on == REFUSED_ON:
        raise DayRefused
    if held_on == BROKEN_ON:
        raise LookupError(f"no such patient: {patient_id}")
    if held_on == FATAL_ON:
        os.kill(os.getpid(), signal.SIGKILL)


MANIFEST = Manifest(
    name="reporting",
    metadata=metadata,
    migrations=Path(__file__).parent / "migrations",
    worker="",
    handlers={RegisterPatient: register_patient},
    reactions={
        PATIENT_REGISTERED: on_patient_registered,
        CONSULTATION_HELD: on_consultation_held,
        DECLARATION_FILED: on_declaration_filed,
        INTERN_ARRIVED: on_intern_arrived,
    },
    rule_broken=DayRefused,
)


def registered(patient_id: UUID, sequence: int = 1, *, age_band: str = "60-69") -> dict[str, Any]:
    data = {"patient_id": str(patient_id), "age_band": age_band}
    return _fact(PATIENT_REGISTERED, patient_id, sequence, data)


def held(patient_id: UUID, held_on: date = date(2024, 2, 1), sequence: int = 1) -> dict[str, Any]:
    consultation_id = uuid4()
    data = {"consultation_id": str(consultation_id), "patient_id": str(patient_id), "held_on": str(held_on)}
    return _fact(CONSULTATION_HELD, consultation_id, sequence, data)


def filed(patient_id: UUID, declaration_id: UUID, sequence: int, filed_on: date) -> dict[str, Any]:
    data = {"declaration_id": str(declaration_id), "patient_id": str(patient_id), "filed_on": str(filed_on)}
    return _fact(DECLARATION_FILED, declaration_id, sequence, data)


def arrived(arrived_on: str, expected_departure_on: str, **attributes: Any) -> dict[str, Any]:
    stay_id = uuid4()
    data = {"stay_id": str(stay_id), "arrived_on": arrived_on, "expected_departure_on": expected_departure_on}
    return _fact(INTERN_ARRIVED, stay_id, 1, data) | attributes


def delivered(fact: dict[str, Any]) -> Delivery:
    return Delivery(body(fact), CONTENT_TYPE)


def state(runtime: Runtime) -> dict[UUID, tuple[Any, ...]]:
    """All that is known, by patient: what an order of delivery must not change."""
    with runtime.database.engine.connect() as connection:
        visits: dict[UUID, list[tuple[UUID, date]]] = {}
        for row in connection.execute(sa.select(consultations)):
            visits.setdefault(row.patient_id, []).append((row.consultation_id, row.held_on))
        return {
            row.patient_id: (row.age_band, row.filed_on, sorted(visits.get(row.patient_id, [])))
            for row in connection.execute(sa.select(patients))
        }


def _fact(event_type: str, subject: UUID, sequence: int, data: dict[str, Any]) -> dict[str, Any]:
    attributes = {"id": str(uuid4()), "subject": str(subject), "sequence": f"{sequence:010d}"}
    owner = event_type.partition(".")[0]
    return document(event_type, data=data, source=f"/romans/{owner}", antenna="romans", **attributes)
