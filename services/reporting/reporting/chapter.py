"""A chapter: what a bulletin tells of one service; and what the sections of several have in common."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from reporting.bulletin import BreakdownValue, Bulletin, History, Month, RowValue
from reporting.figure import Breakdown, Figure, Unit, Value


@dataclass(frozen=True, slots=True)
class Chapter:
    """Its figures stand in the table of all; `headline` is a sentence above it.

    What asks for more than numbers has a `section` of its own, drawn by `<service>/chapter.html.j2`.
    """

    service: str
    heading: str
    figures: tuple[Figure, ...]
    breakdowns: tuple[Breakdown, ...] = ()
    headline: Callable[[Bulletin], str] | None = None
    section: Callable[[Bulletin], Any] | None = None

    @property
    def template(self) -> str:
        return f"{self.service}/chapter.html.j2"

    @property
    def definitions(self) -> tuple[tuple[str, str], ...]:
        defined: tuple[Figure | Breakdown, ...] = (*self.figures, *self.breakdowns)
        return tuple((each.label, each.definition) for each in defined)


@dataclass(frozen=True, slots=True)
class Column:
    """A figure in a table of months; `total` only where its months add up."""

    heading: str
    unit: Unit
    total: Value = None


@dataclass(frozen=True, slots=True)
class Row:
    """A month in a table of months."""

    month: Month
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class MonthByMonth:
    """A chart, and the table that says the same to those who do not see it."""

    title: str
    chart: Markup
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    has_totals: bool


def rows_of(histories: Iterable[History]) -> tuple[Row, ...]:
    """The same months of several figures, a row a month."""
    return tuple(Row(row[0][0], tuple(value for _, value in row)) for row in zip(*histories, strict=True))


@dataclass(frozen=True, slots=True)
class Shares:
    """A breakdown, and the total of its rows where they add up."""

    breakdown: BreakdownValue
    total: RowValue | None = None


def shares_of(breakdown: BreakdownValue, label: str) -> Shares:
    """`label` is that of the total."""
    rows = breakdown.rows
    total = RowValue(
        "total",
        label,
        sum(row.month for row in rows),
        sum(row.last_12_months for row in rows),
        sum(row.since_opening for row in rows),
        None,
    )
    return Shares(breakdown, total)
