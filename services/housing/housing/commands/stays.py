"""What is asked of a stay before it begins, from the request to the promised room."""

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated
from uuid import UUID

from housing.commands.words import (
    LONGEST_CODE,
    DepartureDay,
    FirstNight,
    HouseCode,
    RoomCode,
    RoomId,
    StayId,
    StayReference,
)
from housing.domain.occupant.identity import IdentityGiven
from housing.domain.occupant.kind import OccupantKind
from housing.domain.stay.facts import CancelledBy, CancelReason, RefusalReason
from housing.domain.stay.state import Wishes
from kernel.said import CENTS, FLAT, WITHIN, Longest


@dataclass(frozen=True, slots=True)
class RequestStay:
    """Asks a house for a room; `status_digest` is that of the secret receipt of who asks in public."""

    house: HouseCode
    occupant_kind: Annotated[OccupantKind, "Qui demande."]
    university: Annotated[str, "Code de l'université, par exemple grenoble.", Longest(LONGEST_CODE)]
    arrival_on: FirstNight
    departure_on: DepartureDay
    identity: Annotated[IdentityGiven, FLAT]
    wishes: Annotated[Wishes, FLAT] = field(default_factory=Wishes)
    status_digest: Annotated[bytes | None, WITHIN] = None


@dataclass(frozen=True, slots=True)
class RequestStayOutcome(StayReference):
    occupant_id: Annotated[UUID, "La personne : la même pour tous ses séjours."]
    quote_cents: Annotated[int, "Le plus que ces nuits coûteront", CENTS]


@dataclass(frozen=True, slots=True)
class WaitlistStay:
    """Puts a request on the waiting list of its house, or tells its place anew."""

    stay_id: StayId


@dataclass(frozen=True, slots=True)
class WaitlistStayOutcome(StayReference):
    rank: Annotated[int, "Place dans la liste d'attente de la maison, à partir de 1."]


@dataclass(frozen=True, slots=True)
class HoldStay:
    """Keeps a room of the house for a request, to the end of a day."""

    stay_id: StayId
    room: RoomCode
    held_until: Annotated[date, "Dernier jour pour confirmer, compris"]


@dataclass(frozen=True, slots=True)
class HoldStayOutcome(StayReference):
    room_id: RoomId


@dataclass(frozen=True, slots=True)
class ConfirmStay:
    """Promises the room that is held."""

    stay_id: StayId


@dataclass(frozen=True, slots=True)
class RefuseStay:
    """Says no to a request."""

    stay_id: StayId
    reason: Annotated[RefusalReason, "Pourquoi."]


@dataclass(frozen=True, slots=True)
class ExpireHolds:
    """Frees the rooms of all holds whose day is past."""


@dataclass(frozen=True, slots=True)
class ExpireHoldsOutcome:
    expired: Annotated[tuple[StayId, ...], "Les séjours dont l'option est échue."]


@dataclass(frozen=True, slots=True)
class CancelStay:
    """Gives up a stay that has not begun; the house says why."""

    stay_id: StayId
    by: Annotated[CancelledBy, "Qui annule."]
    reason: Annotated[CancelReason | None, "Pourquoi ; obligatoire quand c'est la maison."] = None


@dataclass(frozen=True, slots=True)
class RecordNotArrived:
    """Records that the person who was expected did not come."""

    stay_id: StayId
