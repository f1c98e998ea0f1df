"""The plan of a semester: proposed from all requests and rooms, edited by hand, accepted by holding its rooms."""

from collections.abc import Mapping, Sequence

from chassis.core.ids import new_id
from chassis.core.manifest import Handler
from chassis.core.work import UnitOfWork
from housing.commands.plans import (
    AcceptPlan,
    AcceptPlanOutcome,
    EditPlan,
    PlanReference,
    ProposePlan,
    ProposePlanOutcome,
)
from housing.domain.house.house import House
from housing.domain.occupant.kind import labels
from housing.domain.plan.plan import SemesterPlan
from housing.domain.plan.proposal import Taken, propose
from housing.domain.plan.semester import semester_named
from housing.domain.stay.limit import StayLimit
from housing.domain.stay.period import Period
from housing.domain.stay.state import StayState
from housing.domain.stay.stay import Stay
from housing.domain.stay.waiting_list import Request
from housing.handlers.stays import hold_room
from housing.occupant_kinds import occupant_kinds
from housing.queries.houses import rooms_in
from housing.semesters import semesters
from housing.store import nights
from housing.store.houses import known_house, lock_rooms, room_named
from housing.store.plans import known_plan, nights_taken
from housing.store.stays import known_stay, lock_occupants, nights_of, stays_waiting
from kernel.period import add_months


def propose_plan(command: ProposePlan, work: UnitOfWork) -> ProposePlanOutcome:
    semester = semester_named(semesters(), command.semester)
    houses = {code: known_house(work.session, code) for code in command.houses}
    named = labels(occupant_kinds())
    proposals = propose(
        _requests(work, houses, semester.period),
        rooms_in(work.session, houses),
        # Stays that end shortly before still tell which room the request fits closely.
        [
            Taken(room_id, period, f"{named[kind]}, déjà attribuée")
            for room_id, period, kind in nights_taken(work.session, houses, add_months(semester.first, -6))
        ],
        {code: house.rule_on(work.today) for code, house in houses.items()},
        named,
    )
    plan = SemesterPlan.propose(new_id(), semester=semester.code, houses=houses.keys(), proposals=proposals)
    work.save(plan)
    return ProposePlanOutcome(plan.plan_id, plan.placed, len(plan.lines) - plan.placed)


def edit_plan(command: EditPlan, work: UnitOfWork) -> PlanReference:
    plan = known_plan(work.session, command.plan_id)
    line, room_id = plan.line(command.stay_id, command.house), None
    if command.room is not None:
        room_id = room_named(work.session, line.house, command.room)
        lock_rooms(work, [room_id])[room_id].check_open(line.period)
        nights.check_free(work.session, room_id, line.period)
    plan.edit(line.stay_id, room_id)
    work.save(plan)
    return PlanReference(plan.plan_id)


def accept_plan(command: AcceptPlan, work: UnitOfWork) -> AcceptPlanOutcome:
    """Holds every room of the chosen lines, or none: whatever became impossible since is told, and edited first."""
    plan = known_plan(work.session, command.plan_id)
    accepted = plan.accept(command.stay_ids, today=work.today)
    chosen = [(known_stay(work.session, line.stay_id), line.room_id) for line in accepted]
    before = {stay.room_id for stay, _ in chosen if stay.room_id is not None}
    rooms = lock_rooms(work, before | {room_id for _, room_id in chosen if room_id is not None})
    lock_occupants(work, [stay for stay, _ in chosen])
    for stay, room_id in chosen:
        assert room_id is not None, "a line is accepted with its room"
        hold_room(work, stay, rooms[room_id], command.held_until)
    work.save(plan)
    return AcceptPlanOutcome(plan.plan_id, tuple(stay.stay_id for stay, _ in chosen))


def _requests(work: UnitOfWork, houses: Mapping[str, House], semester: Period) -> Sequence[Request]:
    waiting = stays_waiting(work.session, houses, [StayState.REQUESTED, StayState.WAITLISTED])
    return [_request(work, houses[stay.house], stay) for stay in waiting if stay.period.overlaps(semester)]


def _request(work: UnitOfWork, house: House, stay: Stay) -> Request:
    period, others = stay.period, [] if stay.occupant_id is None else nights_of(work.session, stay.occupant_id)
    limit = StayLimit(occupant_kinds(), stay.kind, others)
    latest = limit.latest_departure(period, house.tariff_on(period.first))
    return Request.of(stay, latest if latest < period.end else None, limit.lodged_already(period))


HANDLERS: Mapping[type, Handler] = {ProposePlan: propose_plan, EditPlan: edit_plan, AcceptPlan: accept_plan}
