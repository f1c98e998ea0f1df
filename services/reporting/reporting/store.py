"""What a projection is, what is made of each event, as data, and the one way that rows are written.

A row is keyed by its source and what it is about: a fact told twice counts once. Each fact fills its own columns, and
where one value replaces another the higher sequence wins, so the order of arrival changes nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import sqlalchemy as sa

from chassis.core import bulk
from chassis.core.manifest import Reaction
from chassis.core.work import UnitOfWork
from contracts.envelope import Event

metadata = sa.MetaData()
_SUBJECT = "subject"


def projection(name: str, *columns: sa.Column[Any] | sa.Index, key: str = _SUBJECT) -> sa.Table:
    """A table whose rows are about the subjects of events, or about what a field of theirs, `key`, names."""
    return sa.Table(
        name,
        metadata,
        sa.Column("source", sa.Text, primary_key=True),
        sa.Column(key, sa.Uuid, primary_key=True),
        sa.Column("antenna", sa.Text, nullable=False),
        *columns,
    )


@dataclass(frozen=True, slots=True)
class Ignored:
    """Nothing is kept of such an event. `told_for`: what its fields are told for, in French, if not for a figure."""

    reason: str
    told_for: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, events: Sequence[Event], work: UnitOfWork) -> None:
        pass


@dataclass(frozen=True, slots=True)
class Projecting:
    """Each event gives a row of the table.

    `named`: the field that each column copies. `always`: what the type of the event says by itself. `computed`: what is
    made of the fields. `sequence`: the column of the event's own, which says what replaces what.
    """

    table: sa.Table
    key: str
    sequence: str
    named: Mapping[str, str]
    always: Mapping[str, str]
    computed: Mapping[str, Callable[[Mapping[str, Any]], Any]]

    def __call__(self, events: Sequence[Event], work: UnitOfWork) -> None:
        statement = _insert_unless_older(self.table, self.columns, self.sequence)
        statement.execute(work.session, _newest([self._row(event) for event in events], self.table, self.sequence))

    @property
    def columns(self) -> tuple[str, ...]:
        return ("source", self.key, "antenna", self.sequence, *self.named, *self.always, *self.computed)

    def _row(self, event: Event) -> dict[str, Any]:
        data = event.data
        row: dict[str, Any] = {
            "source": event.source,
            self.key: event.subject if self.key == _SUBJECT else data[self.key],
            "antenna": event.antenna,
            self.sequence: event.sequence,
            **self.always,
        }
        for column, name in self.named.items():
            row[column] = data.get(name)
        for column, made_of in self.computed.items():
            row[column] = made_of(data)
        return row


# What is made of an event, by its type: a reaction of its own where a row is not enough.
Projections = Mapping[str, Projecting | Ignored | Reaction]


def projecting(
    table: sa.Table,
    *names: str,
    sequence: str = "sequence",
    always: Mapping[str, str] | None = None,
    computed: Mapping[str, Callable[[Mapping[str, Any]], Any]] | None = None,
    **renamed: str,
) -> Projecting:
    """Columns `names` copy the fields of the same names, `renamed` those of others. `KeyError`: no such column."""
    named = {name: name for name in names} | renamed
    made = Projecting(table, _keys(table)[1], sequence, named, always or {}, computed or {})
    for column in made.columns:
        table.c[column]
    return made


@cache
def _insert_unless_older(table: sa.Table, names: tuple[str, ...], sequence_column: str) -> bulk.BulkInsert:
    keys, told = _keys(table), table.c[sequence_column]

    def replace_older(statement: Any) -> Any:
        new = statement.excluded
        return statement.on_conflict_do_update(
            index_elements=keys,
            set_={name: new[name] for name in names if name not in keys},
            where=sa.or_(told.is_(None), told < new[sequence_column]),
        )

    return bulk.BulkInsert(table, names, replace_older)


def _keys(table: sa.Table) -> list[str]:
    return [column.name for column in table.primary_key]


def _newest(rows: Sequence[Mapping[str, Any]], table: sa.Table, sequence_column: str) -> list[Mapping[str, Any]]:
    """One row a key, the newest: PostgreSQL refuses to update one row twice in one statement."""
    keys = _keys(table)
    newest: dict[tuple[Any, ...], Mapping[str, Any]] = {}
    for row in rows:
        key = tuple(row[name] for name in keys)
        if key not in newest or newest[key][sequence_column] < row[sequence_column]:
            newest[key] = row
    return list(newest.values())
