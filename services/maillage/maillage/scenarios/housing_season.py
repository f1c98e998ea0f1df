"""A synthetic season of a house of interns: stays written one by one, played as arrivals and departures."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from housing.commands import RecordArrival, RecordDeparture
from housing.domain.stay import OccupantKind
from maillage.scenarios.calendar import instant
from maillage.scenarios.step import Action, Draft

# Rooms are free in the morning and taken in the evening, so that one can change hands within a day.
DEPARTURE_MINUTE = 10 * 60
ARRIVAL_MINUTE = 17 * 60


@dataclass(frozen=True, slots=True)
class Stay:
    """One stay; without `departed_on` its occupant is still there when the season ends."""

    house: str
    occupant_kind: OccupantKind
    university: str
    arrived_on: date
    expected_departure_on: date
    departed_on: date | None = None

    def __post_init__(self) -> None:
        if self.expected_departure_on <= self.arrived_on:
            raise ValueError("« expected_departure_on » doit suivre « arrived_on »")
        if self.departed_on is not None and self.departed_on <= self.arrived_on:
            raise ValueError("« departed_on » doit suivre « arrived_on »")


@dataclass(frozen=True, slots=True)
class HousingSeason:
    """The stays of a season."""

    stays: tuple[Stay, ...]

    def __post_init__(self) -> None:
        if not self.stays:
            raise ValueError("aucun séjour")

    @property
    def opened_on(self) -> date:
        return min(stay.arrived_on for stay in self.stays)

    @property
    def inputs(self) -> Mapping[str, int]:
        return {}

    def actions(self, scenario: str) -> Iterator[Action]:
        moves = []
        for number, stay in enumerate(self.stays, start=1):
            moves.append(_arrival(stay, f"{scenario}/stay/{number}"))
            if stay.departed_on is not None:
                moves.append(_departure(stay.departed_on, f"{scenario}/stay/{number}"))
        return iter(sorted(moves, key=lambda action: action.at))


def _arrival(stay: Stay, name: str) -> Action:
    fields = {
        "house": stay.house,
        "occupant_kind": stay.occupant_kind,
        "university": stay.university,
        "arrived_on": stay.arrived_on,
        "expected_departure_on": stay.expected_departure_on,
    }
    return Action(instant(stay.arrived_on, ARRIVAL_MINUTE), Draft(RecordArrival, fields), keep=("stay_id", name))


def _departure(departed_on: date, name: str) -> Action:
    draft = Draft(RecordDeparture, {"departed_on": departed_on}, reference=("stay_id", name))
    return Action(instant(departed_on, DEPARTURE_MINUTE), draft)
