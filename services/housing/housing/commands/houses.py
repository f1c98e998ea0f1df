"""What a town asks of its houses and rooms: opening, prices, conventions, who comes first, voids, closing."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from housing.domain.house.house import CollectionMode, Contact, WelcomeItem
from housing.domain.house.room import VoidReason
from housing.domain.money.convention import Party
from housing.domain.occupant.kind import OccupantKind


@dataclass(frozen=True, slots=True)
class OpenHouse:
    """Opens a house, with its first tariff; `house` is its code in the antenna, such as `maison-des-internes`."""

    house: str
    label: str
    town: str
    address: str
    commune: str
    area_m2: int
    opened_on: date
    collection: CollectionMode
    night_cents: int
    month_cents: int
    longest_months: int = 6
    free_nights: int = 7
    linked_within_nights: int = 30


@dataclass(frozen=True, slots=True)
class DescribeHouse:
    """Replaces all that people read of a house, on pages and papers."""

    house: str
    label: str
    address: str
    contacts: tuple[Contact, ...] = ()
    welcome_items: tuple[WelcomeItem, ...] = ()
    logo: bytes | None = None


@dataclass(frozen=True, slots=True)
class VoteTariff:
    """Adds a version of the tariff."""

    house: str
    starts_on: date
    night_cents: int
    month_cents: int
    longest_months: int
    free_nights: int
    linked_within_nights: int
    ends_on: date | None = None
    voted_on: date | None = None


@dataclass(frozen=True, slots=True)
class SignConvention:
    """Says who shares the net cost of a house, and for how many interns a year."""

    house: str
    signed_on: date
    starts_on: date
    parties: tuple[Party, ...]
    interns_per_year: int
    label: str
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class SetPriorityRule:
    """Decides who comes first from a day on; kinds that are not named come last."""

    house: str
    starts_on: date
    order: tuple[OccupantKind, ...]


@dataclass(frozen=True, slots=True)
class CloseHouse:
    """Closes a house and all its rooms."""

    house: str
    closed_on: date


@dataclass(frozen=True, slots=True)
class OpenRoom:
    """Opens a room; `room` is its code in its house, such as `chambre-1`."""

    house: str
    room: str
    label: str
    opened_on: date
    parking: bool = False
    minutes_to_placements: int | None = None
    accessible: bool = False
    floor: int = 0


@dataclass(frozen=True, slots=True)
class VoidRoom:
    """Withdraws a room for some nights."""

    house: str
    room: str
    first_on: date
    end_on: date
    reason: VoidReason


@dataclass(frozen=True, slots=True)
class RestoreRoom:
    """Gives back the nights of a void from a day on."""

    house: str
    room: str
    void_id: UUID
    restored_on: date


@dataclass(frozen=True, slots=True)
class CloseRoom:
    """Closes a room for good."""

    house: str
    room: str
    closed_on: date
