"""`make profile`: where a microsecond goes, when a batch is read, when the outbox is sent, when a command is asked for.

The worker's own parts, one after the other in one thread: what the worker overlaps is added up here.
"""

import argparse
import re
import sys
import time
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any
from uuid import uuid4

import amqp
from marshmallow import Schema
from sqlalchemy.orm import Session

from bench import broker, machine, place
from bench.commands import COMMAND
from bench.commits import RunInvalid
from bench.environments import ROOT
from bench.events import facts
from bench.place import PERMANENCE, REPORTING, Place
from bench.relay import fill_outbox
from bench.report import table, write_between_marks
from bench.stages import Stages
from bench.targets import number
from chassis.bus.consumer import Consumer, Received
from chassis.bus.frames import Frames
from chassis.bus.publisher import Publisher
from chassis.core import application, inbox, opened, outbox
from chassis.core.database import Database
from chassis.core.keyring import Keyring
from chassis.core.work import UnitOfWork
from chassis.http import access
from chassis.http.app import create_app
from chassis.http.bodies import BodyParser
from chassis.http.tokens import create_token
from contracts import envelope
from contracts.payload_check import PayloadCheck

EVENTS = 20_000
COMMANDS = 1_000
_WARMING = 20
_BATCH = 250
_PAGE = ROOT / "docs/benchmarks.md"
_WRITES = re.compile(r"(?:INSERT INTO|UPDATE|FROM) (\w+)")

# Microseconds an event by stage.
Costs = Mapping[str, float]


