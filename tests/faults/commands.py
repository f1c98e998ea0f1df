"""Whether commands are answered during a fault as they are without it, and how long what they left takes to drain."""

import json
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Self

from faults.budget import FOLDER
from support.chain import Chain
from support.steady import ACCEPTED, Answer, Steady

NORMAL = 8.0
DRAINED_WITHIN = 60
# Answers take some milliseconds, and their 99th percentile is the second worst of 160: on two cores that other tests
# share, where servers start and stop, twice of it is noise. A command that waits for the broker takes seconds: the
# shortest wait in the chassis is a refused connection's pause of one second.
FLOOR = 0.5


@dataclass(frozen=True, slots=True)
class Period:
    """Two instants of the clock that all processes share."""

    since: float
    until: float

    @classmethod
    def lasting(cls, seconds: float) -> Self:
        """Returns when it is over."""
        since = time.monotonic()
        time.sleep(seconds)
        return cls(since, time.monotonic())


def steady(chain: Chain) -> Steady:
    """Twenty commands a second to the antenna's housing, from a process that has its own door to it."""
    folder, environment = chain.surroundings.folder, chain.surroundings.environment
    answers = folder / f"{chain.antenna}.answers"
    return Steady("steady_commands", chain.housing, chain.ledger.path, environment=environment, answers=answers)


def assert_answered(flow: Steady, *, normal: Period, fault: Period) -> dict[str, float]:
    """Every command was accepted, then and since, and as fast as before; returns the figures."""
    before, during = (flow.answers(period.since, period.until) for period in (normal, fault))
    assert Counter(answer.outcome for answer in flow.answers(normal.since)).keys() == {ACCEPTED}
    assert len(during) >= (fault.until - fault.since) * 19, "the flow itself was held up"
    figures = {"p99_normal": _p99(before), "p99_fault": _p99(during)}
    assert figures["p99_fault"] <= max(2 * figures["p99_normal"], FLOOR), figures
    return figures


def assert_drained(behind: Callable[[], int], since: float) -> float:
    """Nothing is on its way any more a minute after the fault; returns the seconds that it took."""
    while left := behind():
        assert time.monotonic() - since < DRAINED_WITHIN, f"{left} still on their way"
        time.sleep(0.1)
    return time.monotonic() - since


def note(promise: str, **figures: float) -> None:
    """Leaves figures beside the verdict, for the report and for people."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    text = json.dumps({name: round(value, 3) for name, value in figures.items()})
    (FOLDER / f"{promise}.measured").write_text(text + "\n", encoding="ascii")


def _p99(answers: Sequence[Answer]) -> float:
    seconds = sorted(answer.seconds for answer in answers)
    return seconds[-1 - len(seconds) // 100]
