"""Rosters, leaves, sessions, and the quarters of an hour that rooms and practitioners have taken."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session as Database

from chassis.core.bulk import insert_rows
from chassis.core.mapping import enumeration, version
from chassis.core.work import UnitOfWork
from permanence.domain.practitioner.kind import PractitionerKind
from permanence.domain.session import rules
from permanence.domain.session.roster import Leave, LeaveReason, Roster
from permanence.domain.session.session import Quarter, Session, SessionCancelReason, SessionState
from permanence.store.registry import mapper, metadata

rosters = sa.Table(
    "rosters",
    metadata,
    sa.Column("roster_id", sa.Uuid, primary_key=True),
    version(),
    sa.Column("site", sa.String(63), nullable=False, index=True),
    sa.Column("room_id", sa.Uuid, sa.ForeignKey("consulting_rooms.room_id"), nullable=False),
    sa.Column("practitioner_id", sa.Uuid, sa.ForeignKey("practitioners.practitioner_id"), nullable=False),
    sa.Column("weekday", sa.Integer, nullable=False),
    sa.Column("starts", sa.Integer, nullable=False),
    sa.Column("ends", sa.Integer, nullable=False),
    sa.Column("slot_minutes", sa.Integer, nullable=False),
    sa.Column("starts_on", sa.Date, nullable=False),
    sa.Column("ends_on", sa.Date),
)

leaves = sa.Table(
    "leaves",
    metadata,
    sa.Column("leave_id", sa.Uuid, primary_key=True),
    version(),
    sa.Column("practitioner_id", sa.Uuid, sa.ForeignKey("practitioners.practitioner_id"), nullable=False),
    sa.Column("first_on", sa.Date, nullable=False),
    sa.Column("end_on", sa.Date, nullable=False),
    sa.Column("reason", enumeration(LeaveReason), nullable=False),
    sa.Index("ix_leaves_practitioner_days", "practitioner_id", "end_on"),
)

sessions = sa.Table(
    "sessions",
    metadata,
    sa.Column("session_id", sa.Uuid, primary_key=True),
    version(),
    sa.Column("site", sa.String(63), nullable=False),
    sa.Column("room_id", sa.Uuid, sa.ForeignKey("consulting_rooms.room_id"), nullable=False),
    sa.Column("practitioner_id", sa.Uuid, sa.ForeignKey("practitioners.practitioner_id"), nullable=False),
    sa.Column("practitioner_kind", enumeration(PractitionerKind), nullable=False),
    sa.Column("supervisor_id", sa.Uuid, sa.ForeignKey("practitioners.practitioner_id")),
    sa.Column("day", sa.Date, nullable=False),
    sa.Column("starts", sa.Integer, nullable=False),
    sa.Column("ends", sa.Integer, nullable=False),
    sa.Column("slot_minutes", sa.Integer, nullable=False),
    sa.Column("roster_id", sa.Uuid, sa.ForeignKey("rosters.roster_id")),
    sa.Column("state", enumeration(SessionState), nullable=False),
    sa.Column("delay_minutes", sa.Integer, nullable=False),
    sa.Column("cancel_reason", enumeration(SessionCancelReason)),
    # A roster plans a day once: what was cancelled since is not planned anew.
    sa.UniqueConstraint("roster_id", "day", name="sessions_one_a_roster_and_day"),
    sa.Index("ix_sessions_site_day", "site", "day"),
    sa.Index("ix_sessions_practitioner_day", "practitioner_id", "day"),
)

# One row a quarter of an hour that a room or a practitioner has: its primary key makes two sessions of it impossible.
taken_quarters = sa.Table(
    "taken_quarters",
    metadata,
    sa.Column("resource_id", sa.Uuid, primary_key=True),
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("quarter", sa.Integer, primary_key=True),
    sa.Column("session_id", sa.Uuid, sa.ForeignKey("sessions.session_id"), nullable=False, index=True),
)

mapper.aggregate(Roster, rosters)
mapper.aggregate(Leave, leaves)
mapper.aggregate(Session, sessions)

# Made once: they are asked for each booking or act, and making one costs more than asking it.
_OF_DAY = (
    sa.select(Session)
    .where(
        sessions.c.practitioner_id == sa.bindparam("practitioner_id"),
        sessions.c.day == sa.bindparam("day"),
        sessions.c.state == SessionState.PLANNED,
    )
    .order_by(sessions.c.starts)
    .limit(1)
)
_OF_MINUTE = _OF_DAY.where(sessions.c.starts <= sa.bindparam("minute"), sessions.c.ends > sa.bindparam("minute"))
_SITE_OF_DAY = _OF_DAY.with_only_columns(sessions.c.site)


def known_session(session: Database, session_id: UUID) -> Session:
    """The session with this reference as it is now: to be read, not to be changed."""
    found = session.get(Session, session_id)
    if found is None:
        raise rules.SessionUnknown
    return found


def lock_sessions(work: UnitOfWork, session_ids: Collection[UUID]) -> Mapping[UUID, Session]:
    """The sessions, once nobody else books or cancels in them.

    Whoever takes, frees or withdraws a slot locks its session first.
    """
    found = work.lock({Session: session_ids}).of(Session)
    if len(found) < len(set(session_ids)):
        raise rules.SessionUnknown
    return found


def lock_session(work: UnitOfWork, session_id: UUID) -> Session:
    return lock_sessions(work, [session_id])[session_id]


def session_at(session: Database, practitioner_id: UUID, day: date, minute: int | None = None) -> Session | None:
    """The first session that somebody holds on a day; at a minute, the one that covers it."""
    asked = {"practitioner_id": practitioner_id, "day": day}
    if minute is None:
        return session.scalars(_OF_DAY, asked).one_or_none()
    return session.scalars(_OF_MINUTE, {**asked, "minute": minute}).one_or_none()


def site_of_day(session: Database, practitioner_id: UUID, day: date) -> str | None:
    """Where somebody holds the first session of a day; None when there is none. The rest of it is not read."""
    return session.scalars(_SITE_OF_DAY, {"practitioner_id": practitioner_id, "day": day}).one_or_none()


def planned_sessions_of(
    session: Database, practitioner_id: UUID, first_on: date, end_on: date | None = None
) -> Sequence[UUID]:
    """The sessions that somebody is to hold from a day on, up to the day before `end_on`."""
    query = sa.select(sessions.c.session_id).where(
        sessions.c.practitioner_id == practitioner_id,
        sessions.c.day >= first_on,
        sessions.c.state == SessionState.PLANNED,
    )
    if end_on is not None:
        query = query.where(sessions.c.day < end_on)
    return list(session.scalars(query))


def planned_sessions_at(session: Database, site: str, first_on: date, end_on: date) -> Sequence[UUID]:
    """The sessions that are to be held in a site, from a day to the day before `end_on`."""
    query = sa.select(sessions.c.session_id).where(
        sessions.c.site == site,
        sessions.c.day >= first_on,
        sessions.c.day < end_on,
        sessions.c.state == SessionState.PLANNED,
    )
    return list(session.scalars(query))


def days_planned(session: Database, roster_id: UUID, first_on: date) -> set[date]:
    """The days from `first_on` on of which a roster has made its session, cancelled ones included."""
    query = sa.select(sessions.c.day).where(sessions.c.roster_id == roster_id, sessions.c.day >= first_on)
    return set(session.scalars(query))


def lock_roster(work: UnitOfWork, roster_id: UUID) -> Roster:
    roster = work.lock({Roster: [roster_id]}).of(Roster).get(roster_id)
    if roster is None:
        raise rules.RosterUnknown
    return roster


def rosters_of(session: Database, site: str, first_on: date, last_on: date) -> Sequence[Roster]:
    """The rosters of a site that plan a day of these, in the order of the week."""
    query = sa.select(Roster).where(
        rosters.c.site == site,
        rosters.c.starts_on <= last_on,
        sa.or_(rosters.c.ends_on.is_(None), rosters.c.ends_on > first_on),
    )
    return list(session.scalars(query.order_by(rosters.c.weekday, rosters.c.starts, rosters.c.roster_id)))


def rosters_with(session: Database, room_id: UUID, practitioner_id: UUID, weekday: int) -> Sequence[Roster]:
    """The rosters of a weekday that want this room or this person."""
    query = sa.select(Roster).where(
        rosters.c.weekday == weekday,
        sa.or_(rosters.c.room_id == room_id, rosters.c.practitioner_id == practitioner_id),
    )
    return list(session.scalars(query))


def leaves_of(session: Database, practitioner_ids: Collection[UUID], first_on: date) -> Sequence[Leave]:
    """The leaves of these people that are not over on a day."""
    query = sa.select(Leave).where(leaves.c.practitioner_id.in_(practitioner_ids), leaves.c.end_on > first_on)
    return list(session.scalars(query))


def quarters_taken(session: Database, resource_ids: Collection[UUID], first_on: date, last_on: date) -> set[Quarter]:
    """Which quarters of an hour these rooms and people have no more, on these days."""
    query = sa.select(taken_quarters.c.resource_id, taken_quarters.c.day, taken_quarters.c.quarter).where(
        taken_quarters.c.resource_id.in_(resource_ids), taken_quarters.c.day.between(first_on, last_on)
    )
    return {(resource_id, day, quarter) for resource_id, day, quarter in session.execute(query)}


def take_quarters(session: Database, planned: Iterable[Session]) -> None:
    """Keeps the room and the practitioner of each session; sorted, so that two who take never wait in a ring."""
    rows = [
        {"resource_id": resource_id, "day": day, "quarter": quarter, "session_id": one.session_id}
        for one in planned
        for resource_id, day, quarter in one.quarters
    ]
    if rows:
        rows.sort(key=lambda row: (row["resource_id"], row["day"], row["quarter"]))
        insert_rows(session, taken_quarters, rows, lambda insert: insert)


def release_quarters(session: Database, session_ids: Collection[UUID]) -> None:
    session.execute(sa.delete(taken_quarters).where(taken_quarters.c.session_id.in_(session_ids)))
