"""What the unit tests prove on SQLite, on PostgreSQL; and what only PostgreSQL can do."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg2
import pytest
import sqlalchemy as sa
from structlog.testing import capture_logs

from chassis.core import causes, quarantine
from chassis.core.database import Database, is_transient
from chassis.core.errors import TransientFailure
from chassis.core.inbox import Receipt, receive
from chassis.core.leadership import Leadership, leadership_of
from chassis.core.migrate import migrate
from chassis.core.readiness import wait_for_database, what_is_missing
from chassis.core.runtime import Runtime
from support.accounts_behaviour import AccountsBehaviour
from support.application_behaviour import ApplicationBehaviour
from support.inbox_behaviour import InboxBehaviour
from support.key_behaviour import KeyBehaviour
from support.leadership_behaviour import LeadershipBehaviour
from support.migration_behaviour import NewDatabase, OnPostgreSQL
from support.processes import eventually
from support.quarantine_behaviour import QuarantineBehaviour, refused_by
from support.runtimes import instance_of
from support.sample_deliveries import a_sample, an_arrival, delivered
from support.sample_migration_behaviour import SampleMigrations
from support.sample_service import PERMANENCE


class TestApplicationOnPostgreSQL(OnPostgreSQL, ApplicationBehaviour): ...


class TestAccountsOnPostgreSQL(OnPostgreSQL, AccountsBehaviour): ...


class TestMigrationsOnPostgreSQL(OnPostgreSQL, SampleMigrations): ...


class TestKeysOnPostgreSQL(OnPostgreSQL, KeyBehaviour): ...


class TestQuarantineOnPostgreSQL(OnPostgreSQL, QuarantineBehaviour):
    def test_a_batch_of_refused_messages_costs_a_few_statements(self, new_database: NewDatabase) -> None:
        runtime = a_sample(new_database())
        batch = [refused_by("guests.events") for _ in range(250)]
        with statements(runtime) as sent:
            receive(runtime, batch)
        assert len(quarantine.messages(runtime)) == 250
        assert len(sent) < 10


class TestInboxOnPostgreSQL(OnPostgreSQL, InboxBehaviour):
    def test_a_database_that_does_not_answer_is_waited_for(self, new_database: NewDatabase) -> None:
        runtime = a_sample(new_database())
        batch = [delivered(an_arrival(), returns=returns) for returns in (0, 9)]
        elsewhere = Database(runtime.database.url.set(port=1).render_as_string(hide_password=False))
        away = replace(runtime, database=elsewhere)
        for _ in range(10):
            with pytest.raises(TransientFailure):
                receive(away, batch)
        assert what_is_missing(away) == causes.REFUSED
        assert receive(runtime, batch) == Receipt(applied=2)
        assert quarantine.messages(runtime) == []

    def test_a_lock_that_is_not_given_in_time_is_waited_for(self, new_database: NewDatabase) -> None:
        runtime = a_sample(new_database())
        impatient = Database(runtime.database.url.render_as_string(hide_password=False))
        sa.event.listen(impatient.engine, "connect", _impatient)
        with runtime.database.engine.begin() as other:
            other.execute(sa.text("LOCK TABLE effects IN ACCESS EXCLUSIVE MODE"))
            for _ in range(6):
                with pytest.raises(TransientFailure):
                    receive(replace(runtime, database=impatient), [delivered(an_arrival(), returns=9)])
        impatient.close()
        assert quarantine.messages(runtime) == []


class TestLeadershipOnPostgreSQL(OnPostgreSQL, LeadershipBehaviour):
    def test_a_leader_whose_connection_is_cut_learns_it_and_is_replaced(self, new_database: NewDatabase) -> None:
        database = new_database()
        first, second = leadership_of(database), leadership_of(database)
        assert first.acquire()
        assert not second.acquire()
        with database.engine.connect() as connection:
            connection.execute(
                sa.text("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted")
            )
        assert eventually(second.acquire)
        with pytest.raises(psycopg2.Error) as cut:
            _listen(first)
        assert is_transient(cut.value)
        first.release()
        second.release()


def _impatient(connection: Any, _record: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '20ms'")
    connection.commit()


def _listen(leader: Leadership) -> None:
    for _ in range(3):
        leader.wait(1)


@pytest.mark.parametrize("days", [0, 3, -3])
class TestClocks(OnPostgreSQL):
    def test_a_clock_that_differs_from_the_database_s_is_told_at_the_start(
        self, new_database: NewDatabase, days: int
    ) -> None:
        runtime = replace(instance_of(new_database(), PERMANENCE), clock=_Ahead(timedelta(days=days)))
        migrate(runtime)
        with capture_logs() as logs:
            wait_for_database(runtime)
        told = [line["seconds_ahead"] for line in logs if line["event"] == "clock_differs"]
        assert [round(seconds / 86_400) for seconds in told] == ([days] if days else [])


@dataclass(frozen=True)
class _Ahead:
    by: timedelta

    def now(self) -> datetime:
        return datetime.now(UTC) + self.by


@contextmanager
def statements(runtime: Runtime) -> Iterator[list[str]]:
    """What is sent to the database meanwhile."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        sent.append(statement)

    sa.event.listen(runtime.database.engine, "before_cursor_execute", note)
    yield sent
    sa.event.remove(runtime.database.engine, "before_cursor_execute", note)