def profile_consume(here: Place, events: int) -> Costs:
    """Reads, applies and acknowledges batches of 250; the first ones, which warm everything up, are not counted."""
    here.clear()
    runtime, received = here.reporting, list[Received]()
    with broker.opened(here.amqp_url) as channel:
        bodies = (fact.body for fact in facts(events + 4 * _BATCH))
        broker.publish(channel, bodies, exchange="", routing_key=REPORTING.inbox)
    stages = Stages()
    consumer = Consumer(here.amqp_url, REPORTING.inbox, heartbeat=60, name="bench profile")
    consumer.start(received.append)

    def one_batch() -> None:
        with stages.stage("lire le broker"):
            while len(received) < _BATCH:
                consumer.read()
        batch, received[:] = received[:_BATCH], received[_BATCH:]
        with stages.stage("trier, comparer, préparer les lignes"):
            inbox.apply(runtime, [opened.open_delivery(runtime, item.delivery) for item in batch])
        with stages.stage("acquitter"):
            consumer.settle(batch)

    for _ in range(4):
        one_batch()
    with stages.restored():
        stages.wrap(opened, "open_delivery", "l'empreinte, l'adresse, l'heure")
        stages.wrap(opened, "decode", "l'événement : transport, source, valeur")
        stages.wrap(envelope, "_parsed", "lire le JSON")
        stages.wrap(envelope, "checked", "vérifier l'enveloppe")
        stages.wrap(PayloadCheck, "__call__", "vérifier `data`")
        _wrap_database(stages, runtime.database)
        costs = _costs(stages, one_batch, events // _BATCH, _BATCH)
    consumer.close()
    return costs


def profile_relay(here: Place, events: int) -> Costs:
    """Reads unsent rows, publishes them, waits for the confirms and marks the rows, as the relay does."""
    here.clear()
    runtime = here.permanence
    fill_outbox(here, facts(events + outbox.BATCH))
    stages = Stages()
    publisher = Publisher(here.amqp_url, heartbeat=60, name="bench profile")
    outlet = publisher.outlet(PERMANENCE.exchange)

    def one_batch() -> None:
        with stages.stage("lire la boîte d'envoi"):
            rows = outbox.unsent(runtime.database)
        with stages.stage("préparer les messages, suivre les confirmations"):
            published = outlet.finish(outlet.begin(rows))
        with stages.stage("marquer les lignes"):
            outbox.mark_sent(runtime.database, published.confirmed, runtime.clock.now())

    one_batch()
    with stages.restored():
        stages.wrap(amqp.Channel, "basic_publish", "écrire les messages")
        stages.wrap(Frames, "read", "lire les confirmations, les attendre")
        _wrap_database(stages, runtime.database)
        costs = _costs(stages, one_batch, events // outbox.BATCH, outbox.BATCH)
    publisher.drop()
    return costs


def profile_command(here: Place, commands: int) -> Costs:
    """A registration as programs ask for it, in this process: the request is read, checked, run and answered."""
    here.clear()
    runtime = here.permanence
    client = create_app(runtime).test_client()
    now, antenna = runtime.clock.now(), runtime.antenna.code
    token = create_token(runtime.keyring, person="bench", role="secretary", antenna=antenna, now=now, days=1)

    def one_command() -> None:
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": str(uuid4())}
        answer = client.post(f"{runtime.instance.address}/patients", json=COMMAND, headers=headers)
        if answer.status_code != HTTPStatus.CREATED:
            raise RunInvalid(f"réponse {answer.status_code} : {answer.get_data(as_text=True)[:200]}")

    for _ in range(_WARMING):
        one_command()
    stages = Stages()
    with stages.restored():
        stages.wrap(access, "_check", "qui demande")
        stages.wrap(BodyParser, "load_json", "lire le JSON")
        stages.wrap(Schema, "load", "vérifier le corps")
        stages.wrap(Schema, "dump", "écrire la réponse")
        stages.wrap(application, "_digest", "l'empreinte de la commande")
        stages.wrap(UnitOfWork, "save", "dire le fait")
        stages.wrap(UnitOfWork, "flush", "SQLAlchemy : écrire l'état")
        stages.wrap(Keyring, "seal", "sceller")
        stages.wrap(Keyring, "digest", "empreintes de recherche")
        stages.wrap(application, "_once", "transaction, première réponse")
        _wrap_database(stages, runtime.database)
        return _costs(stages, one_command, commands, 1)


def _wrap_database(stages: Stages, database: Database) -> None:
    def sent(_cursor: Any, statement: str, *_: Any) -> str:
        found = _WRITES.search(statement)
        return f"PostgreSQL : {found[1] if found else 'autre'}"

    stages.wrap(Session, "execute", "SQLAlchemy")
    stages.wrap(database.engine.dialect, "do_execute", sent)
    stages.wrap(database.engine.dialect, "do_executemany", sent)
    stages.wrap(database.engine.dialect, "do_commit", "PostgreSQL : commit")


def _costs(stages: Stages, one_batch: Any, batches: int, size: int) -> Costs:
    stages.seconds.clear()
    wall, processor = time.perf_counter(), time.process_time()
    for _ in range(batches):
        one_batch()
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    micro = 1e6 / (batches * size)
    by_cost = sorted(stages.seconds.items(), key=lambda item: -item[1])
    costs = {label: seconds * micro for label, seconds in by_cost}
    return costs | {"**en tout**": wall * micro, "dont calcul dans notre processus": processor * micro}


def profiled(here: Place, events: int) -> str:
    """The three tables, in Markdown."""
    made = (
        ("lecture", "µs par événement", profile_consume(here, events)),
        ("relais", "µs par événement", profile_relay(here, events)),
        ("commande : un enregistrement", "µs par commande", profile_command(here, min(events, COMMANDS))),
    )
    return "\n\n".join(
        table((title, unit), [(label, number(cost)) for label, cost in costs.items()]) for title, unit, costs in made
    )


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.profiling", description="Où passe une microseconde.")
    parser.add_argument("--events", type=int, default=EVENTS)
    parser.add_argument("--out", type=Path, default=ROOT / "out", help="où vivent journaux et serveurs")
    asked = parser.parse_args()
    load_before = machine.load_now()
    with place.opened(asked.out / "profile") as here:
        tables = f"{profiled(here, asked.events)}\n\nCharge avant : {load_before}."
    print(tables)
    if not load_before.is_busy:
        write_between_marks(_PAGE, "profil", tables)
    return 0


if __name__ == "__main__":
    sys.exit(main())
