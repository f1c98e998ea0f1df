"""Tries waiting events again: at once when their aggregate was saved, else now and then; after seven days, orphans."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from chassis.core import quarantine, tables
from chassis.core.attempts import LAST_ATTEMPT, counted
from chassis.core.database import is_transient
from chassis.core.delivery import Delivery
from chassis.core.inbox import Receipt
from chassis.core.opened import expired
from chassis.core.reason import why
from chassis.core.runtime import Runtime
from chassis.core.state import INBOX
from chassis.core.work import UnitOfWork, unit_of_work
from contracts.envelope import CONTENT_TYPE, Event, decode
from contracts.rejection import Rejected, RejectionCode

# Marking and keeping may cross in two transactions: what nobody marked is looked at again after a minute. From then
# on marks cannot be missed (a try locks the row), so that thousands of waiting events cost next to nothing.
FIRST_LOOK = timedelta(minutes=1)
LOOK_AGAIN = timedelta(hours=1)
ORPHAN_AFTER = timedelta(days=7)
BATCH = 100


def retry_waiting(runtime: Runtime) -> Receipt:
    """Tries what is due, or has not been looked at for long; `waiting` counts what goes on waiting.

    Each event has a transaction of its own: one that fails enters quarantine and holds up no other.
    """
    now = runtime.clock.now()
    columns = tables.waiting.c
    never_tried_again = columns.tried_at == columns.since
    query = (
        sa.select(tables.waiting)
        .where(
            sa.or_(
                columns.due,
                sa.and_(never_tried_again, columns.tried_at <= now - FIRST_LOOK),
                columns.tried_at <= now - LOOK_AGAIN,
                columns.tried_at > now,  # written by a clock that was ahead: its minute may be days away
            )
        )
        .order_by(columns.due.desc(), columns.tried_at)
        .limit(BATCH)
    )
    with runtime.database.reading.connect() as connection:
        rows = connection.execute(query).all()
    receipt = Receipt()
    for row, read in _in_order(rows):
        receipt.add(_try(runtime, row, read))
    return receipt


def _in_order(rows: Sequence[Any]) -> Iterator[tuple[Any, Event | Rejected]]:
    """In the order of the facts, as several may have waited for the same aggregate; first what is no longer read.

    A catalogue may have lost a type since its events were kept.
    """
    events = []
    for row in rows:
        try:
            events.append((row, decode(row.body, CONTENT_TYPE)))
        except Rejected as refusal:
            yield row, refusal
    yield from sorted(events, key=lambda pair: pair[1].sequence)


def _try(runtime: Runtime, row: Any, read: Event | Rejected) -> Receipt:
    runtime.state.beat(INBOX)
    with counted(runtime.database, hashlib.sha256(row.body).digest()) as number:
        if isinstance(read, Rejected):
            return _set_aside(runtime, row, read)
        if too_late := expired(read, runtime.clock.now()):
            return _set_aside(runtime, row, too_late)
        if number >= LAST_ATTEMPT:
            refusal = Rejected(RejectionCode.POISON, f"le traitement s'est interrompu {number - 1} fois de suite")
            return _set_aside(runtime, row, refusal)
        try:
            receipt = _apply(runtime, row, read)
        except Exception as error:
            # Same edge as the inbox: what stays is set aside, what passes is tried again.
            if is_transient(error):
                raise
            return _set_aside(runtime, row, Rejected(RejectionCode.NOT_APPLICABLE, why(runtime, error)))
        if receipt.waiting and runtime.clock.now() - row.since >= ORPHAN_AFTER:
            refusal = Rejected(RejectionCode.ORPHAN, "ce dont parle l'événement n'est pas venu en sept jours")
            return _set_aside(runtime, row, refusal)
        return receipt


def _apply(runtime: Runtime, row: Any, event: Event) -> Receipt:
    with unit_of_work(runtime, event.correlationid, event.id) as work:
        if not _claim(work, row):
            return Receipt()
        work.bodies = {(event.source, event.id): row.body}
        runtime.manifest.reactions[event.type]([event], work)
        if work.kept_waiting:
            return Receipt(waiting=1)
        _remove(work, tables.waiting, row)
    return Receipt(applied=1)


def _set_aside(runtime: Runtime, row: Any, refusal: Rejected) -> Receipt:
    """Moves the event to quarantine and forgets its key, so that a replay can apply it."""
    receipt = Receipt()
    with unit_of_work(runtime, row.event_id, row.event_id) as work:
        # Another process may have applied it meanwhile: its key must then stay.
        if _claim(work, row):
            _remove(work, tables.waiting, row)
            _remove(work, tables.inbox, row)
            quarantine.enter(work, Delivery(row.body, CONTENT_TYPE), refusal, (row.source, row.event_id, row.type))
            receipt.quarantined = Counter([refusal.code.value])
    return receipt


def _claim(work: UnitOfWork, row: Any) -> bool:
    """Locks the row; False when another process has it, or was faster.

    The lock makes a command that saves the awaited aggregate meanwhile wait, and then mark the row, whatever became
    of it. (SQLite has one writer at a time.)
    """
    query = sa.select(tables.waiting.c.event_id).where(*_key(tables.waiting, row)).with_for_update(skip_locked=True)
    return work.session.execute(query).one_or_none() is not None


def _remove(work: UnitOfWork, table: sa.Table, row: Any) -> None:
    work.session.execute(sa.delete(table).where(*_key(table, row)))


def _key(table: sa.Table, row: Any) -> tuple[sa.ColumnElement[bool], ...]:
    return table.c.source == row.source, table.c.event_id == row.event_id
