"""The waiting list over HTTP: joining, offers and their answers, leaving, and the list by the antenna's rule."""

from chassis.http.routes import current_runtime, reading, today
from permanence import parameters
from permanence.commands.waiting_list import (
    AnswerOffer,
    AnswerOfferOutcome,
    EntryReference,
    JoinWaitingList,
    JoinWaitingListOutcome,
    LeaveWaitingList,
    OfferSlot,
    OfferSlotOutcome,
)
from permanence.http.api import CARERS, READERS, blueprint
from permanence.queries.waiting_list import WaitingList, waiting

JOIN_WAITING_LIST = blueprint.ask(
    JoinWaitingList,
    "/waiting-list",
    roles=CARERS,
    answers=JoinWaitingListOutcome,
    says="Inscrit un patient sur la liste d'attente.",
)
OFFER_SLOT = blueprint.ask(
    OfferSlot,
    "/waiting-list/<uuid:entry_id>/offers",
    roles=CARERS,
    answers=OfferSlotOutcome,
    says="Propose un créneau libre à quelqu'un qui attend ; il reste libre pour les autres.",
)
ANSWER_OFFER = blueprint.ask(
    AnswerOffer,
    "/waiting-list/<uuid:entry_id>/answer",
    roles=CARERS,
    answers=AnswerOfferOutcome,
    says="Inscrit la réponse à la dernière proposition ; accepter prend le créneau.",
)
LEAVE_WAITING_LIST = blueprint.ask(
    LeaveWaitingList,
    "/waiting-list/<uuid:entry_id>/departure",
    roles=CARERS,
    answers=EntryReference,
    says="Retire quelqu'un de la liste d'attente, avec le motif.",
)


@blueprint.query("/waiting-list", answers=WaitingList, roles=READERS)
def read_waiting_list() -> WaitingList:
    """La liste d'attente dans l'ordre de la règle du jour, chaque place expliquée."""
    rules = parameters.of(current_runtime()).priority
    with reading() as session:
        return WaitingList(waiting(session, rules, today()))
