"""The plan of a semester: proposing, reading why each is placed or not, editing, accepting whole or in part."""

from typing import Any
from uuid import UUID

from chassis.core.application import Outcome
from chassis.core.errors import NotFound
from chassis.http.bodies import Answer, Body
from chassis.http.fields import choice, choices, civil_day, count, flag, part, reference, text
from chassis.http.routes import reading, run
from housing.commands.plans import AcceptPlan, EditPlan, ProposePlan
from housing.domain.stay.facts import RefusalReason
from housing.http.api import AGENTS, READERS, blueprint
from housing.http.words import departure_day, first_night, house_code, room_code, stay_reference
from housing.queries.plans import PlanState, plan_state


class ProposePlanBody(Body):
    semester = text("Code du semestre, par exemple 2018-11.", longest=40)
    houses = choices(house_code(), "Les maisons dont les demandes sont à placer.")


class EditPlanBody(Body):
    room = text("Code de la chambre ; absent : aucune.", required=False, longest=63)


class AcceptPlanBody(Body):
    held_until = civil_day("Dernier jour pour confirmer, compris")
    stay_ids = choices(stay_reference(), "Les lignes acceptées ; absentes : toutes celles placées.", required=False)


class PlanReference(Answer):
    plan_id = reference("Le plan.")


class PlanProposedAnswer(PlanReference):
    placed = count("Demandes placées.")
    unplaced = count("Demandes sans chambre.")


class PlanAcceptedAnswer(PlanReference):
    held = choices(stay_reference(), "Les séjours dont la chambre est réservée.")


class PlanLineAnswer(Answer):
    stay_id = stay_reference()
    house = house_code()
    arrival_on = first_night()
    departure_on = departure_day()
    room_id = reference("La chambre proposée.", allow_none=True)
    room = room_code(allow_none=True)
    reason = choice(RefusalReason, "Pourquoi il n'y en a pas.", allow_none=True)
    explanation = text("La même chose, en une phrase.")
    by_hand = flag("Décidé par l'agent.")
    accepted_on = civil_day("Jour de l'acceptation", allow_none=True)


class PlanAnswer(PlanReference):
    semester = text("Code du semestre.")
    houses = choices(house_code(), "Les maisons.")
    lines = choices(part(PlanLineAnswer, "Une demande."), "Dans l'ordre où elles ont été décidées.")


@blueprint.command("/plans", asks=ProposePlanBody, answers=PlanProposedAnswer, roles=AGENTS)
def propose_plan(asked: dict[str, Any]) -> Outcome:
    """Propose des chambres à toutes les demandes d'un semestre, strictement par priorité."""
    return run(ProposePlan(semester=asked["semester"], houses=tuple(asked["houses"])))


@blueprint.command("/plans/<uuid:plan_id>/lines/<uuid:stay_id>", asks=EditPlanBody, answers=PlanReference, roles=AGENTS)
def edit_plan(asked: dict[str, Any], plan_id: UUID, stay_id: UUID) -> Outcome:
    """Donne une autre chambre à une demande du plan, ou aucune."""
    return run(EditPlan(plan_id=plan_id, stay_id=stay_id, **asked))


@blueprint.command("/plans/<uuid:plan_id>/acceptance", asks=AcceptPlanBody, answers=PlanAcceptedAnswer, roles=AGENTS)
def accept_plan(asked: dict[str, Any], plan_id: UUID) -> Outcome:
    """Réserve les chambres du plan, de ces demandes ou de toutes."""
    stay_ids = asked.get("stay_ids")
    return run(
        AcceptPlan(
            plan_id=plan_id,
            held_until=asked["held_until"],
            stay_ids=None if stay_ids is None else tuple(stay_ids),
        )
    )


@blueprint.query("/plans/<uuid:plan_id>", answers=PlanAnswer, roles=READERS)
def read_plan(plan_id: UUID) -> PlanState:
    """Un plan, avec la raison de chaque ligne."""
    with reading() as session:
        state = plan_state(session, plan_id)
    if state is None:
        raise NotFound
    return state
