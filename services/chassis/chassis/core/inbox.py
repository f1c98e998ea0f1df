"""The inbox: each event has one effect, whatever is delivered, how often and in which company.

One transaction holds the keys of a batch, the effects of its reactions, the facts they cause and the quarantine.
"""

import hashlib
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import exc

from chassis.core import bulk, quarantine, tables
from chassis.core.attempts import LAST_ATTEMPT, counted
from chassis.core.clock import Clock
from chassis.core.database import is_transient
from chassis.core.delivery import Delivery
from chassis.core.errors import TransientFailure
from chassis.core.ids import new_id
from chassis.core.reason import why
from chassis.core.runtime import Runtime
from chassis.core.work import UnitOfWork, unit_of_work
from contracts.envelope import Event, decode
from contracts.rejection import Rejected, RejectionCode

# The clocks of the network may be wrong by a day; nothing was published before the network existed.
LATEST_AHEAD = timedelta(days=2)
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
SUSPECT_DELIVERIES = 3
# A failing batch is redone by quarters: of the largest, the event to blame is tried five times, and the transactions
# are as many as by halves.
PARTS = 4


@dataclass(slots=True)
class Receipt:
    """What became of a batch: counts by outcome, and codes of what entered quarantine."""

    applied: int = 0
    waiting: int = 0
    duplicates: int = 0
    quarantined: Counter[str] = field(default_factory=Counter)

    def add(self, other: "Receipt") -> None:
        self.applied += other.applied
        self.waiting += other.waiting
        self.duplicates += other.duplicates
        self.quarantined += other.quarantined


@dataclass(frozen=True, slots=True)
class _Read:
    """A delivery whose body was understood."""

    delivery: Delivery
    event: Event
    digest: bytes

    @property
    def key(self) -> tuple[str, UUID]:
        return self.event.source, self.event.id


def receive(runtime: Runtime, deliveries: Sequence[Delivery]) -> Receipt:
    """Applies a batch; when it returns, every delivery is settled in the database and can be acknowledged.

    Raises `TransientFailure` when nothing could be decided: keep the messages and call again.
    """
    receipt = Receipt()
    ordinary = [delivery for delivery in deliveries if delivery.returns <= SUSPECT_DELIVERIES]
    try:
        if ordinary:
            receipt.add(_apply(runtime, ordinary))
        for delivery in deliveries:
            if delivery.returns > SUSPECT_DELIVERIES:
                receipt.add(_apply_suspect(runtime, delivery))
    except Exception as error:
        if is_transient(error):
            raise TransientFailure(type(error).__name__) from error
        raise
    return receipt


def _apply_suspect(runtime: Runtime, delivery: Delivery) -> Receipt:
    """Applies alone a message whose consumers keep vanishing, counting the attempt before it is made."""
    digest = hashlib.sha256(delivery.body).digest()
    with counted(runtime.database, digest) as number:
        if number < LAST_ATTEMPT:
            return _apply(runtime, [delivery])
        refusal = Rejected(RejectionCode.POISON, f"le traitement s'est interrompu {number - 1} fois de suite")
        return _commit(runtime, [], [(delivery, refusal, None)])


def _apply(runtime: Runtime, deliveries: Sequence[Delivery], *, is_second_look: bool = False) -> Receipt:
    read, refused = _read_all(runtime, deliveries)
    try:
        return _commit(runtime, read, refused)
    except Exception as error:
        # Any error of a reaction ends here, whatever its class: this is the edge that keeps one event from
        # blocking the others. What will pass goes up; what stays is narrowed down to the event that causes it.
        if is_transient(error):
            raise
        if len(read) == 1 and isinstance(error, exc.IntegrityError) and not is_second_look:
            # A key that a command may have taken while we were writing: if so, it is there to be seen now.
            return _apply(runtime, deliveries, is_second_look=True)
        if len(read) == 1:
            refusal = Rejected(RejectionCode.NOT_APPLICABLE, why(runtime, error))
            return _commit(runtime, [], [*refused, (read[0].delivery, refusal, read[0].event)])
        if not read:
            raise
    receipt = _commit(runtime, [], refused)
    part = math.ceil(len(read) / PARTS)
    for start in range(0, len(read), part):
        receipt.add(_apply(runtime, [item.delivery for item in read[start : start + part]]))
    return receipt


_Refused = tuple[Delivery, Rejected, Event | None]


def _read_all(runtime: Runtime, deliveries: Sequence[Delivery]) -> tuple[list[_Read], list[_Refused]]:
    """Decodes and checks before any transaction is open."""
    read: list[_Read] = []
    refused: list[_Refused] = []
    for delivery in deliveries:
        event = None
        try:
            event = decode(delivery.body, delivery.content_type, delivery.content_encoding)
            _check_addressed(runtime, event)
            _check_time(runtime.clock, event)
        except Rejected as refusal:
            refused.append((delivery, refusal, event))
        else:
            read.append(_Read(delivery, event, hashlib.sha256(delivery.body).digest()))
    return read, refused


