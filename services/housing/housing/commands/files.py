"""What is written in the file of a stay: proofs, papers, inventories, keys, welcome."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from housing.domain.stay.file import InventoryLine


@dataclass(frozen=True, slots=True)
class SeeProof:
    """Records that a proof was shown, in the words of the list for this kind of occupant."""

    stay_id: UUID
    proof: str


@dataclass(frozen=True, slots=True)
class SignAgreement:
    """Records the signature of the occupancy agreement."""

    stay_id: UUID
    signed_on: date


@dataclass(frozen=True, slots=True)
class AcceptRules:
    """Records that the house's rules were accepted."""

    stay_id: UUID
    signed_on: date


@dataclass(frozen=True, slots=True)
class TakeInventoryIn:
    """Records the inventory of arrival."""

    stay_id: UUID
    signed_on: date
    lines: tuple[InventoryLine, ...]


@dataclass(frozen=True, slots=True)
class TakeInventoryOut:
    """Records the inventory of departure."""

    stay_id: UUID
    signed_on: date
    lines: tuple[InventoryLine, ...]


@dataclass(frozen=True, slots=True)
class GiveKeys:
    """Records keys handed over."""

    stay_id: UUID
    keys_given: int


@dataclass(frozen=True, slots=True)
class ReturnKeys:
    """Records keys given back."""

    stay_id: UUID
    keys_returned: int


@dataclass(frozen=True, slots=True)
class WelcomeOccupant:
    """Records that one part of the welcome pack was given or shown, by its code."""

    stay_id: UUID
    item: str
