"""What is read of sessions and rosters: those of a site and a day, by references."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session as Database

from permanence.domain.practitioner.kind import PractitionerKind
from permanence.domain.session.session import SessionCancelReason, SessionState
from permanence.store.sessions import rosters, sessions


@dataclass(frozen=True, slots=True)
class SessionRead:
    """A session, cancelled ones included."""

    session_id: UUID
    site: str
    room_id: UUID
    practitioner_id: UUID
    practitioner_kind: PractitionerKind
    supervisor_id: UUID | None
    day: date
    starts: int
    ends: int
    slot_minutes: int
    state: SessionState
    delay_minutes: int
    cancel_reason: SessionCancelReason | None


@dataclass(frozen=True, slots=True)
class RosterRead:
    """Hours that come back each week."""

    roster_id: UUID
    site: str
    room_id: UUID
    practitioner_id: UUID
    weekday: int
    starts: int
    ends: int
    slot_minutes: int
    starts_on: date
    ends_on: date | None


def sessions_of(session: Database, site: str, day: date) -> Sequence[SessionRead]:
    query = sa.select(*(sessions.c[name] for name in SessionRead.__slots__))
    of_day = query.where(sessions.c.site == site, sessions.c.day == day)
    ordered = of_day.order_by(sessions.c.starts, sessions.c.room_id, sessions.c.session_id)
    return [SessionRead(*row) for row in session.execute(ordered)]


def rosters_in_force(session: Database, site: str, day: date, limit: int = 500) -> Sequence[RosterRead]:
    """The rosters of a site that are not over on a day, in the order of the week."""
    query = sa.select(*(rosters.c[name] for name in RosterRead.__slots__)).where(
        rosters.c.site == site, sa.or_(rosters.c.ends_on.is_(None), rosters.c.ends_on > day)
    )
    ordered = query.order_by(rosters.c.weekday, rosters.c.starts, rosters.c.roster_id).limit(limit)
    return [RosterRead(*row) for row in session.execute(ordered)]
