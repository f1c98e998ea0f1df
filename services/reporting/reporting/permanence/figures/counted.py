"""What the owner counted, read for the span that the days are; none unless every antenna with registrations told it."""

import sqlalchemy as sa

from contracts.permanence.counts import ALL, DAYS
from reporting.figure import END, LAST_12_MONTHS, LAST_MONTH, START, Count, Coverage, Side, side
from reporting.permanence.counts.table import counts
from reporting.permanence.projections import patients

# Their first registration may be told late: then the month is not counted until it is told again.
_REGISTERING = sa.select(patients.c.source).where(patients.c.month_on < END).distinct().cte("registering")
_TOLD = counts.alias("told")

# The month, the twelve that end with it, or all: the days that bulletins ask about are no others.
_OVER_DAYS = sa.case(
    (START >= LAST_MONTH, counts.c.month),
    (START >= LAST_12_MONTHS, counts.c.last_12_months),
    else_=counts.c.since_opening,
)


def is_untold(figure: str) -> sa.ColumnElement[bool]:
    """Whether an antenna that has registrations has not told the month that ends the days."""
    told = sa.exists().where(
        _TOLD.c.figure == figure,
        _TOLD.c.cut == ALL,
        _TOLD.c.month_on == LAST_MONTH,
        _TOLD.c.source == _REGISTERING.c.source,
    )
    return sa.select(_REGISTERING.c.source).where(~told).exists()


def flow(figure: str) -> Count:
    """What happened in the days."""
    return _counted(figure, _OVER_DAYS, ALL, "")


def stock(figure: str, cut: str = ALL, value: str = "") -> Count:
    """What was true at their end, in one value of a cut."""
    return _counted(figure, counts.c.month, cut, value)


def counted(count: Count) -> Side:
    return side(count, covers=Coverage.COUNTED_MONTHS)


def days_of(figure: str) -> sa.CTE:
    """How many waited how many days, all antennas together; empty where one has still to tell."""
    # Only rows of this cut are numbers of days: the others must not be read as such, whatever the database does first.
    days = sa.case((counts.c.cut == DAYS, sa.cast(counts.c.value, sa.Integer)))
    return (
        sa.select(days.label("days"), sa.func.sum(_OVER_DAYS).label("delays"))
        .where(*_told_of(figure, DAYS), ~is_untold(figure))
        .group_by(days)
        .cte(f"days_of_{figure}")
    )


def _counted(figure: str, number: sa.ColumnElement[int], cut: str, value: str) -> Count:
    total = sa.func.coalesce(sa.func.sum(number), 0)
    return (
        sa.select(sa.case((is_untold(figure), None), else_=total))
        .select_from(counts)
        .where(*_told_of(figure, cut), counts.c.value == value)
        .scalar_subquery()
    )


def _told_of(figure: str, cut: str) -> tuple[sa.ColumnElement[bool], ...]:
    return counts.c.figure == figure, counts.c.cut == cut, counts.c.month_on == LAST_MONTH
