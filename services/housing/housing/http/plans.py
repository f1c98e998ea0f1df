"""The plan of a semester: proposing, reading why each is placed or not, editing, accepting whole or in part."""

from uuid import UUID

from chassis.core.errors import NotFound
from chassis.http.routes import reading
from housing.commands.plans import (
    AcceptPlan,
    AcceptPlanOutcome,
    EditPlan,
    PlanReference,
    ProposePlan,
    ProposePlanOutcome,
)
from housing.http.api import AGENTS, READERS, blueprint
from housing.queries.plans import PlanState, plan_state

PROPOSE_PLAN = blueprint.ask(
    ProposePlan,
    "/plans",
    roles=AGENTS,
    answers=ProposePlanOutcome,
    says="Propose des chambres à toutes les demandes d'un semestre, strictement par priorité.",
)
EDIT_PLAN = blueprint.ask(
    EditPlan,
    "/plans/<uuid:plan_id>/lines/<uuid:stay_id>",
    roles=AGENTS,
    answers=PlanReference,
    says="Donne une autre chambre à une demande du plan, ou aucune.",
)
ACCEPT_PLAN = blueprint.ask(
    AcceptPlan,
    "/plans/<uuid:plan_id>/acceptance",
    roles=AGENTS,
    answers=AcceptPlanOutcome,
    says="Réserve les chambres du plan, de ces demandes ou de toutes.",
)


@blueprint.query("/plans/<uuid:plan_id>", answers=PlanState, roles=READERS)
def read_plan(plan_id: UUID) -> PlanState:
    """Un plan, avec la raison de chaque ligne."""
    with reading() as session:
        state = plan_state(session, plan_id)
    if state is None:
        raise NotFound
    return state
