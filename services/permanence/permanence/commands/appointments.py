"""Appointments, walk-ins and the waiting list."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from permanence.domain.appointment.appointment import AppointmentCancelledBy, AppointmentCancelReason
from permanence.domain.appointment.waiting_list import WaitingExit


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


@dataclass(frozen=True, slots=True)
class JoinWaitingList:
    """A patient waits for a slot, with a wished practitioner or any, told so many days before it."""

    patient_id: UUID
    practitioner_id: UUID | None = None
    notice_days: int = 0
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class OfferSlot:
    """Tells somebody on the list of a free slot, which stays free for others until it is accepted."""

    entry_id: UUID
    session_id: UUID
    slot: int


@dataclass(frozen=True, slots=True)
class AnswerOffer:
    """Accepting the last offer books its slot, if it still is free."""

    entry_id: UUID
    accepts: bool


@dataclass(frozen=True, slots=True)
class LeaveWaitingList:
    """Somebody waits no more."""

    entry_id: UUID
    reason: WaitingExit
