"""Compares what owners have sent with what their readers hold: both databases side by side, in the order of the ids."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from itertools import groupby, islice
from typing import Any, Protocol
from uuid import UUID

import sqlalchemy as sa

from chassis.bus.topology import Topology
from chassis.core import tables
from chassis.core.accounts import letters
from chassis.core.bulk import is_among
from chassis.core.instance import Instance
from chassis.core.runtime import Runtime

# What was sent a moment ago may be on its way.
ON_ITS_WAY = timedelta(minutes=1)
_AT_ONCE = 1_000


class Compared(Protocol):
    """As much of a network as comparing needs: its instances, who reads whom, and their databases."""

    @property
    def topology(self) -> Topology: ...

    @property
    def instances(self) -> tuple[Instance, ...]: ...

    def runtime(self, instance: Instance) -> Runtime: ...


class Difference(StrEnum):
    """What is wrong with a fact; the values are stable."""

    MISSING = "MISSING"
    UNKNOWN_TO_OWNER = "UNKNOWN_TO_OWNER"
    OTHER_CONTENT = "OTHER_CONTENT"


@dataclass(frozen=True, slots=True)
class Found:
    """One fact about which an owner and a reader disagree."""

    difference: Difference
    owner: Instance
    reader: Instance
    event_id: UUID
    type: str


def pairs(network: Compared, owner: Instance | None, reader: Instance | None) -> Iterator[tuple[Instance, Instance]]:
    """Every owner with each instance that reads it, or those among them that are asked for."""
    for source in network.instances:
        queues = network.topology.readers_of(source)
        for other in network.instances:
            if other.inbox in queues and owner in (None, source) and reader in (None, other):
                yield source, other


def compare(network: Compared, owner: Instance, reader: Instance) -> Iterator[Found]:
    """Streams the differences; memory does not grow with the number of facts. Errors are the databases'.

    A fact that the reader has refused is not missing: its quarantine holds it.
    """
    sending, reading = network.runtime(owner), network.runtime(reader)
    keys = network.topology.readers_of(owner)[reader.inbox]
    try:
        with reading.database.reading.connect() as here, sending.database.reading.connect() as there:
            refused = set(here.scalars(sa.select(tables.quarantine.c.event_id).where(_is_from(owner, "quarantine"))))
            sent_before = sending.clock.now() - ON_ITS_WAY
            # The reader first: what it holds by then, its owner has recorded.
            held = _rows(here, "event_id", "type", "digest", of=tables.inbox, where=_is_from(owner, "inbox"))
            facts = _rows(
                there, "event_id", "type", "body", "routing_key", "sent_at", of=tables.outbox, where=sa.true()
            )
            for fact, applied in _side_by_side(facts, held):
                if fact is None:
                    yield Found(Difference.UNKNOWN_TO_OWNER, owner, reader, applied.event_id, applied.type)
                elif applied is None:
                    is_due = fact.sent_at is not None and fact.sent_at <= sent_before and fact.routing_key in keys
                    if is_due and fact.event_id not in refused:
                        yield Found(Difference.MISSING, owner, reader, fact.event_id, fact.type)
                elif hashlib.sha256(fact.body).digest() != applied.digest:
                    yield Found(Difference.OTHER_CONTENT, owner, reader, fact.event_id, fact.type)
    finally:
        sending.database.close()
        reading.database.close()


def send_missing(network: Compared, found: Iterable[Found]) -> Iterator[Found]:
    """Passes on what was found, and leaves what is missing for its reader, some hundreds at a time.

    It is sent by the relay of its owner; twice the same is once.
    """
    left = iter(found)
    while some := list(islice(left, letters.BATCH)):
        missing = [one for one in some if one.difference is Difference.MISSING]
        for (owner, reader), facts in groupby(missing, key=lambda one: (one.owner, one.reader)):
            runtime = network.runtime(owner)
            try:
                with runtime.database.engine.begin() as connection:
                    wanted = is_among(connection, tables.outbox.c.event_id, [fact.event_id for fact in facts])
                    letters.write_resends(connection, reader.inbox, wanted, runtime.clock.now())
            finally:
                runtime.database.close()
        yield from some


def _is_from(owner: Instance, table: str) -> sa.ColumnElement[bool]:
    return tables.metadata.tables[table].c.source == owner.source


def _rows(connection: sa.Connection, *names: str, of: sa.Table, where: sa.ColumnElement[bool]) -> Iterator[Any]:
    """The rows of a table in the order of their ids, which both databases compare byte by byte."""
    query = sa.select(*(of.c[name] for name in names)).where(where).order_by(of.c.event_id)
    return iter(connection.execute(query, execution_options={"yield_per": _AT_ONCE}))


def _side_by_side(left: Iterator[Any], right: Iterator[Any]) -> Iterator[tuple[Any, Any]]:
    """Pairs rows of the same id; None where one side has none."""
    one, other = next(left, None), next(right, None)
    while one is not None or other is not None:
        if other is None or (one is not None and one.event_id < other.event_id):
            yield one, None
            one = next(left, None)
        elif one is None or other.event_id < one.event_id:
            yield None, other
            other = next(right, None)
        else:
            yield one, other
            one, other = next(left, None), next(right, None)
