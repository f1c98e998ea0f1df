"""What happens to a stay: one frozen value per fact, with the day it happened on."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from housing.domain.occupant.kind import OccupantKind
from kernel.named import Named


class RefusalReason(Named):
    """Why a house does not lodge somebody; the first five are also what a plan says of whom it could not place."""

    NO_ROOM_FREE = "no_room_free", "toutes les chambres sont prises à ces dates"
    WISH_UNMET = "wish_unmet", "aucune chambre ne répond au besoin exprimé"
    STAY_TOO_LONG = "stay_too_long", "la durée demandée dépasse celle que la maison permet"
    HOUSE_CLOSED = "house_closed", "la maison n'est pas ouverte à ces dates"
    ALREADY_LODGED = "already_lodged", "la même personne est déjà logée à ces dates"
    NOT_ELIGIBLE = "not_eligible", "la maison ne loge pas ce public"
    FILE_INCOMPLETE = "file_incomplete", "il manque des justificatifs au dossier"
    OTHER = "other", "autre motif, à demander à la maison"


class CancelReason(Named):
    """Why a stay that had not begun will not: no reason says that another person comes first."""

    PLACEMENT_CHANGED = "placement_changed", "le stage a changé"
    LODGED_ELSEWHERE = "lodged_elsewhere", "un autre logement a été trouvé"
    WORKS = "works", "la chambre est en travaux"
    SANITARY = "sanitary", "la chambre est retirée pour raison sanitaire"
    HOUSE_CLOSED = "house_closed", "la maison ferme"
    DUPLICATE = "duplicate", "la demande était en double"
    OTHER = "other", "autre motif, à demander à la maison"


class CancelledBy(Named):
    """Who gives up a stay."""

    OCCUPANT = "occupant", "la personne"
    HOUSE = "house", "la maison"


class Intention(Named):
    """What a person who leaves says of the years to come: what the house was opened for."""

    SETTLE_HERE = "settle_here", "s’installer ou exercer ici"
    ELSEWHERE = "elsewhere", "exercer ailleurs"
    UNDECIDED = "undecided", "ne sait pas encore"


@dataclass(frozen=True, slots=True)
class StayRequested:
    """Somebody asked for a room; `quote_cents` is the most that these nights will cost."""

    stay_id: UUID
    house: str
    occupant_id: UUID
    occupant_kind: OccupantKind
    university: str
    requested_on: date
    arrival_on: date
    departure_on: date
    quote_cents: int


@dataclass(frozen=True, slots=True)
class StayWaitlisted:
    """No room for now: the request waits, at that rank of the day."""

    stay_id: UUID
    house: str
    waitlisted_on: date
    rank: int


@dataclass(frozen=True, slots=True)
class StayHeld:
    """A room is kept for somebody until the end of a day."""

    stay_id: UUID
    house: str
    room_id: UUID
    held_on: date
    held_until_on: date


@dataclass(frozen=True, slots=True)
class StayConfirmed:
    """The room is promised."""

    stay_id: UUID
    house: str
    room_id: UUID
    confirmed_on: date
    arrival_on: date
    departure_on: date


@dataclass(frozen=True, slots=True)
class StayRefused:
    """The house does not lodge this person on these nights."""

    stay_id: UUID
    house: str
    refused_on: date
    reason: RefusalReason


@dataclass(frozen=True, slots=True)
class StayExpired:
    """Nobody confirmed in time: the room is free again."""

    stay_id: UUID
    house: str
    expired_on: date


@dataclass(frozen=True, slots=True)
class StayCancelled:
    """Given up before it began."""

    stay_id: UUID
    house: str
    cancelled_on: date
    by: CancelledBy
    reason: CancelReason | None


@dataclass(frozen=True, slots=True)
class StayNotArrived:
    """The person who was expected did not come: the nights are free again."""

    stay_id: UUID
    house: str
    expected_on: date


@dataclass(frozen=True, slots=True)
class InternArrived:
    """Somebody moved in."""

    stay_id: UUID
    house: str
    room_id: UUID | None
    occupant_id: UUID | None
    occupant_kind: OccupantKind
    university: str
    arrived_on: date
    expected_departure_on: date


@dataclass(frozen=True, slots=True)
class StayExtended:
    """More nights were agreed."""

    stay_id: UUID
    house: str
    extended_on: date
    previous_departure_on: date
    new_departure_on: date


@dataclass(frozen=True, slots=True)
class StayOverstayed:
    """Somebody stays beyond what the house allows, with the town's leave or without."""

    stay_id: UUID
    house: str
    overstayed_on: date
    previous_departure_on: date
    new_departure_on: date
    authorised: bool


@dataclass(frozen=True, slots=True)
class InternDeparted:
    """Somebody left, after that many nights, for that price."""

    stay_id: UUID
    house: str
    room_id: UUID | None
    occupant_kind: OccupantKind
    university: str
    departed_on: date
    nights: int
    price_cents: int
    intention: Intention | None


@dataclass(frozen=True, slots=True)
class StaySettled:
    """Nothing is owed any more, on either side."""

    stay_id: UUID
    house: str
    settled_on: date
    price_cents: int
