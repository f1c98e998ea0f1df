"""The waiting list of a house by the rule of a day, each place explained, and the place that a request would have."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from sqlalchemy.orm import Session

from housing.commands.words import DepartureDay, FirstNight, StayId
from housing.domain.house.house import House
from housing.domain.occupant.kind import OccupantKind, labels
from housing.domain.stay.state import StayState
from housing.domain.stay.waiting_list import Place, waiting_list
from housing.occupant_kinds import occupant_kinds
from housing.queries.houses import house_of
from housing.queries.stays import StayRead, waiting


@dataclass(frozen=True, slots=True)
class PlaceRead:
    """One place, without anybody's name."""

    stay_id: StayId
    rank: Annotated[int, "Place, à partir de 1."]
    occupant_kind: Annotated[OccupantKind, "Qui demande."]
    arrival_on: FirstNight
    departure_on: DepartureDay
    explanation: Annotated[str, "Pourquoi cette place."]


@dataclass(frozen=True, slots=True)
class WaitingList:
    places: Annotated[Sequence[Annotated[PlaceRead, "Une demande."]], "Dans l'ordre de la maison."]


def waiting_list_of(session: Session, house: str, day: date) -> WaitingList:
    """Every place; `NotFound` when there is no such house."""
    places = _places(waiting(session, house), house_of(session, house), day)
    return WaitingList([_read(place) for place in places])


def place_of(stay: StayRead, others: Sequence[StayRead], house: House, day: date) -> Place | None:
    """Among those who wait already: a request that nobody has answered stands in nobody else's way."""
    if stay.state not in (StayState.REQUESTED, StayState.WAITLISTED):
        return None
    places = _places([stay, *(other for other in others if other.stay_id != stay.stay_id)], house, day)
    return next(place for place in places if place.request.stay_id == stay.stay_id)


def _read(place: Place) -> PlaceRead:
    request = place.request
    nights = request.period
    return PlaceRead(request.stay_id, place.rank, request.kind, nights.first, nights.end, place.explanation)


def _places(stays: Sequence[StayRead], house: House, day: date) -> Sequence[Place]:
    return waiting_list([stay.request for stay in stays], house.rule_on(day), labels(occupant_kinds()))
