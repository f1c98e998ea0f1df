"""From the arrival to the settled account: who is there, for how long, at what price, and each rule seen broken."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from housing.domain.house.house import House
from housing.domain.house.rules import CodeMalformed, HouseNotOpen, RoomNotOpen
from housing.domain.occupant.kind import OccupantKind
from housing.domain.rules import RuleBroken
from housing.domain.stay import rules
from housing.domain.stay.facts import (
    Intention,
    InternArrived,
    InternDeparted,
    StayExtended,
    StayOverstayed,
    StaySettled,
)
from housing.domain.stay.period import Period
from housing.domain.stay.state import StayState
from housing.domain.stay.stay import Stay
from support.houses import CODE, DAY, OPENED_ON, REQUESTED_AT, SEMESTER, TARIFF, limit, open_house, room
from support.stays import (
    ARRIVAL,
    DEPARTURE,
    HOUSE,
    LIMIT,
    OCCUPANT,
    QUOTE,
    ROOM,
    STAY,
    arrived,
    confirmed,
    depart,
    departed,
    settled,
)


def house_of(opened_on: date = OPENED_ON, **changes: Any) -> House:
    """One whose tariff says otherwise."""
    return open_house(opened_on=opened_on, tariff=replace(TARIFF, starts_on=opened_on, **changes))[0]


DEARER = house_of(month_cents=160_00)


def arrive(stay: Stay, arrived_on: date, today: date, **changes: Any) -> InternArrived:
    return stay.arrive(arrived_on, **{"house": HOUSE, "limit": LIMIT, "today": today, **changes})


def arrive_unannounced(**changes: Any) -> tuple[Stay, InternArrived]:
    asked: dict[str, Any] = {
        "house": HOUSE,
        "room": room(1),
        "limit": limit(OccupantKind.LOCUM),
        "university": "lyon",
        "period": SEMESTER,
        "requested_at": REQUESTED_AT,
        "today": ARRIVAL,
    }
    return Stay.arrive_unannounced(STAY, **{**asked, **changes})


def test_an_arrival_is_told_with_the_room_the_person_and_the_days() -> None:
    stay = confirmed()
    assert arrive(stay, ARRIVAL, ARRIVAL) == InternArrived(
        STAY, CODE, ROOM, OCCUPANT, OccupantKind.GP_INTERN, "grenoble", ARRIVAL, DEPARTURE
    )
    assert (stay.state, stay.arrived_on, stay.state.holds_room) == (StayState.ARRIVED, ARRIVAL, True)


def test_a_stay_begins_on_the_day_of_arrival_and_whoever_comes_late_never_pays_more() -> None:
    stay = confirmed()
    arrive(stay, ARRIVAL + 3 * DAY, DEPARTURE, house=DEARER, limit=None)
    assert (stay.period, stay.quote_cents) == (Period(ARRIVAL + 3 * DAY, DEPARTURE), QUOTE)


def test_nights_added_before_the_planned_arrival_are_due() -> None:
    stay = confirmed()
    arrive(stay, ARRIVAL - 3 * DAY, ARRIVAL, house=house_of(longest_months=12))
    assert (stay.period.first, stay.quote_cents) == (ARRIVAL - 3 * DAY, 900_00 + 4 * 15_00)


@pytest.mark.parametrize(
    ("arrived_on", "change", "rule"),
    [
        (ARRIVAL - 8 * DAY, {}, rules.StayTooLong),
        (
            ARRIVAL - DAY,
            {"limit": limit(OccupantKind.GP_INTERN, Period(ARRIVAL - DAY, ARRIVAL))},
            rules.AlreadyLodgedThen,
        ),
        (ARRIVAL, {"house": house_of(opened_on=ARRIVAL + DAY)}, HouseNotOpen),
    ],
)
def test_an_arrival_that_the_house_or_the_limit_forbids_is_refused(
    arrived_on: date, change: dict[str, Any], rule: type[RuleBroken]
) -> None:
    stay = confirmed()
    with pytest.raises(rule) as broken:
        arrive(stay, arrived_on, ARRIVAL, **change)
    assert (broken.value.field, stay.arrived_on, stay.quote_cents) == ("arrived_on", None, QUOTE)


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
        arrive(stay, arrived_on, DEPARTURE)
    assert (broken.value.field, stay.arrived_on) == ("arrived_on", None)


@pytest.mark.parametrize("after", [arrived, departed, settled])
def test_nobody_arrives_twice(after: Callable[[], Stay]) -> None:
    stay = after()
    with pytest.raises(rules.AlreadyArrived):
        arrive(stay, ARRIVAL, DEPARTURE)


def test_somebody_who_had_asked_for_nothing_is_there() -> None:
    stay, told = arrive_unannounced()
    assert told == InternArrived(STAY, CODE, ROOM, None, OccupantKind.LOCUM, "lyon", ARRIVAL, DEPARTURE)
    assert (stay.state, stay.arrived_on, stay.room_id) == (StayState.ARRIVED, ARRIVAL, ROOM)


@pytest.mark.parametrize(
    ("change", "rule", "field"),
    [
        ({"university": ""}, CodeMalformed, "university"),
        ({"today": ARRIVAL - DAY}, rules.ArrivedInFuture, "arrived_on"),
        ({"house": house_of(opened_on=ARRIVAL + DAY)}, HouseNotOpen, "arrived_on"),
        ({"room": room(1, opened_on=ARRIVAL + DAY)}, RoomNotOpen, "arrived_on"),
        ({"period": Period(ARRIVAL, DEPARTURE + 8 * DAY)}, rules.StayTooLong, "expected_departure_on"),
        (
            {
                "period": Period(date(2004, 2, 1), DEPARTURE),
                "house": house_of(opened_on=date(2004, 1, 1)),
                "room": room(1, house=house_of(opened_on=date(2004, 1, 1)), opened_on=date(2004, 1, 1)),
            },
            rules.StayTooLong,
            "expected_departure_on",
        ),
    ],
)
def test_an_unannounced_arrival_that_breaks_a_rule_is_refused(
    change: dict[str, Any], rule: type[RuleBroken], field: str
) -> None:
    with pytest.raises(rule) as broken:
        arrive_unannounced(**change)
    assert broken.value.field == field


def test_an_extension_is_told_with_both_departures() -> None:
    stay = arrived()
    later = DEPARTURE + 2 * DAY
    told = stay.extend(later, house=HOUSE, limit=LIMIT, today=ARRIVAL)
    assert told == StayExtended(STAY, CODE, ARRIVAL, DEPARTURE, later)
    assert (stay.departure_on, stay.overrun_authorised) == (later, False)


@pytest.mark.parametrize("authorised", [True, False])
def test_an_overstay_is_recorded_and_priced_with_or_without_leave(authorised: bool) -> None:
    stay = arrived()
    later = DEPARTURE + 40 * DAY
    told = stay.overstay(later, authorised=authorised, house=HOUSE, today=DEPARTURE)
    assert told == StayOverstayed(STAY, CODE, DEPARTURE, DEPARTURE, later, authorised)
    assert (stay.departure_on, stay.quote_cents, stay.overrun_authorised) == (later, 1_095_00, authorised)


@pytest.mark.parametrize("new_departure_on", [DEPARTURE, DEPARTURE - DAY])
def test_nobody_stays_longer_until_an_earlier_day(new_departure_on: date) -> None:
    with pytest.raises(rules.ExtensionNotLater):
        arrived().extend(new_departure_on, house=HOUSE, limit=LIMIT, today=ARRIVAL)
    with pytest.raises(rules.ExtensionNotLater):
        arrived().overstay(new_departure_on, authorised=True, house=HOUSE, today=ARRIVAL)


def test_nobody_stays_for_ten_years_even_with_leave() -> None:
    stay = arrived()
    with pytest.raises(rules.StayTooLong):
        stay.overstay(ARRIVAL + 3_661 * DAY, authorised=True, house=HOUSE, today=ARRIVAL)
    assert stay.departure_on == DEPARTURE


def test_an_extension_past_the_limit_or_the_closing_is_refused_by_its_day() -> None:
    closing = house_of()
    closing.close(DEPARTURE, booked_until=None)
    for house, days, rule in ((HOUSE, 8, rules.StayTooLong), (closing, 1, HouseNotOpen)):
        stay = arrived()
        with pytest.raises(rule) as broken:
            stay.extend(DEPARTURE + days * DAY, house=house, limit=LIMIT, today=ARRIVAL)
        assert (broken.value.field, stay.departure_on) == ("departure_on", DEPARTURE)


def test_a_departure_is_told_with_the_nights_the_price_and_what_comes_next() -> None:
    stay = arrived()
    told = depart(stay, intention=Intention.SETTLE_HERE, consents_to_contact=True)
    assert told == InternDeparted(
        STAY, CODE, ROOM, OccupantKind.GP_INTERN, "grenoble", DEPARTURE, 184, QUOTE, Intention.SETTLE_HERE
    )
    assert (stay.state, stay.intention, stay.consents_to_contact) == (StayState.DEPARTED, Intention.SETTLE_HERE, True)
    assert (stay.period, stay.state.holds_room, stay.room_id) == (SEMESTER, True, ROOM)


def test_an_early_departure_frees_the_nights_left_and_is_priced_on_those_spent() -> None:
    stay = arrived()
    assert depart(stay, DEPARTURE - 30 * DAY).price_cents == 5 * 150_00 + 15_00
    assert stay.period == Period(ARRIVAL, DEPARTURE - 30 * DAY)


def test_a_price_is_never_above_the_quote() -> None:
    stay = arrived()
    assert depart(stay, house=DEARER).price_cents == QUOTE
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
        after().extend(DEPARTURE + DAY, house=HOUSE, limit=LIMIT, today=DEPARTURE)


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
    house = house_of(longest_months=60)
    stay, _ = arrive_unannounced(house=house, period=Period(arrived_on, departed_on), today=arrived_on)
    assert depart(stay, departed_on, house=house).nights == nights


def test_a_stay_is_settled_when_nothing_is_owed_on_either_side() -> None:
    stay = departed()
    for balance_cents in (1, -1):
        with pytest.raises(rules.AccountNotBalanced):
            stay.settle(balance_cents=balance_cents, today=DEPARTURE)
    assert stay.settle(balance_cents=0, today=DEPARTURE) == StaySettled(STAY, CODE, DEPARTURE, QUOTE)
    assert (stay.state, stay.state.holds_room) == (StayState.SETTLED, True)
