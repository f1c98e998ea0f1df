"""What the relay sends to one queue alone, through `network.accounts`: answers, and facts once more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from chassis.core import tables
from chassis.core.bulk import insert_into, is_among
from chassis.core.database import Database

BATCH = 500


@dataclass(frozen=True, slots=True)
class Letter:
    """`routing_key` is the one under which the fact was first published; an answer has none, and no fact."""

    position: int
    queue: str
    event_id: UUID | None
    type: str | None
    routing_key: str | None
    body: bytes


def write_answer(connection: sa.Connection, queue: str, body: bytes, at: datetime) -> None:
    connection.execute(sa.insert(tables.letters).values(queue=queue, body=body, written_at=at))
    _wake(connection)


def write_resends(connection: sa.Connection, queue: str, facts: sa.ColumnElement[bool], at: datetime) -> int:
    """Has facts of the outbox sent to one queue again; returns how many. One that already waits to be is not twice."""
    columns = tables.outbox.c
    chosen = sa.select(sa.literal(queue), columns.event_id, sa.literal(at, tables.letters.c.written_at.type))
    statement = insert_into(connection, tables.letters).from_select(
        ("queue", "event_id", "written_at"), chosen.where(facts).order_by(columns.position)
    )
    statement = statement.on_conflict_do_nothing().execution_options(preserve_rowcount=True)
    written: int = connection.execute(statement).rowcount
    _wake(connection)
    return written


def pending(database: Database, limit: int = BATCH) -> list[Letter]:
    """The oldest letters; a fact that is no longer in the outbox is not among them."""
    letter, fact = tables.letters.c, tables.outbox.c
    query = (
        sa.select(
            letter.position,
            letter.queue,
            letter.event_id,
            fact.type,
            fact.routing_key,
            sa.func.coalesce(letter.body, fact.body),
        )
        .select_from(tables.letters.outerjoin(tables.outbox, letter.event_id == fact.event_id))
        .where(sa.or_(letter.body.is_not(None), fact.body.is_not(None)))
        .order_by(letter.position)
        .limit(limit)
    )
    with database.reading.connect() as connection:
        return [Letter(*row) for row in connection.execute(query)]


def remove(database: Database, positions: Sequence[int]) -> None:
    with database.engine.begin() as connection:
        connection.execute(sa.delete(tables.letters).where(is_among(connection, tables.letters.c.position, positions)))


def _wake(connection: sa.Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_notify("outbox", "")))
