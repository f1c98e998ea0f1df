"""Commands about stays, from the request to the settled account."""

from typing import Any
from uuid import UUID

from chassis.core.application import Outcome
from chassis.http.bodies import Answer, Body
from chassis.http.fields import amount, choice, choices, civil_day, count, flag, reference, text
from chassis.http.routes import run
from housing.commands.stays import (
    CancelStay,
    ConfirmStay,
    ExpireHolds,
    ExtendStay,
    HoldStay,
    RecordArrival,
    RecordDeparture,
    RecordNotArrived,
    RecordOverstay,
    RefuseStay,
    RequestStay,
    SettleStay,
    WaitlistStay,
)
from housing.domain.occupant.kind import OccupantKind
from housing.domain.stay.facts import CancelledBy, CancelReason, Intention, RefusalReason
from housing.http.api import AGENTS, MONEY, blueprint
from housing.http.words import (
    LONGEST_CODE,
    Nothing,
    StayReference,
    departure_day,
    first_night,
    house_code,
    room_code,
    stay_reference,
)


class IdentityBody(Body):
    given_name = text("Prénom ; chiffré.", longest=200)
    family_name = text("Nom ; chiffré.", longest=200)
    email = text("Adresse électronique ; chiffrée.", longest=300)
    phone = text("Téléphone ; chiffré.", longest=60)
    number = text("Numéro RPPS ou d'étudiant ; chiffré. Jamais de numéro de sécurité sociale.", longest=60)


class RequestStayBody(IdentityBody):
    house = house_code()
    occupant_kind = choice(OccupantKind, "Qui demande.")
    university = text("Code de l'université, par exemple grenoble.", longest=LONGEST_CODE)
    arrival_on = first_night()
    departure_on = departure_day()
    wants_parking = flag("Souhaite une place de stationnement.", required=False)
    needs_accessible = flag("A besoin d'une chambre accessible.", required=False)


class HoldStayBody(Body):
    room = room_code()
    held_until = civil_day("Dernier jour pour confirmer, compris")


class RefuseStayBody(Body):
    reason = choice(RefusalReason, "Pourquoi.")


class CancelStayBody(Body):
    by = choice(CancelledBy, "Qui annule.")
    reason = choice(CancelReason, "Pourquoi ; obligatoire quand c'est la maison.", required=False)


class RecordArrivalBody(Body):
    arrived_on = first_night()


class ExtendStayBody(Body):
    departure_on = departure_day()


class RecordOverstayBody(ExtendStayBody):
    authorised = flag("Avec l'accord de la commune.")


class RecordDepartureBody(Body):
    departed_on = departure_day()
    intention = choice(Intention, "Ce que la personne dit des années à venir.", required=False)
    consents_to_contact = flag("Accepte d'être recontactée.", required=False)


class StayRequestedAnswer(StayReference):
    occupant_id = reference("La personne : la même pour tous ses séjours.")
    quote_cents = amount("Le plus que ces nuits coûteront")


class StayWaitlistedAnswer(StayReference):
    rank = count("Place dans la liste d'attente de la maison, à partir de 1.")


class StayHeldAnswer(StayReference):
    room_id = reference("La chambre.")


class StayRepricedAnswer(StayReference):
    quote_cents = amount("Le plus que ces nuits coûteront désormais")


class StayEndedAnswer(StayReference):
    price_cents = amount("Prix du séjour")


class HoldsExpiredAnswer(Answer):
    expired = choices(stay_reference(), "Les séjours dont l'option est échue.")


@blueprint.command("/stays", asks=RequestStayBody, answers=StayRequestedAnswer, roles=AGENTS)
def request_stay(asked: dict[str, Any]) -> Outcome:
    """Demande une chambre pour quelqu'un."""
    return run(RequestStay(**asked))


