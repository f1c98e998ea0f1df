"""What holds of every service's migrations, on the database of each profile; a service inherits it once for each."""

from collections.abc import Callable, Iterator, Mapping
from itertools import count
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID

import pytest
import sqlalchemy as sa

from chassis.core import tables
from chassis.core.clock import SetClock
from chassis.core.database import Database
from chassis.core.manifest import Manifest
from chassis.core.migrate import migrate
from chassis.core.readiness import what_is_missing
from chassis.core.revisions import heads
from chassis.core.runtime import Runtime
from support.runtimes import A_DAY, KEYRING, an_antenna, instance_of
from support.servers import Servers

# Alembic's own, one a history: not a service's tables.
HISTORIES = {"alembic_version", "alembic_version_chassis"}
NewDatabase = Callable[[], Database]


class MigrationBehaviour:
    """`new_database` opens a new, empty database of one kind, and closes it after the test."""

    manifest: ClassVar[Manifest]

    def test_an_empty_database_comes_to_hold_exactly_the_tables_that_the_code_expects(
        self, new_database: NewDatabase
    ) -> None:
        migrated, declared = new_database(), new_database()
        migrate(instance_of(migrated, self.manifest))
        tables.metadata.create_all(declared.engine)
        self.manifest.metadata.create_all(declared.engine)
        found, expected = described(migrated.engine), described(declared.engine)
        assert set(expected) == {*tables.metadata.tables, *self.manifest.metadata.tables}
        assert {table: found[table] for table in found.keys() - HISTORIES} == expected

    def test_the_instance_waits_for_its_migrations_and_for_nothing_after_them(self, new_database: NewDatabase) -> None:
        database = new_database()
        runtime = Runtime(self.manifest, an_antenna(), database, KEYRING, SetClock(A_DAY))
        missing = what_is_missing(runtime)
        assert missing is not None
        assert f"maillage migrate {self.manifest.name} --antenna romans" in missing.reason
        assert migrate(instance_of(database, self.manifest)) == heads(self.manifest.migrations)
        assert what_is_missing(runtime) is None

    def test_migrating_twice_changes_neither_tables_nor_rows(self, new_database: NewDatabase) -> None:
        database = new_database()
        reached = migrate(instance_of(database, self.manifest))
        before = described(database.engine)
        row = {"audit_id": UUID(int=1), "at": A_DAY, "person": "p", "action": "a", "object": "o"}
        with database.engine.begin() as connection:
            connection.execute(sa.insert(tables.audit).values(row))
        assert migrate(instance_of(database, self.manifest)) == reached
        assert described(database.engine) == before
        with database.engine.connect() as connection:
            assert [dict(found) for found in connection.execute(sa.select(tables.audit)).mappings()] == [row]


class OnSQLite:
    @pytest.fixture
    def new_database(self, tmp_path: Path) -> Iterator[NewDatabase]:
        numbers = count(1)
        yield from _opened(lambda: f"sqlite+pysqlite:///{tmp_path}/{next(numbers)}.db")


class OnPostgreSQL:
    @pytest.fixture
    def new_database(self, servers: Servers) -> Iterator[NewDatabase]:
        yield from _opened(servers.database)


def described(engine: sa.Engine) -> Mapping[str, Any]:
    """Every table as the database itself tells it: columns, keys, indexes."""
    inspector = sa.inspect(engine)
    return {
        table: {
            "columns": {
                column["name"]: (column["type"].compile(engine.dialect), column["nullable"], column["default"])
                for column in inspector.get_columns(table)
            },
            "primary key": inspector.get_pk_constraint(table),
            "unique": sorted(map(_plain, inspector.get_unique_constraints(table))),
            "foreign keys": sorted(map(_plain, inspector.get_foreign_keys(table))),
            "indexes": sorted(map(_plain, inspector.get_indexes(table))),
            "checks": sorted(map(_plain, inspector.get_check_constraints(table))),
        }
        for table in inspector.get_table_names()
    }


def _plain(told: Any) -> str:
    """A constraint as text that can be compared: the condition of a partial index is an expression inside it."""
    if isinstance(told, Mapping):
        return str({name: _plain(value) for name, value in sorted(told.items())})
    return str(told)


def _opened(address: Callable[[], str]) -> Iterator[NewDatabase]:
    databases: list[Database] = []

    def new_database() -> Database:
        databases.append(Database(address()))
        return databases[-1]

    yield new_database
    for database in databases:
        database.close()
