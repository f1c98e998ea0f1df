"""What the project promises of these figures, and whether a run keeps, breaks or leaves it undecided.

Of what takes time, the promise is a ratio to a floor of the same run (`bench.floors`): on a processor half as fast the
ratios hold and the milliseconds do not.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bench.job import Key, Results


class Verdict(StrEnum):
    KEPT = "tenu"
    BROKEN = "manqué"
    UNSURE = "incertain"
    UNKNOWN = "pas mesuré"


@dataclass(frozen=True, slots=True)
class AtLeast:
    """One figure is so many times another."""

    text: str
    figure: Key
    of: Key
    times: float


@dataclass(frozen=True, slots=True)
class AtMostTimes:
    """One figure takes at most so many times its floor, measured in the same run."""

    text: str
    figure: Key
    floor: Key
    times: float


@dataclass(frozen=True, slots=True)
class AtMost:
    """One figure stays below a limit."""

    text: str
    figure: Key
    limit: float


@dataclass(frozen=True, slots=True)
class Judged:
    text: str
    found: str
    wanted: str
    verdict: Verdict


_AVAILABILITY, _FREE_SLOT = ("availability", "p95_ms"), ("first_free_slot", "p95_ms")
TARGETS = (
    AtLeast("lecture / nameko", ("consume", "maillage"), ("consume", "nameko"), 10),
    AtLeast("lecture / FastStream", ("consume", "maillage"), ("consume", "faststream"), 10),
    AtLeast("lecture / plancher", ("consume", "maillage"), ("consume", "floor"), 0.4),
    AtLeast("relais / nameko", ("relay", "maillage"), ("relay", "nameko"), 10),
    AtMostTimes("délai p99 / plancher", ("latency", "p99_ms"), ("latency", "floor_p99_ms"), 15),
    AtMostTimes("chambres libres p95 / plancher", _AVAILABILITY, ("availability", "floor_p95_ms"), 6),
    AtMostTimes(
        "1er créneau libre p95 / plancher", ("first_free_slot", "p95_ms"), ("first_free_slot", "floor_p95_ms"), 6
    ),
    AtMost("mémoire d'un lecteur (Mo)", ("memory", "worker_mb"), 150),
    AtMost("derniers événements / premiers", ("growth", "ratio"), 1.2),
    AtMostTimes("démonstration / calcul fixe", ("demo", "seconds"), ("demo", "floor_seconds"), 60),
)


def judge(results: Results) -> Iterator[Judged]:
    """One line a target; a ratio whose runs are spread is said to be unsure, whatever its value."""
    for target in TARGETS:
        match target:
            case AtLeast():
                yield _at_least(target, results)
            case AtMostTimes():
                yield _at_most_times(target, results)
            case AtMost():
                yield _at_most(target, results)


def _at_least(target: AtLeast, results: Results) -> Judged:
    ours, theirs = results.measured.get(target.figure), results.measured.get(target.of)
    wanted = f"au moins {number(target.times)} ×"
    if ours is None or theirs is None:
        return Judged(target.text, "–", wanted, Verdict.UNKNOWN)
    ratio = ours.median / theirs.median
    verdict = Verdict.KEPT if ratio >= target.times else Verdict.BROKEN
    if not (ours.is_sure and theirs.is_sure):
        verdict = Verdict.UNSURE
    return Judged(target.text, f"{number(ratio)} ×", wanted, verdict)


def _at_most_times(target: AtMostTimes, results: Results) -> Judged:
    """Unsure when one of the runs is on the other side of the limit than the median."""
    ours, floor = results.measured.get(target.figure), results.measured.get(target.floor)
    wanted = f"au plus {number(target.times)} ×"
    if ours is None or floor is None:
        return Judged(target.text, "–", wanted, Verdict.UNKNOWN)
    ratio = ours.median / floor.median
    if ours.high / floor.low <= target.times:
        verdict = Verdict.KEPT
    else:
        verdict = Verdict.BROKEN if ours.low / floor.high > target.times else Verdict.UNSURE
    return Judged(target.text, f"{number(ratio)} ×", wanted, verdict)


def _at_most(target: AtMost, results: Results) -> Judged:
    series = results.measured.get(target.figure)
    wanted = f"au plus {number(target.limit)}"
    if series is None:
        return Judged(target.text, "–", wanted, Verdict.UNKNOWN)
    if series.high <= target.limit:
        verdict = Verdict.KEPT
    else:
        verdict = Verdict.BROKEN if series.low > target.limit and series.is_sure else Verdict.UNSURE
    return Judged(target.text, number(series.median), wanted, verdict)


def number(value: float) -> str:
    """As one writes it in French: spaces between thousands, a comma, three significant digits below a thousand."""
    if value >= 1000:
        return f"{value:,.0f}".replace(",", "\u202f")
    return f"{value:.3g}".replace(".", ",")
