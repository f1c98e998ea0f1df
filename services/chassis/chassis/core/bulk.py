"""Many rows in one statement, alike on both databases: on PostgreSQL one array a column, which is parsed fastest."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

# What to do with a row that is already there, and what to return: `on_conflict_…` and `returning` of the dialects.
Conflict = Callable[[Any], Any]


def insert(session: Session, table: sa.Table, rows: Sequence[Mapping[str, Any]], conflict: Conflict) -> Any:
    """Inserts rows that all have the same columns; `conflict` completes the dialect's INSERT. Returns its result."""
    if session.get_bind().dialect.name == "sqlite":
        return session.execute(conflict(sqlite.insert(table)), rows)
    names = list(rows[0])
    arrays = [sa.bindparam(f"_{name}", type_=postgresql.ARRAY(table.c[name].type)) for name in names]
    columns = sa.func.unnest(*arrays).table_valued(*names).render_derived()
    statement = postgresql.insert(table).from_select(names, sa.select(*columns.c))
    return session.execute(conflict(statement), {f"_{name}": [row[name] for row in rows] for name in names})
