"""Instants are UTC; a civil day is Paris's, whatever the season."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from chassis.core.clock import SetClock, SystemClock, civil_day, minute_of_day
from chassis.core.column_types import Instant


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2024, 1, 15, 22, 59, tzinfo=UTC), date(2024, 1, 15)),
        (datetime(2024, 1, 15, 23, 0, tzinfo=UTC), date(2024, 1, 16)),  # winter: one hour ahead
        (datetime(2024, 7, 15, 21, 59, tzinfo=UTC), date(2024, 7, 15)),
        (datetime(2024, 7, 15, 22, 0, tzinfo=UTC), date(2024, 7, 16)),  # summer: two
        (datetime(2024, 3, 30, 22, 59, tzinfo=UTC), date(2024, 3, 30)),
        (datetime(2024, 3, 30, 23, 0, tzinfo=UTC), date(2024, 3, 31)),  # the night that loses an hour
        (datetime(2024, 3, 31, 21, 59, tzinfo=UTC), date(2024, 3, 31)),
        (datetime(2024, 3, 31, 22, 0, tzinfo=UTC), date(2024, 4, 1)),
        (datetime(2024, 10, 26, 22, 0, tzinfo=UTC), date(2024, 10, 27)),  # the night that has one twice
        (datetime(2024, 10, 27, 22, 59, tzinfo=UTC), date(2024, 10, 27)),
        (datetime(2024, 10, 27, 23, 0, tzinfo=UTC), date(2024, 10, 28)),
        (datetime(2024, 2, 28, 23, 30, tzinfo=UTC), date(2024, 2, 29)),
        (datetime(2023, 12, 31, 20, 0, tzinfo=timezone(timedelta(hours=-4))), date(2024, 1, 1)),
    ],
)
def test_a_civil_day_changes_at_midnight_in_paris(instant: datetime, day: date) -> None:
    assert civil_day(instant) == day


def test_the_system_s_clock_tells_utc() -> None:
    assert SystemClock().now().tzinfo is UTC


def test_a_day_and_its_minutes_are_those_of_paris() -> None:
    late = datetime(2024, 7, 1, 22, 30, tzinfo=UTC)
    assert (civil_day(late), minute_of_day(late)) == (date(2024, 7, 2), 30)
    assert minute_of_day(datetime(2024, 1, 1, 22, 30, tzinfo=UTC)) == 23 * 60 + 30


def test_a_set_clock_stands_still() -> None:
    clock = SetClock(datetime(2024, 1, 1, tzinfo=UTC))
    assert clock.now() == clock.now() == datetime(2024, 1, 1, tzinfo=UTC)
    clock.set(datetime(2024, 1, 2, tzinfo=UTC))
    assert clock.now() == datetime(2024, 1, 2, tzinfo=UTC)


def test_a_column_of_instants_refuses_one_without_a_zone_and_keeps_the_others_in_utc() -> None:
    column = Instant()
    with pytest.raises(ValueError, match="zone"):
        column.process_bind_param(datetime(2024, 1, 1, 12), None)  # noqa: DTZ001 - the fault itself
    paris = timezone(timedelta(hours=1))
    assert column.process_bind_param(datetime(2024, 1, 1, 12, tzinfo=paris), None) == datetime(
        2024, 1, 1, 11, tzinfo=UTC
    )
    assert column.process_result_value(datetime(2024, 1, 1, 11), None) == datetime(  # noqa: DTZ001 - as SQLite gives it
        2024, 1, 1, 11, tzinfo=UTC
    )
    assert column.process_bind_param(None, None) is column.process_result_value(None, None) is None
