"""A stay goes from request to settled account by known steps: each step, each way out, and each rule seen broken."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from housing.domain import stay_rules as rules
from housing.domain.occupant_kind import OccupantKind
from housing.domain.period import Period
from housing.domain.rules import CodeMalformed, HouseCodeMalformed, RuleBroken
from housing.domain.stay import Stay
from housing.domain.stay_facts import (
    CancelledBy,
    CancelReason,
    Intention,
    InternArrived,
    InternDeparted,
    RefusalReason,
    StayCancelled,
    StayConfirmed,
    StayExpired,
    StayExtended,
    StayHeld,
    StayNotArrived,
    StayOverstayed,
    StayRefused,
    StayRequested,
    StaySettled,
    StayWaitlisted,
)
from housing.domain.stay_state import StayState, Wishes
from support.houses import CODE, DAY, REQUESTED_AT, REQUESTED_ON, SEMESTER, request_stay

STAY, ROOM, OTHER_ROOM, OCCUPANT = UUID(int=100), UUID(int=1), UUID(int=2), UUID(int=7)
ARRIVAL, DEPARTURE = SEMESTER.first, SEMESTER.end
HELD_UNTIL = REQUESTED_ON + 7 * DAY
QUOTE = 900_00


def requested() -> Stay:
    return request_stay()[0]


def waitlisted() -> Stay:
    stay = requested()
    stay.wait(1, today=REQUESTED_ON)
    return stay


def held() -> Stay:
    stay = requested()
    stay.hold(ROOM, HELD_UNTIL, today=REQUESTED_ON)
    return stay


def confirmed() -> Stay:
    stay = held()
    stay.confirm(today=HELD_UNTIL)
    return stay


def arrived() -> Stay:
    stay = confirmed()
    stay.arrive(ARRIVAL, quote_cents=QUOTE, today=ARRIVAL)
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


def depart(stay: Stay, departed_on: date = DEPARTURE, price_cents: int = QUOTE, **changes: Any) -> InternDeparted:
    asked: dict[str, Any] = {"intention": None, "consents_to_contact": False, "today": departed_on}
    return stay.depart(departed_on, price_cents=price_cents, **{**asked, **changes})


def arrive_unannounced(**changes: Any) -> tuple[Stay, InternArrived]:
    asked: dict[str, Any] = {
        "house": CODE,
        "room_id": ROOM,
        "occupant_id": OCCUPANT,
        "kind": OccupantKind.LOCUM,
        "university": "lyon",
        "period": SEMESTER,
        "quote_cents": QUOTE,
        "requested_at": REQUESTED_AT,
        "today": ARRIVAL,
    }
    return Stay.arrive_unannounced(STAY, **{**asked, **changes})


def test_a_request_is_told_with_who_asks_for_which_nights_and_the_quote() -> None:
    stay, told = request_stay(wishes=Wishes(parking=True), status_digest=b"digest")
    assert told == StayRequested(
        STAY, CODE, OCCUPANT, OccupantKind.GP_INTERN, "grenoble", REQUESTED_ON, ARRIVAL, DEPARTURE, QUOTE
    )
    assert (stay.state, stay.period, stay.holds_room) == (StayState.REQUESTED, SEMESTER, False)
    assert (stay.wishes, stay.status_digest, stay.version) == (Wishes(parking=True), b"digest", 0)


@pytest.mark.parametrize(
    ("change", "rule", "field"),
    [
        ({"house": "Maison"}, HouseCodeMalformed, "house"),
        ({"university": "Grenoble Alpes"}, CodeMalformed, "university"),
        ({"period": Period(REQUESTED_ON - DAY, DEPARTURE)}, rules.ArrivalPast, "arrival_on"),
        ({"period": Period(date(2021, 3, 5), date(2021, 3, 6))}, rules.ArrivalTooFar, "arrival_on"),
        ({"period": Period(ARRIVAL, ARRIVAL + 3_661 * DAY)}, rules.StayTooLong, "departure_on"),
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
    assert stay.hold(ROOM, HELD_UNTIL, today=REQUESTED_ON) == StayHeld(STAY, CODE, ROOM, REQUESTED_ON, HELD_UNTIL)
    assert (stay.state, stay.room_id, stay.held_until) == (StayState.HELD, ROOM, HELD_UNTIL)
    assert stay.holds_room


def test_a_hold_may_move_to_another_room_or_another_day() -> None:
    stay = held()
    stay.hold(OTHER_ROOM, HELD_UNTIL + DAY, today=HELD_UNTIL + DAY)
    assert (stay.room_id, stay.held_until) == (OTHER_ROOM, HELD_UNTIL + DAY)


@pytest.mark.parametrize("until", [REQUESTED_ON - DAY, DEPARTURE])
def test_a_room_is_not_held_until_yesterday_nor_past_the_stay(until: date) -> None:
    with pytest.raises(rules.HoldPast) as broken:
        requested().hold(ROOM, until, today=REQUESTED_ON)
    assert broken.value.field == "held_until"


def test_a_held_room_is_confirmed_until_the_end_of_its_last_day_and_not_later() -> None:
    stay = held()
    with pytest.raises(rules.HoldExpired):
        stay.confirm(today=HELD_UNTIL + DAY)
    assert stay.confirm(today=HELD_UNTIL) == StayConfirmed(STAY, CODE, ROOM, HELD_UNTIL, ARRIVAL, DEPARTURE)
    assert (stay.state, stay.held_until, stay.room_id) == (StayState.CONFIRMED, None, ROOM)


def test_a_hold_expires_after_its_last_day_and_not_before() -> None:
    stay = held()
    with pytest.raises(rules.HoldStillRuns):
        stay.expire(today=HELD_UNTIL)
    assert stay.expire(today=HELD_UNTIL + DAY) == StayExpired(STAY, CODE, HELD_UNTIL + DAY)
    assert (stay.state, stay.room_id, stay.holds_room) == (StayState.EXPIRED, None, False)


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
    assert (stay.state, stay.holds_room) == (StayState.NOT_ARRIVED, False)


def test_an_arrival_is_told_with_the_room_the_person_and_the_days() -> None:
    stay = confirmed()
    assert stay.arrive(ARRIVAL, quote_cents=QUOTE, today=ARRIVAL) == InternArrived(
        STAY, CODE, ROOM, OCCUPANT, OccupantKind.GP_INTERN, "grenoble", ARRIVAL, DEPARTURE
    )
    assert (stay.state, stay.arrived_on, stay.holds_room) == (StayState.ARRIVED, ARRIVAL, True)


def test_a_stay_begins_on_the_day_of_arrival_and_whoever_comes_late_never_pays_more() -> None:
    stay = confirmed()
    stay.arrive(ARRIVAL + 3 * DAY, quote_cents=QUOTE + 1, today=DEPARTURE)
    assert (stay.period, stay.quote_cents) == (Period(ARRIVAL + 3 * DAY, DEPARTURE), QUOTE)


def test_nights_added_before_the_planned_arrival_are_due() -> None:
    stay = confirmed()
    stay.arrive(ARRIVAL - 3 * DAY, quote_cents=945_00, today=ARRIVAL)
    assert (stay.period.first, stay.quote_cents) == (ARRIVAL - 3 * DAY, 945_00)


@pytest.mark.parametrize(
    ("arrived_on", "rule"),
    [
        (DEPARTURE, rules.ArrivedAfterDeparture),
        (DEPARTURE + DAY, rules.ArrivedInFuture),
        (date(2019, 4, 1), rules.ArrivedTooEarly),
        (date(1019, 5, 2), rules.ArrivedTooEarly),
    ],
)
def test_an_arrival_on_an_impossible_day_is_refused(arrived_on: date, rule: type[RuleBroken]) -> None:
    stay = confirmed()
    with pytest.raises(rule) as broken:
        stay.arrive(arrived_on, quote_cents=QUOTE, today=DEPARTURE)
    assert (broken.value.field, stay.arrived_on) == ("arrived_on", None)


@pytest.mark.parametrize("after", [arrived, departed, settled])
def test_nobody_arrives_twice(after: Callable[[], Stay]) -> None:
    stay = after()
    with pytest.raises(rules.AlreadyArrived):
        stay.arrive(ARRIVAL, quote_cents=QUOTE, today=DEPARTURE)


def test_somebody_who_had_asked_for_nothing_is_there() -> None:
    stay, told = arrive_unannounced()
    assert told == InternArrived(STAY, CODE, ROOM, OCCUPANT, OccupantKind.LOCUM, "lyon", ARRIVAL, DEPARTURE)
    assert (stay.state, stay.arrived_on, stay.room_id) == (StayState.ARRIVED, ARRIVAL, ROOM)


def test_somebody_may_be_there_whose_room_is_not_known() -> None:
    stay, told = arrive_unannounced(room_id=None, occupant_id=None)
    assert (told.room_id, told.occupant_id, stay.holds_room) == (None, None, False)


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"house": "M"}, HouseCodeMalformed),
        ({"university": ""}, CodeMalformed),
        ({"today": ARRIVAL - DAY}, rules.ArrivedInFuture),
        ({"period": Period(date(2004, 2, 1), DEPARTURE)}, rules.StayTooLong),
    ],
)
def test_an_unannounced_arrival_that_breaks_a_rule_is_refused(change: dict[str, Any], rule: type[RuleBroken]) -> None:
    with pytest.raises(rule):
        arrive_unannounced(**change)


def test_an_extension_is_told_with_both_departures() -> None:
    stay = arrived()
    later = DEPARTURE + 2 * DAY
    assert stay.extend(later, quote_cents=QUOTE, today=ARRIVAL) == StayExtended(STAY, CODE, ARRIVAL, DEPARTURE, later)
    assert (stay.departure_on, stay.overrun_authorised) == (later, False)


@pytest.mark.parametrize("authorised", [True, False])
def test_an_overstay_is_recorded_and_priced_with_or_without_leave(authorised: bool) -> None:
    stay = arrived()
    later = DEPARTURE + 40 * DAY
    told = stay.overstay(later, authorised=authorised, quote_cents=1_050_00, today=DEPARTURE)
    assert told == StayOverstayed(STAY, CODE, DEPARTURE, DEPARTURE, later, authorised)
    assert (stay.departure_on, stay.quote_cents, stay.overrun_authorised) == (later, 1_050_00, authorised)


@pytest.mark.parametrize("new_departure_on", [DEPARTURE, DEPARTURE - DAY])
def test_nobody_stays_longer_until_an_earlier_day(new_departure_on: date) -> None:
    with pytest.raises(rules.ExtensionNotLater):
        arrived().extend(new_departure_on, quote_cents=QUOTE, today=ARRIVAL)
    with pytest.raises(rules.ExtensionNotLater):
        arrived().overstay(new_departure_on, authorised=True, quote_cents=QUOTE, today=ARRIVAL)


def test_nobody_stays_for_ten_years_even_with_leave() -> None:
    stay = arrived()
    with pytest.raises(rules.StayTooLong):
        stay.overstay(ARRIVAL + 3_661 * DAY, authorised=True, quote_cents=QUOTE, today=ARRIVAL)
    assert stay.departure_on == DEPARTURE


def test_a_departure_is_told_with_the_nights_the_price_and_what_comes_next() -> None:
    stay = arrived()
    told = depart(stay, price_cents=QUOTE, intention=Intention.SETTLE_HERE, consents_to_contact=True)
    assert told == InternDeparted(
        STAY, CODE, ROOM, OccupantKind.GP_INTERN, "grenoble", DEPARTURE, 184, QUOTE, Intention.SETTLE_HERE
    )
    assert (stay.state, stay.intention, stay.consents_to_contact) == (StayState.DEPARTED, Intention.SETTLE_HERE, True)
    assert (stay.period, stay.holds_room, stay.room_id) == (SEMESTER, True, ROOM)


def test_an_early_departure_frees_the_nights_left_and_is_priced_on_those_spent() -> None:
    stay = arrived()
    assert depart(stay, DEPARTURE - 30 * DAY, price_cents=750_00).price_cents == 750_00
    assert stay.period == Period(ARRIVAL, DEPARTURE - 30 * DAY)


def test_a_price_is_never_above_the_quote() -> None:
    stay = arrived()
    assert depart(stay, price_cents=QUOTE + 1).price_cents == QUOTE
    assert stay.price_cents == QUOTE


@pytest.mark.parametrize(
    ("departed_on", "today", "rule"),
    [
        (ARRIVAL, DEPARTURE, rules.DepartedBeforeArrival),
        (ARRIVAL - DAY, DEPARTURE, rules.DepartedBeforeArrival),
        (DEPARTURE, DEPARTURE - DAY, rules.DepartedInFuture),
        (DEPARTURE + DAY, DEPARTURE + DAY, rules.DepartedLaterThanPlanned),
    ],
)
def test_a_departure_on_an_impossible_day_is_refused(departed_on: date, today: date, rule: type[RuleBroken]) -> None:
    stay = arrived()
    with pytest.raises(rule) as broken:
        depart(stay, departed_on, today=today)
    assert (broken.value.field, stay.departed_on, stay.state) == ("departed_on", None, StayState.ARRIVED)


@pytest.mark.parametrize("after", [departed, settled])
def test_nobody_leaves_twice_nor_stays_longer_after_leaving(after: Callable[[], Stay]) -> None:
    with pytest.raises(rules.AlreadyDeparted):
        depart(after())
    with pytest.raises(rules.AlreadyDeparted):
        after().extend(DEPARTURE + DAY, quote_cents=QUOTE, today=DEPARTURE)


@pytest.mark.parametrize(
    ("arrived_on", "departed_on", "nights"),
    [
        (date(2023, 11, 2), date(2024, 5, 2), 182),
        (date(2024, 2, 28), date(2024, 3, 1), 2),
        (date(2023, 2, 28), date(2023, 3, 1), 1),
        (date(2024, 2, 29), date(2025, 2, 28), 365),
        (date(2023, 12, 31), date(2024, 1, 1), 1),
        (date(2024, 3, 30), date(2024, 4, 1), 2),
    ],
    ids=["a semester", "over 29 February", "a common year", "from 29 February", "new year", "change to summer time"],
)
def test_nights_are_counted_by_civil_days(arrived_on: date, departed_on: date, nights: int) -> None:
    stay, _ = arrive_unannounced(period=Period(arrived_on, departed_on), today=arrived_on)
    assert depart(stay, departed_on).nights == nights


def test_a_stay_is_settled_when_nothing_is_owed_on_either_side() -> None:
    stay = departed()
    for balance_cents in (1, -1):
        with pytest.raises(rules.AccountNotBalanced):
            stay.settle(balance_cents=balance_cents, today=DEPARTURE)
    assert stay.settle(balance_cents=0, today=DEPARTURE) == StaySettled(STAY, CODE, DEPARTURE, QUOTE)
    assert (stay.state, stay.holds_room) == (StayState.SETTLED, True)


BEFORE_ARRIVAL = [requested, waitlisted, held, confirmed]
WAYS_OUT = [refused, cancelled, not_arrived, expired]
STEPS: dict[str, Callable[[Stay], object]] = {
    "wait": lambda stay: stay.wait(1, today=REQUESTED_ON),
    "hold": lambda stay: stay.hold(ROOM, HELD_UNTIL, today=REQUESTED_ON),
    "confirm": lambda stay: stay.confirm(today=REQUESTED_ON),
    "expire": lambda stay: stay.expire(today=HELD_UNTIL + DAY),
    "refuse": lambda stay: stay.refuse(RefusalReason.OTHER, today=REQUESTED_ON),
    "cancel": lambda stay: stay.cancel(CancelledBy.OCCUPANT, today=REQUESTED_ON),
    "miss": lambda stay: stay.miss(today=ARRIVAL + DAY),
    "arrive": lambda stay: stay.arrive(ARRIVAL, quote_cents=QUOTE, today=ARRIVAL),
    "extend": lambda stay: stay.extend(DEPARTURE + DAY, quote_cents=QUOTE, today=ARRIVAL),
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
        cancelled().confirm(today=REQUESTED_ON)


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
