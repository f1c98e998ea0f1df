"""The only quarantine: refused messages, sealed, with a reason; opened for a person with an audit row."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chassis.core import tables
from chassis.core.audit import identities_read
from chassis.core.bulk import insert_into
from chassis.core.delivery import Delivery
from chassis.core.errors import NotFound
from chassis.core.ids import new_id
from chassis.core.runtime import Runtime
from chassis.core.work import UnitOfWork
from contracts.rejection import Rejected

PURPOSE = "quarantine"


@dataclass(frozen=True, slots=True)
class QuarantinedMessage:
    """A row as people see it in a list: never the body."""

    quarantine_id: UUID
    code: str
    reason: str
    path: str | None
    source: str | None
    event_id: UUID | None
    type: str | None
    entered_at: datetime
    replayed_at: datetime | None


def enter(
    work: UnitOfWork,
    delivery: Delivery,
    refusal: Rejected,
    identity: tuple[str, UUID, str] | None,
) -> bool:
    """Adds a row in the running transaction; the same message refused again for the same reason adds none.

    One that had left by a replay comes back: an orphan that waited in vain a second time, for example.
    """
    source, event_id, event_type = identity or (None, None, None)
    statement = insert_into(work.session.connection(), tables.quarantine).values(
        quarantine_id=new_id(),
        digest=hashlib.sha256(delivery.body).digest(),
        code=refusal.code.value,
        reason=_printable(refusal.reason),
        path=refusal.path,
        source=source,
        event_id=event_id,
        type=event_type,
        content_type=_printable(delivery.content_type),
        content_encoding=_printable(delivery.content_encoding),
        sealed_body=work.keyring.seal(PURPOSE, delivery.body),
        entered_at=work.now,
    )
    statement = statement.on_conflict_do_update(
        index_elements=["digest", "code"],
        set_={"entered_at": work.now, "replayed_at": None},
        where=tables.quarantine.c.replayed_at.is_not(None),
    )
    entered = work.session.execute(statement.returning(tables.quarantine.c.quarantine_id))
    return entered.one_or_none() is not None


def messages(
    runtime: Runtime, *, include_replayed: bool = False, code: str | None = None, limit: int | None = None
) -> list[QuarantinedMessage]:
    """What is in quarantine, oldest first."""
    columns = [tables.quarantine.c[name] for name in QuarantinedMessage.__slots__]
    query = sa.select(*columns).where(*_chosen(include_replayed, code)).limit(limit)
    query = query.order_by(tables.quarantine.c.entered_at, tables.quarantine.c.quarantine_id)
    with runtime.database.reading.connect() as connection:
        return [QuarantinedMessage(*row) for row in connection.execute(query)]


def count(runtime: Runtime, *, include_replayed: bool = False, code: str | None = None) -> int:
    query = sa.select(sa.func.count()).select_from(tables.quarantine).where(*_chosen(include_replayed, code))
    with runtime.database.reading.connect() as connection:
        return connection.scalar(query) or 0


def body(runtime: Runtime, quarantine_id: UUID, person: str) -> bytes:
    """Opens a sealed body for a person, leaving an audit row in the same transaction; raises `NotFound`."""
    with identities_read(runtime, person, "quarantine.show") as reading:
        return reading.unseal(PURPOSE, row(reading.session, quarantine_id).sealed_body, of=quarantine_id)


def row(session: Session, quarantine_id: UUID) -> Any:
    """The whole row, body still sealed; raises `NotFound`."""
    found = session.execute(
        sa.select(tables.quarantine).where(tables.quarantine.c.quarantine_id == quarantine_id)
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def _chosen(include_replayed: bool, code: str | None) -> Iterator[sa.ColumnElement[bool]]:
    if not include_replayed:
        yield tables.quarantine.c.replayed_at.is_(None)
    if code is not None:
        yield tables.quarantine.c.code == code


def _printable(text: str | None) -> str | None:
    """Transport headers are somebody else's text, and a rule may quote it: short and without control characters."""
    return None if text is None else "".join(c for c in text if c.isprintable())[:200]
