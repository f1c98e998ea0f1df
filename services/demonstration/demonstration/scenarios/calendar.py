"""Civil days of a season: which days a place is open, and the UTC instant of a moment of such a day."""

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from holidays import country_holidays

PARIS = ZoneInfo("Europe/Paris")


class Weekday(StrEnum):
    """Opening days of the week, in the order of `date.weekday()`."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"

    @classmethod
    def of(cls, day: date) -> "Weekday":
        return list(cls)[day.weekday()]


def opening_days(first: date, last: date) -> tuple[date, ...]:
    """Weekdays from `first` to `last`, both included, that are not French public holidays."""
    closed = country_holidays("FR", years=range(first.year, last.year + 1))
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return tuple(day for day in days if day.weekday() < len(Weekday) and day not in closed)


def instant(day: date, minute: int) -> datetime:
    """UTC instant of the given minute (0 is midnight) of a civil day in France."""
    return datetime.combine(day, time(minute // 60, minute % 60), PARIS).astimezone(UTC)
