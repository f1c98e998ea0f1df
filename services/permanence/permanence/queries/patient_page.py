"""What the page of a patient shows of appointments: with whom and where; and the wait, if there is one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from permanence.domain.appointment.appointment import AppointmentState
from permanence.domain.appointment.waiting_list import WaitingState
from permanence.store.appointments import appointments, waiting_entries
from permanence.store.patients import patients
from permanence.store.practitioners import practitioners
from permanence.store.sessions import sessions

MOST_APPOINTMENTS = 40
_COLUMNS = [
    *(appointments.c[name] for name in ("appointment_id", "day", "starts", "state", "urgent", "walk_in")),
    practitioners.c.label,
    sessions.c.site,
    sessions.c.delay_minutes,
]


@dataclass(frozen=True, slots=True)
class PatientAppointment:
    """An appointment of a patient, with whom and where."""

    appointment_id: UUID
    day: date
    starts: int
    state: AppointmentState
    urgent: bool
    walk_in: bool
    practitioner: str
    site: str
    delay_minutes: int


def appointments_of(session: Session, patient_id: UUID, limit: int = MOST_APPOINTMENTS) -> list[PatientAppointment]:
    """The latest first."""
    query = (
        sa.select(*_COLUMNS)
        .join(sessions, sessions.c.session_id == appointments.c.session_id)
        .join(practitioners, practitioners.c.practitioner_id == sessions.c.practitioner_id)
        .where(appointments.c.patient_id == patient_id)
        .order_by(appointments.c.day.desc(), appointments.c.starts.desc())
        .limit(limit)
    )
    return [PatientAppointment(*row) for row in session.execute(query)]


def waits_since(session: Session, patient_id: UUID) -> date | None:
    """Since when somebody is on the waiting list; None for who is not."""
    query = sa.select(waiting_entries.c.since_on)
    return session.scalar(
        query.where(waiting_entries.c.patient_id == patient_id, waiting_entries.c.state == WaitingState.WAITING)
    )


def merged_into(session: Session, patient_id: UUID) -> Sequence[UUID]:
    """The files that were made one with this one."""
    query = sa.select(patients.c.patient_id).where(patients.c.merged_into == patient_id)
    return session.scalars(query.order_by(patients.c.patient_id)).all()
