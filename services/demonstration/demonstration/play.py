"""Plays the season of an antenna: each command through its service's own handlers, with the clock of its day."""

import gc
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from multiprocessing.connection import Connection
from typing import Self
from uuid import UUID

from chassis.core.application import execute
from chassis.core.clock import SetClock, civil_day
from chassis.core.instance import Instance
from chassis.core.rounds import make_round
from chassis.core.runtime import Runtime
from demonstration.forked import FORK, Forked
from demonstration.scenarios import Scenario, ScenarioError, Step, season
from kernel.period import add_months
from maillage.network import Network

# How often, in commands, a player says how far it is.
STRIDE = 50


@dataclass(frozen=True, slots=True)
class Reached:
    """How many commands of how many were played, and the instant of the last one."""

    played: int
    total: int
    at: datetime


def play(network: Network, steps: deque[Step]) -> Iterator[Reached]:
    """Takes the steps one by one and plays them, in the order of time; says how far it is."""
    total = len(steps)
    gc.freeze()  # they stay for long: the collector need not look at them again and again
    clock = SetClock(datetime(1970, 1, 1, tzinfo=UTC))
    runtimes: dict[Instance, Runtime] = {}
    kept: dict[str, UUID] = {}
    for number in range(1, total + 1):
        step = steps.popleft()
        clock.set(step.at)
        instance = Instance(step.service, step.antenna)
        if instance not in runtimes:
            runtimes[instance] = network.runtime(instance, clock)
        _issue(runtimes[instance], step, kept)
        if number % STRIDE == 0 or number == total:
            yield Reached(number, total, step.at)
    for runtime in runtimes.values():
        runtime.database.close()


def seasons(scenarios: Sequence[Scenario]) -> dict[str, list[Scenario]]:
    """The scenarios of each antenna; the antenna whose first command is the oldest comes first."""
    found: dict[str, list[Scenario]] = {}
    for scenario in sorted(scenarios, key=lambda scenario: scenario.opened_on):
        found.setdefault(scenario.antenna, []).append(scenario)
    return found


def play_together(
    network: Network, by_antenna: Mapping[str, Sequence[Scenario]], opens: Callable[[str], None]
) -> Iterator[tuple[str, Reached]]:
    """Plays the first of the `seasons`; each other one is played beside it from the day of its first command on.

    Yields the antenna and how far it is. `opens` hears of an antenna before its first command. Raises `ScenarioError`,
    or `ForkedFailed` when a season beside ended too soon.
    """
    (first, here), *others = by_antenna.items()
    with ExitStack() as stack:
        to_come = [stack.enter_context(Player(network, antenna, beside)) for antenna, beside in others]
        begun: list[Player] = []
        steps = deque(season(here))
        opens(first)
        for reached in play(network, steps):
            yield first, reached
            while to_come and to_come[0].opens_on <= civil_day(reached.at):
                begun.append(_begun(to_come.pop(0), opens))
            for player in (*begun, *to_come):
                yield from ((player.antenna, told) for told in player.told())
        begun += [_begun(player, opens) for player in to_come]
        for player in begun:
            yield from ((player.antenna, told) for told in player.rest())


def _begun(player: "Player", opens: Callable[[str], None]) -> "Player":
    opens(player.antenna)
    player.begin()
    return player


def end_months(network: Network, last: str) -> None:
    """The day after the last month dawns for every instance, which then does what it does by itself each day."""
    clock = SetClock(datetime.combine(add_months(date.fromisoformat(f"{last}-01"), 1), time(6), UTC))
    for instance in network.instances:
        runtime = network.runtime(instance, clock)
        make_round(runtime)
        runtime.database.close()


class Player(Forked):
    """The season of one antenna in a process of its own, played from `begin()` on.

    `scenarios`: as `seasons` orders them. `opens_on`: the day of its first command.
    """

    def __init__(self, network: Network, antenna: str, scenarios: Sequence[Scenario]) -> None:
        self.antenna = antenna
        self.opens_on = scenarios[0].opened_on
        self._told, self._telling = FORK.Pipe(duplex=False)
        self._may_begin = FORK.Event()
        super().__init__(f"saison de {antenna}", _play, network, scenarios, self._may_begin.wait, self._telling)

    def begin(self) -> None:
        """To be called once its antenna is open: databases migrated, readers declared."""
        self._may_begin.set()

    def told(self) -> Iterator[Reached]:
        """What it has said since it was last asked, without waiting.

        Raises `ScenarioError` if its season cannot be, `ForkedFailed` if it ended too soon.
        """
        while self._told.poll():
            try:
                yield self._heard()
            except EOFError:
                return self.join()

    def rest(self) -> Iterator[Reached]:
        """All it still says, to its end; raises `ForkedFailed` when that is not the end of the season."""
        with suppress(EOFError):
            while True:
                yield self._heard()
        self.join()

    def _heard(self) -> Reached:
        said = self._told.recv()
        if isinstance(said, ScenarioError):
            raise said
        assert isinstance(said, Reached)
        return said

    def __enter__(self) -> Self:
        super().__enter__()
        self._telling.close()  # the player's own end is in its process
        return self


def _play(
    network: Network, scenarios: Sequence[Scenario], wait_to_begin: Callable[[], object], telling: Connection
) -> None:
    try:
        steps = deque(season(scenarios))
    except ScenarioError as impossible:
        telling.send(impossible)
        return
    wait_to_begin()
    for reached in play(network, steps):
        telling.send(reached)


def _issue(runtime: Runtime, step: Step, kept: dict[str, UUID]) -> None:
    outcome = execute(runtime, step.command(kept), step.command_id)
    if step.keep is not None:
        key, name = step.keep
        kept[name] = getattr(outcome, key)
