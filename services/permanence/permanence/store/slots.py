"""The slots of sessions, free or taken: one row a slot, whose one appointment makes a second one impossible."""

from collections.abc import Collection, Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session as Database

from chassis.core.bulk import insert_rows
from permanence.domain.appointment.rules import SlotTaken
from permanence.domain.session.session import Session
from permanence.store.registry import metadata

# What a session offers, one row a slot; one row, one appointment, and one appointment, one row.
slots = sa.Table(
    "slots",
    metadata,
    sa.Column("session_id", sa.Uuid, sa.ForeignKey("sessions.session_id"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("day", sa.Date, nullable=False),
    sa.Column("starts", sa.Integer, nullable=False),
    sa.Column("practitioner_id", sa.Uuid, nullable=False),
    sa.Column("site", sa.String(63), nullable=False),
    # A slot is taken before its appointment is written: whoever comes second writes nothing.
    sa.Column(
        "appointment_id",
        sa.Uuid,
        sa.ForeignKey("appointments.appointment_id", deferrable=True, initially="DEFERRED"),
    ),
    # Partial, else SQLite takes it for the free slots, reads them all, and sorts them.
    sa.Index(
        "slots_one_an_appointment",
        "appointment_id",
        unique=True,
        postgresql_where=sa.text("appointment_id IS NOT NULL"),
        sqlite_where=sa.text("appointment_id IS NOT NULL"),
    ),
    sa.Index(
        "ix_slots_free",
        "day",
        "starts",
        postgresql_where=sa.text("appointment_id IS NULL"),
        sqlite_where=sa.text("appointment_id IS NULL"),
    ),
    sa.Index(
        "ix_slots_free_of_practitioner",
        "practitioner_id",
        "day",
        "starts",
        postgresql_where=sa.text("appointment_id IS NULL"),
        sqlite_where=sa.text("appointment_id IS NULL"),
    ),
)

_ORDER = (slots.c.day, slots.c.starts, slots.c.session_id, slots.c.number)
_TAKE = (
    sa.update(slots)
    .where(
        slots.c.session_id == sa.bindparam("of_session"),
        slots.c.number == sa.bindparam("wanted"),
        slots.c.appointment_id.is_(None),
    )
    .values(appointment_id=sa.bindparam("for_appointment"))
    .returning(slots.c.number)
)


@dataclass(frozen=True, slots=True)
class FreeSlot:
    """A slot that nobody has; in the order of time."""

    session_id: UUID
    number: int
    day: date
    starts: int
    practitioner_id: UUID
    site: str


def first_free_slots(
    session: Database,
    from_day: date,
    from_minute: int,
    *,
    practitioner_id: UUID | None = None,
    site: str | None = None,
    after: FreeSlot | None = None,
    limit: int = 1,
) -> Sequence[FreeSlot]:
    """The first free slots from an instant on, of one practitioner or all; `after` goes on from an earlier answer."""
    asked: dict[str, Any] = {"from_day": from_day, "from_minute": from_minute, "most": limit}
    if practitioner_id is not None:
        asked["practitioner_id"] = practitioner_id
    if site is not None:
        asked["site"] = site
    if after is not None:
        asked |= {f"after_{column.name}": getattr(after, column.name) for column in _ORDER}
    return [FreeSlot(*row) for row in session.execute(_free(frozenset(asked)), asked)]


@cache
def _free(asked: Set[str]) -> sa.Select[Any]:
    """The statement that takes these parameters: making it costs several times as much as executing it."""
    # Two columns compared as one value: the index on them is then read from there on, whatever was free before.
    since = (sa.bindparam("from_day", type_=sa.Date), sa.bindparam("from_minute", type_=sa.Integer))
    query = sa.select(
        slots.c.session_id, slots.c.number, slots.c.day, slots.c.starts, slots.c.practitioner_id, slots.c.site
    ).where(slots.c.appointment_id.is_(None), sa.tuple_(slots.c.day, slots.c.starts) >= sa.tuple_(*since))
    for column in (slots.c.practitioner_id, slots.c.site):
        if column.name in asked:
            query = query.where(column == sa.bindparam(column.name))
    last = [sa.bindparam(f"after_{column.name}", type_=column.type) for column in _ORDER]
    if last[0].key in asked:
        query = query.where(sa.tuple_(*_ORDER) > sa.tuple_(*last))
    return query.order_by(*_ORDER).limit(sa.bindparam("most"))


def offer_slots(session: Database, planned: Iterable[Session]) -> None:
    """Makes the slots of new sessions, all free."""
    rows = [
        {
            "session_id": one.session_id,
            "number": slot.number,
            "day": one.day,
            "starts": slot.starts,
            "practitioner_id": one.practitioner_id,
            "site": one.site,
        }
        for one in planned
        for slot in one.slots
    ]
    if rows:
        insert_rows(session, slots, rows, lambda insert: insert)


def take_slot(session: Database, session_id: UUID, number: int, appointment_id: UUID) -> None:
    """Takes a slot, or raises the rule that somebody has it: of two who come at once, the row knows who was first."""
    taking = {"of_session": session_id, "wanted": number, "for_appointment": appointment_id}
    if session.execute(_TAKE, taking).one_or_none() is None:
        raise SlotTaken


def check_free(session: Database, session_id: UUID, number: int) -> None:
    """Raises the rule that somebody has a slot, as the rows know it now."""
    if not is_free(session, session_id, number):
        raise SlotTaken


def is_free(session: Database, session_id: UUID, number: int) -> bool:
    query = sa.select(slots.c.number).where(
        slots.c.session_id == session_id, slots.c.number == number, slots.c.appointment_id.is_(None)
    )
    return session.scalar(query) is not None


def release(session: Database, appointment_id: UUID) -> None:
    """The slot of an appointment is free again; a walk-in has none."""
    freeing = sa.update(slots).where(slots.c.appointment_id == appointment_id)
    session.execute(freeing.values(appointment_id=None))


def withdraw_free_slots(session: Database, session_ids: Collection[UUID]) -> None:
    """Nobody is offered a slot of a session that is cancelled, or ends early."""
    session.execute(sa.delete(slots).where(slots.c.session_id.in_(session_ids), slots.c.appointment_id.is_(None)))
