"""Migrations of the chassis and of the sample service: what every service's promise, and several at the same time."""

from concurrent.futures import ThreadPoolExecutor

import sqlalchemy as sa

from chassis.core.database import Database
from chassis.core.migrate import migrate
from chassis.core.revisions import current, heads
from support.migration_behaviour import MigrationBehaviour, NewDatabase
from support.runtimes import instance_of
from support.sample_service import PERMANENCE


class SampleMigrations(MigrationBehaviour):
    manifest = PERMANENCE

    def test_migrating_from_several_sides_at_once_is_migrating_once(self, new_database: NewDatabase) -> None:
        url = new_database().url.render_as_string(hide_password=False)
        expected = heads(PERMANENCE.migrations)

        def side(_: int) -> object:
            database = Database(url)
            try:
                return migrate(instance_of(database, PERMANENCE))
            finally:
                database.close()

        with ThreadPoolExecutor(4) as threads:
            assert list(threads.map(side, range(4))) == [expected] * 4

    def test_a_history_that_never_ran_is_at_no_revision(self, new_database: NewDatabase) -> None:
        database = new_database()
        with database.engine.connect() as connection:
            assert current(connection) == {"chassis": None, "service": None}
        migrate(instance_of(database, PERMANENCE))
        with database.engine.connect() as connection:
            assert current(connection) == heads(PERMANENCE.migrations)
            assert set(current(connection)) == {"chassis", "service"}

    def test_a_migration_that_fails_leaves_the_database_as_it_was(self, new_database: NewDatabase) -> None:
        database = new_database()
        with database.engine.begin() as connection:
            connection.execute(sa.text("CREATE TABLE effects (taken INTEGER)"))
        try:
            migrate(instance_of(database, PERMANENCE))
        except sa.exc.DBAPIError:
            pass
        else:
            raise AssertionError("the table was in the way")
        assert sa.inspect(database.engine).get_table_names() == ["effects"]
