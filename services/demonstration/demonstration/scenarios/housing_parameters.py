"""The `[housing]` table of a scenario: a house, what it costs and who shares it, and everybody who asked for a room."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from housing.domain.house.house import CollectionMode
from housing.domain.house.room import VoidReason
from housing.domain.money import cost
from housing.domain.money.convention import Party, split
from housing.domain.money.cost import CostKind
from housing.domain.money.lines import PaymentMethod
from housing.domain.money.tariff import Tariff
from housing.domain.occupant.kind import OccupantKind
from housing.domain.stay.facts import CancelReason, Intention, RefusalReason


@dataclass(frozen=True, slots=True)
class House:
    """The house and its first tariff, voted once for all."""

    code: str
    label: str
    town: str
    address: str
    commune: str
    area_m2: int
    opened_on: date
    collection: CollectionMode
    night_euros: int
    month_euros: int
    longest_months: int

    @property
    def tariff(self) -> Tariff:
        return Tariff(self.opened_on, None, 100 * self.night_euros, 100 * self.month_euros, self.longest_months)


@dataclass(frozen=True, slots=True)
class Room:
    code: str
    label: str
    floor: int = 0
    parking: bool = False
    accessible: bool = False
    minutes_to_placements: int | None = None


@dataclass(frozen=True, slots=True)
class PartyShare:
    code: str
    label: str
    weight: int


@dataclass(frozen=True, slots=True)
class Convention:
    """Signed on the day of the opening, without an end."""

    label: str
    interns_per_year: int
    parties: tuple[PartyShare, ...]


@dataclass(frozen=True, slots=True)
class Budget:
    """What is published of the yearly budget, and bought once."""

    rents_euros: int
    equipment_euros: int
    equipment_label: str
    equipment_on: date


@dataclass(frozen=True, slots=True)
class Cost:
    """An expense that comes back each year, in each of these months."""

    kind: CostKind
    label: str
    euros: int
    day: int
    months: tuple[int, ...]

    def __post_init__(self) -> None:
        if not self.months or not all(1 <= month <= 12 for month in self.months):
            raise ValueError("« months » va de 1 à 12")
        if not 1 <= self.day <= 28:
            raise ValueError("« day » va de 1 à 28, pour exister chaque mois")


@dataclass(frozen=True, slots=True)
class Void:
    """Nights on which a room is withdrawn."""

    room: str
    reason: VoidReason
    decided_on: date
    first_on: date
    end_on: date


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody invented; the same number is the same person at each stay."""

    code: str
    given_name: str
    family_name: str
    number: str
    university: str
    email: str
    phone: str
    pays_by: PaymentMethod = PaymentMethod.TRANSFER
    pays_after_days: int = 5


@dataclass(frozen=True, slots=True)
class Stay:
    """A stay that took place: asked for, held three days later or when a room was free at last, lived, and paid.

    Without `departed_on` it ends on its last planned day.
    """

    person: str
    kind: OccupantKind
    room: str
    requested_on: date
    arrival_on: date
    departure_on: date
    held_on: date | None = None  # after having waited on the list
    extended_on: date | None = None
    extended_to: date | None = None
    overstayed_on: date | None = None
    overstayed_to: date | None = None
    departed_on: date | None = None
    intention: Intention | None = None

    def __post_init__(self) -> None:
        if not self.requested_on <= self.arrival_on < self.departure_on:
            raise ValueError("« requested_on », « arrival_on » et « departure_on » doivent se suivre")
        for day, until in (("extended_on", "extended_to"), ("overstayed_on", "overstayed_to")):
            if (getattr(self, day) is None) != (getattr(self, until) is None):
                raise ValueError(f"« {day} » et « {until} » vont ensemble")

    @property
    def end_on(self) -> date:
        """The day on which the room is free again."""
        return self.departed_on or self.overstayed_to or self.extended_to or self.departure_on


@dataclass(frozen=True, slots=True)
class Request:
    """A request that came to nothing: it waited on the list until it was refused, or given up."""

    person: str
    kind: OccupantKind
    requested_on: date
    arrival_on: date
    departure_on: date
    ended_on: date
    refused: RefusalReason | None = None
    cancelled: CancelReason | None = None

    def __post_init__(self) -> None:
        if (self.refused is None) == (self.cancelled is None):
            raise ValueError("« refused » ou « cancelled » est attendu, et un seul")


@dataclass(frozen=True, slots=True)
class HousingParameters:
    """All that a season of a house is made from."""

    last_day: date
    house: House
    rooms: tuple[Room, ...]
    convention: Convention
    budget: Budget
    costs: tuple[Cost, ...]
    people: tuple[Person, ...]
    stays: tuple[Stay, ...]
    requests: tuple[Request, ...] = ()
    voids: tuple[Void, ...] = ()

    def __post_init__(self) -> None:
        if self.last_day <= self.house.opened_on:
            raise ValueError("« last_day » doit suivre « opened_on »")
        asking = (*(stay.person for stay in self.stays), *(request.person for request in self.requests))
        given = (*(stay.room for stay in self.stays), *(void.room for void in self.voids))
        _check_named(asking, [person.code for person in self.people], "people")
        _check_named(given, [room.code for room in self.rooms], "rooms")

    @property
    def opened_on(self) -> date:
        return self.house.opened_on

    @property
    def yearly_costs(self) -> Mapping[CostKind, int]:
        """In cents, by kind."""
        return {
            kind: sum(100 * spent.euros * len(spent.months) for spent in self.costs if spent.kind is kind)
            for kind in dict.fromkeys(spent.kind for spent in self.costs)
        }

    @property
    def inputs(self) -> Mapping[str, int]:
        """The yearly budget in euros: put into the season, and never compared with what its stays and costs come to."""
        expenses = sum(self.yearly_costs.values())
        net = cost.net_cost(expenses, 100 * self.budget.rents_euros)
        shares = split(net, [Party(party.code, party.label, party.weight) for party in self.convention.parties])
        in_cents = {"expenses": expenses, "rents": 100 * self.budget.rents_euros, "net_cost": net}
        in_cents |= {f"share_of_{party}": cents for party, cents in shares.items()}
        in_cents["equipment"] = 100 * self.budget.equipment_euros
        return {f"housing.budget_{name}_euros": cents // 100 for name, cents in in_cents.items()}


def _check_named(used: Iterable[str], listed: Sequence[str], key: str) -> None:
    if len(set(listed)) < len(listed):
        raise ValueError(f"un code est deux fois dans « {key} »")
    for code in used:
        if code not in listed:
            raise ValueError(f"« {code} » n'est pas dans « {key} »")
