"""Half-open periods of civil days: the last day is not spent, so that one leaves and another comes on the same day."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from housing.domain.rules import PeriodEmpty, PeriodInvalid

# Months are added to the days of a period: none may come near the ends of the calendar.
YEARS = range(1900, 2200)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The nights from `first` to the day before `end`: one at least."""

    first: date
    end: date

    def __post_init__(self) -> None:
        if self.end <= self.first:
            raise PeriodEmpty
        if self.first.year not in YEARS or self.end.year not in YEARS:
            raise PeriodInvalid

    @property
    def nights(self) -> int:
        return (self.end - self.first).days

    def overlaps(self, other: "Period") -> bool:
        return self.first < other.end and other.first < self.end

    def shared_with(self, other: "Period") -> "Period | None":
        """The nights that both hold, if there are any."""
        if not self.overlaps(other):
            return None
        return Period(max(self.first, other.first), min(self.end, other.end))

    def days(self) -> Iterator[date]:
        """Each night, named by the day on which it begins."""
        return (self.first + timedelta(days=rank) for rank in range(self.nights))


def add_months(day: date, months: int) -> date:
    """The same day of another month, or its last day when it is too short: a month after 31 January is 28 February."""
    rank = day.year * 12 + day.month - 1 + months
    year, month = rank // 12, rank % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def whole_months(first: date, end: date) -> int:
    """How many months fit between two days, each counted from the first: 31 January to 28 February is one."""
    months = (end.year - first.year) * 12 + end.month - first.month
    return months if add_months(first, months) <= end else months - 1
