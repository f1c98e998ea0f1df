"""Asks a PostgreSQL database each second whether it is there: once it is silent, nobody in the process waits for it.

A frozen server keeps its connections open and answers nothing, and no timeout of its own or of the network sees it.
The watch then shuts the sockets of the process's connections, which ends every wait on them at once, at no cost to
a statement. Its own connection is asked without ever blocking, by threads and by green threads alike.
"""

import contextlib
import os
import select
import socket
import threading
import time
from collections.abc import Callable
from typing import Any
from weakref import WeakSet, ref

import psycopg2
import sqlalchemy as sa
import structlog
from psycopg2 import extensions

from chassis.core import causes
from chassis.core.causes import database_cause

PAUSE = 1.0
SILENCE = 3.0
# How long a connection may take to open: in a green process libpq's own limit does not hold.
OPENING = 5.0
# A server that says no is there: connections that it gave may go on, and whoever asks for one hears it himself.
_REFUSALS = {causes.PASSWORD, causes.ROLE, causes.MISSING, causes.RIGHT, causes.CROWDED, causes.STARTING}
_DIRECTIONS = (extensions.POLL_READ, extensions.POLL_WRITE)

_log = structlog.get_logger()


class Watch:
    """`is_answering` until nothing was answered for `SILENCE` seconds, and again from the first answer on.

    It begins with the first connection, and ends when told to, or with the engine that it serves.
    """

    def __init__(self) -> None:
        self.is_answering = True
        self._has_answered = False
        self._engine: Callable[[], sa.Engine | None] = lambda: None
        self._connections: WeakSet[_Connection] = WeakSet()
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._answered_at = 0.0
        self._heard = ""

    def serves(self, engine: sa.Engine) -> None:
        """Whose pool is thrown away when the database is silent."""
        self._engine = ref(engine)

    def connection(self, dsn: str, _is_async: int = 0) -> extensions.connection:
        """For psycopg2's `connection_factory`: a connection that the watch can cut, even while it is being opened.

        While the database is silent, raises at once what was last heard of it, as `psycopg2.OperationalError`.
        """
        self._begin(dsn)
        if not self.is_answering:
            raise psycopg2.OperationalError(self._heard)
        connection = _Connection(self, dsn)
        self._has_answered = True
        return connection

    def stop(self) -> None:
        """Ends with its connection; a connection opened later begins a new one."""
        with self._lock:
            thread, self._thread = self._thread, None
            self._stopping.set()
        if thread is not None:
            thread.join(SILENCE)

    def add(self, connection: "_Connection") -> None:
        with self._lock:
            self._connections.add(connection)

    def remove(self, connection: "_Connection") -> None:
        """Before it is closed: the number of its socket may be another's right after."""
        with self._lock:
            self._connections.discard(connection)

    def _begin(self, dsn: str) -> None:
        with self._lock:
            if self._thread is not None:
                return
            self._stopping, self._answered_at = threading.Event(), time.monotonic()
            arguments = (_Question(dsn), self._stopping)
            self._thread = threading.Thread(target=self._run, args=arguments, name="watch", daemon=True)
            self._thread.start()

    def _run(self, question: "_Question", stopping: threading.Event) -> None:
        try:
            while not stopping.is_set() and self._engine() is not None:
                self._look(question)
                stopping.wait(PAUSE)
        finally:
            question.hang_up()

    def _look(self, question: "_Question") -> None:
        try:
            question.ask()
        except psycopg2.Error as error:
            question.hang_up()
            if database_cause(error) in _REFUSALS:
                self._answers()
            elif time.monotonic() - self._answered_at >= SILENCE:
                self._silent(error)
        else:
            self._answers()
        self._cut(lambda connection: connection.is_late)

    def _answers(self) -> None:
        if not self.is_answering:
            self.is_answering = True
            self._say("database_answers")
        self._answered_at, self._has_answered = time.monotonic(), True

    def _silent(self, error: psycopg2.Error) -> None:
        """Gone or frozen: `code` says which."""
        self._heard = str(error)
        if self.is_answering:
            self.is_answering = False
            self._say("database_silent", **(cause.told if (cause := database_cause(error)) else {}))
        self._cut(lambda _: True)
        if engine := self._engine():
            engine.dispose()

    def _say(self, event: str, **told: str) -> None:
        # Of a database that was never there, whoever waits for it at the start tells.
        if self._has_answered:
            _log.warning(event, loop="watch", seconds=round(time.monotonic() - self._answered_at), **told)

    def _cut(self, chosen: "Callable[[_Connection], bool]") -> None:
        with self._lock:
            for connection in filter(chosen, self._connections):
                connection.cut()


class _Connection(extensions.connection):
    def __init__(self, watch: Watch, dsn: str) -> None:
        self._watch = watch
        self._late_from: float | None = time.monotonic() + OPENING
        watch.add(self)
        super().__init__(dsn)
        self._late_from = None

    @property
    def is_late(self) -> bool:
        return self._late_from is not None and time.monotonic() > self._late_from

    def cut(self) -> None:
        """Ends whatever waits for the server, as if it had closed the connection."""
        # Lost already; or, where libpq itself waits for it to open (and keeps its own limit), without a socket yet.
        with (
            contextlib.suppress(psycopg2.InterfaceError, OSError),
            socket.socket(fileno=os.dup(self.fileno())) as same,
        ):
            same.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self._watch.remove(self)
        super().close()


class _Question:
    """`SELECT 1`, on a connection of its own that no statement can hold up; asking raises `psycopg2.Error`."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._connection: Any = None

    def ask(self) -> None:
        if self._connection is None:
            self._connection = psycopg2.connect(self._dsn, async_=True)
            _wait(self._connection)
        with self._connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            _wait(self._connection)

    def hang_up(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _wait(connection: Any) -> None:
    """Until psycopg2 has what it was asked for; raises `psycopg2.Error` once nothing has come for `SILENCE` seconds.

    A process that was itself held up finds what came meanwhile: only a wait that really took place counts.
    """
    while (state := connection.poll()) != extensions.POLL_OK:
        reading, writing = ([connection] if state == wanted else [] for wanted in _DIRECTIONS)
        if not any(select.select(reading, writing, [], SILENCE)):
            raise psycopg2.OperationalError("timed out")
