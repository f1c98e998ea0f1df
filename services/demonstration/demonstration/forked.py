"""Processes forked from this one, so that what is loaded is loaded once; they live no longer than it does."""

import gc
import signal
from collections.abc import Callable
from multiprocessing import get_context
from types import TracebackType
from typing import Any, Self

from local_servers.processes import die_with_parent

FORK = get_context("fork")


class ForkedFailed(Exception):
    """A process did not do all it had to; the message names what it was for."""


class Forked:
    """One function in a process of its own, which opens the connections it needs and uses none of ours.

    To be entered while this process has one thread, and watches over its databases: they hold nothing that it needs.
    """

    def __init__(self, purpose: str, function: Callable[..., object], *arguments: Any) -> None:
        self._purpose = purpose
        self._process = FORK.Process(target=_run, args=(function, *arguments))

    def join(self) -> None:
        """Waits for the end; raises `ForkedFailed` when it was not a good one."""
        self._process.join()
        if self._process.exitcode != 0:
            raise ForkedFailed(
                f"{self._purpose} : arrêt avant la fin (statut {self._process.exitcode}) ; "
                "la cause est écrite au-dessus : une fois réparée, retapez la commande"
            )

    def __enter__(self) -> Self:
        gc.freeze()  # the collector writes on all it looks at: what it leaves alone stays shared
        self._process.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _tb: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.join()


def _run(function: Callable[..., object], *arguments: Any) -> None:
    die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one we were forked from hears it too, and ends us
    function(*arguments)
