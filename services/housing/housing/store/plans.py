"""Plans of semesters: table, mapping, and what a proposal is made from."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chassis.core.mapping import Values, version
from housing.domain.occupant.kind import OccupantKind
from housing.domain.plan.plan import PlanLine, PlanUnknown, SemesterPlan
from housing.domain.stay.period import Period
from housing.domain.stay.state import WITH_ROOM
from housing.store.registry import mapper, metadata
from housing.store.stays import END_ON, FIRST_ON, stays

plans = sa.Table(
    "plans",
    metadata,
    sa.Column("plan_id", sa.Uuid, primary_key=True),
    version(),
    sa.Column("semester", sa.String(63), nullable=False),
    sa.Column("houses", Values(list[str]), nullable=False),
    sa.Column("lines", Values(list[PlanLine]), nullable=False),
)

mapper.aggregate(SemesterPlan, plans)


def known_plan(session: Session, plan_id: UUID) -> SemesterPlan:
    plan = session.get(SemesterPlan, plan_id)
    if plan is None:
        raise PlanUnknown
    return plan


def nights_taken(session: Session, houses: Collection[str], since: date) -> list[tuple[UUID, Period, OccupantKind]]:
    """The nights of stays that have a room in these houses and end after a day, and the kind of whose they are."""
    query = sa.select(stays.c.room_id, FIRST_ON, END_ON, stays.c.occupant_kind).where(
        stays.c.house.in_(houses), stays.c.state.in_(WITH_ROOM), stays.c.room_id.is_not(None), since < END_ON
    )
    return [(room_id, Period(first, end), kind) for room_id, first, end, kind in session.execute(query)]
