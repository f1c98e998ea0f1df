"""Tells how the process is: to the log when it becomes ready or no longer is, and to the supervisor that started it.

The supervisor speaks systemd's protocol: a datagram socket named by `NOTIFY_SOCKET`, and how often it wants to hear of
us in `WATCHDOG_USEC`. (The libraries for it are unkept since 2017, need a C compiler and libsystemd, or know neither
`STOPPING` nor `EXTEND_TIMEOUT_USEC`.)
"""

import os
import socket
import threading
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Self

import structlog

from chassis.core.health import Health, Trouble
from chassis.core.state import PROCESS, Said

PAUSE = 1.0
# While we live and wait, starting goes on: no supervisor's limit may end a process that waits for its database.
_MORE_TIME = "EXTEND_TIMEOUT_USEC=30000000"

_log = structlog.get_logger()


class Supervisor:
    """What was given to us to be heard by; without it, nobody listens."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        address = environment.get("NOTIFY_SOCKET", "")
        # An `@` stands for the zero byte of Linux's abstract sockets, which have no file.
        self._address = "\0" + address[1:] if address.startswith("@") else address
        ours = environment.get("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
        self.watchdog_seconds = int(environment.get("WATCHDOG_USEC", "0")) / 1_000_000 if ours else 0
        self._is_deaf = False

    def tell(self, *lines: str) -> None:
        """Never waits, and never fails: a supervisor that does not listen is told of once in the log."""
        if not self._address or not lines:
            return
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as datagrams:
                datagrams.setblocking(False)
                datagrams.sendto("\n".join(lines).encode(), self._address)
        except OSError as error:
            if not self._is_deaf:
                _log.warning("supervisor_deaf", error=type(error).__name__)
            self._is_deaf = True
        else:
            self._is_deaf = False


class Supervision:
    """A thread that looks at the process's health; it asks nobody, and stops telling that we live once a loop hangs."""

    def __init__(self, health: Health, environment: Mapping[str, str] = os.environ) -> None:
        self._health = health
        self._supervisor = Supervisor(environment)
        self._pause = min(PAUSE, self._supervisor.watchdog_seconds / 2 or PAUSE)
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="supervision", daemon=True)
        self._is_stopping = False
        self._was_ready = False
        self._told: Sequence[Trouble] | None = None

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._thread.join()

    def running(self) -> None:
        """To be called once everything was started: whether it works is for its parts to say."""
        if not self._is_stopping:
            self._health.say(PROCESS, Said.RUNNING)

    def stopping(self) -> None:
        """To be called when the process is told to stop: from then on it is not ready."""
        self._is_stopping = True
        self._health.say(PROCESS, Said.STOPPING)
        self._supervisor.tell("STOPPING=1", "STATUS=s'arrête : finit ce qui est en cours")

    def _run(self) -> None:
        while not self._ended.is_set():
            self.look()
            self._ended.wait(self._pause)

    def look(self) -> None:
        """One look, and what there is to tell after it."""
        troubles, lines = self._health.not_ready(), []
        if not self._health.not_alive():
            if self._supervisor.watchdog_seconds:
                lines.append("WATCHDOG=1")
            if not self._was_ready and not self._is_stopping:
                lines.append("READY=1" if not troubles else _MORE_TIME)
        if troubles != self._told and not self._is_stopping:
            lines.append(f"STATUS={_sentence(troubles)}")
            self._log(troubles)
        self._was_ready = self._was_ready or not troubles
        self._told = troubles
        self._supervisor.tell(*lines)

    def _log(self, troubles: Sequence[Trouble]) -> None:
        """What makes us wait is told by itself; here only when we can work, and from when on we cannot."""
        if not troubles:
            _log.info("ready")
        elif not self._told and self._was_ready:
            _log.info("not_ready", troubles=[_named(trouble) for trouble in troubles])


def _sentence(troubles: Sequence[Trouble]) -> str:
    return "prêt" if not troubles else "pas prêt : " + ", ".join(map(_named, troubles))


def _named(trouble: Trouble) -> str:
    return f"{trouble.instance} {trouble.part} {trouble.code}"
