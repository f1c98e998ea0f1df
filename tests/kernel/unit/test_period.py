"""Periods are half-open, and months are added to the end of shorter ones."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel import period
from kernel.period import add_months, whole_months, years_between
from support.refusals import Refused, RefusedOtherwise


class Period(period.Period):
    """As a service has it: with the rules that it breaks."""

    empty = Refused
    impossible = RefusedOtherwise


DAY = timedelta(days=1)
FIRST = date(2023, 11, 2)
DAYS = st.dates(date(2018, 1, 1), date(2019, 12, 31))
PERIODS = st.builds(lambda first, nights: Period(first, first + nights * DAY), DAYS, st.integers(1, 40))


def test_a_period_has_one_night_at_least() -> None:
    assert Period(FIRST, FIRST + DAY).nights == 1
    for end in (FIRST, FIRST - DAY):
        with pytest.raises(Refused):
            Period(FIRST, end)


@pytest.mark.parametrize(
    ("first", "end"), [(date(1899, 12, 31), FIRST), (date(1, 1, 1), date(9999, 12, 31)), (FIRST, date(2200, 1, 1))]
)
def test_a_year_out_of_reason_is_a_typing_error(first: date, end: date) -> None:
    with pytest.raises(RefusedOtherwise):
        Period(first, end)


def test_one_leaves_and_another_comes_on_the_same_day() -> None:
    before, after = Period(FIRST, FIRST + 3 * DAY), Period(FIRST + 3 * DAY, FIRST + 5 * DAY)
    assert not before.overlaps(after)
    assert not after.overlaps(before)
    assert before.shared_with(after) is None


def test_the_last_day_is_not_a_night_of_the_period() -> None:
    assert list(Period(date(2024, 2, 28), date(2024, 3, 1)).days()) == [date(2024, 2, 28), date(2024, 2, 29)]


@given(PERIODS, PERIODS)
def test_two_periods_overlap_when_they_have_a_night_in_common(one: Period, other: Period) -> None:
    common = set(one.days()) & set(other.days())
    shared = one.shared_with(other)
    assert one.overlaps(other) == other.overlaps(one) == bool(common)
    assert (set(shared.days()) if shared else set()) == common


def test_periods_are_in_the_order_of_their_first_day_then_of_their_end() -> None:
    short, long, later = (
        Period(FIRST, FIRST + DAY),
        Period(FIRST, FIRST + 2 * DAY),
        Period(FIRST + DAY, FIRST + 2 * DAY),
    )
    assert sorted([later, long, short]) == [short, long, later]


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2023, 1, 31), 1, date(2023, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 1, 31), 2, date(2024, 3, 31)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2023, 11, 2), 6, date(2024, 5, 2)),
        (date(2023, 12, 15), 0, date(2023, 12, 15)),
        (date(2024, 1, 15), -1, date(2023, 12, 15)),
    ],
)
def test_a_month_later_is_the_same_day_or_the_last_one(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected


@given(DAYS, st.integers(0, 800))
def test_whole_months_are_as_many_as_fit(first: date, nights: int) -> None:
    end = first + nights * DAY
    months = whole_months(first, end)
    assert add_months(first, months) <= end < add_months(first, months + 1)


def test_years_are_counted_from_birthday_to_birthday() -> None:
    born = date(1952, 2, 29)
    assert [years_between(born, day) for day in (date(2023, 2, 28), date(2023, 3, 1), date(2024, 2, 29))] == [
        70,
        71,
        72,
    ]


def test_a_period_touches_each_civil_month_of_its_nights() -> None:
    assert list(Period(date(2023, 11, 30), date(2024, 1, 1)).months()) == [date(2023, 11, 1), date(2023, 12, 1)]
    assert list(Period(date(2023, 11, 30), date(2024, 1, 2)).months())[-1] == date(2024, 1, 1)
