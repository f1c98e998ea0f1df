"""N facts wait to be published: each confirmed by the broker into a quorum queue."""

import sys
import time
from collections.abc import Callable, Sequence

import sqlalchemy as sa

from bench import broker
from bench.commits import RunInvalid, commits, rate
from bench.environments import Peer
from bench.events import ROUTING_KEY, TYPE, Fact, facts, write_lines
from bench.job import Contestant, Job
from bench.place import PERMANENCE, REPORTING, Place
from bench.processes import Program, script, worker
from chassis.core import outbox, tables

_PATIENCE = 60.0


def relay_job(place: Place, events: int, nameko: Peer) -> Job:
    made = facts(events)
    file = write_lines(made, place.folder / "events.jsonl")
    asked = {
        "amqp_url": place.amqp_url,
        "events": str(file),
        "exchange": PERMANENCE.exchange,
        "routing_key": ROUTING_KEY,
    }

    def contestant(name: str, run: Callable[[], float], missing: str | None = None) -> Contestant:
        key = ("relay", name)

        def checked() -> dict[tuple[str, str], float]:
            place.clear()
            found = run()
            with broker.opened(place.amqp_url) as channel:
                arrived = broker.waiting(channel, REPORTING.inbox)
            if arrived < events:  # readers are told of them too, two thousand at a time
                raise RunInvalid(f"{arrived} messages dans la file pour {events} événements")
            return {key: found}

        return Contestant(name, (key,), checked, missing)

    return Job(
        f"Relais : {events} événements publiés et confirmés dans une file quorum",
        [
            contestant("maillage", lambda: _relay(place, made)),
            contestant(
                "nameko",
                lambda: _timed(script(nameko.command("dispatch.py"), asked, place.logs / "dispatch.log")),
                nameko.missing,
            ),
            contestant(
                "floor",
                lambda: _timed(script([sys.executable, "-m", "bench.floor", "relay"], asked, place.logs / "floor.log")),
            ),
        ],
    )


def fill_outbox(place: Place, made: Sequence[Fact]) -> None:
    """Leaves the events in the permanence's outbox, as its commands would."""
    rows = [
        {
            "event_id": fact.event_id,
            "type": TYPE,
            "subject": fact.subject,
            "sequence": 1,
            "routing_key": ROUTING_KEY,
            "body": fact.body,
            "recorded_at": place.permanence.clock.now(),
        }
        for fact in made
    ]
    with place.permanence.database.engine.begin() as connection:
        connection.execute(sa.insert(tables.outbox), rows)


def _relay(place: Place, made: Sequence[Fact]) -> float:
    """The real relay, from rows in the outbox to rows marked as sent."""
    fill_outbox(place, made)
    database = place.permanence.database
    with worker(PERMANENCE, place.logs) as program:
        deadline = time.monotonic() + _PATIENCE
        while outbox.count_unsent(database) and time.monotonic() < deadline:
            program.check()
            time.sleep(0.2)
    if left := outbox.count_unsent(database):
        raise RunInvalid(f"{left} événements restent à envoyer")
    return rate(commits(database, "outbox"))


def _timed(program: Program) -> float:
    answer = program.answer()
    return float(answer["events"] / answer["seconds"])
