"""Brings one instance's database to the head of two histories, the chassis's then the service's, and to its key."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory

from chassis.core.causes import NEWER, ServerUnusable
from chassis.core.database import unhurried
from chassis.core.key_check import adopt, refuse_another_key, unguarded
from chassis.core.revisions import CHASSIS_MIGRATIONS, VERSION_TABLES, current, heads, newer
from chassis.core.runtime import Runtime
from chassis.core.sealed import Progress

_LOCK = 0x4D41494C  # "MAIL": one migration at a time in a PostgreSQL database
_CHECK = "PRAGMA foreign_key_check"


def migrate(
    runtime: Runtime, *, target: str = "head", progress: Progress = lambda _rows: None
) -> Mapping[str, str | None]:
    """Runs what is missing, in one transaction; returns the revision of each history. Safe to run twice and at once.

    The first time it writes which key the database is sealed with, having tried it on all that is sealed already:
    `progress` hears of each step. Another key raises `KeyRefused`, a newer database `ServerUnusable`, and nothing is
    written. `target` bounds the
    service's history only (tests stop at head - 1).
    """
    with (
        unguarded(runtime) as database,
        database.engine.connect() as connection,
        _tables_rebuilt(connection),
        connection.begin(),
    ):
        unhurried(connection)
        if connection.dialect.name == "postgresql":
            connection.execute(sa.text("SET LOCAL lock_timeout = '10s'"))
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
        refuse_another_key(connection, runtime)
        if newer(current(connection), heads(runtime.manifest.migrations)):
            raise ServerUnusable(NEWER)
        reached = {
            "chassis": bring_to(connection, "chassis", CHASSIS_MIGRATIONS, "head"),
            "service": bring_to(connection, "service", runtime.manifest.migrations, target),
        }
        if connection.dialect.name == "sqlite" and (broken := connection.exec_driver_sql(_CHECK).first()):
            raise sa.exc.IntegrityError(_CHECK, None, ValueError(f"a row of {broken[0]} refers to none of {broken[2]}"))
        adopt(connection, runtime, progress)
        return reached


@contextmanager
def _tables_rebuilt(connection: sa.Connection) -> Iterator[None]:
    """SQLite changes a column by making its table anew, which it refuses while other rows refer to the old one.

    The keys are not enforced meanwhile, and all checked before the end. It can only be said outside a transaction.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys = ON")


def bring_to(connection: sa.Connection, history: str, directory: Path, target: str) -> str | None:
    """Runs what is missing of one history, in the running transaction; returns the revision reached."""
    script = ScriptDirectory(str(directory), version_locations=[str(directory)])
    context = MigrationContext.configure(
        connection,
        opts={
            "version_table": VERSION_TABLES[history],
            "script": script,
            "fn": lambda revision, _: script._upgrade_revs(target, revision),
        },
    )
    with Operations.context(context):
        context.run_migrations()
    return context.get_current_revision()
