"""Tries waiting events again: at once when their aggregate was saved, else every minute; after seven days, orphans."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from chassis.core import quarantine, tables
from chassis.core.database import is_transient
from chassis.core.delivery import Delivery
from chassis.core.reason import why
from chassis.core.runtime import Runtime
from chassis.core.work import UnitOfWork, unit_of_work
from contracts.envelope import CONTENT_TYPE, Event, decode
from contracts.rejection import Rejected, RejectionCode

# Marking and keeping may cross in two transactions: what nobody marked is looked at again after a minute.
LOOK_AGAIN = timedelta(minutes=1)
ORPHAN_AFTER = timedelta(days=7)
BATCH = 100


def retry_waiting(runtime: Runtime) -> int:
    """Tries what is due or has not been looked at for a minute; returns how many events no longer wait.

    Each event has a transaction of its own: one that fails enters quarantine and holds up no other.
    """
    now = runtime.clock.now()
    columns = tables.waiting.c
    query = (
        sa.select(tables.waiting)
        .where(sa.or_(columns.due, columns.tried_at <= now - LOOK_AGAIN))
        .order_by(columns.due.desc(), columns.tried_at)
        .limit(BATCH)
    )
    with runtime.database.reading.connect() as connection:
        rows = connection.execute(query).all()
    # In the order of the facts: several events may have waited for the same aggregate.
    events = sorted(((decode(row.body, CONTENT_TYPE), row) for row in rows), key=lambda pair: pair[0].sequence)
    return sum(_try(runtime, event, row) for event, row in events)


def _try(runtime: Runtime, event: Event, row: Any) -> bool:
    try:
        with unit_of_work(runtime, event.correlationid, event.id) as work:
            if not _claim(work, event):
                return False
            work.waits_since[event.id] = row.since
            runtime.manifest.reactions[event.type]([event], work)
            if event.id not in work.kept_waiting:
                return True
            if work.now - row.since < ORPHAN_AFTER:
                return False
        refusal = Rejected(RejectionCode.ORPHAN, "ce dont parle l'événement n'est pas venu en sept jours")
    except Exception as error:
        # Same edge as the inbox: what stays is set aside, what passes is tried again.
        if is_transient(error):
            raise
        refusal = Rejected(RejectionCode.NOT_APPLICABLE, why(runtime, error))
    _set_aside(runtime, event, row, refusal)
    return True


def _claim(work: UnitOfWork, event: Event) -> bool:
    """Removes the row; False when another process was faster."""
    columns = tables.waiting.c
    removed = work.session.execute(
        sa.delete(tables.waiting)
        .where(columns.source == event.source, columns.event_id == event.id)
        .returning(columns.event_id)
    )
    return removed.one_or_none() is not None


def _set_aside(runtime: Runtime, event: Event, row: Any, refusal: Rejected) -> None:
    """Moves the event to quarantine and forgets its key, so that a replay can apply it."""
    inbox = tables.inbox.c
    with unit_of_work(runtime, event.correlationid, event.id) as work:
        _claim(work, event)
        work.session.execute(sa.delete(tables.inbox).where(inbox.source == event.source, inbox.event_id == event.id))
        delivery = Delivery(row.body, CONTENT_TYPE)
        quarantine.enter(work, delivery, refusal, (event.source, event.id, event.type))
