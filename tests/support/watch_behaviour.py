"""What holds of the watch over a PostgreSQL database, for threads and for green threads alike."""

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import psycopg2
import pytest
import sqlalchemy as sa
import structlog

from chassis.core import watch
from chassis.core.causes import REFUSED, database_cause
from chassis.core.database import Database, is_transient
from chassis.core.leadership import Leadership, leadership_of
from local_servers.node import Node
from support import pace
from support.frozen import frozen
from support.processes import eventually


class WatchBehaviour:
    """`node` is a PostgreSQL of the test's own, and `database` one of its databases."""

    @pytest.fixture(autouse=True)
    def _short_silence(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(watch, "SILENCE", 1.0)
        monkeypatch.setattr(watch, "PAUSE", 0.1)

    def test_a_wait_on_a_silent_database_is_cut_the_next_is_refused_and_all_goes_on_after(
        self, node: Node, database: Database
    ) -> None:
        assert seconds(database, 0) is None
        with structlog.testing.capture_logs() as told:
            with frozen(node):
                cut = _beside(lambda: seconds(database, 0))()
                assert cut is not None
                assert is_transient(cut)
                eventually(lambda: database.is_answering, lambda answers: not answers)
                started = time.monotonic()
                refused = seconds(database, 0)
                assert refused is not None
                assert is_transient(refused)
                assert time.monotonic() - started < pace.at_most(watch.SILENCE / 4)
            eventually(lambda: database.is_answering)
        assert seconds(database, 0) is None
        assert [line["event"] for line in told] == ["database_silent", "database_answers"]

    def test_a_statement_that_is_only_long_is_not_cut(self, database: Database) -> None:
        assert seconds(database, 3 * watch.SILENCE) is None
        assert database.is_answering

    def test_a_leader_of_a_silent_database_learns_it(self, node: Node, database: Database) -> None:
        leader = leadership_of(database)
        assert leader.acquire()
        with frozen(node), pytest.raises(psycopg2.Error) as cut:
            _listen(leader)
        assert is_transient(cut.value)
        leader.release()

    def test_a_database_that_is_not_there_is_not_waited_for_either(self, database: Database) -> None:
        elsewhere = Database(database.url.set(port=1).render_as_string(hide_password=False))
        try:
            for _ in range(2):
                refused = seconds(elsewhere, 0)
                assert refused is not None
                assert database_cause(refused) is REFUSED, "it is told as silent although it was refused"
                eventually(lambda: elsewhere.is_answering, lambda answers: not answers)
        finally:
            elsewhere.close()

    def test_a_server_that_refuses_the_watch_alone_is_not_silent(self, database: Database) -> None:
        _scalar(database, "CREATE ROLE clerk LOGIN PASSWORD 'of-a-test'")
        clerks = Database(database.url.set(username="clerk", password="of-a-test").render_as_string(False))
        try:
            with clerks.engine.connect() as kept:
                ours = kept.scalar(sa.select(sa.func.pg_backend_pid()))
            watching = f"FROM pg_stat_activity WHERE usename = 'clerk' AND pid <> {ours}"
            eventually(lambda: _scalar(database, f"SELECT count(*) {watching}"), (1).__eq__)
            _scalar(database, "ALTER ROLE clerk CONNECTION LIMIT 0")
            assert _scalar(database, f"SELECT pg_terminate_backend(pid) {watching}")
            assert seconds(clerks, 3 * watch.SILENCE) is None
            assert clerks.is_answering
            assert _scalar(database, f"SELECT count(*) {watching}") == 0
        finally:
            clerks.close()
            _scalar(database, "DROP ROLE clerk")

    def test_a_closed_database_is_no_longer_asked_and_may_be_opened_again(self, database: Database) -> None:
        for _ in range(2):
            assert seconds(database, 0) is None
            assert "watch" in _threads()
            database.close()
            assert "watch" not in _threads()


def seconds(database: Database, seconds: float) -> Exception | None:
    """What is raised by a statement that takes so long, if anything."""
    try:
        with database.engine.begin() as connection:
            connection.execute(sa.select(sa.func.pg_sleep(seconds)))
    except Exception as error:  # noqa: BLE001 - whatever it is, the test looks at it
        return error
    return None


def _scalar(database: Database, statement: str) -> Any:
    with database.engine.begin() as connection:
        result = connection.exec_driver_sql(statement)
        return result.scalar() if result.returns_rows else None


def _beside(function: Callable[[], Any]) -> Callable[[], Any]:
    """Calls it in a thread; returns what waits for its result."""
    results: list[Any] = []
    thread = threading.Thread(target=lambda: results.append(function()), daemon=True)
    thread.start()

    def ended() -> Any:
        thread.join(pace.patience())
        (result,) = results
        return result

    return ended


def _listen(leader: Leadership) -> None:
    for _ in range(2):
        leader.wait(pace.patience())


def _threads() -> Iterator[str]:
    return (thread.name for thread in threading.enumerate())
