"""What must hold of the days on which somebody asks for a room, arrives, stays longer or leaves.

The aggregate checks it; whoever has to price the nights checks it first, because a price wants days that make sense.
"""

from datetime import date
from typing import TYPE_CHECKING

from housing.domain.stay import rules
from housing.domain.stay.limit import check_countable
from housing.domain.stay.period import Period, add_months
from housing.domain.stay.state import LEFT, StayState

FURTHEST_MONTHS = 24

if TYPE_CHECKING:
    from housing.domain.stay.stay import Stay


def check_state(stay: "Stay", *states: StayState) -> None:
    if stay.state not in states:
        raise rules.StayStateWrong(f"Le séjour est {stay.state.french} : cette action n'est pas possible.")


def check_asked(period: Period, *, today: date) -> None:
    if period.first < today:
        raise rules.ArrivalPast
    if period.first > add_months(today, FURTHEST_MONTHS):
        raise rules.ArrivalTooFar
    check_countable(period)


def check_arrival(stay: "Stay", arrived_on: date, *, today: date) -> None:
    if stay.state is StayState.ARRIVED or stay.state in LEFT:
        raise rules.AlreadyArrived
    check_state(stay, StayState.CONFIRMED)
    if arrived_on > today:
        raise rules.ArrivedInFuture
    if arrived_on >= stay.departure_on:
        raise rules.ArrivedAfterDeparture
    if arrived_on < add_months(stay.arrival_on, -1):
        raise rules.ArrivedTooEarly
    check_countable(Period(arrived_on, stay.departure_on))


def check_extension(stay: "Stay", new_departure_on: date) -> Period:
    """Returns the nights of the stay if it ends then."""
    arrived_on = _arrival(stay)
    if new_departure_on <= stay.departure_on:
        raise rules.ExtensionNotLater
    period = Period(arrived_on, new_departure_on)
    check_countable(period)
    return period


def check_departure(stay: "Stay", departed_on: date, *, today: date) -> Period:
    """Returns the nights that were slept."""
    arrived_on = _arrival(stay)
    if departed_on > today:
        raise rules.DepartedInFuture
    if departed_on <= arrived_on:
        raise rules.DepartedBeforeArrival
    if departed_on > stay.departure_on:
        raise rules.DepartedLaterThanPlanned
    return Period(arrived_on, departed_on)


def _arrival(stay: "Stay") -> date:
    """The first night of somebody who is there."""
    if stay.state in LEFT:
        raise rules.AlreadyDeparted
    if stay.state is not StayState.ARRIVED:
        raise rules.NotArrivedYet
    assert stay.arrived_on is not None, "who is there arrived"
    return stay.arrived_on
