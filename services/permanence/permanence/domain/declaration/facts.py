"""What is told of a declaration of médecin traitant, and the words it is told in."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from permanence.domain.declaration.consent import Consent


class Channel(StrEnum):
    """How a declaration reaches the fund: online with the carte Vitale, or paper form S3704."""

    ONLINE = "online"
    PAPER = "paper"


class EndReason(StrEnum):
    """Why a declaration no longer holds."""

    DOCTOR_LEFT = "doctor_left"
    PATIENT_CHANGED = "patient_changed"
    DECEASED = "deceased"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class DeclarationDrafted:
    """A choice was prepared, to be signed."""

    declaration_id: UUID
    patient_id: UUID
    drafted_on: date


@dataclass(frozen=True, slots=True)
class ConsentRecorded:
    """A minor's parent, or whoever has parental authority, was heard."""

    declaration_id: UUID
    consent: Consent


@dataclass(frozen=True, slots=True)
class DeclarationSigned:
    """Patient and doctors have signed."""

    declaration_id: UUID
    signed_on: date


@dataclass(frozen=True, slots=True)
class DeclarationFiled:
    """A declaration was filed; `ald` is the patient's state on that day, `active_on` only `presumed` on paper."""

    declaration_id: UUID
    patient_id: UUID
    filed_on: date
    channel: Channel
    ald: bool
    active_on: date
    presumed: bool


@dataclass(frozen=True, slots=True)
class DeclarationAnswered:
    """The fund accepted a paper form, from `active_on`, or rejected it."""

    declaration_id: UUID
    answered_on: date
    accepted: bool
    active_on: date | None


@dataclass(frozen=True, slots=True)
class DeclaredDoctorLeft:
    """One of the doctors of a joint declaration left; it holds for the others."""

    declaration_id: UUID
    left_on: date


@dataclass(frozen=True, slots=True)
class DeclarationEnded:
    """A declaration that was filed no longer holds."""

    declaration_id: UUID
    patient_id: UUID
    ended_on: date
    reason: EndReason


@dataclass(frozen=True, slots=True)
class DeclarationAbandoned:
    """A declaration was dropped before it was filed."""

    declaration_id: UUID
