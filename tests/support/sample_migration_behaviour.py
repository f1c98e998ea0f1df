"""Migrations of the chassis and of the sample service: what every service's promise, and several at the same time."""

import hashlib
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from chassis.core import quarantine, tables
from chassis.core.database import Database
from chassis.core.inbox import Receipt, receive
from chassis.core.migrate import migrate
from chassis.core.refusals import PURPOSE
from chassis.core.replay import replay
from chassis.core.retry import retry_waiting
from chassis.core.revisions import CHASSIS_MIGRATIONS, VERSION_TABLES, current, heads
from chassis.core.runtime import Runtime
from contracts.envelope import CONTENT_TYPE, Event
from support.migration_behaviour import MigrationBehaviour, NewDatabase
from support.migrations_before import upgraded_to
from support.runtimes import A_DAY, instance_of
from support.sample_deliveries import an_arrival, delivered
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

    def test_what_was_kept_before_quarantine_said_who_sent_it_is_read_and_tried_again(
        self, new_database: NewDatabase
    ) -> None:
        database = new_database()
        with database.engine.begin() as connection:
            upgraded_to(connection, CHASSIS_MIGRATIONS, VERSION_TABLES["chassis"], "0002")
        runtime = instance_of(database, PERMANENCE)
        waited, refused = an_arrival(), an_arrival()
        _keep_as_before(runtime, delivered(waited).body, waited, delivered(refused).body)

        migrate(runtime)

        (row,) = quarantine.messages(runtime)
        assert (row.size, row.has_body, row.broker_account) == (len(delivered(refused).body), True, None)
        assert replay(runtime, row.quarantine_id)
        assert retry_waiting(runtime) == Receipt(applied=1)
        assert receive(runtime, [delivered(waited), delivered(refused)]) == Receipt(duplicates=2)

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


def _keep_as_before(runtime: Runtime, waiting_body: bytes, waited: Event, refused_body: bytes) -> None:
    """Rows as revision 0002 had them: a body that waits in clear, and a refused message of which nothing is said."""
    digests = [hashlib.sha256(body).digest() for body in (waiting_body, refused_body)]
    key = {"source": waited.source, "event_id": waited.id, "type": waited.type}
    with runtime.database.engine.begin() as connection:
        connection.execute(_table("inbox", key, digest=digests[0], applied_at=A_DAY))
        instants = {"since": A_DAY, "tried_at": A_DAY}
        connection.execute(_table("waiting", key, awaited=waited.subject, body=waiting_body, due=True, **instants))
        refusal = {"quarantine_id": uuid4(), "code": "UNROUTABLE", "reason": "une autre antenne"}
        sealed = runtime.keyring.seal(PURPOSE, refused_body)
        told = {"content_type": CONTENT_TYPE, "sealed_body": sealed, "entered_at": A_DAY}
        connection.execute(_table("quarantine", refusal, digest=digests[1], **told))


def _table(name: str, values: Mapping[str, Any], **more: Any) -> sa.Insert:
    return sa.insert(tables.metadata.tables[name]).values({**values, **more})
