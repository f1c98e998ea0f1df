"""What is refused enters quarantine, whole batches at once: sealed, with who sent it, and bounded by broker account.

Anybody who may write to an exchange could fill the database with what nobody can apply. A broker account (the sender's
where the broker has checked it, otherwise the exchange) keeps so many open rows with their bodies; beyond that a row
says what came, without the body. Facts of the network's own services are never dropped: the reader stops reading.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chassis.core import tables
from chassis.core.accounts import messages
from chassis.core.bulk import BulkInsert, is_among
from chassis.core.delivery import Delivery
from chassis.core.errors import QuarantineFull
from chassis.core.ids import new_id
from chassis.core.opened import Opened
from chassis.core.runtime import Runtime
from chassis.core.work import UnitOfWork
from contracts.catalogue import BY_TYPE, CATALOGUE
from contracts.catalogue.event_type import PARTNERS
from contracts.rejection import Rejected

PURPOSE = "quarantine"
# Bodies that one account may have open (decision 0019).
MOST_ROWS = 1_000
MOST_BYTES = 8 * 1024 * 1024
# Services that tell facts. The partners' door is not one: what it passes on is others' word.
OWNERS = frozenset(entry.owner for entry in CATALOGUE) - {PARTNERS}

# One message refused for one reason: what tells a row from another.
_Key = tuple[bytes, str]
Refused = tuple[Opened, Rejected]


@dataclass(frozen=True, slots=True)
class Entered:
    """A row that was added, as logs may tell it: nothing of it can be a sender's free text."""

    code: str
    event_id: UUID | None
    type: str | None
    broker_account: str | None

    @property
    def told(self) -> dict[str, str]:
        known_type = self.type if self.type in BY_TYPE else None
        told = {"event_id": self.event_id, "type": known_type, "broker_account": self.broker_account}
        return {"code": self.code} | {name: str(value) for name, value in told.items() if value is not None}


def enter(work: UnitOfWork, refused: Sequence[Refused]) -> list[Entered]:
    """Adds rows in the running transaction; returns those that were not there.

    A message refused again for the same reason adds none. One that had left by a replay comes back (an orphan that
    waited in vain a second time, for example), one that was discarded does not, and one whose body was not kept gets
    it when there is room. Raises `QuarantineFull` when a service's own fact finds none.
    """
    distinct: dict[_Key, Refused] = {}
    for opened, refusal in refused:
        distinct.setdefault((opened.digest, refusal.code.value), (opened, refusal))
    settled = _settled(work.session, distinct)
    new = [distinct[key] for key in sorted(distinct.keys() - settled)]
    if not new:
        return []
    room = _Room(
        work.session, {account for opened, _ in new if (account := broker_account_of(opened.delivery)) is not None}
    )
    rows = [_row(work, opened, refusal, keeps_body=_keeps_body(room, opened)) for opened, refusal in new]
    return [Entered(*row) for row in _INSERT.execute(work.session, rows)]


def broker_account_of(delivery: Delivery) -> str | None:
    """Who answers for a message: never what the message says of itself. None where no broker gave it."""
    return _printable(delivery.user_id or delivery.exchange)


def exchanges_of(source: str | None) -> tuple[str, ...]:
    """The exchanges by which the facts of an instance come, none when the source is no instance that tells facts."""
    service = (source or "").rpartition("/")[2]
    return (f"{service}.events", messages.EXCHANGE) if service in OWNERS else ()


def crowded_accounts(runtime: Runtime) -> list[str]:
    """The broker accounts that have taken two thirds of their room: one more batch may be the one that does not fit."""
    columns = tables.quarantine.c
    query = (
        sa.select(columns.broker_account)
        .where(tables.is_open, columns.sealed_body.is_not(None), columns.broker_account.is_not(None))
        .group_by(columns.broker_account)
        .having(sa.or_(sa.func.count() * 3 >= MOST_ROWS * 2, sa.func.sum(columns.size) * 3 >= MOST_BYTES * 2))
        .order_by(columns.broker_account)
    )
    with runtime.database.reading.connect() as connection:
        return list(connection.scalars(query))


