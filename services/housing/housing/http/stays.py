"""Stays before they begin, from the request to the promised room; and what is read of all, without anybody's name."""

from typing import Any
from uuid import UUID

from chassis.core.errors import NotFound
from chassis.http.fields import choice
from chassis.http.routes import reading, today
from housing.commands.stays import (
    CancelStay,
    ConfirmStay,
    ExpireHolds,
    ExpireHoldsOutcome,
    HoldStay,
    HoldStayOutcome,
    RecordNotArrived,
    RefuseStay,
    RequestStay,
    RequestStayOutcome,
    WaitlistStay,
    WaitlistStayOutcome,
)
from housing.commands.words import StayReference
from housing.domain.stay.state import StayState
from housing.http.api import AGENTS, READERS, blueprint
from housing.http.period import PeriodBody, period_asked
from housing.queries.houses import house_of
from housing.queries.stays import StayRead, StaysRead, stay_read, stays_of_house
from housing.queries.waiting_list import WaitingList, waiting_list_of

REQUEST_STAY = blueprint.ask(
    RequestStay,
    "/stays",
    roles=AGENTS,
    answers=RequestStayOutcome,
    says="Demande une chambre pour quelqu'un.",
)
WAITLIST_STAY = blueprint.ask(
    WaitlistStay,
    "/stays/<uuid:stay_id>/waitlisting",
    roles=AGENTS,
    answers=WaitlistStayOutcome,
    says="Met une demande en liste d'attente, ou redit sa place.",
)
HOLD_STAY = blueprint.ask(
    HoldStay,
    "/stays/<uuid:stay_id>/hold",
    roles=AGENTS,
    answers=HoldStayOutcome,
    says="Réserve une chambre à une demande, jusqu'à la fin d'un jour.",
)
CONFIRM_STAY = blueprint.ask(
    ConfirmStay,
    "/stays/<uuid:stay_id>/confirmation",
    roles=AGENTS,
    answers=StayReference,
    says="Promet la chambre réservée.",
)
REFUSE_STAY = blueprint.ask(
    RefuseStay,
    "/stays/<uuid:stay_id>/refusal",
    roles=AGENTS,
    answers=StayReference,
    says="Refuse une demande, avec le motif.",
)
EXPIRE_HOLDS = blueprint.ask(
    ExpireHolds,
    "/holds/expiry",
    roles=AGENTS,
    answers=ExpireHoldsOutcome,
    says="Rend libres les chambres dont l'option est échue.",
)
CANCEL_STAY = blueprint.ask(
    CancelStay,
    "/stays/<uuid:stay_id>/cancellation",
    roles=AGENTS,
    answers=StayReference,
    says="Annule un séjour qui n'a pas commencé.",
)
RECORD_NOT_ARRIVED = blueprint.ask(
    RecordNotArrived,
    "/stays/<uuid:stay_id>/absence",
    roles=AGENTS,
    answers=StayReference,
    says="Constate que la personne attendue n'est pas venue.",
)


class StaysBody(PeriodBody):
    state = choice(StayState, "Seulement les séjours de cet état.", required=False)


@blueprint.query("/stays/<uuid:stay_id>", answers=StayRead, roles=READERS)
def read_stay(stay_id: UUID) -> StayRead:
    """L'état d'un séjour."""
    with reading() as session:
        stay = stay_read(session, stay_id)
    if stay is None:
        raise NotFound
    return stay


@blueprint.query("/houses/<house>/stays", asks=StaysBody, answers=StaysRead, roles=READERS)
def read_stays(asked: dict[str, Any], house: str) -> StaysRead:
    """Les séjours d'une maison qui ont une nuit dans la période."""
    period = period_asked(asked["first_on"], asked["end_on"])
    states = [asked["state"]] if "state" in asked else tuple(StayState)
    with reading() as session:
        known = house_of(session, house)
        return StaysRead(stays_of_house(session, known.code, period, states))


@blueprint.query("/houses/<house>/waiting-list", answers=WaitingList, roles=READERS)
def read_waiting_list(house: str) -> WaitingList:
    """La liste d'attente d'une maison, chaque place expliquée."""
    with reading() as session:
        return waiting_list_of(session, house, today())
