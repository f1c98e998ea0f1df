"""Statements for a whole batch of rows, alike on both databases, and INSERTs that know ON CONFLICT."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

# What to do with a row that is already there, and what to return: `on_conflict_…` and `returning` of the dialects.
Conflict = Callable[[Any], Any]


def insert_into(connection: sa.Connection, table: sa.Table) -> Any:
    """The dialect's own INSERT."""
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)


def insert_rows(session: Session, table: sa.Table, rows: Sequence[Mapping[str, Any]], conflict: Conflict) -> Any:
    """Inserts rows that all have the same columns; `conflict` completes the INSERT. Returns its result."""
    return BulkInsert(table, tuple(rows[0]), conflict).execute(session, rows)


class BulkInsert:
    """An INSERT of many rows, to be made once and executed often: building the statement costs more than a row.

    On PostgreSQL each column is one array, written as text: one value to send and to parse instead of hundreds.
    """

    def __init__(self, table: sa.Table, names: Sequence[str], conflict: Conflict) -> None:
        self._table = table
        self._names = tuple(names)
        self._conflict = conflict

    def execute(self, session: Session, rows: Sequence[Mapping[str, Any]]) -> Any:
        """Inserts rows that have these columns and no other; returns the result."""
        if session.get_bind().dialect.name == "sqlite":
            return session.execute(self._of_rows, rows)
        return session.execute(self._of_arrays, {name: _array([row[name] for row in rows]) for name in self._names})

    @cached_property
    def _of_rows(self) -> Any:
        return self._conflict(sqlite.insert(self._table))

    @cached_property
    def _of_arrays(self) -> Any:
        arrays = [
            sa.cast(sa.bindparam(name, type_=sa.Text), postgresql.ARRAY(self._table.c[name].type))
            for name in self._names
        ]
        columns = sa.func.unnest(*arrays).table_valued(*self._names).render_derived()
        return self._conflict(postgresql.insert(self._table).from_select(self._names, sa.select(*columns.c)))


def is_among(bind: sa.Engine | sa.Connection, column: sa.Column[Any], values: Sequence[Any]) -> sa.ColumnElement[bool]:
    """Whether the column is one of many values: on PostgreSQL one parameter instead of hundreds."""
    if bind.dialect.name == "sqlite":
        return column.in_(values)
    array = sa.cast(sa.literal(_array(values), sa.Text), postgresql.ARRAY(column.type))
    return column == sa.any_(array)


def _array(values: Sequence[Any]) -> str:
    """The values as PostgreSQL writes an array."""
    return "{" + ",".join(map(_element, values)) + "}"


def _element(value: Any) -> str:
    write = _WRITERS.get(type(value)) or next((w for kind, w in _WRITERS.items() if isinstance(value, kind)), None)
    if write is None:
        raise TypeError(f"no way is known to write {type(value).__name__} in an array")
    return write(value)


def _quoted(text: str) -> str:
    if '"' in text or "\\" in text:
        text = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'


_WRITERS: Mapping[type, Callable[[Any], str]] = {
    str: _quoted,
    UUID: lambda value: f"{value.int:032x}",
    bytes: lambda value: f'"\\\\x{value.hex()}"',
    int: str,
    date: lambda value: f'"{value}"',
    type(None): lambda _: "NULL",
}
