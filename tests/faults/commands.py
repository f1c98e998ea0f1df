"""Whether commands are answered during a fault as they are without it, and how long what they left takes to drain."""

import json
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Self

from faults.budget import FOLDER
from support import pace
from support.chain import Chain
from support.processes import eventually
from support.steady import A_SECOND, ACCEPTED, Answer, Steady

NORMAL = 8.0
# Answers take some milliseconds, and their 95th percentile is the eighth worst of 160: on cores that other tests share,
# where servers start and stop, twice of it is noise. A command that waits for the broker takes seconds: the shortest
# wait in the chassis is a refused connection's pause of one second.
FLOOR = 0.125
# What of the flow must be held up for a fault to have been one: the rest was on its way when it began.
_HALF = A_SECOND / 2


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
    assert len(during) >= (fault.until - fault.since) * _HALF, "the flow itself was held up"
    figures = {
        f"p{percent}_{name}": _percentile(answers, percent)
        for percent in (95, 99)
        for name, answers in (("normal", before), ("fault", during))
    }
    assert figures["p95_fault"] <= max(2 * figures["p95_normal"], pace.at_most(FLOOR)), figures
    return figures


def assert_held_up(kept: int, seconds: float) -> None:
    """So many facts were kept back that the fault was there all that time."""
    assert kept > seconds * _HALF, "there was no fault"


def assert_drained(behind: Callable[[], int], since: float) -> float:
    """Everything arrives once the fault is over; returns the seconds that it took."""
    eventually(behind, (0).__eq__)
    return time.monotonic() - since


def note(promise: str, **figures: float) -> None:
    """Leaves figures beside the verdict, for the report and for people."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    text = json.dumps({name: round(value, 3) for name, value in figures.items()})
    (FOLDER / f"{promise}.measured").write_text(text + "\n", encoding="ascii")


def _percentile(answers: Sequence[Answer], percent: int) -> float:
    seconds = sorted(answer.seconds for answer in answers)
    return seconds[-1 - len(seconds) * (100 - percent) // 100]
