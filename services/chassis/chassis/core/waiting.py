"""Events that came before the aggregate they are about: kept where people can see them, due once it is saved."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chassis.core import tables
from contracts.envelope import Event, encode


def keep(session: Session, event: Event, awaited: UUID, since: datetime, now: datetime) -> None:
    """Writes the event in the running transaction; `since` is when it first came, `now` when it was last tried."""
    session.execute(
        sa.insert(tables.waiting).values(
            source=event.source,
            event_id=event.id,
            type=event.type,
            awaited=awaited,
            body=encode(event),
            since=since,
            tried_at=now,
            due=False,
        )
    )


def mark_due(session: Session, saved: Collection[UUID]) -> None:
    """Tells, in the transaction that saves aggregates, that the events which awaited them can be tried again."""
    session.execute(
        sa.update(tables.waiting)
        .where(tables.waiting.c.awaited.in_(saved), tables.waiting.c.due.is_(False))
        .values(due=True)
    )
