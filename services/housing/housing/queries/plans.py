"""What may be read of a semester's plan: each request, its room or the reason why it has none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from housing.domain.stay_facts import RefusalReason
from housing.store.houses import rooms
from housing.store.plans import plans


@dataclass(frozen=True, slots=True)
class PlanLineState:
    """One request; `room` is the code of its room."""

    stay_id: UUID
    house: str
    arrival_on: date
    departure_on: date
    room_id: UUID | None
    room: str | None
    reason: RefusalReason | None
    explanation: str
    by_hand: bool
    accepted_on: date | None


@dataclass(frozen=True, slots=True)
class PlanState:
    plan_id: UUID
    semester: str
    houses: Sequence[str]
    lines: Sequence[PlanLineState]


def plan_state(session: Session, plan_id: UUID) -> PlanState | None:
    row = session.execute(sa.select(plans).where(plans.c.plan_id == plan_id)).one_or_none()
    if row is None:
        return None
    of_houses = sa.select(rooms.c.room_id, rooms.c.code).where(rooms.c.house.in_(row.houses))
    codes = {row.room_id: row.code for row in session.execute(of_houses)}
    lines = [
        PlanLineState(
            line.stay_id,
            line.house,
            line.period.first,
            line.period.end,
            line.room_id,
            None if line.room_id is None else codes[line.room_id],
            line.reason,
            line.explanation,
            line.by_hand,
            line.accepted_on,
        )
        for line in row.lines
    ]
    return PlanState(row.plan_id, row.semester, row.houses, lines)
