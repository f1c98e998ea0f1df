"""What a projection is, and the one way it is written.

A row is keyed by its source and what it is about: a fact told twice counts once. Each fact fills its own columns, and
where one value replaces another the higher sequence wins, so the order of arrival changes nothing.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa

from chassis.core import bulk
from chassis.core.work import UnitOfWork

metadata = sa.MetaData()


def projection(name: str, *columns: sa.Column[Any] | sa.Index, key: str = "subject") -> sa.Table:
    return sa.Table(
        name,
        metadata,
        sa.Column("source", sa.Text, primary_key=True),
        sa.Column(key, sa.Uuid, primary_key=True),
        sa.Column("antenna", sa.Text, nullable=False),
        *columns,
    )


def project(
    work: UnitOfWork, table: sa.Table, rows: Sequence[Mapping[str, Any]], sequence_column: str = "sequence"
) -> None:
    """Writes rows that all have the same columns; a row already told by a higher or equal sequence is left as it is."""
    if rows:
        statement = _insert_unless_older(table, tuple(rows[0]), sequence_column)
        statement.execute(work.session, _newest(rows, _keys(table), sequence_column))


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


def _newest(rows: Sequence[Mapping[str, Any]], keys: Sequence[str], sequence_column: str) -> list[Mapping[str, Any]]:
    """One row a key, the newest: PostgreSQL refuses to update one row twice in one statement."""
    newest: dict[tuple[Any, ...], Mapping[str, Any]] = {}
    for row in rows:
        key = tuple(row[name] for name in keys)
        if key not in newest or newest[key][sequence_column] < row[sequence_column]:
            newest[key] = row
    return list(newest.values())
