"""One private server: start, stop, kill, restart, always on the same ports and the same data."""

import fcntl
import json
import os
import signal
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Self

from local_servers.errors import LocalServerFailed

_GUARDIAN = Path(__file__).with_name("guardian.py")
_LAST_LINES = 15
_LOCK_PATIENCE = 30.0


@dataclass(frozen=True, slots=True)
class Launch:
    """What the guardian is asked to run."""

    commands: Sequence[Sequence[str]]
    environment: Mapping[str, str]
    cwd: Path
    stop_signal: signal.Signals
    user: int | None = None
    group: int | None = None
    temporary: Path | None = None


class Node(ABC):
    """What both servers have in common; the folder belongs to one running node at a time."""

    label: ClassVar[str]
    ready_within: ClassVar[float]
    stopped_within: ClassVar[float]

    def __init__(self, directory: Path) -> None:
        self.directory = directory.resolve()
        self.directory.mkdir(parents=True, exist_ok=True)
        self.log = self.directory / "server.log"
        self._guardian: subprocess.Popen[bytes] | None = None
        self._pid: int | None = None

    @property
    @abstractmethod
    def port(self) -> int: ...

    @property
    @abstractmethod
    def url(self) -> str: ...

    @abstractmethod
    def _prepare(self) -> Launch:
        """Writes what the server needs before it starts."""

    @abstractmethod
    def _answers(self) -> bool:
        """True when a client would be served."""

    @property
    def pid(self) -> int:
        """The server process itself: PostgreSQL's postmaster, RabbitMQ's beam.smp."""
        if self._pid is None:
            raise LocalServerFailed(f"{self.label} n’est pas démarré ({self.directory}).")
        return self._pid

    def start(self) -> None:
        self.launch()
        self.wait_until_ready()

    def launch(self) -> None:
        """Starts the server without waiting for it."""
        if self._guardian is not None:
            raise LocalServerFailed(f"{self.label} est déjà démarré ({self.directory}).")
        lock = self._lock()
        try:
            self._guardian = self._spawn(self._prepare(), lock)
        finally:
            os.close(lock)
        assert self._guardian.stdout is not None
        answer = self._guardian.stdout.readline()
        if not answer:
            raise self._failure("n’a pas pu être lancé")
        self._pid = int(answer)

    def wait_until_ready(self) -> None:
        deadline = time.monotonic() + self.ready_within
        while not self._answers():
            if self._guardian is None or self._guardian.poll() is not None:
                raise self._failure("s’est arrêté pendant son démarrage")
            if time.monotonic() > deadline:
                raise self._failure(f"n’a pas répondu en {self.ready_within:.0f} s")
            time.sleep(0.05)

    def stop(self) -> None:
        """Ends the server cleanly, then whatever is left of it. Does nothing when it is not running."""
        self._end(b"")

    def kill(self) -> None:
        """SIGKILL of the server and of every process it started."""
        self._end(b"k")

    def restart(self) -> None:
        """Starts again where the server was killed, by `kill` or by someone else."""
        self.kill()
        self.start()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _end(self, order: bytes) -> None:
        guardian, self._guardian, self._pid = self._guardian, None, None
        if guardian is None:
            return
        assert guardian.stdin is not None
        with guardian:  # leaving closes its input, then waits for its end
            try:
                guardian.stdin.write(order)
            except BrokenPipeError:
                return  # the server had ended before us, and its guardian with it

    def _lock(self) -> int:
        """Held by the guardian for its whole life: a run that died leaves the folder only once its server is gone."""
        lock = os.open(self.directory / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        deadline = time.monotonic() + _LOCK_PATIENCE
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > deadline:
                    os.close(lock)
                    raise LocalServerFailed(f"{self.label} : {self.directory} sert déjà à un autre serveur.") from None
                time.sleep(0.1)
            else:
                return lock

    def _spawn(self, launch: Launch, lock: int) -> subprocess.Popen[bytes]:
        order = {
            "parent": os.getpid(),
            "commands": launch.commands,
            "cwd": str(launch.cwd),
            "log": str(self.log),
            "user": launch.user,
            "group": launch.group,
            "stop_signal": launch.stop_signal,
            "grace": self.stopped_within,
            "temporary": None if launch.temporary is None else str(launch.temporary),
        }
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-I", str(_GUARDIAN), json.dumps(order)],
                env=dict(launch.environment),
                bufsize=0,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                pass_fds=(lock,),
                start_new_session=True,  # Ctrl-C in the terminal is for us; we then stop the server in good order
            )

    def _failure(self, what: str) -> LocalServerFailed:
        self.kill()
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-_LAST_LINES:]
        return LocalServerFailed("\n".join([f"{self.label} {what}. Journal : {self.log}", *lines]))
