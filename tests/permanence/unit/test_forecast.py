"""The half-days of the months to come, and those that announced departures take away."""

from datetime import date
from uuid import UUID

from permanence.domain.session.forecast import Engagement, MonthForecast, forecast

ONE, OTHER = UUID(int=1), UUID(int=2)


def test_a_month_of_28_days_holds_four_weeks() -> None:
    assert forecast([Engagement(ONE, date(2020, 1, 1), None, 5)], date(2023, 2, 14), 1) == [
        MonthForecast(date(2023, 2, 1), 20, 0, ())
    ]


def test_twelve_months_follow_each_other_over_the_new_year() -> None:
    months = forecast([], date(2024, 3, 1))
    assert [month.month for month in months][:1] == [date(2024, 3, 1)]
    assert [month.month for month in months][9:] == [date(2024, 12, 1), date(2025, 1, 1), date(2025, 2, 1)]
    assert {(month.half_days, month.lost_half_days) for month in months} == {(0, 0)}


def test_a_departure_takes_its_half_days_from_the_month_and_names_who_leaves() -> None:
    engagements = [
        Engagement(ONE, date(2020, 1, 1), None, 7, leaves_on=date(2024, 1, 11)),
        Engagement(OTHER, date(2020, 1, 1), None, 7),
    ]
    january, february = forecast(engagements, date(2024, 1, 1), 2)
    assert january == MonthForecast(date(2024, 1, 1), 31 + 10, 21, (ONE,))
    assert february == MonthForecast(date(2024, 2, 1), 29, 29, ())


def test_the_end_of_a_contract_is_not_a_loss() -> None:
    ended = Engagement(ONE, date(2020, 1, 1), date(2024, 1, 15), 7)
    assert forecast([ended], date(2024, 1, 1), 2) == [
        MonthForecast(date(2024, 1, 1), 14, 0, ()),
        MonthForecast(date(2024, 2, 1), 0, 0, ()),
    ]


def test_a_departure_after_the_end_of_a_contract_loses_nothing() -> None:
    ended = Engagement(ONE, date(2024, 1, 8), date(2024, 1, 15), 7, leaves_on=date(2024, 1, 20))
    assert forecast([ended], date(2024, 1, 1), 1) == [MonthForecast(date(2024, 1, 1), 7, 0, (ONE,))]


def test_several_contracts_of_one_person_name_the_departure_once() -> None:
    half = [
        Engagement(ONE, date(2023, 1, 1), date(2024, 1, 4), 7, leaves_on=date(2024, 1, 22)),
        Engagement(ONE, date(2024, 1, 4), None, 14, leaves_on=date(2024, 1, 22)),
    ]
    assert forecast(half, date(2024, 1, 1), 1) == [MonthForecast(date(2024, 1, 1), 3 + 36, 20, (ONE,))]


def test_a_month_is_rounded_by_itself_half_up() -> None:
    # 3 days of 7 at 1 a week are 3/7 of a half-day, and 4 days are 4/7.
    assert [
        forecast([Engagement(ONE, date(2024, 1, 1), date(2024, 1, 1 + days), 1)], date(2024, 1, 1), 1)[0].half_days
        for days in (3, 4)
    ] == [0, 1]
