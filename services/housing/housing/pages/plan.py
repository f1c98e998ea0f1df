"""The plan of a semester: proposed, each unplaced request explained, edited, accepted whole or in part."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from chassis.http.pages import address, render
from chassis.http.problems import FormRefused
from chassis.http.routes import reading, run, today
from housing.commands.plans import AcceptPlan, ProposePlan
from housing.domain.house.room import Room
from housing.domain.plan.plan import PlanLine
from housing.http.api import AGENTS
from housing.http.plans import EDIT_PLAN, PROPOSE_PLAN
from housing.pages import bodies
from housing.pages.site import pages
from housing.pages.stay import HELD_DAYS
from housing.pages.universities import university_named
from housing.pages.words import in_french
from housing.queries.houses import all_houses, house_of, rooms_in
from housing.queries.plans import plan_of, plans_of
from housing.queries.stays import StayRead, stays_named
from housing.semesters import semesters
from kernel import french

Asked = dict[str, Any]


@dataclass(frozen=True, slots=True)
class LineShown:
    """A line of a plan with what is told of its request, and the rooms of its house by code."""

    line: PlanLine
    kind: str
    university: str
    room: str | None
    room_code: str | None
    rooms: Mapping[str, str]


@pages.page("/board/houses/<house>/plan", roles=AGENTS)
def plan(house: str) -> str:
    day = today()
    with reading() as session:
        shown = house_of(session, house)
        houses = all_houses(session)
        known = plans_of(session, house)
    coming = [semester for semester in semesters() if semester.end > day]
    return render(
        "plan.html.j2",
        house=shown,
        house_names={other.code: other.label for other in houses if other.closed_on is None},
        plans=known,
        semesters={semester.code: french.span(semester.first, semester.end) for semester in coming},
        next_semester=next((semester.code for semester in coming if semester.first > day), None),
    )


@pages.page("/board/plans/<uuid:plan_id>", roles=AGENTS)
def plan_lines(plan_id: UUID) -> str:
    day = today()
    with reading() as session:
        known = plan_of(session, plan_id)
        rooms = rooms_in(session, known.houses)
        stays = stays_named(session, [line.stay_id for line in known.lines])
        house = house_of(session, known.houses[0])
    shown = [_shown(line, stays[line.stay_id], rooms) for line in known.lines]
    return render(
        "plan_lines.html.j2",
        house=house,
        plan_id=plan_id,
        semester=known.semester,
        placed=[line for line in shown if line.line.room_id is not None],
        unplaced=[line for line in shown if line.line.room_id is None],
        acceptable={
            str(line.line.stay_id): f"{line.kind}, {line.university} : {line.room}, "
            f"{french.span(line.line.period.first, line.line.period.end)}"
            for line in shown
            if line.line.room_id is not None and line.line.accepted_on is None
        },
        until=day + timedelta(days=HELD_DAYS),
    )


@pages.form("/board/houses/<house>/plan", asks=PROPOSE_PLAN.body(()), shown_on=plan, roles=AGENTS)
def propose_plan(asked: Asked, house: str) -> str:
    if not asked["houses"]:
        raise FormRefused("Choisissez une maison au moins.", "houses")
    proposed = run(ProposePlan(asked["semester"], tuple(asked["houses"])))
    return address("plan_lines", plan_id=proposed.plan_id)


pages.form_of(EDIT_PLAN, "/board/plans/<uuid:plan_id>/lines/<uuid:stay_id>", shown_on=plan_lines)


@pages.form("/board/plans/<uuid:plan_id>/accepted", asks=bodies.AcceptBody, shown_on=plan_lines, roles=AGENTS)
def accept_plan(asked: Asked, plan_id: UUID) -> str:
    if not asked["stay_ids"]:
        raise FormRefused("Cochez une ligne au moins.", "stay_ids")
    run(AcceptPlan(plan_id, asked["held_until"], tuple(asked["stay_ids"])))
    return address("plan_lines", plan_id=plan_id)


def _shown(line: PlanLine, stay: StayRead, rooms: Sequence[Room]) -> LineShown:
    room = next((room for room in rooms if room.room_id == line.room_id), None)
    return LineShown(
        line,
        in_french(stay.occupant_kind),
        university_named(stay.university),
        room.label if room else None,
        room.code if room else None,
        {other.code: other.label for other in rooms if other.house == line.house and other.is_open(line.period)},
    )
