"""Until an arrival: a request waits, a room is held and confirmed, and each way out is taken, by the rules."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from housing.domain.house.house import House
from housing.domain.house.rules import CodeMalformed, HouseNotOpen
from housing.domain.occupant.kind import OccupantKind
from housing.domain.rules import RuleBroken
from housing.domain.stay import rules
from housing.domain.stay.facts import (
    CancelledBy,
    CancelReason,
    RefusalReason,
    StayCancelled,
    StayConfirmed,
    StayExpired,
    StayHeld,
    StayNotArrived,
    StayRefused,
    StayRequested,
    StayWaitlisted,
)
from housing.domain.stay.period import Period
from housing.domain.stay.state import StayState, Wishes
from housing.domain.stay.stay import Stay
from support.houses import CODE, DAY, REQUESTED_ON, SEMESTER, limit, open_house, request_stay
from support.stays import (
    ARRIVAL,
    DEPARTURE,
    HELD_UNTIL,
    HOUSE,
    LIMIT,
    OCCUPANT,
    OTHER_ROOM,
    QUOTE,
    ROOM,
    STAY,
    confirmed,
    held,
    requested,
    waitlisted,
)


def closed_house() -> House:
    """One that closes before the stay is over."""
    house, _ = open_house()
    house.close(DEPARTURE - DAY, booked_until=None)
    return house


def hold(stay: Stay, until: date, **changes: Any) -> StayHeld:
    return stay.hold(ROOM, until, **{"house": HOUSE, "limit": LIMIT, "today": REQUESTED_ON, **changes})


def confirm(stay: Stay, **changes: Any) -> StayConfirmed:
    return stay.confirm(**{"house": HOUSE, "limit": LIMIT, "today": HELD_UNTIL, **changes})


def test_a_request_is_told_with_who_asks_for_which_nights_and_the_quote() -> None:
    stay, told = request_stay(wishes=Wishes(wants_parking=True), status_digest=b"digest")
    assert told == StayRequested(
        STAY, CODE, OCCUPANT, OccupantKind.GP_INTERN, "grenoble", REQUESTED_ON, ARRIVAL, DEPARTURE, QUOTE
    )
    assert (stay.state, stay.period, stay.state.holds_room) == (StayState.REQUESTED, SEMESTER, False)
    assert (stay.wishes, stay.status_digest, stay.version) == (Wishes(wants_parking=True), b"digest", 0)


@pytest.mark.parametrize(
    ("change", "rule", "field"),
    [
        ({"university": "Grenoble Alpes"}, CodeMalformed, "university"),
        ({"period": Period(REQUESTED_ON - DAY, DEPARTURE)}, rules.ArrivalPast, "arrival_on"),
        ({"period": Period(date(2021, 3, 5), date(2021, 3, 6))}, rules.ArrivalTooFar, "arrival_on"),
        ({"period": Period(ARRIVAL, ARRIVAL + 3_661 * DAY)}, rules.StayTooLong, "departure_on"),
        ({"house": closed_house()}, HouseNotOpen, "arrival_on"),
        ({"limit": limit(OccupantKind.GP_INTERN, SEMESTER)}, rules.AlreadyLodgedThen, "arrival_on"),
        ({"period": Period(ARRIVAL, DEPARTURE + 8 * DAY)}, rules.StayTooLong, "departure_on"),
    ],
)
def test_a_request_that_breaks_a_rule_is_refused(change: dict[str, Any], rule: type[RuleBroken], field: str) -> None:
    with pytest.raises(rule) as broken:
        request_stay(**change)
    assert broken.value.field == field


def test_a_room_may_be_asked_for_tonight_and_for_two_years_ahead() -> None:
    for first in (REQUESTED_ON, date(2021, 3, 4)):
        assert request_stay(period=Period(first, first + DAY))[1].arrival_on == first


def test_a_request_waits_at_its_rank_which_may_change() -> None:
    stay = requested()
    assert stay.wait(3, today=REQUESTED_ON + DAY) == StayWaitlisted(STAY, CODE, REQUESTED_ON + DAY, 3)
    assert stay.wait(1, today=REQUESTED_ON + 2 * DAY).rank == 1
    assert stay.state is StayState.WAITLISTED


@pytest.mark.parametrize("before", [requested, waitlisted])
def test_a_room_is_held_for_a_request_to_the_end_of_a_day(before: Callable[[], Stay]) -> None:
    stay = before()
    told = hold(stay, HELD_UNTIL, today=REQUESTED_ON)
    assert told == StayHeld(STAY, CODE, ROOM, REQUESTED_ON, HELD_UNTIL)
    assert (stay.state, stay.room_id, stay.held_until) == (StayState.HELD, ROOM, HELD_UNTIL)
    assert stay.state.holds_room


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"house": closed_house()}, HouseNotOpen),
        ({"limit": limit(OccupantKind.GP_INTERN, SEMESTER)}, rules.AlreadyLodgedThen),
    ],
)
def test_a_room_is_promised_while_the_house_and_the_limit_still_allow_it(
    change: dict[str, Any], rule: type[RuleBroken]
) -> None:
    for promise in (lambda: hold(requested(), HELD_UNTIL, **change), lambda: confirm(held(), **change)):
        with pytest.raises(rule) as broken:
            promise()
        assert broken.value.field == "stay_id"


def test_a_hold_may_move_to_another_room_or_another_day() -> None:
    stay = held()
    stay.hold(OTHER_ROOM, HELD_UNTIL + DAY, house=HOUSE, limit=LIMIT, today=HELD_UNTIL + DAY)
    assert (stay.room_id, stay.held_until) == (OTHER_ROOM, HELD_UNTIL + DAY)


@pytest.mark.parametrize("until", [REQUESTED_ON - DAY, DEPARTURE])
def test_a_room_is_not_held_until_yesterday_nor_past_the_stay(until: date) -> None:
    with pytest.raises(rules.HoldPast) as broken:
        hold(requested(), until, today=REQUESTED_ON)
    assert broken.value.field == "held_until"


def test_a_held_room_is_confirmed_until_the_end_of_its_last_day_and_not_later() -> None:
    stay = held()
    with pytest.raises(rules.HoldExpired):
        confirm(stay, today=HELD_UNTIL + DAY)
    assert confirm(stay, today=HELD_UNTIL) == StayConfirmed(STAY, CODE, ROOM, HELD_UNTIL, ARRIVAL, DEPARTURE)
    assert (stay.state, stay.held_until, stay.room_id) == (StayState.CONFIRMED, None, ROOM)


def test_a_hold_expires_after_its_last_day_and_not_before() -> None:
    stay = held()
    with pytest.raises(rules.HoldStillRuns):
        stay.expire(today=HELD_UNTIL)
    assert stay.expire(today=HELD_UNTIL + DAY) == StayExpired(STAY, CODE, HELD_UNTIL + DAY)
    assert (stay.state, stay.room_id, stay.state.holds_room) == (StayState.EXPIRED, None, False)


@pytest.mark.parametrize("before", [requested, waitlisted, held])
def test_a_request_is_refused_with_a_reason(before: Callable[[], Stay]) -> None:
    stay = before()
    told = stay.refuse(RefusalReason.WISH_UNMET, today=REQUESTED_ON)
    assert told == StayRefused(STAY, CODE, REQUESTED_ON, RefusalReason.WISH_UNMET)
    assert (stay.state, stay.reason, stay.room_id) == (StayState.REFUSED, "wish_unmet", None)


@pytest.mark.parametrize("before", [requested, waitlisted, held, confirmed])
def test_an_occupant_gives_up_a_stay_without_saying_why(before: Callable[[], Stay]) -> None:
    stay = before()
    told = stay.cancel(CancelledBy.OCCUPANT, today=HELD_UNTIL)
    assert told == StayCancelled(STAY, CODE, HELD_UNTIL, CancelledBy.OCCUPANT, None)
    assert (stay.state, stay.room_id, stay.reason) == (StayState.CANCELLED, None, None)


def test_a_house_says_why_it_takes_a_stay_back() -> None:
    stay = confirmed()
    with pytest.raises(rules.ReasonMissing):
        stay.cancel(CancelledBy.HOUSE, today=HELD_UNTIL)
    assert stay.cancel(CancelledBy.HOUSE, CancelReason.WORKS, today=HELD_UNTIL).reason is CancelReason.WORKS
    assert stay.reason == "works"


def test_whoever_is_awaited_may_come_until_the_end_of_the_day() -> None:
    stay = confirmed()
    with pytest.raises(rules.StillExpected):
        stay.miss(today=ARRIVAL)
    assert stay.miss(today=ARRIVAL + DAY) == StayNotArrived(STAY, CODE, ARRIVAL)
    assert (stay.state, stay.state.holds_room) == (StayState.NOT_ARRIVED, False)