@blueprint.command("/stays/<uuid:stay_id>/waitlisting", asks=Nothing, answers=StayWaitlistedAnswer, roles=AGENTS)
def waitlist_stay(asked: dict[str, Any], stay_id: UUID) -> Outcome:
    """Met une demande en liste d'attente, ou redit sa place."""
    return run(WaitlistStay(stay_id, **asked))


@blueprint.command("/stays/<uuid:stay_id>/hold", asks=HoldStayBody, answers=StayHeldAnswer, roles=AGENTS)
def hold_stay(asked: dict[str, Any], stay_id: UUID) -> Outcome:
    """Réserve une chambre à une demande, jusqu'à la fin d'un jour."""
    return run(HoldStay(stay_id, **asked))


@blueprint.command("/stays/<uuid:stay_id>/confirmation", asks=Nothing, answers=StayReference, roles=AGENTS)
def confirm_stay(asked: dict[str, Any], stay_id: UUID) -> Outcome:
    """Promet la chambre réservée."""
    return run(ConfirmStay(stay_id, **asked))


@blueprint.command("/stays/<uuid:stay_id>/refusal", asks=RefuseStayBody, answers=StayReference, roles=AGENTS)
def refuse_stay(asked: dict[str, Any], stay_id: UUID) -> Outcome:
    """Refuse une demande, avec le motif."""
    return run(RefuseStay(stay_id, **asked))


@blueprint.command("/holds/expiry", asks=Nothing, answers=HoldsExpiredAnswer, roles=AGENTS)
def expire_holds(asked: dict[str, Any]) -> Outcome:
    """Rend libres les chambres dont l'option est échue."""
    return run(ExpireHolds(**asked))


@blueprint.command("/stays/<uuid:stay_id>/cancellation", asks=CancelStayBody, answers=StayReference, roles=AGENTS)
def cancel_stay(asked: dict[str, Any], stay_id: UUID) -> Outcome:
    """Annule un séjour qui n'a pas commencé."""
    return run(CancelStay(stay_id, **asked))


@blueprint.command("/stays/<uuid:stay_id>/absence", asks=Nothing, answers=StayReference, roles=AGENTS)
def record_not_arrived(asked: dict[str, Any], stay_id: UUID) -> Outcome:
    """Constate que la personne attendue n'est pas venue."""
    return run(RecordNotArrived(stay_id, **asked))


@blueprint.command("/stays/<uuid:stay_id>/arrival", asks=RecordArrivalBody, answers=StayReference, roles=AGENTS)
def record_arrival(asked: dict[str, Any], stay_id: UUID) -> Outcome:
    """Inscrit l'arrivée."""
    return run(RecordArrival(stay_id, **asked))


@blueprint.command("/stays/<uuid:stay_id>/extension", asks=ExtendStayBody, answers=StayRepricedAnswer, roles=AGENTS)
def extend_stay(asked: dict[str, Any], stay_id: UUID) -> Outcome:
    """Prolonge un séjour, dans la durée permise."""
    return run(ExtendStay(stay_id, **asked))


@blueprint.command("/stays/<uuid:stay_id>/overstay", asks=RecordOverstayBody, answers=StayRepricedAnswer, roles=AGENTS)
def record_overstay(asked: dict[str, Any], stay_id: UUID) -> Outcome:
    """Inscrit des nuits au-delà de la durée permise, avec ou sans accord."""
    return run(RecordOverstay(stay_id, **asked))


@blueprint.command("/stays/<uuid:stay_id>/departure", asks=RecordDepartureBody, answers=StayEndedAnswer, roles=AGENTS)
def record_departure(asked: dict[str, Any], stay_id: UUID) -> Outcome:
    """Inscrit le départ qui termine un séjour."""
    return run(RecordDeparture(stay_id, **asked))


@blueprint.command("/stays/<uuid:stay_id>/settlement", asks=Nothing, answers=StayReference, roles=MONEY)
def settle_stay(asked: dict[str, Any], stay_id: UUID) -> Outcome:
    """Solde un séjour terminé dont tout est payé ou rendu."""
    return run(SettleStay(stay_id, **asked))
