"""What the relay reads and marks: rows that no broker has confirmed yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

import sqlalchemy as sa

from chassis.core import tables
from chassis.core.bulk import is_among
from chassis.core.database import Database
from contracts.envelope import CONTENT_TYPE

BATCH = 500


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """A fact ready to be published; `position` is its place in the outbox."""

    position: int
    event_id: UUID
    type: str
    routing_key: str
    body: bytes
    content_type: ClassVar[str] = CONTENT_TYPE


def unsent(database: Database, *, besides: Sequence[int] = (), limit: int = BATCH) -> list[OutboxRow]:
    """The oldest rows not sent yet, besides those on their way.

    Never "after the last one": a transaction that commits late has an older place.
    """
    waiting = tables.outbox.c.sent_at.is_(None)
    on_their_way = is_among(database.engine, tables.outbox.c.position, besides)
    return _read(database, waiting & ~on_their_way if besides else waiting, limit)


def after(database: Database, position: int, limit: int = BATCH) -> list[OutboxRow]:
    """Rows by place, sent or not: what the embedded profile offers again at start."""
    return _read(database, tables.outbox.c.position > position, limit)


def mark_sent(database: Database, positions: Sequence[int], at: datetime) -> None:
    with database.engine.begin() as connection:
        mark(connection, positions, at)


def mark(connection: sa.Connection, positions: Sequence[int], at: datetime, account: int | None = None) -> None:
    """Notes when rows were sent, for the first time, and in which account their readers will be told."""
    connection.execute(
        sa.update(tables.outbox)
        .where(is_among(connection, tables.outbox.c.position, positions), tables.outbox.c.sent_at.is_(None))
        .values(sent_at=at, account=account)
    )


def count_unsent(database: Database) -> int:
    with database.reading.connect() as connection:
        return (
            connection.scalar(
                sa.select(sa.func.count()).select_from(tables.outbox).where(tables.outbox.c.sent_at.is_(None))
            )
            or 0
        )


def last_event(database: Database) -> UUID | None:
    """The id of the newest fact, None where there is none."""
    with database.reading.connect() as connection:
        newest = sa.select(tables.outbox.c.event_id).order_by(tables.outbox.c.position.desc()).limit(1)
        return connection.scalar(newest)


def _read(database: Database, condition: sa.ColumnElement[bool], limit: int) -> list[OutboxRow]:
    columns = tables.outbox.c
    query = (
        sa.select(columns.position, columns.event_id, columns.type, columns.routing_key, columns.body)
        .where(condition)
        .order_by(columns.position)
        .limit(limit)
    )
    with database.reading.connect() as connection:
        return [OutboxRow(*row) for row in connection.execute(query)]
