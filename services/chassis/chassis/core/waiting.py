"""Events that came before the aggregate they are about: kept where people can see them, due once it is saved."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chassis.core import tables
from chassis.core.bulk import insert_into
from chassis.core.delivery import Delivery
from chassis.core.keyring import Keyring
from chassis.core.runtime import Runtime
from contracts.envelope import CONTENT_TYPE, Event

PURPOSE = "waiting"

# Made once: every command executes it, and making it costs several times as much.
_MARK_DUE = (
    sa.update(tables.waiting)
    .where(tables.waiting.c.awaited.in_(sa.bindparam("saved", expanding=True)))
    .values(due=True)
)


@dataclass(frozen=True, slots=True)
class WaitingEvent:
    """A row as people see it in a list: never the body."""

    event_id: UUID
    source: str
    type: str
    awaited: UUID
    since: datetime
    tried_at: datetime


def keep(session: Session, keyring: Keyring, event: Event, delivery: Delivery, awaited: UUID, now: datetime) -> None:
    """Writes the event in the running transaction; one that waited already goes on waiting, tried now.

    The body is sealed as it was received: its digest must still be the one that the inbox knows. One that waited in
    clear, from before bodies were sealed, is sealed now.
    """
    sealed_body = keyring.seal(PURPOSE, delivery.body)
    statement = insert_into(session.connection(), tables.waiting).values(
        source=event.source,
        event_id=event.id,
        type=event.type,
        awaited=awaited,
        since=now,
        tried_at=now,
        due=False,
        sealed_body=sealed_body,
        exchange=delivery.exchange,
        user_id=delivery.user_id,
    )
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["source", "event_id"],
            set_={"awaited": awaited, "tried_at": now, "due": False, "sealed_body": sealed_body, "body": None},
        )
    )


def delivery_of(keyring: Keyring, row: Any) -> Delivery:
    """A waiting row as it was received; raises `SealBroken`."""
    body = row.body if row.sealed_body is None else keyring.unseal(PURPOSE, row.sealed_body)
    return Delivery(body, CONTENT_TYPE, exchange=row.exchange, user_id=row.user_id)


def mark_due(connection: sa.Connection, saved: Collection[UUID]) -> None:
    """Tells, in the transaction that saves aggregates, that the events which awaited them can be tried again.

    Those that are due already too: one may be being tried, without this aggregate, and is then kept as not due.
    """
    connection.execute(_MARK_DUE, {"saved": saved})


def events(runtime: Runtime, limit: int) -> list[WaitingEvent]:
    """What waits, the longest first."""
    columns = [tables.waiting.c[name] for name in WaitingEvent.__slots__]
    query = sa.select(*columns).order_by(tables.waiting.c.since, tables.waiting.c.event_id).limit(limit)
    with runtime.database.reading.connect() as connection:
        return [WaitingEvent(*row) for row in connection.execute(query)]


def count(runtime: Runtime) -> int:
    with runtime.database.reading.connect() as connection:
        return connection.scalar(sa.select(sa.func.count()).select_from(tables.waiting)) or 0
