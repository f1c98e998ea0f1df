"""One relay leads per instance: who holds the lock sends, the others stand by; and how the leader is woken."""

import contextlib
import fcntl
import select
from pathlib import Path
from typing import Any, Protocol

import psycopg2

from chassis.core.database import Database

_LOCK = 0x52454C41  # "RELA": one relay leads in a PostgreSQL database


class Leadership(Protocol):
    """Errors of the database are those of its driver; the holder then gives the leadership up and starts again."""

    def acquire(self) -> bool:
        """Tries to lead, without waiting."""

    def wait(self, seconds: float) -> None:
        """Returns when the outbox may have something new, at the latest after that time."""

    def release(self) -> None: ...


def leadership_of(database: Database) -> Leadership:
    return FileLeadership(database) if database.is_sqlite else PostgreSQLLeadership(database)


class FileLeadership:
    """SQLite: a lock on a file beside the database, and the commit signal of this process."""

    # Another process (HTTP, the demo) may have committed: its signal does not reach us, so we look often.
    SWEEP = 0.2

    def __init__(self, database: Database) -> None:
        self._database = database
        # Held as long as we lead: the lock is the open file.
        self._stream = Path(f"{database.url.database}.relay.lock").open("w", encoding="ascii")  # noqa: SIM115

    def acquire(self) -> bool:
        try:
            fcntl.flock(self._stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def wait(self, seconds: float) -> None:
        self._database.committed_to_outbox.wait(min(seconds, self.SWEEP))
        self._database.committed_to_outbox.clear()

    def release(self) -> None:
        self._stream.close()


class PostgreSQLLeadership:
    """PostgreSQL: an advisory lock on a connection of its own, which also hears `NOTIFY outbox`.

    The lock dies with the connection, so a killed leader is replaced as soon as the server sees it gone.
    """

    def __init__(self, database: Database) -> None:
        self._connection: Any = psycopg2.connect(**database.connection_parameters())
        self._connection.autocommit = True

    def acquire(self) -> bool:
        with self._connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", (_LOCK,))
            leads = bool(cursor.fetchone()[0])
            if leads:
                cursor.execute("LISTEN outbox")
        return leads

    def wait(self, seconds: float) -> None:
        if select.select([self._connection], [], [], seconds)[0]:
            self._connection.poll()
            self._connection.notifies.clear()

    def release(self) -> None:
        with contextlib.suppress(psycopg2.Error):  # already gone: so is the lock
            self._connection.close()