class _Room:
    """What each account may still have kept, in the order of asking."""

    def __init__(self, session: Session, accounts: set[str]) -> None:
        columns = tables.quarantine.c
        query = (
            sa.select(columns.broker_account, sa.func.count(), sa.func.coalesce(sa.func.sum(columns.size), 0))
            .where(tables.is_open, columns.sealed_body.is_not(None), columns.broker_account.in_(accounts))
            .group_by(columns.broker_account)
        )
        self._kept = {account: (rows, size) for account, rows, size in session.execute(query)} if accounts else {}

    def takes(self, account: str | None, size: int) -> bool:
        if account is None:
            return True
        rows, total = self._kept.get(account, (0, 0))
        if rows >= MOST_ROWS or total + size > MOST_BYTES:
            return False
        self._kept[account] = (rows + 1, total + size)
        return True


def _keeps_body(room: _Room, opened: Opened) -> bool:
    account = broker_account_of(opened.delivery)
    if room.takes(account, len(opened.delivery.body)):
        return True
    if account is not None and opened.delivery.exchange in exchanges_of(opened.told.source):
        raise QuarantineFull(account)
    return False


def _row(work: UnitOfWork, opened: Opened, refusal: Rejected, *, keeps_body: bool) -> Mapping[str, Any]:
    delivery, told = opened.delivery, opened.told
    return {
        "quarantine_id": new_id(),
        "digest": opened.digest,
        "code": refusal.code.value,
        "reason": _printable(refusal.reason),
        "path": refusal.path,
        "source": told.source,
        "event_id": told.id,
        "type": told.type,
        "antenna": told.antenna,
        "partner": told.partner,
        "content_type": _printable(delivery.content_type),
        "content_encoding": _printable(delivery.content_encoding),
        "exchange": _printable(delivery.exchange),
        "routing_key": _printable(delivery.routing_key),
        "user_id": _printable(delivery.user_id),
        "shares_account": delivery.shares_account,
        "broker_account": broker_account_of(delivery),
        "size": len(delivery.body),
        "sealed_body": work.keyring.seal(PURPOSE, delivery.body) if keeps_body else None,
        "entered_at": work.now,
    }


def _settled(session: Session, keys: Mapping[_Key, Refused]) -> set[_Key]:
    """Those that are there already, and to which coming again changes nothing."""
    if not keys:
        return set()
    columns = tables.quarantine.c
    query = sa.select(columns.digest, columns.code).where(
        is_among(session.get_bind(), columns.digest, list({digest for digest, _ in keys})),
        sa.or_(columns.discarded_at.is_not(None), sa.and_(tables.is_open, columns.sealed_body.is_not(None))),
    )
    return {(row.digest, row.code) for row in session.execute(query)}


def _coming_again(insert: Any) -> Any:
    columns = tables.quarantine.c
    lacks_body = sa.and_(columns.sealed_body.is_(None), insert.excluded.sealed_body.is_not(None))
    return insert.on_conflict_do_update(
        index_elements=["digest", "code"],
        set_={
            "entered_at": insert.excluded.entered_at,
            "replayed_at": None,
            "sealed_body": sa.func.coalesce(insert.excluded.sealed_body, columns.sealed_body),
        },
        where=sa.and_(columns.discarded_at.is_(None), sa.or_(columns.replayed_at.is_not(None), lacks_body)),
    ).returning(*(columns[name] for name in Entered.__slots__))


_INSERT = BulkInsert(
    tables.quarantine,
    (
        *("quarantine_id", "digest", "code", "reason", "path", "source", "event_id", "type", "antenna", "partner"),
        *("content_type", "content_encoding", "exchange", "routing_key", "user_id", "shares_account"),
        *("broker_account", "size", "sealed_body", "entered_at"),
    ),
    _coming_again,
)


def _printable(text: str | None) -> str | None:
    """Transport headers are somebody else's text, and a rule may quote it: short and without control characters."""
    return None if text is None else "".join(c for c in text if c.isprintable())[:200]
