"""The civil days of a season."""

from datetime import UTC, date, datetime

from demonstration.scenarios.calendar import Weekday, instant, opening_days


def test_romans_opens_187_days_the_last_one_on_31_may_2024() -> None:
    days = opening_days(date(2023, 9, 4), date(2024, 6, 1))
    assert len(days) == 187
    assert (days[0], days[-1]) == (date(2023, 9, 4), date(2024, 5, 31))


def test_weekends_and_public_holidays_are_closed() -> None:
    assert opening_days(date(2024, 5, 6), date(2024, 5, 12)) == (date(2024, 5, 6), date(2024, 5, 7), date(2024, 5, 10))


def test_an_instant_follows_summer_time() -> None:
    assert instant(date(2024, 3, 29), 9 * 60 + 5) == datetime(2024, 3, 29, 8, 5, tzinfo=UTC)
    assert instant(date(2024, 4, 2), 9 * 60) == datetime(2024, 4, 2, 7, 0, tzinfo=UTC)


def test_a_day_knows_its_weekday() -> None:
    assert Weekday.of(date(2024, 5, 31)) is Weekday.FRIDAY
