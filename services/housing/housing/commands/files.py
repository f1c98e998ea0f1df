"""What is written in the file of a stay: proofs, papers, inventories, keys, welcome."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from housing.commands.words import LONGEST_CODE, StayId
from housing.domain.stay.file import Inventory
from kernel.said import FLAT, Longest

_SignedOn = Annotated[date, "Jour de la signature"]


@dataclass(frozen=True, slots=True)
class SeeProof:
    """Records that a proof was shown."""

    stay_id: StayId
    proof: Annotated[str, "Le justificatif, dans les mots de la liste de ce public.", Longest(300)]


@dataclass(frozen=True, slots=True)
class SignAgreement:
    """Records the signature of the occupancy agreement."""

    stay_id: StayId
    signed_on: _SignedOn


@dataclass(frozen=True, slots=True)
class AcceptRules:
    """Records that the house's rules were accepted."""

    stay_id: StayId
    signed_on: _SignedOn


@dataclass(frozen=True, slots=True)
class TakeInventoryIn:
    """Records the inventory of arrival."""

    stay_id: StayId
    inventory: Annotated[Inventory, FLAT]


@dataclass(frozen=True, slots=True)
class TakeInventoryOut:
    """Records the inventory of departure."""

    stay_id: StayId
    inventory: Annotated[Inventory, FLAT]


@dataclass(frozen=True, slots=True)
class GiveKeys:
    """Records keys handed over."""

    stay_id: StayId
    keys_given: Annotated[int, "Combien."]


@dataclass(frozen=True, slots=True)
class ReturnKeys:
    """Records keys given back."""

    stay_id: StayId
    keys_returned: Annotated[int, "Combien."]


@dataclass(frozen=True, slots=True)
class WelcomeOccupant:
    """Records that one part of the welcome pack was given or shown."""

    stay_id: StayId
    item: Annotated[str, "Code de l'élément du pack accueil.", Longest(LONGEST_CODE)]
