"""A loop that lives as long as its container, starts again after a failure that passes, and ends when asked."""

import time
from collections.abc import Callable
from typing import Any

import eventlet
import structlog
from eventlet.event import Event

from chassis.bus.causes import cause_of
from chassis.bus.connection import CONNECTION_ERRORS
from chassis.core.causes import Server
from chassis.core.database import is_transient
from chassis.core.log import names
from chassis.core.runtime import Runtime
from chassis.core.state import Said

PAUSE = 1.0
REMINDS_EVERY = 300.0


class Loop:
    """Runs `body` again and again in a green thread; `stop` returns when the last run has ended. `log` names the loop.

    An error of the connection or the database is waited out. Any other ends the container, and so the process: its
    supervisor starts a new one, and messages come back with a higher delivery count.
    """

    def __init__(self, name: str, runtime: Runtime, body: Callable[[], None], *, restarts: bool) -> None:
        self.name = name
        self.log = structlog.get_logger().bind(loop=name, **names(runtime.instance))
        self._state = runtime.state
        self._database = runtime.database
        self._body = body
        self.restarts = restarts
        self._stopping = Event()
        self._ended = Event()
        self._started = False
        self._quiet_until = 0.0
        # By what was said since it last worked: when.
        self._said: dict[tuple[str, str], float] = {}

    @property
    def stopping(self) -> bool:
        return bool(self._stopping.ready())

    def start(self, container: Any) -> None:
        self._started = True
        self._state.begin(self.name, Said.CONNECTING)
        container.spawn_managed_thread(self._run, identifier=self.name)

    def stop(self) -> None:
        if not self.stopping:
            self._stopping.send(True)
        if self._started:
            self._ended.wait()

    def pause(self, seconds: float = PAUSE) -> None:
        """Sleeps, or wakes up at once when the loop is asked to stop."""
        self.beat()
        with eventlet.Timeout(seconds, False):
            self._stopping.wait()

    def beat(self) -> None:
        """Says that the loop goes on."""
        self._state.beat(self.name)

    def say(self, word: str) -> None:
        """Says where the loop stands, and that it goes on."""
        self._state.say(self.name, word)

    def warn(self, event: str, **told: Any) -> None:
        """Says each cause once until the loop has worked again: an outage is told, its tries are not counted.

        At most one line a second, even when causes take turns. What follows from a silent database goes without
        saying: its watch says it for the whole process.
        """
        if told.get("server") == Server.DATABASE and not self._database.is_answering:
            return
        now, cause = time.monotonic(), (event, str(told.get("code", told.get("missing"))))
        if now >= max(self._quiet_until, self._said.get(cause, -REMINDS_EVERY) + REMINDS_EVERY):
            self._quiet_until, self._said[cause] = now + PAUSE, now
            self.log.warning(event, **told)

    def works(self) -> None:
        """What was wrong no longer is: should it come back, it is said again."""
        self._said.clear()

    def _run(self) -> None:
        try:
            while not self.stopping:
                self._run_once()
        finally:
            self._state.end(self.name)
            self._ended.send(True)

    def _run_once(self) -> None:
        try:
            self._body()
        except Exception as error:
            # The edge between what passes and what stays: only the first is waited out.
            if not self.restarts or not (isinstance(error, CONNECTION_ERRORS) or is_transient(error)):
                raise
            cause = cause_of(error)
            self.say(cause.code if cause else Said.CONNECTING)
            self.warn("connection_lost", error=type(error).__name__, **(cause.told if cause else {}))
            self.pause()
