"""How fast this machine is, and from it how long tests wait and what they call slow: the only place that says seconds.

A wait guards against hanging: it is long, and costs nothing when things go well. A duration is judged by what it
usually is on the reference machine, with a margin that still tells a fault from a slow or busy machine.
"""

import subprocess
import sys
import time
from dataclasses import dataclass, field
from typing import Final

# Starting an interpreter that imports what a worker imports: processor, disk cache and scheduler, as our processes use
# them. The seconds are those of the machine on which the usual durations in tests were taken, with nothing beside it.
_WORK: Final = "import kombu, marshmallow, sqlalchemy"
_REFERENCE: Final = 0.22
_HANGS_AFTER: Final = 60.0
_MARGIN: Final = 4
# How often the patience of a wait begins anew because what is seen has changed.
_CHANGES: Final = 5


@dataclass(slots=True)
class _Speed:
    """The worst that was measured: what makes a machine slow for a moment may have been there before, or come back."""

    slowness: float = field(default=0.0)

    def measure(self) -> float:
        # The better of two: the first may compile or read from the disk what the second finds ready.
        self.slowness = max(1.0, self.slowness, min(_seconds_of_work() for _ in range(2)) / _REFERENCE)
        return self.slowness


_speed = _Speed()


def slowness() -> float:
    """How many times slower than the reference machine this one is, at least 1; measured once in a process."""
    return _speed.slowness or _speed.measure()


def patience(usual: float = 0) -> float:
    """Seconds after which what usually takes so many is taken to hang."""
    return max(_HANGS_AFTER, _MARGIN * usual) * slowness()


def at_most(usual: float) -> float:
    """Seconds beyond which what usually takes so many has gone wrong. Measures the machine again, as it is by now."""
    return _MARGIN * usual * _speed.measure()


class Waiting:
    """One wait: it goes on as long as what is seen changes, and before it is given up the machine is measured again."""

    def __init__(self) -> None:
        self._began = self._changed = time.monotonic()
        self._patience = _HANGS_AFTER
        self._seen: object = None

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._began

    def goes_on(self, seen: object = None) -> bool:
        """Whether to look again, having seen this."""
        if seen != self._seen:
            self._seen, self._changed = seen, time.monotonic()
        if self._is_over():
            self._patience = _HANGS_AFTER * _speed.measure()
        return not self._is_over()

    def _is_over(self) -> bool:
        return time.monotonic() - self._changed > self._patience or self.seconds > _CHANGES * self._patience


def _seconds_of_work() -> float:
    began = time.monotonic()
    subprocess.run([sys.executable, "-c", _WORK], check=True)
    return time.monotonic() - began
