"""N events wait in a queue: validated, and applied exactly once into PostgreSQL."""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from bench import broker
from bench.commits import Commit, check_applied_once, commits, count, rate
from bench.environments import Peer
from bench.events import Fact, facts
from bench.job import Contestant, Job
from bench.place import REPORTING, Place
from bench.processes import Program, script, worker

# What nameko's event handler calls the queue that it declares, and on which it takes no arguments.
_NAMEKO_QUEUE = "evt-permanence-consultation_held.v2.*--reporting.on_consultation_held"
_PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Drained:
    """What a program left behind when it had emptied its queue; memory in bytes."""

    commits: Sequence[Commit]
    peak_memory: int


def consume_job(place: Place, events: int, nameko: Peer, faststream: Peer) -> Job:
    made = facts(events)

    def contestant(name: str, queue: str, start: Callable[[], Program], missing: str | None = None) -> Contestant:
        key = ("consume", name)
        return Contestant(name, (key,), lambda: {key: rate(drain(place, made, queue, start).commits)}, missing)

    def asked(driver: str, queue: str) -> dict[str, str]:
        return {
            "amqp_url": place.amqp_url,
            "database_url": place.database_url(REPORTING, driver),
            "queue": queue,
            "events": str(events),
        }

    def start_nameko() -> Program:
        return script(
            nameko.command("consume.py"), asked("postgresql+psycopg2", _NAMEKO_QUEUE), place.logs / "nameko.log"
        )

    def start_faststream() -> Program:
        command = faststream.command("consume.py")
        return script(command, asked("postgresql+asyncpg", REPORTING.inbox), place.logs / "faststream.log")

    def start_floor() -> Program:
        command = [sys.executable, "-m", "bench.floor", "consume"]
        return script(command, asked("postgresql", REPORTING.inbox), place.logs / "floor.log")

    return Job(
        f"Lecture : {events} événements d'une file, validés, appliqués une fois dans PostgreSQL",
        [
            contestant("maillage", REPORTING.inbox, lambda: worker(REPORTING, place.logs)),
            contestant("nameko", _NAMEKO_QUEUE, start_nameko, nameko.missing),
            contestant("faststream", REPORTING.inbox, start_faststream, faststream.missing),
            contestant("floor", REPORTING.inbox, start_floor),
        ],
    )


def drain(place: Place, made: Sequence[Fact], queue: str, start: Callable[[], Program]) -> Drained:
    """Fills the queue, starts the program on it and waits for all the effects, each of which must be there once."""
    place.clear()
    with _filled(place, made, queue) as channel, start() as program:
        # Counting rows costs PostgreSQL time that belongs to the contestant: not before its queue is empty.
        _wait(lambda: broker.waiting(channel, queue), 0, program)
        _wait(lambda: count(place.reporting.database, "inbox"), len(made), program)
        peak_memory = program.peak_memory()
    events, subjects = {fact.event_id for fact in made}, {fact.subject for fact in made}
    check_applied_once(
        place.reporting.database, {"inbox": ("event_id", events), "permanence_consultations": ("subject", subjects)}
    )
    return Drained(commits(place.reporting.database, "inbox"), peak_memory)


@contextmanager
def _filled(place: Place, made: Sequence[Fact], queue: str) -> Iterator[Any]:
    """The queue holds all the events; one that only a contestant has is there for the time of its run."""
    own = queue != REPORTING.inbox
    with broker.opened(place.amqp_url) as channel:
        if own:
            channel.queue_declare(queue, durable=True, auto_delete=False)
        broker.publish(channel, (fact.body for fact in made), exchange="", routing_key=queue)
        try:
            yield channel
        finally:
            if own:
                channel.queue_delete(queue)


def _wait(look: Callable[[], int], wanted: int, program: Program) -> None:
    """Returns when what is seen is what is wanted, or has not changed for a minute: the check that follows tells."""
    seen, since = look(), time.monotonic()
    while seen != wanted and time.monotonic() - since < _PATIENCE:
        time.sleep(0.2)
        program.check()
        now = look()
        if now != seen:
            seen, since = now, time.monotonic()
