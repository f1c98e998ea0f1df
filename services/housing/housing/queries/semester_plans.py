"""The plans of a house, for the list that an agent chooses from."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from housing.domain.semester_plan import PlanLine
from housing.store.plans import plans


@dataclass(frozen=True, slots=True)
class PlanKnown:
    """A plan and its lines, whatever became of them."""

    plan_id: UUID
    semester: str
    lines: Sequence[PlanLine]

    @property
    def placed(self) -> int:
        return sum(line.room_id is not None for line in self.lines)

    @property
    def accepted(self) -> int:
        return sum(line.accepted_on is not None for line in self.lines)


def plans_of(session: Session, house: str) -> Sequence[PlanKnown]:
    """Those that place requests of the house, the latest semester first: a few a year."""
    columns = plans.c.plan_id, plans.c.semester, plans.c.lines, plans.c.houses
    query = sa.select(*columns).order_by(plans.c.semester.desc(), plans.c.plan_id)
    return [
        PlanKnown(plan_id, semester, lines)
        for plan_id, semester, lines, houses in session.execute(query)
        if house in houses
    ]
