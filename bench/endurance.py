"""A long queue: what a worker's memory comes to, and whether the last events cost more than the first."""

from bench.commits import growth
from bench.consume import drain
from bench.events import facts
from bench.job import Contestant, Figures, Job
from bench.place import REPORTING, Place
from bench.processes import worker

# The first and the last tenth are compared.
_SHARES = 10


def endurance_job(place: Place, events: int) -> Job:
    made = facts(events)
    memory, ratio = ("memory", "worker_mb"), ("growth", "ratio")

    def measure() -> Figures:
        drained = drain(place, made, REPORTING.inbox, lambda: worker(REPORTING, place.logs))
        return {memory: drained.peak_memory / 1e6, ratio: growth(drained.commits, events // _SHARES)}

    return Job(
        f"Endurance : un lecteur vide une file de {events} événements",
        [Contestant("maillage", (memory, ratio), measure)],
    )
