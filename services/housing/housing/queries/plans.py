"""What may be read of semesters' plans: those of a house; of one, each request with its room or why it has none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from housing.commands.plans import PlanId
from housing.commands.words import DepartureDay, FirstNight, HouseCode, RoomCode, StayId
from housing.domain.plan.plan import SemesterPlan
from housing.domain.stay.facts import RefusalReason
from housing.queries.houses import rooms_in
from housing.store.plans import known_plan, plans


@dataclass(frozen=True, slots=True)
class PlanLineState:
    """One request; `room` is the code of its room."""

    stay_id: StayId
    house: HouseCode
    arrival_on: FirstNight
    departure_on: DepartureDay
    room_id: Annotated[UUID | None, "La chambre proposée."]
    room: RoomCode | None
    reason: Annotated[RefusalReason | None, "Pourquoi il n'y en a pas."]
    explanation: Annotated[str, "La même chose, en une phrase."]
    by_hand: Annotated[bool, "Décidé par l'agent."]
    accepted_on: Annotated[date | None, "Jour de l'acceptation"]


@dataclass(frozen=True, slots=True)
class PlanState:
    plan_id: PlanId
    semester: Annotated[str, "Code du semestre."]
    houses: Annotated[Sequence[HouseCode], "Les maisons."]
    lines: Annotated[Sequence[Annotated[PlanLineState, "Une demande."]], "Dans l'ordre où elles ont été décidées."]


def plans_of(session: Session, house: str) -> Sequence[SemesterPlan]:
    """Those that place requests of the house, the latest semester first: a few a year."""
    query = sa.select(SemesterPlan).order_by(plans.c.semester.desc(), plans.c.plan_id)
    return [plan for plan in session.scalars(query) if house in plan.houses]


def plan_of(session: Session, plan_id: UUID) -> SemesterPlan:
    """The plan as it is, or the rule that there must be one."""
    return known_plan(session, plan_id)


def plan_state(session: Session, plan_id: UUID) -> PlanState | None:
    plan = session.get(SemesterPlan, plan_id)
    if plan is None:
        return None
    codes = {room.room_id: room.code for room in rooms_in(session, plan.houses)}
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
        for line in plan.lines
    ]
    return PlanState(plan.plan_id, plan.semester, plan.houses, lines)
