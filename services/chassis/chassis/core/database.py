"""Engines with the timeouts and pragmas we rely on, and the line between failures that pass and failures that stay."""

import random
import sqlite3
import threading
import time
from functools import partial
from pathlib import Path
from typing import Any

import psycopg2
import sqlalchemy as sa
from sqlalchemy import event, exc
from sqlalchemy.orm.exc import StaleDataError

from chassis.core.watch import Watch

# Bounds on waiting, so that a dead peer is noticed and a lock never blocks a worker for long.
_POSTGRESQL = {
    "connect_timeout": 5,
    "keepalives": 1,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
    "options": "-c statement_timeout=30s -c lock_timeout=5s -c idle_in_transaction_session_timeout=60s",
}
SQLITE_BUSY_SECONDS = 10
# SQLite has one writer and no queue: whoever waits looks again after some milliseconds.
_LOOK_AGAIN = (0.001, 0.005)
_READS = "maillage_reads"


class Database:
    """One instance's database: an engine, and a signal set after each commit that left something in the outbox.

    `busy_seconds`: how long a transaction waits to be the one writer of an SQLite file.
    """

    def __init__(self, url: str, busy_seconds: float = SQLITE_BUSY_SECONDS) -> None:
        self.url = sa.make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.committed_to_outbox = threading.Event()
        self._watch = Watch()
        if self.is_sqlite:
            Path(self.url.database or "").parent.mkdir(parents=True, exist_ok=True)
            self.engine = sa.create_engine(
                self.url,
                # Batches are of any length, and each length is a statement of its own that the driver would keep.
                connect_args={"timeout": busy_seconds, "cached_statements": 32},
                hide_parameters=True,
            )
            event.listen(self.engine, "connect", _prepare_sqlite)
            event.listen(self.engine, "begin", partial(_begin_immediate, busy_seconds))
        else:
            self.engine = sa.create_engine(
                self.url,
                connect_args=self._on_every_connection(),
                pool_size=5,
                pool_timeout=5,
                hide_parameters=True,
                # Many rows in one statement also where nothing is returned: psycopg2 would send them one by one.
                executemany_mode="values_plus_batch",
                insertmanyvalues_page_size=500,
            )
            self._watch.serves(self.engine)

        # For reads alone: on SQLite they then take no write lock, so that a bulletin does not hold up the worker.
        self.reading = self.engine.execution_options(**{_READS: True})

    def connection_parameters(self) -> dict[str, Any]:
        """What psycopg2 needs for a connection of its own, outside the pool, with the same bounds on waiting."""
        return {**self.engine.dialect.create_connect_args(self.url)[1], **self._on_every_connection()}

    @property
    def is_answering(self) -> bool:
        """False while the server has been silent for some seconds: whoever asks for a connection is refused at once."""
        return self._watch.is_answering

    def close(self) -> None:
        self.engine.dispose()
        self._watch.stop()

    def _on_every_connection(self) -> dict[str, Any]:
        return {**_POSTGRESQL, "connection_factory": self._watch.connection}


def unhurried(connection: sa.Connection) -> None:
    """For the rest of its transaction: statements may take as long as they need, and so may what is done in between.

    Of a command that somebody runs on purpose and waits for. A silent database is noticed all the same.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("SET LOCAL statement_timeout = 0"))
        connection.execute(sa.text("SET LOCAL idle_in_transaction_session_timeout = 0"))


def is_transient(error: BaseException) -> bool:
    """Whether the same work can succeed later without any change: never a reason to quarantine a message.

    psycopg2 reports lost connections, deadlocks, serialisation failures, timeouts and full disks as operational
    errors, SQLite its busy and full states; constraint and data errors are other classes.
    """
    if isinstance(error, exc.DBAPIError) and error.connection_invalidated:
        return True
    if isinstance(error, psycopg2.OperationalError | psycopg2.InterfaceError):  # from a connection outside the pool
        return True
    return isinstance(error, exc.OperationalError | exc.InterfaceError | exc.TimeoutError | StaleDataError)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver must not open transactions by itself: `begin` below does, so that reads and writes are one snapshot.
    connection.isolation_level = None
    cursor = connection.cursor()
    _write_ahead(cursor)
    # NORMAL never corrupts; a power cut may lose the last commits, which the embedded profile accepts.
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _write_ahead(cursor: sqlite3.Cursor) -> None:
    """Turning a new file to WAL wants it alone for an instant, for which SQLite's own waiting does not hold."""
    deadline = time.monotonic() + SQLITE_BUSY_SECONDS
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            return


def _begin_immediate(busy_seconds: float, connection: sa.Connection) -> None:
    # Taking the write lock at once turns a deadlock between two upgrading readers into a short wait.
    if connection.get_execution_options().get(_READS, False):
        connection.exec_driver_sql("BEGIN")
        return
    # SQLite's own waiting would stop every green thread of the process, and look again only every tenth of a second.
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA busy_timeout = 0")
    try:
        deadline = time.monotonic() + busy_seconds
        while _is_busy(driver) and time.monotonic() < deadline:
            time.sleep(random.uniform(*_LOOK_AGAIN))
        if not driver.in_transaction:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
    finally:
        driver.execute(f"PRAGMA busy_timeout = {int(1000 * busy_seconds)}")


def _is_busy(driver: sqlite3.Connection) -> bool:
    """Begins to write, unless somebody else does, or it cannot be done at all: the next try then tells why."""
    try:
        driver.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        return error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
    return False
