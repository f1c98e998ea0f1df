"""A job, those who do it, and the figures of their alternated runs."""

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from statistics import median

# Where a figure stands in bench.json: section, then name.
Key = tuple[str, str]
Figures = Mapping[Key, float]

# Beyond this spread between runs, something else was using the machine; fewer runs cannot tell.
SURE_SPREAD = 0.2
SURE_RUNS = 3


@dataclass(frozen=True, slots=True)
class Contestant:
    """Somebody who does the job: `run` does it once, unless `missing` says why it cannot be done here."""

    name: str
    keys: tuple[Key, ...]
    run: Callable[[], Figures]
    missing: str | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """What is measured, in words, and who does it side by side."""

    title: str
    contestants: Sequence[Contestant]


@dataclass(frozen=True, slots=True)
class Series:
    """One figure over the runs."""

    values: tuple[float, ...]

    @property
    def median(self) -> float:
        return median(self.values)

    @property
    def low(self) -> float:
        return min(self.values)

    @property
    def high(self) -> float:
        return max(self.values)

    @property
    def spread(self) -> float:
        return (self.high - self.low) / self.median

    @property
    def is_sure(self) -> bool:
        return len(self.values) >= SURE_RUNS and self.spread <= SURE_SPREAD


@dataclass(frozen=True, slots=True)
class Results:
    """Every figure that was measured, and why the others were not."""

    measured: Mapping[Key, Series]
    missing: Mapping[Key, str]

    def document(self, leave_out: Set[Key]) -> dict[str, dict[str, float | None]]:
        """As in bench.json: medians by section and name, null where nothing was measured."""
        made: dict[str, dict[str, float | None]] = {}
        for key in (*self.measured, *self.missing):
            if key not in leave_out:
                series = self.measured.get(key)
                made.setdefault(key[0], {})[key[1]] = None if series is None else round(series.median, 3)
        return made


def run_alternated(jobs: Sequence[Job], runs: int, say: Callable[[str], None]) -> Results:
    """Each job in turn; within a job each contestant in turn, and all of them again until each has run that often."""
    measured: dict[Key, list[float]] = {}
    missing: dict[Key, str] = {}
    for job in jobs:
        say(f"\n{job.title}")
        for contestant in job.contestants:
            if contestant.missing is not None:
                missing |= dict.fromkeys(contestant.keys, contestant.missing)
                say(f"  {contestant.name:<11} pas mesuré : {contestant.missing}")
        for number in range(1, runs + 1):
            for contestant, figures in _each_once(job):
                for key, value in figures.items():
                    measured.setdefault(key, []).append(value)
                told = ", ".join(f"{key[1]} {value:.4g}" for key, value in figures.items())
                say(f"  {contestant.name:<11} essai {number}/{runs} : {told}")
    return Results({key: Series(tuple(values)) for key, values in measured.items()}, missing)


def _each_once(job: Job) -> Iterator[tuple[Contestant, Figures]]:
    for contestant in job.contestants:
        if contestant.missing is None:
            yield contestant, contestant.run()
