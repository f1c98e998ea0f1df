"""Databases as older versions left them."""

from pathlib import Path

import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory


def upgraded_to(connection: sa.Connection, directory: Path, version_table: str, revision: str) -> None:
    """Runs one history up to a revision, and nothing besides."""
    script = ScriptDirectory(str(directory), version_locations=[str(directory)])
    context = MigrationContext.configure(
        connection,
        opts={
            "version_table": version_table,
            "script": script,
            "fn": lambda found, _: script._upgrade_revs(revision, found),
        },
    )
    with Operations.context(context):
        context.run_migrations()
