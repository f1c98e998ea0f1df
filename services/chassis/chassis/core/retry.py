"""Tries waiting events again: at once when their aggregate was saved, else now and then; after seven days, orphans."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from chassis.core import refusals, tables, waiting
from chassis.core.attempts import LAST_ATTEMPT, counted
from chassis.core.database import is_transient
from chassis.core.errors import QuarantineFull
from chassis.core.inbox import Receipt
from chassis.core.opened import Opened, expired
from chassis.core.reason import refusal_of
from chassis.core.runtime import Runtime
from chassis.core.state import INBOX
from chassis.core.work import UnitOfWork, unit_of_work
from contracts.envelope import decode
from contracts.rejection import Rejected, RejectionCode

# Marking and keeping may cross in two transactions: what nobody marked is looked at again after a minute. From then
# on marks cannot be missed (a try locks the row), so that thousands of waiting events cost next to nothing.
FIRST_LOOK = timedelta(minutes=1)
LOOK_AGAIN = timedelta(hours=1)
ORPHAN_AFTER = timedelta(days=7)
BATCH = 100


def retry_waiting(runtime: Runtime) -> Receipt:
    """Tries what is due, or has not been looked at for long; `waiting` counts what goes on waiting.

    Each event has a transaction of its own: one that fails enters quarantine and holds up no other. One that finds no
    room there goes on waiting; `QuarantineFull` is raised once the others were tried.
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
    receipt, full = Receipt(), None
    for row, opened in _in_order(runtime, rows):
        try:
            receipt.add(_try(runtime, row, opened))
        except QuarantineFull as error:
            full = error
            _put_off(runtime, row)
    if full:
        raise full
    return receipt


def _in_order(runtime: Runtime, rows: Sequence[Any]) -> Iterator[tuple[Any, Opened]]:
    """In the order of the facts, as several may have waited for the same aggregate; first what is no longer read.

    A catalogue may have lost a type since its events were kept.
    """
    kept = [(row, _opened(runtime, row)) for row in rows]
    yield from sorted(kept, key=lambda pair: pair[1].event.sequence if pair[1].event else -1)


def _opened(runtime: Runtime, row: Any) -> Opened:
    delivery = waiting.delivery_of(runtime.keyring, row)
    opened = Opened(delivery, hashlib.sha256(delivery.body).digest())
    try:
        opened.event = decode(delivery.body, delivery.content_type)
    except Rejected as refusal:
        opened.refusal = refusal.alone()
    return opened


def _try(runtime: Runtime, row: Any, opened: Opened) -> Receipt:
    runtime.state.beat(INBOX)
    with counted(runtime.database, opened.digest) as number:
        refusal = opened.refusal or (opened.event and expired(opened.event, runtime.clock.now()))
        if refusal:
            return _set_aside(runtime, row, opened, refusal)
        if number >= LAST_ATTEMPT:
            refusal = Rejected(RejectionCode.POISON, f"le traitement s'est interrompu {number - 1} fois de suite")
            return _set_aside(runtime, row, opened, refusal)
        try:
            receipt = _apply(runtime, row, opened)
        except Exception as error:
            # Same edge as the inbox: what stays is set aside, what passes is tried again.
            if is_transient(error):
                raise
            return _set_aside(runtime, row, opened, refusal_of(runtime, error))
        if receipt.waiting and runtime.clock.now() - row.since >= ORPHAN_AFTER:
            refusal = Rejected(RejectionCode.ORPHAN, "ce dont parle l'événement n'est pas venu en sept jours")
            return _set_aside(runtime, row, opened, refusal)
        return receipt


def _apply(runtime: Runtime, row: Any, opened: Opened) -> Receipt:
    event = opened.event
    assert event is not None  # what could not be read was set aside
    with unit_of_work(runtime, event.correlationid, event.id) as work:
        if not _claim(work, row):
            return Receipt()
        work.deliveries = {event.key: opened.delivery}
        runtime.manifest.reactions[event.type]([event], work)
        if work.kept_waiting:
            return Receipt(waiting=1)
        _remove(work, tables.waiting, row)
    return Receipt(applied=1)


def _set_aside(runtime: Runtime, row: Any, opened: Opened, refusal: Rejected) -> Receipt:
    """Moves the event to quarantine and forgets its key, so that a replay can apply it."""
    receipt = Receipt()
    with unit_of_work(runtime, row.event_id, row.event_id) as work:
        # Another process may have applied it meanwhile: its key must then stay.
        if _claim(work, row):
            _remove(work, tables.waiting, row)
            _remove(work, tables.inbox, row)
            receipt.refuse(refusals.enter(work, [(opened, refusal)]))
    return receipt


def _put_off(runtime: Runtime, row: Any) -> None:
    """Looked at again in a while, and not before those that can be decided."""
    statement = sa.update(tables.waiting).where(*_key(tables.waiting, row))
    with runtime.database.engine.begin() as connection:
        connection.execute(statement.values(due=False, tried_at=runtime.clock.now()))


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
