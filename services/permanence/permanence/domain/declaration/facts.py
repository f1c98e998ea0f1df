"""What is told of a declaration of médecin traitant."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from permanence.domain.declaration.state import Channel, EndReason


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
class DeclarationEnded:
    """A declaration that was filed no longer holds."""

    declaration_id: UUID
    patient_id: UUID
    ended_on: date
    reason: EndReason
