"""What is asked about the people who are lodged."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class CorrectOccupant:
    """Writes an identity anew, whole."""

    occupant_id: UUID
    given_name: str
    family_name: str
    email: str
    phone: str
    number: str


@dataclass(frozen=True, slots=True)
class EraseOccupant:
    """Forgets who an occupant was."""

    occupant_id: UUID
