"""What several papers say, as frozen values; each paper’s own content stands beside it, in its module.

A text that the town has not decided yet is None, and the paper shows a place marked « à compléter par la commune ».
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who signs for the house; `logo` is a PNG."""

    town: str  # « Ville de Romans-sur-Isère »
    service: str  # « Centre communal d’action sociale »
    address: tuple[str, ...]
    contacts: tuple[str, ...]
    place: str  # « Romans-sur-Isère », of « Fait à … »
    signatory: str  # « la présidente du CCAS »
    logo: bytes | None = None


@dataclass(frozen=True, slots=True)
class Dwelling:
    """A room in its house."""

    house: str
    address: tuple[str, ...]
    room: str


@dataclass(frozen=True, slots=True)
class Person:
    """Who is lodged."""

    given_name: str
    family_name: str
    kind: str  # « interne de médecine générale, SASPAS »
    university: str
    contacts: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"


@dataclass(frozen=True, slots=True)
class Nights:
    """Half-open: the night of the departure is not spent."""

    arrival_on: date
    departure_on: date

    @property
    def count(self) -> int:
        return (self.departure_on - self.arrival_on).days


@dataclass(frozen=True, slots=True)
class Terms:
    """The tariff that the stay is let by."""

    night_cents: int
    month_cents: int
    longest_months: int
    free_nights: int
    linked_within_nights: int
    voted_on: date | None = None


class Collection(StrEnum):
    """How the rent is collected."""

    REGIE = "regie"
    TITRE = "titre"


class Moment(StrEnum):
    """When an inventory is made, or keys change hands."""

    ARRIVAL = "arrival"
    DEPARTURE = "departure"


@dataclass(frozen=True, slots=True)
class Keys:
    """One kind of key; `count` is None on a form to be filled in by hand."""

    label: str
    count: int | None
    mark: str = ""  # what is engraved on it

    @property
    def described(self) -> str:
        return f"{self.label} ({self.mark})" if self.mark else self.label


@dataclass(frozen=True, slots=True)
class Meter:
    """« Électricité », in « kWh »; a reading not made yet is None."""

    label: str
    unit: str
    reading: str | None = None
