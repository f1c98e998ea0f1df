"""Appointments and walk-ins."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import UNSET, UnsetType

from kernel.said import WHOLE
from permanence.commands.words import SiteCode, SlotNumber, ThePatient, TheSession
from permanence.domain.appointment.appointment import AppointmentCancelledBy, AppointmentCancelReason

TheAppointment = Annotated[UUID, "Le rendez-vous."]
Urgent = Annotated[bool, "Urgence médicale."]


@dataclass(frozen=True, slots=True)
class BookAppointment:
    """Takes one slot for a patient; an urgent patient whose slot was just taken gets the first free one of today."""

    patient_id: ThePatient
    session_id: TheSession
    slot: SlotNumber
    urgent: Urgent = False


@dataclass(frozen=True, slots=True)
class BookFirstFree:
    """Takes the first free slot from a day on; for an urgent patient that of today, or an orientation."""

    patient_id: ThePatient
    from_on: Annotated[date, "Pas avant ce jour ; une urgence est pour aujourd'hui"]
    practitioner_id: Annotated[UUID | None, "Avec ce praticien seulement."] = None
    site: SiteCode | None = None
    urgent: Urgent = False


@dataclass(frozen=True, slots=True)
class MoveAppointment:
    """Takes another slot for the same appointment; the former one is free again at once."""

    appointment_id: TheAppointment
    session_id: TheSession
    slot: SlotNumber


@dataclass(frozen=True, slots=True)
class CancelAppointment:
    """The slot is free again at once."""

    appointment_id: TheAppointment
    by: Annotated[AppointmentCancelledBy, "Qui annule."]
    reason: Annotated[AppointmentCancelReason, "Pourquoi ; jamais de motif médical."]


@dataclass(frozen=True, slots=True)
class HonourAppointment:
    """The patient came."""

    appointment_id: TheAppointment


@dataclass(frozen=True, slots=True)
class RecordMissed:
    """The patient did not come."""

    appointment_id: TheAppointment


@dataclass(frozen=True, slots=True)
class WalkIn:
    """Adds somebody who is there to a session of the day, beside its slots."""

    patient_id: ThePatient
    session_id: TheSession
    urgent: Urgent = False


@dataclass(frozen=True, slots=True)
class AppointmentReference:
    appointment_id: TheAppointment


@dataclass(frozen=True, slots=True)
class BookingOutcome:
    """Where and when; or, in an emergency for which nothing is free today, whom to call."""

    appointment_id: Annotated[UUID | None, "Le rendez-vous ; nul si rien n'est libre aujourd'hui pour une urgence."]
    orientation: Annotated[str | None, "15_SAS : appelez le 15 ou le service d'accès aux soins."]
    warnings: Annotated[
        tuple[Annotated[str, "Code d'un avertissement."], ...], "Ce qui est inhabituel, et enregistré quand même."
    ]
    session_id: Annotated[UUID | UnsetType, "La plage."] = UNSET
    slot: Annotated[int | UnsetType | None, "Numéro du créneau ; nul sans rendez-vous préalable.", WHOLE] = UNSET
    day: Annotated[str | UnsetType, "Jour, AAAA-MM-JJ."] = UNSET
    starts: Annotated[str | UnsetType, "Heure, HH:MM."] = UNSET
