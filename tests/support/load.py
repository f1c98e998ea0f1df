"""Commands issued by threads while faults are injected: each on disk before it is sent, and repeated until answered."""

import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from itertools import count
from types import TracebackType
from typing import Self
from uuid import UUID, uuid4

from chassis.core.application import execute
from chassis.core.errors import ConcurrentChange, DatabaseUnavailable
from chassis.core.runtime import Runtime
from support import pace
from support.oracle import Ledger
from support.sample_service import RecordArrival

_BETWEEN_TRIES = 0.05


class Load:
    """As a context manager: issues commands from its beginning to its end, or `each` a thread when that is given.

    A command that is refused because the database is away is repeated under its own id, as any client may. At the
    end, what is not answered for `patience` seconds is given up: intended, never acknowledged.
    """

    def __init__(
        self,
        runtime: Runtime,
        ledger: Ledger,
        *,
        command: Callable[[], object] = RecordArrival,
        threads: int = 1,
        each: int | None = None,
        pause: float = 0.02,
        patience: float | None = None,
    ) -> None:
        self._runtime = runtime
        self._ledger = ledger
        self._command = command
        self._threads = threads
        self._each = each
        self._pause = pause
        self._patience = pace.patience() if patience is None else patience
        self._stopping = threading.Event()
        self._given_up = threading.Event()
        self._pool = ThreadPoolExecutor(threads)
        self._running: list[Future[None]] = []

    def __enter__(self) -> Self:
        self._running = [self._pool.submit(self._issue_many) for _ in range(self._threads)]
        return self

    def __exit__(
        self, _class: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self._stopping.set()
        wait(self._running, self._patience if error is None else 0)
        self._given_up.set()
        self._pool.shutdown()
        if error is None:
            for thread in self._running:
                thread.result()

    def run(self) -> None:
        """Issues all its commands and returns when each was answered."""
        with self:
            wait(self._running)

    def repeat(self, command_ids: Iterable[UUID]) -> None:
        """Sends commands again whose issuer died before it was answered."""
        for command_id in sorted(command_ids):
            self._send(command_id, self._command())

    def _issue_many(self) -> None:
        for number in count():
            if self._given_up.is_set() or number == self._each or (self._each is None and self._stopping.is_set()):
                return
            command_id = uuid4()
            self._ledger.intend(command_id)
            self._send(command_id, self._command())
            time.sleep(self._pause)

    def _send(self, command_id: UUID, command: object) -> None:
        while not self._given_up.is_set():
            try:
                execute(self._runtime, command, command_id)
            except (DatabaseUnavailable, ConcurrentChange):
                self._given_up.wait(_BETWEEN_TRIES)
            else:
                self._ledger.acknowledge(command_id)
                return
