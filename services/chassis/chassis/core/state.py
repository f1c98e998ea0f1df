"""What the parts of a process last said of themselves, in memory: probes and gauges read it at no cost to anybody."""

import time
from collections.abc import Callable, Sequence
from enum import StrEnum

# Above whatever a loop may wait for between two beats (a statement: 30 s), below what anybody would call working.
PATIENCE = 120.0

DATABASE, INBOX, PROCESS, RELAY = "database", "inbox", "process", "relay"


class Said(StrEnum):
    """Stable codes, for probes and gauges; those of `AT_WORK` mean that the part does its work, or could at once.

    A part that met trouble says the code of its cause instead (`core.causes`, `bus.causes`).
    """

    STARTING = "STARTING"
    RUNNING = "RUNNING"
    STOPPING = "STOPPING"
    CONNECTING = "CONNECTING"
    DATABASE_READY = "DATABASE_READY"
    WAITING_FOR_TOPOLOGY = "WAITING_FOR_TOPOLOGY"
    STANDING_BY = "STANDING_BY"
    LEADING = "LEADING"
    REGISTERED = "REGISTERED"
    ACTIVE = "ACTIVE"


AT_WORK = frozenset({Said.RUNNING, Said.DATABASE_READY, Said.STANDING_BY, Said.LEADING, Said.REGISTERED, Said.ACTIVE})


class State:
    """The parts of one instance in this process. Loops among them beat; one that no longer does is hung.

    An inbox is `REGISTERED` once the broker has it as a reader, and `ACTIVE` once messages come to it: the broker does
    not tell a reader that it stands by.
    """

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._said: dict[str, str] = {PROCESS: Said.STARTING, DATABASE: Said.CONNECTING}
        self._beats: dict[str, float] = {}
        # By how many seconds this process's clock is ahead of its database's; None where both are the same machine's.
        self.clock_ahead: float | None = None
        # How many events were received and are not applied yet; None where nothing is read.
        self.unapplied: Callable[[], int] | None = None

    def say(self, part: str, word: str) -> None:
        self._said[part] = word
        self.beat(part)

    def begin(self, loop: str, word: str | None = None) -> None:
        """From now on the loop beats."""
        self._beats[loop] = self._monotonic()
        if word is not None:
            self.say(loop, word)

    def beat(self, part: str) -> None:
        if part in self._beats:
            self._beats[part] = self._monotonic()

    def end(self, loop: str) -> None:
        """The loop ended as it should."""
        self._beats.pop(loop, None)
        self._said.pop(loop, None)

    def words(self) -> Sequence[tuple[str, str]]:
        """What each part last said."""
        return sorted(self._said.items())

    def idle(self) -> Sequence[tuple[str, str]]:
        """The parts that do not do their work, and why."""
        return [(part, word) for part, word in self.words() if word not in AT_WORK]

    def hung(self) -> Sequence[str]:
        """The loops that have not beaten for longer than they ever may."""
        since = self._monotonic() - PATIENCE
        return sorted(loop for loop, at in list(self._beats.items()) if at < since)
