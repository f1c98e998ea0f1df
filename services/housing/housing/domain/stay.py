"""A stay in a house: an intern arrives, and departs. Nights are half-open, [arrival, departure)."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Self
from uuid import UUID

from housing.domain import rules

LONGEST_NIGHTS = 3_660
_CODE = re.compile(r"[a-z][a-z0-9-]{1,62}")


class OccupantKind(StrEnum):
    """Who is lodged (source: the house of Romans lodges interns first, then locums and externs)."""

    GP_INTERN = "gp_intern"
    SASPAS_INTERN = "saspas_intern"
    DOCTEUR_JUNIOR = "docteur_junior"
    LOCUM = "locum"
    EXTERN = "extern"


@dataclass(frozen=True, slots=True)
class InternArrived:
    """Somebody moved in."""

    stay_id: UUID
    house: str
    occupant_kind: OccupantKind
    university: str
    arrived_on: date
    expected_departure_on: date


@dataclass(frozen=True, slots=True)
class InternDeparted:
    """Somebody left, after that many nights."""

    stay_id: UUID
    house: str
    occupant_kind: OccupantKind
    university: str
    departed_on: date
    nights: int


class Stay:
    """One person in one house, from the first night to the day of departure."""

    def __init__(
        self,
        stay_id: UUID,
        house: str,
        occupant_kind: OccupantKind,
        university: str,
        arrived_on: date,
        expected_departure_on: date,
    ) -> None:
        self.stay_id = stay_id
        self.house = house
        self.occupant_kind = occupant_kind
        self.university = university
        self.arrived_on = arrived_on
        self.expected_departure_on = expected_departure_on
        self.departed_on: date | None = None
        self.version = 0

    @classmethod
    def arrive(
        cls,
        stay_id: UUID,
        *,
        house: str,
        occupant_kind: OccupantKind,
        university: str,
        arrived_on: date,
        expected_departure_on: date,
        today: date,
    ) -> tuple[Self, InternArrived]:
        """Returns the stay and its fact, or raises the rule that forbids it."""
        if not _CODE.fullmatch(house):
            raise rules.HouseCodeMalformed
        if not _CODE.fullmatch(university):
            raise rules.CodeMalformed
        if arrived_on > today:
            raise rules.ArrivedInFuture
        if expected_departure_on <= arrived_on:
            raise rules.DepartureNotAfterArrival
        stay = cls(stay_id, house, occupant_kind, university, arrived_on, expected_departure_on)
        return stay, InternArrived(stay_id, house, occupant_kind, university, arrived_on, expected_departure_on)

    def depart(self, departed_on: date, *, today: date) -> InternDeparted:
        """Ends the stay; departure may differ from the announced day."""
        if self.departed_on is not None:
            raise rules.AlreadyDeparted
        if departed_on > today:
            raise rules.DepartedInFuture
        if departed_on <= self.arrived_on:
            raise rules.DepartedBeforeArrival
        nights = (departed_on - self.arrived_on).days
        if nights > LONGEST_NIGHTS:
            raise rules.StayTooLong
        self.departed_on = departed_on
        return InternDeparted(self.stay_id, self.house, self.occupant_kind, self.university, departed_on, nights)
