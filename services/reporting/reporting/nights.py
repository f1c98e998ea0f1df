"""Nights shared by a row and the days of a figure, counted by the database itself, alike in both profiles."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from reporting.figure import END, START

_Day = sa.ColumnElement[date]


class NightsBetween(FunctionElement[int]):
    """The nights from one day to another: PostgreSQL takes days away from days, SQLite keeps them as text."""

    type = sa.Integer()
    inherit_cache = True


@compiles(NightsBetween)
def _on_postgresql(element: NightsBetween, compiler: Any, **options: Any) -> str:
    first, last = (compiler.process(day, **options) for day in element.clauses)
    return f"({last} - {first})"


@compiles(NightsBetween, "sqlite")
def _on_sqlite(element: NightsBetween, compiler: Any, **options: Any) -> str:
    first, last = (compiler.process(day, **options) for day in element.clauses)
    return f"CAST(julianday({last}) - julianday({first}) AS INTEGER)"


def earlier(one: _Day, other: _Day) -> _Day:
    """The earlier of two days; a day that is absent never comes."""
    return sa.case((other.is_(None), one), (one < other, one), else_=other)


def later(one: _Day, other: _Day) -> _Day:
    return sa.case((one > other, one), else_=other)


class Shared:
    """The nights that a row, from `first` to the morning of `last`, has in common with the days."""

    def __init__(self, first: _Day, last: _Day) -> None:
        shared_first, shared_last = later(first, START), earlier(END, last)
        # Also said by the plain columns, for their indexes.
        self.any: sa.ColumnElement[bool] = sa.and_(first < END, shared_first < shared_last)
        self.count: sa.ColumnElement[int] = NightsBetween(shared_first, shared_last)
