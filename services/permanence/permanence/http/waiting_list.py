"""The waiting list over HTTP: joining, offers and their answers, leaving, and the list by the antenna's rule."""

from typing import Any
from uuid import UUID

from chassis.core.application import Outcome
from chassis.http.bodies import Answer, Body
from chassis.http.fields import choice, choices, civil_day, count, flag, part, reference, text, whole
from chassis.http.routes import current_runtime, reading, run
from permanence import parameters
from permanence.commands.appointments import AnswerOffer, JoinWaitingList, LeaveWaitingList, OfferSlot
from permanence.domain.appointment.priority import Criterion
from permanence.domain.appointment.waiting_list import LONGEST_NOTICE_DAYS, WaitingExit
from permanence.http.api import CARERS, READERS, blueprint
from permanence.http.appointments import SlotBody
from permanence.http.words import practitioner_reference, today
from permanence.queries.appointments import waiting


class JoinWaitingListBody(Body):
    patient_id = reference("Le patient.")
    practitioner_id = practitioner_reference("Le praticien souhaité.", required=False)
    notice_days = whole("Jours de préavis souhaités.", most=LONGEST_NOTICE_DAYS, required=False)
    urgent = flag("Urgence médicale.", required=False)


class AnswerOfferBody(Body):
    accepts = flag("La personne accepte le créneau proposé.")


class LeaveWaitingListBody(Body):
    reason = choice(WaitingExit, "Pourquoi.")


class EntryReference(Answer):
    entry_id = reference("L'attente.")


class WaitingJoinedAnswer(EntryReference):
    orientation = text("15_SAS : appelez le 15 ou le service d'accès aux soins.", allow_none=True)


class SlotOfferedAnswer(EntryReference):
    offers = count("Nombre de propositions faites.")


class OfferAnsweredAnswer(EntryReference):
    appointment_id = reference("Le rendez-vous ; nul en cas de refus.", allow_none=True)


class WaitingAnswer(EntryReference):
    rank = count("Place, à partir de 1.")
    patient_id = reference("Le patient, dont l'identité se lit à part.")
    practitioner_id = practitioner_reference("Le praticien souhaité.", allow_none=True)
    notice_days = count("Jours de préavis souhaités.")
    since_on = civil_day("Attend depuis")
    offers = count("Nombre de propositions faites.")
    criteria = choices(choice(Criterion, "Un critère."), "Ce qui fait passer avant d'autres.")
    explanation = text("Pourquoi cette place.")


class WaitingListAnswer(Answer):
    places = choices(part(WaitingAnswer, "Une personne."), "Dans l'ordre de la règle de l'antenne.")


@blueprint.command("/waiting-list", asks=JoinWaitingListBody, answers=WaitingJoinedAnswer, roles=CARERS)
def join_waiting_list(asked: dict[str, Any]) -> Outcome:
    """Inscrit un patient sur la liste d'attente."""
    return run(JoinWaitingList(**asked))


@blueprint.command("/waiting-list/<uuid:entry_id>/offers", asks=SlotBody, answers=SlotOfferedAnswer, roles=CARERS)
def offer_slot(asked: dict[str, Any], entry_id: UUID) -> Outcome:
    """Propose un créneau libre à quelqu'un qui attend ; il reste libre pour les autres."""
    return run(OfferSlot(entry_id, **asked))


@blueprint.command(
    "/waiting-list/<uuid:entry_id>/answer", asks=AnswerOfferBody, answers=OfferAnsweredAnswer, roles=CARERS
)
def answer_offer(asked: dict[str, Any], entry_id: UUID) -> Outcome:
    """Inscrit la réponse à la dernière proposition ; accepter prend le créneau."""
    return run(AnswerOffer(entry_id, **asked))


@blueprint.command(
    "/waiting-list/<uuid:entry_id>/departure", asks=LeaveWaitingListBody, answers=EntryReference, roles=CARERS
)
def leave_waiting_list(asked: dict[str, Any], entry_id: UUID) -> Outcome:
    """Retire quelqu'un de la liste d'attente, avec le motif."""
    return run(LeaveWaitingList(entry_id, **asked))


@blueprint.query("/waiting-list", answers=WaitingListAnswer, roles=READERS)
def read_waiting_list() -> dict[str, Any]:
    """La liste d'attente dans l'ordre de la règle du jour, chaque place expliquée."""
    rules = parameters.of(current_runtime()).priority
    with reading() as session:
        places = waiting(session, rules, today())
    return {
        "places": [
            {
                "rank": place.rank,
                "entry_id": place.entry.entry_id,
                "patient_id": place.entry.patient_id,
                "practitioner_id": place.entry.practitioner_id,
                "notice_days": place.entry.notice_days,
                "since_on": place.entry.since_on,
                "offers": place.entry.offers,
                "criteria": sorted(place.entry.criteria),
                "explanation": place.explanation,
            }
            for place in places
        ]
    }
