"""The only source of time: instants in UTC, civil days in Europe/Paris."""

from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


class Clock(Protocol):
    def now(self) -> datetime: ...


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class SetClock:
    """A clock that shows the instant it was last set to: replays a season day by day, makes tests exact."""

    def __init__(self, instant: datetime) -> None:
        self._instant = instant

    def set(self, instant: datetime) -> None:
        self._instant = instant

    def now(self) -> datetime:
        return self._instant


def civil_day(instant: datetime) -> date:
    """The day in Europe/Paris at that instant."""
    return instant.astimezone(PARIS).date()


def minute_of_day(instant: datetime) -> int:
    """Minutes since midnight in Europe/Paris at that instant."""
    there = instant.astimezone(PARIS)
    return there.hour * 60 + there.minute
