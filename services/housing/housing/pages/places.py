"""The place of a request on the waiting list, or the one it would have there."""

from collections.abc import Sequence
from datetime import date

from housing.domain.house import House
from housing.domain.occupant_kind import labels
from housing.domain.stay_state import StayState
from housing.domain.waiting_list import Place, waiting_list
from housing.occupant_kinds import occupant_kinds
from housing.queries.board import StayLine


def place_of(stay: StayLine, waiting: Sequence[StayLine], house: House, day: date) -> Place | None:
    """Among those who wait already: a request that nobody has answered stands in nobody else's way."""
    if stay.state not in (StayState.REQUESTED, StayState.WAITLISTED):
        return None
    requests = [stay.request, *(other.request for other in waiting if other.stay_id != stay.stay_id)]
    places = waiting_list(requests, house.rule_on(day), labels(occupant_kinds()))
    return next(place for place in places if place.request.stay_id == stay.stay_id)
