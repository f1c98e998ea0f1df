"""How long one person may stay: six months and a tolerance, close stays together, the latest possible day named."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from housing.domain.stay.limit import LONGEST_NIGHTS, chain, check, check_countable, latest_departure
from housing.domain.stay.period import Period
from housing.domain.stay.rules import AlreadyLodgedThen, StayTooLong
from support.houses import DAY, TARIFF

FIRST = date(2023, 11, 2)
SIX_MONTHS = date(2024, 5, 2)


def days(first: date, nights: int) -> Period:
    return Period(first, first + timedelta(days=nights))


def test_a_semester_is_six_months() -> None:
    check(Period(FIRST, SIX_MONTHS), [], TARIFF, None)


def test_a_semester_from_monday_to_monday_is_within_the_tolerance() -> None:
    check(Period(date(2025, 11, 3), date(2026, 5, 4)), [], TARIFF, None)


def test_a_stay_past_the_tolerance_is_told_its_latest_day() -> None:
    check(Period(FIRST, SIX_MONTHS + 7 * DAY), [], TARIFF, None)
    with pytest.raises(StayTooLong, match="départ le 09/05/2024 au plus tard") as refused:
        check(Period(FIRST, SIX_MONTHS + 8 * DAY), [], TARIFF, None)
    assert refused.value.field == "departure_on"


def test_the_tariff_of_another_house_may_allow_more_or_tolerate_nothing() -> None:
    check(Period(FIRST, date(2024, 9, 2)), [], replace(TARIFF, longest_months=10), None)
    with pytest.raises(StayTooLong, match="02/05/2024"):
        check(Period(FIRST, SIX_MONTHS + DAY), [], replace(TARIFF, free_nights=0), None)


def test_the_shorter_limit_of_the_kind_and_of_the_tariff_is_applied() -> None:
    with pytest.raises(StayTooLong, match="09/02/2024"):
        check(Period(FIRST, date(2024, 2, 10)), [], TARIFF, 3)
    with pytest.raises(StayTooLong, match="09/05/2024"):
        check(Period(FIRST, SIX_MONTHS + 8 * DAY), [], TARIFF, 12)


def test_close_stays_count_together() -> None:
    before = days(FIRST, 100)
    again = days(before.end + 29 * DAY, 89)
    check(again, [before], TARIFF, None)
    with pytest.raises(StayTooLong, match=f"{again.end:%d/%m/%Y}"):
        check(days(again.first, 90), [before], TARIFF, None)


def test_stays_a_month_apart_count_each_on_its_own() -> None:
    before = Period(FIRST, SIX_MONTHS)
    check(days(SIX_MONTHS + 30 * DAY, 180), [before], TARIFF, None)


def test_a_person_who_has_used_every_night_is_told_when_to_come_again() -> None:
    before = Period(FIRST, SIX_MONTHS + 7 * DAY)
    with pytest.raises(StayTooLong, match="à partir du 08/06/2024") as refused:
        check(days(SIX_MONTHS + 10 * DAY, 3), [before], TARIFF, None)
    assert refused.value.field == "arrival_on"
    check(days(date(2024, 6, 8), 3), [before], TARIFF, None)


def test_a_later_stay_that_uses_every_night_leaves_none_just_before_it() -> None:
    later = Period(FIRST, SIX_MONTHS + 20 * DAY)
    with pytest.raises(StayTooLong, match=r"séjours proches de la même personne\.$"):
        check(days(FIRST - 10 * DAY, 3), [later], TARIFF, None)


def test_a_shorter_stay_may_fit_because_it_is_no_longer_close_to_the_next() -> None:
    later = Period(FIRST, SIX_MONTHS)
    with pytest.raises(StayTooLong, match="03/10/2023 au plus tard"):
        check(Period(FIRST - 60 * DAY, FIRST - 29 * DAY), [later], TARIFF, None)
    check(Period(FIRST - 60 * DAY, FIRST - 30 * DAY), [later], TARIFF, None)


def test_one_person_has_no_two_stays_on_one_night() -> None:
    other = days(FIRST, 10)
    check(days(other.end, 1), [other], TARIFF, None)
    with pytest.raises(AlreadyLodgedThen):
        check(days(other.end - DAY, 2), [other], TARIFF, None)


def test_a_chain_links_stays_through_those_between_them() -> None:
    first, second, third = days(FIRST, 5), days(FIRST + 30 * DAY, 5), days(FIRST + 60 * DAY, 5)
    assert chain(third, [second, first], 30) == [first, second, third]
    assert chain(third, [first], 30) == [third]
    assert chain(first, [third, second], 30) == [first, second, third]


def test_no_stay_has_more_nights_than_the_contract_counts() -> None:
    check_countable(days(FIRST, LONGEST_NIGHTS))
    with pytest.raises(StayTooLong):
        check_countable(days(FIRST, LONGEST_NIGHTS + 1))


@given(
    start=st.integers(0, 400),
    nights=st.integers(1, 300),
    gaps=st.lists(st.tuples(st.integers(0, 60), st.integers(1, 120)), max_size=3),
)
def test_the_latest_departure_fits_and_the_day_after_does_not(
    start: int, nights: int, gaps: list[tuple[int, int]]
) -> None:
    others: list[Period] = []
    end = FIRST
    for gap, length in gaps:
        others.append(days(end + gap * DAY, length))
        end = others[-1].end
    period = days(end + start * DAY, nights)
    latest = latest_departure(period, others, TARIFF, None)
    assert period.first <= latest <= period.end
    if latest > period.first:
        check(Period(period.first, latest), others, TARIFF, None)
    if latest < period.end:
        with pytest.raises(StayTooLong):
            check(Period(period.first, latest + DAY), others, TARIFF, None)
