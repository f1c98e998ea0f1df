"""What is asked of a stay once somebody comes: arrival, more nights, departure, settlement."""

from dataclasses import dataclass
from typing import Annotated

from housing.commands.words import DepartureDay, FirstNight, StayId, StayReference
from housing.domain.stay.facts import Intention
from kernel.said import CENTS


@dataclass(frozen=True, slots=True)
class RecordArrival:
    """Records that the occupant of a confirmed stay moved in."""

    stay_id: StayId
    arrived_on: FirstNight


@dataclass(frozen=True, slots=True)
class ExtendStay:
    """Adds nights that the house allows."""

    stay_id: StayId
    departure_on: DepartureDay


@dataclass(frozen=True, slots=True)
class RecordOverstay:
    """Records nights beyond what the house allows, with the town's leave or without."""

    stay_id: StayId
    departure_on: DepartureDay
    authorised: Annotated[bool, "Avec l'accord de la commune."]


@dataclass(frozen=True, slots=True)
class StayLongerOutcome(StayReference):
    quote_cents: Annotated[int, "Le plus que ces nuits coûteront désormais", CENTS]


@dataclass(frozen=True, slots=True)
class RecordDeparture:
    """Records that the occupant left, and what they said of the years to come."""

    stay_id: StayId
    departed_on: DepartureDay
    intention: Annotated[Intention | None, "Ce que la personne dit des années à venir."] = None
    consents_to_contact: Annotated[bool, "Accepte d'être recontactée."] = False


@dataclass(frozen=True, slots=True)
class RecordDepartureOutcome(StayReference):
    price_cents: Annotated[int, "Prix du séjour", CENTS]


@dataclass(frozen=True, slots=True)
class SettleStay:
    """Closes the account of a stay that is over."""

    stay_id: StayId
