"""What the sections of a page have in common: a chart, and the months beside it as a table."""

from dataclasses import dataclass

from markupsafe import Markup

from reporting.bulletin import Month
from reporting.figures import Value


@dataclass(frozen=True, slots=True)
class Column:
    """A figure in a table of months; `total` only where its months add up."""

    heading: str
    unit: str
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
