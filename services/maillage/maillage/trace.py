"""Follows one event through the databases of every instance."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from chassis.core import tables
from chassis.core.runtime import Runtime
from maillage.foreseen import concerning
from maillage.network import Network


def trace(network: Network, event_id: UUID) -> list[dict[str, Any]]:
    """The steps of the event's way: instance, place (outbox, quarantine, waiting, inbox, projection), when, what.

    In order; when nobody of the network sent what somebody received, the first step says so, of no instance.
    """
    steps: list[dict[str, Any]] = []
    for instance in network.instances:
        runtime = network.runtime(instance)
        with concerning(instance), runtime.database.reading.connect() as connection:
            for place, at, what in _steps(runtime, connection, event_id):
                steps.append({"instance": str(instance), "place": place, "at": at, "what": what})
        runtime.database.close()
    if steps and all(step["place"] != "outbox" for step in steps):
        steps.append({"instance": None, "place": "outbox", "at": None, "what": UNSENT})
    # Places in the order a fact goes through them: instants may come from a replayed season's clock.
    return sorted(steps, key=lambda step: (_ORDER.index(step["place"]), step["instance"] or ""))


UNSENT = "aucune boîte d'envoi ne le connaît : il n'a pas été écrit par le réseau, ou son émetteur l'a perdu"
_ORDER = ("outbox", "quarantine", "waiting", "inbox", "projection")


def _steps(runtime: Runtime, connection: sa.Connection, event_id: UUID) -> Iterator[tuple[str, Any, str]]:
    outbox, inbox, quarantine, waiting = tables.outbox.c, tables.inbox.c, tables.quarantine.c, tables.waiting.c
    for row in connection.execute(sa.select(tables.outbox).where(outbox.event_id == event_id)):
        state = f"envoyé {row.sent_at}" if row.sent_at else "pas encore envoyé"
        yield "outbox", row.recorded_at, f"{row.type}, sujet {row.subject}, séquence {row.sequence}, {state}"
    for row in connection.execute(sa.select(tables.quarantine).where(quarantine.event_id == event_id)):
        yield "quarantine", row.entered_at, f"{row.code} : {row.reason}, {_closed(row)}"
    waits = set()
    for row in connection.execute(sa.select(tables.waiting).where(waiting.event_id == event_id)):
        waits.add(row.source)
        yield "waiting", row.since, f"{row.type} de {row.source}, attend {row.awaited}, essayé {row.tried_at}"
    for row in connection.execute(sa.select(tables.inbox).where(inbox.event_id == event_id)):
        if row.source in waits:  # its key is taken, and nothing is applied yet
            continue
        yield "inbox", row.applied_at, f"{row.type} de {row.source}, appliqué"
        yield from _projections(runtime, connection, row)


def _closed(row: Any) -> str:
    """What became of a refused message."""
    if row.discarded_at:
        return f"écarté {row.discarded_at} par {row.discarded_by} : {row.discarded_because}"
    return f"rejoué {row.replayed_at}" if row.replayed_at else "en quarantaine"


def _projections(runtime: Runtime, connection: sa.Connection, applied: Any) -> Iterator[tuple[str, Any, str]]:
    """The rows that the event's subject has in tables keyed by (source, subject)."""
    from contracts.envelope import CONTENT_TYPE, decode

    if applied.body is None:
        return
    event = decode(applied.body, CONTENT_TYPE)
    for table in runtime.manifest.metadata.sorted_tables:
        if {"source", "subject"} <= set(table.primary_key.columns.keys()):
            query = sa.select(table).where(table.c.source == event.source, table.c.subject == event.subject)
            for row in connection.execute(query).mappings():
                told = ", ".join(f"{name} {value}" for name, value in row.items() if name not in ("source", "antenna"))
                yield "projection", applied.applied_at, f"{table.name} : {told}"