def _check_addressed(runtime: Runtime, event: Event) -> None:
    if event.type not in runtime.manifest.reactions:
        raise Rejected(RejectionCode.UNROUTABLE, "ce service ne lit pas ce type d'événement", "type")
    if event.antenna != runtime.instance.antenna and not runtime.instance.reads_every_antenna:
        raise Rejected(RejectionCode.UNROUTABLE, "l'événement concerne une autre antenne", "antenna")


def _check_time(clock: Clock, event: Event) -> None:
    if not EARLIEST <= event.time <= clock.now() + LATEST_AHEAD:
        raise Rejected(RejectionCode.ABSURD_TIME, "l'instant est impossible", "time")


def _commit(runtime: Runtime, read: Sequence[_Read], refused: Sequence[_Refused]) -> Receipt:
    receipt = Receipt()
    if not read and not refused:
        return receipt
    with unit_of_work(runtime, new_id(), new_id()) as work:
        distinct, repeated = _collapse(read)
        new = _insert_keys(runtime, work, distinct)
        known = [item for item in distinct.values() if item.key not in new]
        receipt.duplicates, reused = _compare_known(work, known, repeated, distinct)
        for item in reused:
            refusal = Rejected(RejectionCode.ID_REUSE, "même source et même id qu'un autre événement", "id")
            refused = [*refused, (item.delivery, refusal, item.event)]
        applied = [item.event for key, item in distinct.items() if key in new]
        work.bodies = {key: item.delivery.body for key, item in distinct.items() if key in new}
        # Grouped by type: order between types is never assumed, and a projection writes once for many events.
        for event_type, events in groupby(sorted(applied, key=lambda event: event.type), key=lambda event: event.type):
            runtime.manifest.reactions[event_type](list(events), work)
        for delivery, refusal, event in refused:
            identity = (event.source, event.id, event.type) if event else _identity(delivery)
            if quarantine.enter(work, delivery, refusal, identity):
                receipt.quarantined[refusal.code] += 1
        receipt.waiting = len(work.kept_waiting)
        receipt.applied = len(applied) - receipt.waiting
    return receipt


def _collapse(read: Sequence[_Read]) -> tuple[dict[tuple[str, UUID], _Read], list[_Read]]:
    distinct: dict[tuple[str, UUID], _Read] = {}
    repeated = []
    for item in read:
        if distinct.setdefault(item.key, item) is not item:
            repeated.append(item)
    return distinct, repeated


def _insert_keys(runtime: Runtime, work: UnitOfWork, distinct: dict[tuple[str, UUID], _Read]) -> set[tuple[str, UUID]]:
    """Claims the keys that nobody had; sorted, so that instances claiming the same keys at once cannot deadlock."""
    if not distinct:
        return set()
    keeps_bodies = runtime.manifest.keeps_bodies
    rows: list[dict[str, Any]] = [
        {
            "source": item.event.source,
            "event_id": item.event.id,
            "type": item.event.type,
            "digest": item.digest,
            "applied_at": work.now,
            "body": item.delivery.body if keeps_bodies else None,
        }
        for _, item in sorted(distinct.items(), key=lambda pair: (pair[0][0], pair[0][1].bytes))
    ]
    columns = tables.inbox.c

    def unless_known(statement: Any) -> Any:
        return statement.on_conflict_do_nothing().returning(columns.source, columns.event_id)

    return {(row.source, row.event_id) for row in bulk.insert_rows(work.session, tables.inbox, rows, unless_known)}


def _compare_known(
    work: UnitOfWork,
    known: Sequence[_Read],
    repeated: Sequence[_Read],
    distinct: dict[tuple[str, UUID], _Read],
) -> tuple[int, list[_Read]]:
    """Tells honest repeats from another content under a used id; returns how many repeats, and the others."""
    first_digests = {item.key: item.digest for item in distinct.values()}
    if known:
        columns = tables.inbox.c
        query = sa.select(columns.source, columns.event_id, columns.digest).where(
            sa.tuple_(columns.source, columns.event_id).in_([item.key for item in known])
        )
        first_digests |= {(row.source, row.event_id): row.digest for row in work.session.execute(query)}
    reused = [item for item in (*known, *repeated) if item.digest != first_digests[item.key]]
    return len(known) + len(repeated) - len(reused), reused


def _identity(delivery: Delivery) -> tuple[str, UUID, str] | None:
    """Source, id and type of a message that may still be readable, for the person who looks at the quarantine."""
    try:
        event = decode(delivery.body, delivery.content_type, delivery.content_encoding)
    except Rejected:
        return None
    return event.source, event.id, event.type
