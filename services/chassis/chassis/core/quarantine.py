"""The only quarantine: refused messages, sealed, with a reason; listed, opened with an audit row, closed by people."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chassis.core import tables
from chassis.core.audit import identities_read
from chassis.core.bulk import is_among
from chassis.core.errors import BodyNotKept, NotFound
from chassis.core.refusals import PURPOSE, exchanges_of
from chassis.core.runtime import Runtime


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
    antenna: str | None
    partner: str | None
    broker_account: str | None
    exchange: str | None
    routing_key: str | None
    user_id: str | None
    size: int | None
    has_body: bool
    entered_at: datetime
    replayed_at: datetime | None
    discarded_at: datetime | None
    discarded_by: str | None
    discarded_because: str | None


@dataclass(frozen=True, slots=True)
class QuarantinedGroup:
    """What one source had refused for one code; `reference` is one of them, to be shown."""

    source: str | None
    code: str
    count: int
    without_body: int
    oldest: datetime
    newest: datetime
    reference: UUID


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which rows are meant: of a code, of a source (of none: ""), by a broker account; open ones unless said."""

    code: str | None = None
    source: str | None = None
    broker_account: str | None = None
    closed_too: bool = False

    def conditions(self) -> Iterator[sa.ColumnElement[bool]]:
        columns = tables.quarantine.c
        if not self.closed_too:
            yield tables.is_open
        if self.code is not None:
            yield columns.code == self.code
        if self.source is not None:
            yield columns.source == self.source if self.source else columns.source.is_(None)
        if self.broker_account is not None:
            yield columns.broker_account == self.broker_account


EVERY_OPEN_ONE = Chosen()


def messages(runtime: Runtime, chosen: Chosen = EVERY_OPEN_ONE, limit: int | None = None) -> list[QuarantinedMessage]:
    """What is in quarantine, oldest first."""
    columns = tables.quarantine.c
    told = [
        columns.sealed_body.is_not(None).label(name) if name == "has_body" else columns[name]
        for name in QuarantinedMessage.__slots__
    ]
    query = sa.select(*told).where(*chosen.conditions()).order_by(columns.entered_at, columns.quarantine_id)
    with runtime.database.reading.connect() as connection:
        return [QuarantinedMessage(*row) for row in connection.execute(query.limit(limit))]


def groups(runtime: Runtime, chosen: Chosen = EVERY_OPEN_ONE, limit: int | None = None) -> list[QuarantinedGroup]:
    """The same by source and code, the largest first."""
    columns = tables.quarantine.c
    without_body = sa.func.sum(sa.case((columns.sealed_body.is_(None), 1), else_=0))
    # Neither database knows the least of UUIDs in all its versions.
    example = sa.func.min(sa.cast(columns.quarantine_id, sa.Text))
    oldest, newest = sa.func.min(columns.entered_at), sa.func.max(columns.entered_at)
    query = (
        sa.select(columns.source, columns.code, sa.func.count().label("count"), without_body, oldest, newest, example)
        .where(*chosen.conditions())
        .group_by(columns.source, columns.code)
        .order_by(sa.desc("count"), columns.source, columns.code)
        .limit(limit)
    )
    with runtime.database.reading.connect() as connection:
        return [
            QuarantinedGroup(source, code, number, without, first, last, UUID(one))
            for source, code, number, without, first, last, one in connection.execute(query)
        ]


def count_groups(runtime: Runtime, chosen: Chosen = EVERY_OPEN_ONE) -> int:
    """How many there are; a sender may say as many sources as it likes."""
    columns = tables.quarantine.c
    every = sa.select(columns.source, columns.code).where(*chosen.conditions()).distinct().subquery()
    with runtime.database.reading.connect() as connection:
        return connection.scalar(sa.select(sa.func.count()).select_from(every)) or 0


def count(runtime: Runtime, chosen: Chosen = EVERY_OPEN_ONE) -> int:
    query = sa.select(sa.func.count()).select_from(tables.quarantine).where(*chosen.conditions())
    with runtime.database.reading.connect() as connection:
        return connection.scalar(query) or 0


def discard(runtime: Runtime, references: Sequence[UUID], person: str, reason: str) -> int:
    """Closes open rows for good, keeping who, when and why; returns how many there were to close.

    Raises `NotFound`, and then nothing was closed, when one of them never was.
    """
    meant = is_among(runtime.database.engine, tables.quarantine.c.quarantine_id, references)
    closed = {"discarded_at": runtime.clock.now(), "discarded_by": person, "discarded_because": reason}
    with runtime.database.engine.begin() as connection:
        found = connection.scalar(sa.select(sa.func.count()).select_from(tables.quarantine).where(meant))
        if found != len(set(references)):
            raise NotFound
        return connection.execute(sa.update(tables.quarantine).where(meant, tables.is_open).values(closed)).rowcount


def known(connection: sa.Connection, source: str, ids: Collection[UUID]) -> set[UUID]:
    """Of these facts of an instance, those that were refused here, open or closed.

    Only what came by the exchanges of its facts counts (or before we noted by which): others may write any source.
    What could not be read says no source, only an id.
    """
    if not ids:
        return set()
    columns = tables.quarantine.c
    query = sa.select(columns.event_id).where(
        is_among(connection, columns.event_id, list(ids)),
        sa.or_(columns.source == source, columns.source.is_(None)),
        sa.or_(columns.exchange.is_(None), columns.exchange.in_(exchanges_of(source))),
    )
    return set(connection.scalars(query))


def body(runtime: Runtime, quarantine_id: UUID, person: str) -> bytes:
    """Opens a sealed body for a person, leaving an audit row in the same transaction; `NotFound`, `BodyNotKept`."""
    with identities_read(runtime, person, "quarantine.show") as reading:
        return reading.unseal(PURPOSE, sealed(row(reading.session, quarantine_id)), of=quarantine_id)


def row(session: Session, quarantine_id: UUID) -> Any:
    """The whole row, body still sealed; raises `NotFound`."""
    found = session.execute(
        sa.select(tables.quarantine).where(tables.quarantine.c.quarantine_id == quarantine_id)
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def sealed(row: Any) -> bytes:
    """The row's sealed body; raises `BodyNotKept`."""
    if row.sealed_body is None:
        raise BodyNotKept
    return bytes(row.sealed_body)
