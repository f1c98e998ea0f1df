"""From a command's commit to its effect's commit in the reader, at 200 commands a second, nothing waiting elsewhere.

Both instants are PostgreSQL's own commit times, in one cluster: no clock to compare, nothing sampled.
"""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import date
from uuid import uuid4

from bench import floors
from bench.commits import RunInvalid, commit_times, count
from bench.job import Contestant, Figures, Job
from bench.percentiles import percentile
from bench.place import PERMANENCE, REPORTING, Place
from bench.processes import worker
from chassis.core.application import execute
from permanence.commands.patients import RegisterPatient
from permanence.domain.patient.eligibility import NoMedecinTraitantReason
from permanence.domain.patient.identity import IdentityGiven

PER_SECOND = 200
# What was asked for, unless the machine did not follow.
ISSUED = ("latency", "issued_per_s")
FLOOR = ("latency", "floor_p99_ms")
_THREADS = 4
_WARMING = 20
_PATIENCE = 30.0


def latency_job(place: Place, seconds: int) -> Job:
    keys = (("latency", "p50_ms"), ("latency", "p99_ms"), ISSUED)
    floor = Contestant("plancher", (FLOOR,), lambda: {FLOOR: 1000 * percentile(floors.delays(place), 99)})
    return Job(
        f"Délai : du commit d'une commande à celui de son effet, {PER_SECOND} commandes/s pendant {seconds} s",
        [Contestant("maillage", keys, lambda: _measure(place, seconds)), floor],
    )


def _measure(place: Place, seconds: int) -> Figures:
    place.clear()
    with ExitStack() as stack:
        started = [stack.enter_context(worker(instance, place.logs)) for instance in (PERMANENCE, REPORTING)]
        for program in started:
            program.wait_until_ready()
        for _ in range(_WARMING):
            _register(place)
        _wait_for_effects(place, _WARMING)
        warming = set(commit_times(place.permanence.database, "patients", "reference"))
        lasted = _issue(place, PER_SECOND * seconds)
        _wait_for_effects(place, _WARMING + PER_SECOND * seconds)
    committed = commit_times(place.permanence.database, "patients", "reference")
    effects = commit_times(place.reporting.database, "permanence_patients", "subject")
    if effects.keys() != committed.keys():
        raise RunInvalid(f"{len(effects)} effets pour {len(committed)} commandes")
    delays = [1000 * (effects[patient] - at) for patient, at in committed.items() if patient not in warming]
    return {
        ("latency", "p50_ms"): percentile(delays, 50),
        ("latency", "p99_ms"): percentile(delays, 99),
        ISSUED: PER_SECOND * seconds / lasted,
    }


def _issue(place: Place, commands: int) -> float:
    """Issues commands on time, whatever the last ones took; returns how long it took, in seconds."""
    with ThreadPoolExecutor(_THREADS) as pool:
        begun = time.monotonic()
        running = []
        for number in range(commands):
            time.sleep(max(0.0, begun + number / PER_SECOND - time.monotonic()))
            running.append(pool.submit(_register, place))
        for future in running:
            future.result()
        return time.monotonic() - begun


def _register(place: Place) -> None:
    command = RegisterPatient(
        date(2023, 11, 6), IdentityGiven(date(1951, 3, 14)), "26281", False, NoMedecinTraitantReason.NEWCOMER
    )
    execute(place.permanence, command, uuid4())


def _wait_for_effects(place: Place, wanted: int) -> None:
    deadline = time.monotonic() + _PATIENCE
    while count(place.reporting.database, "permanence_patients") != wanted and time.monotonic() < deadline:
        time.sleep(0.1)
