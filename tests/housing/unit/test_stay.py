"""A stay goes from request to settled account by known steps, each taken from its states and from no other."""

from collections.abc import Callable

import pytest

from housing.domain.rules import RuleBroken
from housing.domain.stay import rules
from housing.domain.stay.facts import CancelledBy, CancelReason, RefusalReason
from housing.domain.stay.state import StayState
from housing.domain.stay.stay import Stay
from support.houses import DAY, REQUESTED_ON
from support.stays import (
    ARRIVAL,
    DEPARTURE,
    HELD_UNTIL,
    HOUSE,
    LIMIT,
    ROOM,
    arrived,
    cancelled,
    confirmed,
    depart,
    departed,
    expired,
    held,
    not_arrived,
    refused,
    requested,
    settled,
    waitlisted,
)

BEFORE_ARRIVAL = [requested, waitlisted, held, confirmed]
WAYS_OUT = [refused, cancelled, not_arrived, expired]
STEPS: dict[str, Callable[[Stay], object]] = {
    "wait": lambda stay: stay.wait(1, today=REQUESTED_ON),
    "hold": lambda stay: stay.hold(ROOM, HELD_UNTIL, house=HOUSE, limit=LIMIT, today=REQUESTED_ON),
    "confirm": lambda stay: stay.confirm(house=HOUSE, limit=LIMIT, today=REQUESTED_ON),
    "expire": lambda stay: stay.expire(today=HELD_UNTIL + DAY),
    "refuse": lambda stay: stay.refuse(RefusalReason.OTHER, today=REQUESTED_ON),
    "cancel": lambda stay: stay.cancel(CancelledBy.OCCUPANT, today=REQUESTED_ON),
    "miss": lambda stay: stay.miss(today=ARRIVAL + DAY),
    "arrive": lambda stay: stay.arrive(ARRIVAL, house=HOUSE, limit=None, today=ARRIVAL),
    "extend": lambda stay: stay.extend(DEPARTURE + DAY, house=HOUSE, limit=LIMIT, today=ARRIVAL),
    "depart": depart,
    "settle": lambda stay: stay.settle(balance_cents=0, today=DEPARTURE),
}
ALLOWED: dict[Callable[[], Stay], set[str]] = {
    requested: {"wait", "hold", "refuse", "cancel"},
    waitlisted: {"wait", "hold", "refuse", "cancel"},
    held: {"hold", "confirm", "expire", "refuse", "cancel"},
    confirmed: {"cancel", "miss", "arrive"},
    arrived: {"extend", "depart"},
    departed: {"settle"},
    settled: set(),
    refused: set(),
    cancelled: set(),
    not_arrived: set(),
    expired: set(),
}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("state", ALLOWED, ids=lambda state: state.__name__)
def test_a_step_is_taken_from_its_states_and_from_no_other(state: Callable[[], Stay], step: str) -> None:
    stay = state()
    if step in ALLOWED[state]:
        STEPS[step](stay)
        return
    before = dict(vars(stay))
    with pytest.raises(RuleBroken) as broken:
        STEPS[step](stay)
    assert broken.value.field == "stay_id"
    assert vars(stay) == before


def test_every_state_is_reached_and_named_in_french() -> None:
    assert {state().state for state in ALLOWED} == set(StayState)
    with pytest.raises(rules.StayStateWrong, match="Le séjour est annulé"):
        cancelled().confirm(house=HOUSE, limit=LIMIT, today=REQUESTED_ON)


def test_what_comes_before_the_arrival_is_not_stayed_longer_nor_left() -> None:
    for state in BEFORE_ARRIVAL:
        with pytest.raises(rules.NotArrivedYet):
            depart(state())


def test_a_stay_is_over_after_the_departure_and_by_each_way_out() -> None:
    assert [state.__name__ for state in ALLOWED if state().state.is_over] == [
        state.__name__ for state in (departed, settled, *WAYS_OUT)
    ]


@pytest.mark.parametrize("reason", [*RefusalReason, *CancelReason])
def test_a_reason_is_said_in_french(reason: RefusalReason | CancelReason) -> None:
    assert reason.french
    assert reason.french[0].islower()
