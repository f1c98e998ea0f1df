"""What is asked about the people who are lodged."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from housing.domain.occupant.identity import IdentityGiven
from kernel.said import FLAT

_OccupantId = Annotated[UUID, "La personne."]


@dataclass(frozen=True, slots=True)
class CorrectOccupant:
    """Writes an identity anew, whole."""

    occupant_id: _OccupantId
    identity: Annotated[IdentityGiven, FLAT]


@dataclass(frozen=True, slots=True)
class EraseOccupant:
    """Forgets who an occupant was."""

    occupant_id: _OccupantId


@dataclass(frozen=True, slots=True)
class OccupantReference:
    occupant_id: _OccupantId
