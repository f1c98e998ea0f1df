"""Half-open periods of civil days: the last day is not spent, so that one leaves and another comes on the same day."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar, Self

from kernel.rule import RuleBroken

# Months are added to the days of a period: none may come near the ends of the calendar.
YEARS = range(1900, 2200)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The nights from `first` to the day before `end`: one at least.

    A service's own class below says which of its rules is broken by a period that is `empty` or out of these `YEARS`.
    """

    empty: ClassVar[type[RuleBroken]]
    impossible: ClassVar[type[RuleBroken]]

    first: date
    end: date

    def __post_init__(self) -> None:
        if self.end <= self.first:
            raise self.empty
        if self.first.year not in YEARS or self.end.year not in YEARS:
            raise self.impossible

    @property
    def nights(self) -> int:
        return (self.end - self.first).days

    def overlaps(self, other: Self) -> bool:
        return self.first < other.end and other.first < self.end

    def shared_with(self, other: Self) -> Self | None:
        """The nights that both hold, if there are any."""
        if not self.overlaps(other):
            return None
        return type(self)(max(self.first, other.first), min(self.end, other.end))

    def days(self) -> Iterator[date]:
        """Each night, named by the day on which it begins."""
        return (self.first + timedelta(days=rank) for rank in range(self.nights))

    def months(self) -> Iterator[date]:
        """The first day of each civil month that the period touches."""
        month = first_of_month(self.first)
        while month < self.end:
            yield month
            month = add_months(month, 1)


def first_of_month(day: date) -> date:
    return day.replace(day=1)


def add_months(day: date, months: int) -> date:
    """The same day of another month, or its last day when it is too short: a month after 31 January is 28 February."""
    rank = day.year * 12 + day.month - 1 + months
    year, month = rank // 12, rank % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def whole_months(first: date, end: date) -> int:
    """How many months fit between two days, each counted from the first: 31 January to 28 February is one."""
    months = (end.year - first.year) * 12 + end.month - first.month
    return months if add_months(first, months) <= end else months - 1


def years_between(birth_on: date, day: date) -> int:
    """Whole years lived on that day; born on 29 February, one is a year older on 1 March of common years."""
    return day.year - birth_on.year - ((day.month, day.day) < (birth_on.month, birth_on.day))
