"""Plays a season: each command through its service's own handlers, with the clock of its day."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from uuid import UUID

from chassis.core.application import Outcome, execute
from chassis.core.clock import SetClock
from chassis.core.instance import Instance
from chassis.core.runtime import Runtime
from maillage.scenarios import Step

# How often, in commands, the workers are looked at and the progress is told.
STRIDE = 50


class Player:
    """Issues steps in order; an antenna not seen yet is announced before its first command."""

    def __init__(self, runtime_of: Callable[[Instance, SetClock], Runtime], announce: Callable[[str], None]) -> None:
        self._clock = SetClock(datetime(1970, 1, 1, tzinfo=UTC))
        self._runtime_of = runtime_of
        self._announce = announce
        self._antennas: set[str] = set()
        self._kept: dict[str, UUID] = {}
        self.runtimes: dict[Instance, Runtime] = {}

    def play(self, steps: Sequence[Step], advanced: Callable[[int, datetime], None]) -> Mapping[Instance, Runtime]:
        """Plays all; `advanced` hears how many more were played and the day reached."""
        for number, step in enumerate(steps, start=1):
            self._clock.set(step.at)
            if step.antenna not in self._antennas:
                self._antennas.add(step.antenna)
                self._announce(step.antenna)
            outcome = self._issue(step)
            if step.keep is not None:
                key, name = step.keep
                self._kept[name] = UUID(outcome[key])
            if number % STRIDE == 0 or number == len(steps):
                advanced(STRIDE if number % STRIDE == 0 else number % STRIDE, step.at)
        return self.runtimes

    def _issue(self, step: Step) -> Outcome:
        return execute(self._runtime(step), step.command(self._kept), step.command_id)

    def _runtime(self, step: Step) -> Runtime:
        instance = Instance(step.service, step.antenna)
        if instance not in self.runtimes:
            self.runtimes[instance] = self._runtime_of(instance, self._clock)
        return self.runtimes[instance]
