"""Periods of a house are half-open and near: each rule that one breaks, and the field that is blamed."""

from datetime import date, timedelta

import pytest

from housing.domain.stay.period import Period, PeriodEmpty, PeriodInvalid

DAY = timedelta(days=1)
FIRST = date(2023, 11, 2)


def test_a_period_has_one_night_at_least() -> None:
    assert Period(FIRST, FIRST + DAY).nights == 1
    for end in (FIRST, FIRST - DAY):
        with pytest.raises(PeriodEmpty) as refused:
            Period(FIRST, end)
        assert (refused.value.code, refused.value.field) == ("PERIOD_EMPTY", "departure_on")


@pytest.mark.parametrize(
    ("first", "end"), [(date(1899, 12, 31), FIRST), (date(1, 1, 1), date(9999, 12, 31)), (FIRST, date(2200, 1, 1))]
)
def test_a_year_out_of_reason_is_a_typing_error(first: date, end: date) -> None:
    with pytest.raises(PeriodInvalid):
        Period(first, end)


def test_the_nights_that_two_stays_share_are_a_period_of_the_house() -> None:
    shared = Period(FIRST, FIRST + 3 * DAY).shared_with(Period(FIRST + DAY, FIRST + 5 * DAY))
    assert shared == Period(FIRST + DAY, FIRST + 3 * DAY)


def test_a_rule_may_name_dates_and_blame_another_field_for_one_refusal_only() -> None:
    refused = PeriodEmpty("La fin précède le 02/11/2023.", field="ends_on")
    assert (refused.text, refused.field) == ("La fin précède le 02/11/2023.", "ends_on")
    assert str(refused) == "PERIOD_EMPTY: La fin précède le 02/11/2023."
    assert PeriodEmpty().field == "departure_on"
