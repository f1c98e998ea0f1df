"""A stay in each of its states, reached by its own steps."""

from datetime import date
from typing import Any
from uuid import UUID

from housing.domain.stay.facts import CancelledBy, InternDeparted, RefusalReason
from housing.domain.stay.stay import Stay
from support.houses import DAY, REQUESTED_ON, SEMESTER, limit, open_house, request_stay

STAY, ROOM, OTHER_ROOM, OCCUPANT = UUID(int=100), UUID(int=1), UUID(int=2), UUID(int=7)
ARRIVAL, DEPARTURE = SEMESTER.first, SEMESTER.end
HELD_UNTIL = REQUESTED_ON + 7 * DAY
QUOTE = 900_00
HOUSE, LIMIT = open_house()[0], limit()


def requested() -> Stay:
    return request_stay()[0]


def waitlisted() -> Stay:
    stay = requested()
    stay.wait(1, today=REQUESTED_ON)
    return stay


def held() -> Stay:
    stay = requested()
    stay.hold(ROOM, HELD_UNTIL, house=HOUSE, limit=LIMIT, today=REQUESTED_ON)
    return stay


def confirmed() -> Stay:
    stay = held()
    stay.confirm(house=HOUSE, limit=LIMIT, today=HELD_UNTIL)
    return stay


def arrived() -> Stay:
    stay = confirmed()
    stay.arrive(ARRIVAL, house=HOUSE, limit=None, today=ARRIVAL)
    return stay


def departed() -> Stay:
    stay = arrived()
    depart(stay)
    return stay


def settled() -> Stay:
    stay = departed()
    stay.settle(balance_cents=0, today=DEPARTURE)
    return stay


def refused() -> Stay:
    stay = requested()
    stay.refuse(RefusalReason.NO_ROOM_FREE, today=REQUESTED_ON)
    return stay


def cancelled() -> Stay:
    stay = confirmed()
    stay.cancel(CancelledBy.OCCUPANT, today=HELD_UNTIL)
    return stay


def not_arrived() -> Stay:
    stay = confirmed()
    stay.miss(today=ARRIVAL + DAY)
    return stay


def expired() -> Stay:
    stay = held()
    stay.expire(today=HELD_UNTIL + DAY)
    return stay


def depart(stay: Stay, departed_on: date = DEPARTURE, **changes: Any) -> InternDeparted:
    asked = {"house": HOUSE, "intention": None, "consents_to_contact": False, "today": departed_on}
    return stay.depart(departed_on, **{**asked, **changes})
