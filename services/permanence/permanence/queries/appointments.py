"""What is read of appointments without anybody's name: the first free slots, the sheet of a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session as Database

from kernel.said import TIME_OF_DAY, WHOLE
from permanence.commands.words import TheSession
from permanence.domain.appointment.appointment import AppointmentState
from permanence.queries.sessions import SessionRead, sessions_of
from permanence.store.appointments import appointments
from permanence.store.slots import slots

Hour = Annotated[int, "Heure", TIME_OF_DAY]


@dataclass(frozen=True, slots=True)
class AppointmentRead:
    """An appointment by references alone; who the patient is is read apart, and kept in the audit."""

    appointment_id: Annotated[UUID, "Le rendez-vous."]
    patient_id: Annotated[UUID, "Le patient, dont l'identité se lit à part."]
    session_id: TheSession
    slot: Annotated[int | None, "Numéro du créneau ; nul sans rendez-vous préalable.", WHOLE]
    booked_on: Annotated[date, "Jour de la prise de rendez-vous"]
    day: Annotated[date, "Jour du rendez-vous"]
    starts: Hour
    ends: Annotated[int, "Fin", TIME_OF_DAY]
    urgent: Annotated[bool, "Urgence médicale."]
    walk_in: Annotated[bool, "Venu sans rendez-vous."]
    state: Annotated[AppointmentState, "Où en est le rendez-vous."]
    act_id: Annotated[UUID | None, "L'acte qui y a été fait."]


@dataclass(frozen=True, slots=True)
class AppointmentsOfPatient:
    appointments: Annotated[Sequence[Annotated[AppointmentRead, "Un rendez-vous."]], "Les derniers d'abord."]


@dataclass(frozen=True, slots=True)
class SlotRead:
    """A slot of a session, and the appointment that has it."""

    slot: Annotated[int, "Numéro du créneau.", WHOLE]
    starts: Hour
    appointment: Annotated[AppointmentRead | None, "Qui l'a ; nul : libre."]


@dataclass(frozen=True, slots=True)
class SheetSession:
    """A session of the sheet: its slots in order; beside them whoever walked in, or was cancelled."""

    session: Annotated[SessionRead, "La plage."]
    slots: Annotated[Sequence[Annotated[SlotRead, "Un créneau."]], "Dans l'ordre des heures."]
    others: Annotated[
        Sequence[Annotated[AppointmentRead, "Un rendez-vous."]], "Venus sans rendez-vous, et rendez-vous annulés."
    ]


@dataclass(frozen=True, slots=True)
class DaySheet:
    sessions: Annotated[Sequence[Annotated[SheetSession, "Une plage."]], "Dans l'ordre des heures."]


_READ = tuple(appointments.c[name] for name in AppointmentRead.__slots__)


def appointment_read(session: Database, appointment_id: UUID) -> AppointmentRead | None:
    row = session.execute(sa.select(*_READ).where(appointments.c.appointment_id == appointment_id)).one_or_none()
    return AppointmentRead(*row) if row else None


def appointments_of_patient(session: Database, patient_id: UUID, limit: int = 100) -> Sequence[AppointmentRead]:
    """The latest ones first, those to come included."""
    query = sa.select(*_READ).where(appointments.c.patient_id == patient_id)
    latest = query.order_by(appointments.c.day.desc(), appointments.c.starts.desc()).limit(limit)
    return [AppointmentRead(*row) for row in session.execute(latest)]


def day_sheet(session: Database, site: str, day: date) -> Sequence[SheetSession]:
    """The sessions of a day in a site, cancelled ones included, with all that was booked in them: also for paper."""
    planned = sessions_of(session, site, day)
    session_ids = [one.session_id for one in planned]
    booked = _by_session(session, session_ids)
    return [_sheet(one, booked.get(one.session_id, []), numbers) for one, numbers in _with_slots(session, planned)]


def _sheet(
    one: SessionRead, booked: Sequence[AppointmentRead], numbers: Sequence[tuple[int, int, UUID | None]]
) -> SheetSession:
    by_id = {appointment.appointment_id: appointment for appointment in booked}
    taken = [SlotRead(number, starts, by_id.get(holder) if holder else None) for number, starts, holder in numbers]
    holders = {holder for _, _, holder in numbers}
    return SheetSession(one, taken, [other for other in booked if other.appointment_id not in holders])


def _by_session(session: Database, session_ids: Sequence[UUID]) -> Mapping[UUID, list[AppointmentRead]]:
    query = sa.select(*_READ).where(appointments.c.session_id.in_(session_ids))
    found: dict[UUID, list[AppointmentRead]] = {}
    for row in session.execute(query.order_by(appointments.c.starts, appointments.c.appointment_id)):
        appointment = AppointmentRead(*row)
        found.setdefault(appointment.session_id, []).append(appointment)
    return found


def _with_slots(
    session: Database, planned: Sequence[SessionRead]
) -> Sequence[tuple[SessionRead, Sequence[tuple[int, int, UUID | None]]]]:
    query = sa.select(slots.c.session_id, slots.c.number, slots.c.starts, slots.c.appointment_id)
    query = query.where(slots.c.session_id.in_([one.session_id for one in planned])).order_by(slots.c.number)
    found: dict[UUID, list[tuple[int, int, UUID | None]]] = {}
    for session_id, number, starts, holder in session.execute(query):
        found.setdefault(session_id, []).append((number, starts, holder))
    return [(one, found.get(one.session_id, [])) for one in planned]
