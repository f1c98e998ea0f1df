"""A stay begins and ends: codes, days, and half-open nights."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from housing.domain import rules
from housing.domain.stay import InternArrived, InternDeparted, OccupantKind, Stay

STAY = UUID(int=1)
ARRIVED_ON = date(2023, 11, 2)
EXPECTED_ON = date(2024, 5, 2)
DAY = timedelta(days=1)


def arrive(**changes: Any) -> tuple[Stay, InternArrived]:
    asked = {
        "house": "maison-des-internes",
        "occupant_kind": OccupantKind.SASPAS_INTERN,
        "university": "grenoble",
        "arrived_on": ARRIVED_ON,
        "expected_departure_on": EXPECTED_ON,
        "today": ARRIVED_ON,
    }
    return Stay.arrive(STAY, **{**asked, **changes})


def depart(departed_on: date, *, arrived_on: date = ARRIVED_ON, today: date | None = None) -> InternDeparted:
    stay, _ = arrive(arrived_on=arrived_on, expected_departure_on=arrived_on + DAY, today=arrived_on)
    return stay.depart(departed_on, today=today or departed_on)


def test_an_arrival_is_told_with_the_house_the_kind_and_the_days() -> None:
    stay, arrived = arrive()
    assert arrived == InternArrived(
        STAY, "maison-des-internes", OccupantKind.SASPAS_INTERN, "grenoble", ARRIVED_ON, EXPECTED_ON
    )
    assert stay.departed_on is None


def test_an_intern_may_arrive_today_but_not_tomorrow() -> None:
    assert arrive(today=ARRIVED_ON)[1].arrived_on == ARRIVED_ON
    with pytest.raises(rules.ArrivedInFuture):
        arrive(today=ARRIVED_ON - DAY)


def test_the_announced_stay_has_one_night_at_least() -> None:
    assert arrive(expected_departure_on=ARRIVED_ON + DAY)[1].expected_departure_on == ARRIVED_ON + DAY
    for too_early in (ARRIVED_ON, ARRIVED_ON - DAY):
        with pytest.raises(rules.DepartureNotAfterArrival):
            arrive(expected_departure_on=too_early)


@pytest.mark.parametrize("code", ["ab", "maison-2", "a" * 63])
def test_houses_and_universities_are_named_by_short_codes(code: str) -> None:
    _, arrived = arrive(house=code, university=code)
    assert (arrived.house, arrived.university) == (code, code)


MALFORMED = ["", "a", "a" * 64, "Maison", "2-rue", "maison des internes", "maison_2", "école", "maison\n", "-maison"]


@pytest.mark.parametrize("code", MALFORMED)
def test_a_house_is_not_named_by_anything_else(code: str) -> None:
    with pytest.raises(rules.HouseCodeMalformed):
        arrive(house=code)


@pytest.mark.parametrize("code", MALFORMED)
def test_a_university_is_not_named_by_anything_else_and_is_blamed_itself(code: str) -> None:
    with pytest.raises(rules.CodeMalformed) as refused:
        arrive(university=code)
    assert refused.value.field == "university"


def test_the_night_of_departure_is_not_spent() -> None:
    assert depart(ARRIVED_ON + DAY).nights == 1


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
    assert depart(departed_on, arrived_on=arrived_on).nights == nights


def test_a_departure_is_told_with_what_the_arrival_told() -> None:
    stay, arrived = arrive()
    departed = stay.depart(date(2024, 4, 30), today=date(2024, 5, 1))
    assert departed == InternDeparted(
        STAY, arrived.house, arrived.occupant_kind, arrived.university, date(2024, 4, 30), 180
    )
    assert stay.departed_on == date(2024, 4, 30)


def test_an_intern_may_leave_before_or_after_the_announced_day() -> None:
    for day in (EXPECTED_ON - DAY, EXPECTED_ON + DAY):
        stay, _ = arrive()
        assert stay.depart(day, today=day).departed_on == day


def test_an_intern_may_have_left_today_but_not_tomorrow() -> None:
    assert depart(EXPECTED_ON, today=EXPECTED_ON).departed_on == EXPECTED_ON
    with pytest.raises(rules.DepartedInFuture):
        depart(EXPECTED_ON, today=EXPECTED_ON - DAY)


@pytest.mark.parametrize("departed_on", [ARRIVED_ON, ARRIVED_ON - DAY])
def test_nobody_leaves_before_the_first_night(departed_on: date) -> None:
    with pytest.raises(rules.DepartedBeforeArrival):
        depart(departed_on, today=EXPECTED_ON)


def test_a_stay_of_ten_years_ends_and_a_longer_one_is_a_typing_error() -> None:
    assert depart(ARRIVED_ON + 3_660 * DAY).nights == 3_660
    with pytest.raises(rules.StayTooLong):
        depart(ARRIVED_ON + 3_661 * DAY)


def test_a_stay_ends_once_whatever_the_second_day() -> None:
    stay, _ = arrive()
    stay.depart(EXPECTED_ON, today=EXPECTED_ON)
    for day in (EXPECTED_ON, ARRIVED_ON, EXPECTED_ON + DAY):
        with pytest.raises(rules.AlreadyDeparted):
            stay.depart(day, today=EXPECTED_ON)
    assert stay.departed_on == EXPECTED_ON


def test_a_refused_departure_leaves_the_stay_running() -> None:
    stay, _ = arrive()
    with pytest.raises(rules.DepartedBeforeArrival):
        stay.depart(ARRIVED_ON, today=EXPECTED_ON)
    assert stay.departed_on is None
    assert stay.depart(EXPECTED_ON, today=EXPECTED_ON).nights == 182
