"""The inbox: each event has one effect, whatever is delivered, how often and in which company.

One transaction holds the keys of a batch, the effects of its reactions, the facts they cause and the quarantine.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import exc

from chassis.core import bulk, refusals, tables
from chassis.core.accounts.messages import Message
from chassis.core.accounts.taking import take
from chassis.core.attempts import LAST_ATTEMPT, counted
from chassis.core.database import is_transient
from chassis.core.delivery import Delivery
from chassis.core.errors import TransientFailure
from chassis.core.ids import new_id
from chassis.core.opened import Opened, expired, open_delivery
from chassis.core.reason import refusal_of
from chassis.core.runtime import Runtime
from chassis.core.state import INBOX
from chassis.core.work import UnitOfWork, unit_of_work
from contracts.envelope import Event, encode
from contracts.rejection import Rejected, RejectionCode

SUSPECT_DELIVERIES = 3
# A failing batch is redone by quarters: of the largest, the event to blame is tried five times, and the transactions
# are as many as by halves.
PARTS = 4


# What tells one event from another: its source and id.
Key = tuple[str, UUID]


@dataclass(slots=True)
class Receipt:
    """What became of a batch: counts by outcome, and codes of what entered quarantine, each with an example."""

    applied: int = 0
    waiting: int = 0
    duplicates: int = 0
    quarantined: Counter[str] = field(default_factory=Counter)
    examples: dict[str, refusals.Entered] = field(default_factory=dict, compare=False)

    def add(self, other: "Receipt") -> None:
        self.applied += other.applied
        self.waiting += other.waiting
        self.duplicates += other.duplicates
        self.quarantined += other.quarantined
        self.examples |= other.examples

    def refuse(self, entered: Sequence[refusals.Entered]) -> None:
        self.quarantined.update(row.code for row in entered)
        self.examples |= {row.code: row for row in entered}


@dataclass(frozen=True, slots=True)
class _Read:
    """A delivery whose event is to be applied."""

    opened: Opened
    event: Event
    key: Key


def receive(runtime: Runtime, deliveries: Sequence[Delivery]) -> Receipt:
    """Opens a batch and applies it."""
    return apply(runtime, [open_delivery(runtime, delivery) for delivery in deliveries])


def apply(runtime: Runtime, batch: Sequence[Opened]) -> Receipt:
    """Applies a batch; when it returns, every delivery is settled in the database and can be acknowledged.

    Raises `TransientFailure` when nothing could be decided: keep the messages and call again.
    """
    receipt = Receipt()
    deliveries = [opened for opened in batch if opened.message is None]
    ordinary = [opened for opened in deliveries if opened.delivery.returns <= SUSPECT_DELIVERIES]
    try:
        if ordinary:
            receipt.add(_apply(runtime, ordinary))
        for opened in deliveries:
            if opened.delivery.returns > SUSPECT_DELIVERIES:
                receipt.add(_apply_suspect(runtime, opened))
        # Accounts last: the facts that they tell of came before them, perhaps in this batch.
        for opened in batch:
            if opened.message is not None:
                receipt.add(_take(runtime, opened, opened.message))
    except Exception as error:
        if is_transient(error):
            raise TransientFailure(type(error).__name__) from error
        raise
    return receipt


def _apply_suspect(runtime: Runtime, opened: Opened) -> Receipt:
    """Applies alone a message whose consumers keep vanishing, counting the attempt before it is made."""
    with counted(runtime.database, opened.digest) as number:
        if number < LAST_ATTEMPT:
            return _apply(runtime, [opened])
        refusal = Rejected(RejectionCode.POISON, f"le traitement s'est interrompu {number - 1} fois de suite")
        return _commit(runtime, [], [(opened, refusal)])


def _take(runtime: Runtime, opened: Opened, message: Message) -> Receipt:
    try:
        take(runtime, message)
    except Exception as error:
        # The same edge as below: what stays must not come back for ever.
        if is_transient(error):
            raise
        return _commit(runtime, [], [(opened, refusal_of(runtime, error))])
    return Receipt()


def _apply(runtime: Runtime, batch: Sequence[Opened], *, is_second_look: bool = False) -> Receipt:
    read = [_Read(opened, opened.event, opened.event.key) for opened in batch if opened.event and not opened.refusal]
    refused = [(opened, opened.refusal) for opened in batch if opened.refusal]
    try:
        return _commit(runtime, read, refused)
    except Exception as error:
        # Any error of a reaction ends here, whatever its class: this is the edge that keeps one event from
        # blocking the others. What will pass goes up; what stays is narrowed down to the event that causes it.
        if is_transient(error) or isinstance(error, TransientFailure):
            raise
        if len(read) == 1 and isinstance(error, exc.IntegrityError) and not is_second_look:
            # A key that a command may have taken while we were writing: if so, it is there to be seen now.
            return _apply(runtime, batch, is_second_look=True)
        if len(read) == 1:
            return _commit(runtime, [], [*refused, (read[0].opened, refusal_of(runtime, error))])
        if not read:
            raise
    receipt = _commit(runtime, [], refused)
    part = math.ceil(len(read) / PARTS)
    for start in range(0, len(read), part):
        receipt.add(_apply(runtime, [item.opened for item in read[start : start + part]]))
    return receipt


def _commit(runtime: Runtime, read: Sequence[_Read], refused: Sequence[refusals.Refused]) -> Receipt:
    receipt = Receipt()
    if not read and not refused:
        return receipt
    runtime.state.beat(INBOX)
    with unit_of_work(runtime, new_id(), new_id()) as work:
        read, late = _in_time(work, read)
        refused = [*refused, *late]
        distinct, repeated = _collapse(read)
        new = _insert_keys(runtime, work, distinct)
        known = [] if new is distinct else [item for key, item in distinct.items() if key not in new]
        receipt.duplicates, reused = _compare_known(work, known, repeated, distinct)
        for item in reused:
            refusal = Rejected(RejectionCode.ID_REUSE, "même source et même id qu'un autre événement", "id")
            refused = [*refused, (item.opened, refusal)]
        # Before the reactions: where there is no room left, they need not be made.
        receipt.refuse(refusals.enter(work, refused))
        applied = [item.event for item in new.values()]
        work.deliveries = {key: item.opened.delivery for key, item in new.items()}
        # Grouped by type: order between types is never assumed, and a projection writes once for many events.
        for event_type, events in groupby(sorted(applied, key=lambda event: event.type), key=lambda event: event.type):
            runtime.manifest.reactions[event_type](list(events), work)
            runtime.state.beat(INBOX)
        receipt.waiting = len(work.kept_waiting)
        receipt.applied = len(applied) - receipt.waiting
    return receipt


def _in_time(work: UnitOfWork, read: Sequence[_Read]) -> tuple[Sequence[_Read], list[refusals.Refused]]:
    """Parts what came too late to serve, unless it was applied when it did: a repeat of that is a repeat."""
    late = {item.key: refusal for item in read if (refusal := expired(item.event, work.now))}
    if not late:
        return read, []
    applied = _known_digests(work, list(late))
    refused = [(item.opened, late[item.key]) for item in read if item.key in late and item.key not in applied]
    return [item for item in read if item.key not in late or item.key in applied], refused


def _collapse(read: Sequence[_Read]) -> tuple[dict[Key, _Read], list[_Read]]:
    distinct: dict[Key, _Read] = {}
    repeated = []
    for item in read:
        if distinct.setdefault(item.key, item) is not item:
            repeated.append(item)
    return distinct, repeated


_INSERT_KEYS = bulk.BulkInsert(
    tables.inbox,
    ("source", "event_id", "type", "digest", "applied_at", "body"),
    lambda insert: insert.on_conflict_do_nothing().returning(tables.inbox.c.source, tables.inbox.c.event_id),
)


def _insert_keys(runtime: Runtime, work: UnitOfWork, distinct: Mapping[Key, _Read]) -> Mapping[Key, _Read]:
    """Claims the keys that nobody had; sorted, so that instances claiming the same keys at once cannot deadlock."""
    if not distinct:
        return distinct
    keeps_bodies = runtime.manifest.keeps_bodies
    rows: list[dict[str, Any]] = [
        {
            "source": item.event.source,
            "event_id": item.event.id,
            "type": item.event.type,
            "digest": item.opened.digest,
            "applied_at": work.now,
            "body": _kept_body(item.event, item.opened.delivery.body) if keeps_bodies else None,
        }
        for _, item in sorted(distinct.items(), key=lambda pair: (pair[0][0], pair[0][1].int))
    ]
    inserted = _INSERT_KEYS.execute(work.session, rows).all()
    if len(inserted) == len(rows):  # as nearly always, nobody had any: no need to look for each
        return distinct
    keys = [(row.source, row.event_id) for row in inserted]
    return {key: distinct[key] for key in keys}


def _kept_body(event: Event, body: bytes) -> bytes:
    """What a log keeps: of a patient, nothing that the contract does not know."""
    return encode(event) if event.says_too_much else body


def _compare_known(
    work: UnitOfWork,
    known: Sequence[_Read],
    repeated: Sequence[_Read],
    distinct: dict[Key, _Read],
) -> tuple[int, list[_Read]]:
    """Tells honest repeats from another content under a used id; returns how many repeats, and the others."""
    first_digests = {item.key: item.opened.digest for item in distinct.values()}
    if known:
        first_digests |= _known_digests(work, [item.key for item in known])
    reused = [item for item in (*known, *repeated) if item.opened.digest != first_digests[item.key]]
    return len(known) + len(repeated) - len(reused), reused


def _known_digests(work: UnitOfWork, keys: Sequence[Key]) -> dict[Key, bytes]:
    """The digests of those that were applied, or wait."""
    columns = tables.inbox.c
    query = sa.select(columns.source, columns.event_id, columns.digest)
    query = query.where(sa.tuple_(columns.source, columns.event_id).in_(keys))
    return {(row.source, row.event_id): row.digest for row in work.session.execute(query)}
