"""What is told of a declaration of médecin traitant."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class DeclarationFiled:
    """A declaration was filed; on paper, `active_on` is only `presumed`."""

    declaration_id: UUID
    filed_on: date
    active_on: date
    presumed: bool


@dataclass(frozen=True, slots=True)
class DeclarationAnswered:
    """The fund accepted a paper form, from `active_on`, or rejected it."""

    declaration_id: UUID
    accepted: bool
    active_on: date | None


@dataclass(frozen=True, slots=True)
class DeclarationEnded:
    """A declaration that was filed no longer holds."""

    declaration_id: UUID
    ended_on: date
