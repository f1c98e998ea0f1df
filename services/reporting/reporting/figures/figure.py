"""What a figure is: what the database counts over some days, with the words that say what it counts.

Statements are made once, with the days to be told: making them costs far more than running them.
"""

from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

# A number that the database finds, alone or beside others; it may find none, which is zero.
Count = sa.ScalarSelect[Any]
# A count or an amount in cents; a rate has a decimal; a rate of nothing is None.
Value = int | float | None

# The days that a statement is about, told when it runs.
START = sa.bindparam("start", type_=sa.Date)
END = sa.bindparam("end", type_=sa.Date)
# Three months after the end.
QUARTER_END = sa.bindparam("quarter_end", type_=sa.Date)


@dataclass(frozen=True, slots=True)
class Days:
    """Civil days, half-open: a fact belongs to them by its own day, never by the time or the arrival of its event."""

    start: date
    end: date

    @property
    def told(self) -> dict[str, date]:
        return {"start": self.start, "end": self.end, "quarter_end": _a_quarter_after(self.end)}


def _a_quarter_after(day: date) -> date:
    """The same day of the third month that follows, or the last one of a shorter month."""
    years, month = divmod(day.month + 2, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def held(day: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    return sa.and_(day >= START, day < END)


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """One number of a bulletin, which `formula` makes of what is `counted`. `definition` is the sentence that its
    readers get; `monthly` figures are also shown month by month.
    """

    code: str
    label: str
    unit: str
    definition: str
    counted: tuple[Count, ...]
    formula: Callable[..., Value] = int
    monthly: bool = False

    @property
    def service(self) -> str:
        return self.code.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A number shared out: `values` by the code of a row, `named` the row in French; a row may have an objective."""

    code: str
    label: str
    unit: str
    definition: str
    values: Callable[[Session, Days], Mapping[str, int]]
    named: Callable[[str], str]
    objectives: Callable[[Session, date], Mapping[str, int]] = lambda _session, _day: {}

    @property
    def service(self) -> str:
        return self.code.partition(".")[0]


def counting(
    day: sa.Column[Any], counted: sa.ColumnElement[Any] | None = None, where: sa.ColumnElement[bool] | None = None
) -> Count:
    """Counts the rows of the day's table, or sums or counts what is said, over the days."""
    query = sa.select(sa.func.count() if counted is None else counted).select_from(day.table).where(held(day))
    return (query if where is None else query.where(where)).scalar_subquery()


def read_figures(session: Session, figures: Sequence[Figure], days: Days) -> dict[str, Value]:
    """The value of each by its code, in one query: what several figures need is counted once."""
    counts, statement = _counts_of(tuple(figures))
    numbers = dict(zip(counts, (number or 0 for number in session.execute(statement, days.told).one()), strict=True))
    return {figure.code: figure.formula(*(numbers[count] for count in figure.counted)) for figure in figures}


@cache
def _counts_of(figures: tuple[Figure, ...]) -> tuple[tuple[Count, ...], sa.Select[*tuple[Any, ...]]]:
    counts = tuple(dict.fromkeys(count for figure in figures for count in figure.counted))
    return counts, sa.select(*counts)
