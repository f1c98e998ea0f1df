"""Appointments and walk-ins."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from permanence.domain.appointment.appointment import AppointmentCancelledBy, AppointmentCancelReason


@dataclass(frozen=True, slots=True)
class BookAppointment:
    """Takes one slot for a patient; an urgent patient whose slot was just taken gets the first free one of today."""

    patient_id: UUID
    session_id: UUID
    slot: int
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class BookFirstFree:
    """Takes the first free slot from a day on; for an urgent patient that of today, or an orientation."""

    patient_id: UUID
    from_on: date
    practitioner_id: UUID | None = None
    site: str | None = None
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class MoveAppointment:
    """Takes another slot for the same appointment; the former one is free again at once."""

    appointment_id: UUID
    session_id: UUID
    slot: int


@dataclass(frozen=True, slots=True)
class CancelAppointment:
    """The slot is free again at once."""

    appointment_id: UUID
    by: AppointmentCancelledBy
    reason: AppointmentCancelReason


@dataclass(frozen=True, slots=True)
class HonourAppointment:
    """The patient came."""

    appointment_id: UUID


@dataclass(frozen=True, slots=True)
class RecordMissed:
    """The patient did not come."""

    appointment_id: UUID


@dataclass(frozen=True, slots=True)
class WalkIn:
    """Adds somebody who is there to a session of the day, beside its slots."""

    patient_id: UUID
    session_id: UUID
    urgent: bool = False
