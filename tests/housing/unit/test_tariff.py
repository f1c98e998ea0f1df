"""What a stay costs: the reference's table, tolerance, months that add up, versions without gap."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from housing.domain.money import rules as money_rules
from housing.domain.money.amounts import AmountInvalid, AmountNegative
from housing.domain.money.tariff import Tariff, check_versions, tariff_on
from housing.domain.stay.period import PeriodEmpty

DAY = timedelta(days=1)
ROMANS = Tariff(date(2018, 12, 1), None, night_cents=15_00, month_cents=150_00)
# A night may cost nothing, more than a tenth of a month, or more than the month; a house may have no tolerance.
TARIFFS = st.builds(
    Tariff,
    st.just(date(2018, 12, 1)),
    st.none(),
    night_cents=st.integers(0, 40_00),
    month_cents=st.integers(0, 500_00),
    longest_months=st.integers(1, 10),
    free_nights=st.integers(0, 31),
)
ARRIVALS = st.dates(date(2018, 12, 1), date(2028, 12, 31))
NIGHTS = st.integers(1, 450)


def romans(**changes: Any) -> Tariff:
    return replace(ROMANS, **changes)


@pytest.mark.parametrize(
    ("arrival_on", "departure_on", "nights", "euros"),
    [
        (date(2023, 11, 2), date(2023, 11, 3), 1, 15),
        (date(2023, 11, 2), date(2023, 11, 12), 10, 150),
        (date(2023, 11, 2), date(2023, 11, 13), 11, 150),
        (date(2023, 11, 2), date(2023, 12, 2), 30, 150),
        (date(2023, 11, 2), date(2023, 12, 5), 33, 195),
        (date(2023, 11, 2), date(2023, 12, 20), 48, 300),
        (date(2023, 11, 2), date(2024, 5, 2), 182, 900),
        (date(2023, 1, 31), date(2023, 2, 28), 28, 150),
        (date(2024, 1, 31), date(2024, 3, 1), 30, 165),
        (date(2025, 11, 3), date(2026, 5, 4), 182, 900),
    ],
    ids=lambda value: str(value),
)
def test_a_stay_in_romans_costs_what_the_reference_says(
    arrival_on: date, departure_on: date, nights: int, euros: int
) -> None:
    assert (departure_on - arrival_on).days == nights
    assert ROMANS.price(arrival_on, departure_on) == euros * 100


def test_nights_beyond_the_longest_stay_are_free_as_far_as_the_tolerance_goes_and_priced_after_it() -> None:
    arrival_on = date(2025, 11, 3)
    assert ROMANS.latest_departure(arrival_on) == date(2026, 5, 10)
    assert ROMANS.price(arrival_on, date(2026, 5, 10)) == 900_00
    assert ROMANS.price(arrival_on, date(2026, 5, 11)) == 915_00
    assert ROMANS.price(arrival_on, date(2026, 6, 10)) == 1_050_00
    strict = replace(ROMANS, free_nights=0)
    assert strict.latest_departure(arrival_on) == date(2026, 5, 3)
    assert strict.price(arrival_on, date(2026, 5, 4)) == 915_00


def test_a_house_may_be_free_under_a_month_as_in_vesoul() -> None:
    vesoul = Tariff(date(2020, 1, 1), None, night_cents=0, month_cents=20_00)
    assert vesoul.price(date(2024, 1, 1), date(2024, 1, 31)) == 0
    assert vesoul.price(date(2024, 1, 1), date(2024, 2, 1)) == 20_00


def test_a_stay_without_a_night_has_no_price() -> None:
    with pytest.raises(PeriodEmpty):
        ROMANS.price(date(2024, 1, 1), date(2024, 1, 1))


@given(TARIFFS, ARRIVALS, NIGHTS, st.integers(0, 200))
def test_a_stay_never_costs_more_than_a_longer_one(tariff: Tariff, arrival_on: date, nights: int, more: int) -> None:
    departure_on = arrival_on + nights * DAY
    assert 0 <= tariff.price(arrival_on, departure_on) <= tariff.price(arrival_on, departure_on + more * DAY)


@given(TARIFFS, ARRIVALS)
def test_each_further_night_costs_something_or_nothing_but_never_less(tariff: Tariff, arrival_on: date) -> None:
    prices = [tariff.price(arrival_on, arrival_on + nights * DAY) for nights in range(1, 400)]
    assert all(shorter <= longer for shorter, longer in pairwise(prices))


@given(TARIFFS, ARRIVALS, NIGHTS, st.none() | st.integers(0, 3_000_00))
def test_the_dues_of_the_months_add_up_to_the_price_or_to_the_quote_when_it_is_less(
    tariff: Tariff, arrival_on: date, nights: int, quote: int | None
) -> None:
    departure_on = arrival_on + nights * DAY
    price = tariff.price(arrival_on, departure_on)
    dues = tariff.monthly_dues(arrival_on, departure_on, at_most_cents=quote)
    assert min(dues.values()) >= 0
    assert sum(dues.values()) == (price if quote is None else min(price, quote))


def test_the_months_of_a_semester_are_civil_months() -> None:
    assert ROMANS.monthly_dues(date(2023, 11, 20), date(2024, 2, 5)) == {
        date(2023, 11, 1): 150_00,
        date(2023, 12, 1): 150_00,
        date(2024, 1, 1): 150_00,
        date(2024, 2, 1): 0,
    }


def test_an_early_departure_leaves_the_dues_of_the_months_before_as_they_were() -> None:
    quoted = ROMANS.monthly_dues(date(2023, 11, 2), date(2024, 5, 2))
    left = ROMANS.monthly_dues(date(2023, 11, 2), date(2024, 2, 4))
    assert [left[month] for month in list(left)[:-1]] == list(quoted.values())[:3]
    assert left[date(2024, 2, 1)] == 30_00


def test_nothing_is_due_before_the_arrival_or_after_the_departure() -> None:
    assert ROMANS.monthly_dues(date(2023, 11, 2), date(2023, 11, 12)) == {date(2023, 11, 1): 150_00}


@pytest.mark.parametrize("field", ["night_cents", "month_cents"])
def test_a_tariff_is_not_negative(field: str) -> None:
    with pytest.raises(AmountNegative) as refused:
        romans(**{field: -1})
    assert refused.value.field == field


@pytest.mark.parametrize("field", ["night_cents", "month_cents"])
def test_a_tariff_of_more_than_ten_thousand_euros_is_a_typing_error(field: str) -> None:
    assert getattr(romans(**{field: 10_000_00}), field) == 10_000_00
    with pytest.raises(AmountInvalid) as refused:
        romans(**{field: 10_000_01})
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("field", "allowed", "refused_values"),
    [
        ("longest_months", [1, 60], [0, 61]),
        ("free_nights", [0, 31], [-1, 32]),
        ("linked_within_nights", [0, 366], [-1, 367]),
    ],
)
def test_limits_out_of_reason_are_typing_errors(field: str, allowed: list[int], refused_values: list[int]) -> None:
    assert [getattr(romans(**{field: value}), field) for value in allowed] == allowed
    for value in refused_values:
        with pytest.raises(money_rules.TariffInvalid) as refused:
            romans(**{field: value})
        assert refused.value.field == field


def test_a_tariff_ends_after_it_starts() -> None:
    with pytest.raises(PeriodEmpty) as refused:
        replace(ROMANS, ends_on=ROMANS.starts_on)
    assert refused.value.field == "ends_on"


FIRST = replace(ROMANS, ends_on=date(2021, 1, 1))
SECOND = replace(ROMANS, starts_on=date(2021, 1, 1), month_cents=160_00)


def test_the_tariff_of_a_day_is_the_version_in_force() -> None:
    versions = [SECOND, FIRST]
    assert tariff_on(versions, date(2018, 12, 1)) == FIRST
    assert tariff_on(versions, date(2020, 12, 31)) == FIRST
    assert tariff_on(versions, date(2021, 1, 1)) == SECOND


def test_there_is_no_price_on_a_day_without_tariff() -> None:
    for versions, day in (([FIRST, SECOND], date(2018, 11, 30)), ([FIRST], date(2021, 1, 1))):
        with pytest.raises(money_rules.TariffMissing) as refused:
            tariff_on(versions, day)
        assert f"{day:%d/%m/%Y}" in refused.value.text


def test_versions_follow_each_other_day_for_day_in_whatever_order_they_come() -> None:
    check_versions([])
    check_versions([SECOND, FIRST])


def test_a_day_without_tariff_between_two_versions_is_a_gap() -> None:
    with pytest.raises(money_rules.TariffGap) as refused:
        check_versions([FIRST, replace(SECOND, starts_on=date(2021, 1, 2))])
    assert "du 01/01/2021 au 02/01/2021" in refused.value.text


@pytest.mark.parametrize("first", [ROMANS, replace(FIRST, ends_on=date(2021, 1, 2)), replace(SECOND, ends_on=None)])
def test_a_day_with_two_tariffs_is_an_overlap(first: Tariff) -> None:
    with pytest.raises(money_rules.TariffOverlap):
        check_versions([first, SECOND])
