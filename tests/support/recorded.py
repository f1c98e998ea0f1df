"""What an instance has written: rows of its tables, facts of its outbox as readers will decode them, its files."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from chassis.core import outbox, tables
from chassis.core.runtime import Runtime
from contracts.envelope import CONTENT_TYPE, Event, decode


def facts(runtime: Runtime) -> list[Event]:
    """The facts of the outbox, oldest first."""
    return [decode(row.body, CONTENT_TYPE) for row in outbox.after(runtime.database, 0)]


def rows(runtime: Runtime, table: str) -> Sequence[Mapping[str, Any]]:
    with runtime.database.engine.connect() as connection:
        return [dict(row) for row in connection.execute(sa.select(_tables(runtime)[table])).mappings()]


def row_counts(runtime: Runtime) -> Mapping[str, int]:
    """How many rows each table holds, the chassis's tables and the service's own."""
    with runtime.database.engine.connect() as connection:
        return {
            name: connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0
            for name, table in _tables(runtime).items()
        }


def files(runtime: Runtime) -> Mapping[Path, bytes]:
    """The bytes of every file of a SQLite database: itself, its write-ahead log, its index."""
    database = Path(runtime.database.url.database or "")
    return {path: path.read_bytes() for path in sorted(database.parent.glob(f"{database.name}*"))}


def _tables(runtime: Runtime) -> Mapping[str, sa.Table]:
    return {**tables.metadata.tables, **runtime.manifest.metadata.tables}
