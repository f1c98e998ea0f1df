"""Where time goes: functions wrapped in a clock, each charged with its own time and not with that of those it calls."""

import functools
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


class Stages:
    """Seconds by label; what is wrapped stays wrapped until `restored` is left."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        # For each stage that is running, the time spent in those it called.
        self._below: list[float] = []
        self._replaced: list[tuple[Any, str, Any]] = []

    @contextmanager
    def stage(self, label: str) -> Iterator[None]:
        started = time.perf_counter()
        self._below.append(0.0)
        try:
            yield
        finally:
            self._end(label, started)

    def wrap(self, owner: Any, name: str, label: str | Callable[..., str]) -> None:
        """Charges calls of `owner.name` to a label, or to what a function makes of their arguments."""
        function = getattr(owner, name)

        @functools.wraps(function)
        def timed(*args: Any, **kwargs: Any) -> Any:
            started = time.perf_counter()
            self._below.append(0.0)
            try:
                return function(*args, **kwargs)
            finally:
                self._end(label if isinstance(label, str) else label(*args), started)

        self._replaced.append((owner, name, function))
        setattr(owner, name, timed)

    @contextmanager
    def restored(self) -> Iterator[None]:
        """Puts the functions back as they were."""
        try:
            yield
        finally:
            for owner, name, function in reversed(self._replaced):
                setattr(owner, name, function)
            self._replaced.clear()

    def _end(self, label: str, started: float) -> None:
        elapsed = time.perf_counter() - started
        own = elapsed - self._below.pop()
        if self._below:
            self._below[-1] += elapsed
        self.seconds[label] = self.seconds.get(label, 0.0) + own
