"""What is read of sessions and rosters: those of a site and a day, by references."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session as Database

from kernel.said import TIME_OF_DAY
from permanence.commands.words import SiteCode, ThePractitioner, TheSession, Weekday
from permanence.domain.practitioner.kind import PractitionerKind
from permanence.domain.session.session import SessionCancelReason, SessionState
from permanence.store.sessions import rosters, sessions

TheRoom = Annotated[UUID, "Le cabinet."]
Starts = Annotated[int, "Début", TIME_OF_DAY]
Ends = Annotated[int, "Fin", TIME_OF_DAY]
SlotMinutes = Annotated[int, "Durée d'un créneau, en minutes."]


@dataclass(frozen=True, slots=True)
class SessionRead:
    """A session, cancelled ones included."""

    session_id: TheSession
    site: SiteCode
    room_id: TheRoom
    practitioner_id: ThePractitioner
    practitioner_kind: Annotated[PractitionerKind, "À quel titre."]
    supervisor_id: Annotated[UUID | None, "Le maître de stage."]
    day: Annotated[date, "Jour"]
    starts: Starts
    ends: Ends
    slot_minutes: SlotMinutes
    state: Annotated[SessionState, "Prévue ou annulée."]
    delay_minutes: Annotated[int, "Retard annoncé, en minutes."]
    cancel_reason: Annotated[SessionCancelReason | None, "Pourquoi elle est annulée."]


@dataclass(frozen=True, slots=True)
class RosterRead:
    """Hours that come back each week."""

    roster_id: Annotated[UUID, "L'horaire récurrent."]
    site: SiteCode
    room_id: TheRoom
    practitioner_id: ThePractitioner
    weekday: Weekday
    starts: Starts
    ends: Ends
    slot_minutes: SlotMinutes
    starts_on: Annotated[date, "Premier jour"]
    ends_on: Annotated[date | None, "Fin, jour non compris"]


@dataclass(frozen=True, slots=True)
class Sessions:
    sessions: Annotated[Sequence[Annotated[SessionRead, "Une plage."]], "Dans l'ordre des heures."]


@dataclass(frozen=True, slots=True)
class Rosters:
    rosters: Annotated[Sequence[Annotated[RosterRead, "Un horaire récurrent."]], "Dans l'ordre de la semaine."]


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
