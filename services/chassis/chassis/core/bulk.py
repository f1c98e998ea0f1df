"""INSERTs that know ON CONFLICT, alike on both databases, of one row or of a whole batch in one statement."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

# What to do with a row that is already there, and what to return: `on_conflict_…` and `returning` of the dialects.
Conflict = Callable[[Any], Any]


def insert_into(connection: sa.Connection, table: sa.Table) -> Any:
    """The dialect's own INSERT."""
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)


def insert_rows(session: Session, table: sa.Table, rows: Sequence[Mapping[str, Any]], conflict: Conflict) -> Any:
    """Inserts rows that all have the same columns; `conflict` completes the INSERT. Returns its result.

    On PostgreSQL each column is one array, which is parsed fastest.
    """
    statement = insert_into(session.connection(), table)
    if isinstance(statement, sqlite.Insert):
        return session.execute(conflict(statement), rows)
    names = list(rows[0])
    arrays = [sa.bindparam(f"_{name}", type_=postgresql.ARRAY(table.c[name].type)) for name in names]
    columns = sa.func.unnest(*arrays).table_valued(*names).render_derived()
    statement = statement.from_select(names, sa.select(*columns.c))
    return session.execute(conflict(statement), {f"_{name}": [row[name] for row in rows] for name in names})
