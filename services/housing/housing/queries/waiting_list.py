"""The waiting list of a house by the rule of a day, each place explained, and the place that a request would have."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from housing.domain.house.house import House
from housing.domain.occupant.kind import labels
from housing.domain.stay.state import StayState
from housing.domain.stay.waiting_list import Place, waiting_list
from housing.occupant_kinds import occupant_kinds
from housing.queries.houses import house_of
from housing.queries.stays import StayRead, waiting


def places_of_house(session: Session, house: str, day: date) -> Sequence[Place]:
    """Every place; `NotFound` when there is no such house."""
    return _places(waiting(session, house), house_of(session, house), day)


def place_of(stay: StayRead, others: Sequence[StayRead], house: House, day: date) -> Place | None:
    """Among those who wait already: a request that nobody has answered stands in nobody else's way."""
    if stay.state not in (StayState.REQUESTED, StayState.WAITLISTED):
        return None
    places = _places([stay, *(other for other in others if other.stay_id != stay.stay_id)], house, day)
    return next(place for place in places if place.request.stay_id == stay.stay_id)


def _places(stays: Sequence[StayRead], house: House, day: date) -> Sequence[Place]:
    return waiting_list([stay.request for stay in stays], house.rule_on(day), labels(occupant_kinds()))
