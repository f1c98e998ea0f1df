"""What programs read of stays, without anybody's name: one, those of a house, its waiting list."""

from typing import Any
from uuid import UUID

from chassis.core.errors import NotFound
from chassis.http.bodies import Answer
from chassis.http.fields import amount, choice, choices, civil_day, count, flag, part, reference, text
from chassis.http.routes import reading
from housing.domain.occupant.kind import OccupantKind
from housing.domain.stay.facts import Intention
from housing.domain.stay.state import StayState
from housing.http.api import READERS, blueprint
from housing.http.words import (
    PeriodBody,
    StayReference,
    departure_day,
    first_night,
    house_code,
    period_asked,
    room_code,
    today,
)
from housing.queries.stays import StayRead, stay_read, stays_of_house
from housing.queries.waiting_list import places_of_house
from housing.store.houses import has_house


class StaysBody(PeriodBody):
    state = choice(StayState, "Seulement les séjours de cet état.", required=False)


class StayAnswer(StayReference):
    house = house_code()
    room_id = reference("La chambre.", allow_none=True)
    room = room_code(allow_none=True)
    occupant_id = reference("La personne, dont l'identité se lit à part.", allow_none=True)
    occupant_kind = choice(OccupantKind, "Qui est logé.")
    university = text("Code de l'université.")
    wants_parking = flag("Souhaite une place de stationnement.")
    needs_accessible = flag("A besoin d'une chambre accessible.")
    requested_on = civil_day("Jour de la demande")
    arrival_on = first_night()
    departure_on = departure_day()
    held_until = civil_day("Dernier jour pour confirmer", allow_none=True)
    arrived_on = civil_day("Jour de l'arrivée", allow_none=True)
    departed_on = civil_day("Jour du départ", allow_none=True)
    state = choice(StayState, "Où en est le séjour.")
    reason = text("Motif d'un refus ou d'une annulation.", allow_none=True)
    quote_cents = amount("Le plus que ces nuits coûteront")
    price_cents = amount("Prix du séjour terminé", allow_none=True)
    overrun_authorised = flag("Dépassement accordé par la commune.")
    intention = choice(Intention, "Ce que la personne a dit en partant.", allow_none=True)
    consents_to_contact = flag("Accepte d'être recontactée.")


class StaysAnswer(Answer):
    stays = choices(part(StayAnswer, "Un séjour."), "Dans l'ordre des premières nuits.")


class PlaceAnswer(StayReference):
    rank = count("Place, à partir de 1.")
    occupant_kind = choice(OccupantKind, "Qui demande.")
    arrival_on = first_night()
    departure_on = departure_day()
    explanation = text("Pourquoi cette place.")


class WaitingListAnswer(Answer):
    places = choices(part(PlaceAnswer, "Une demande."), "Dans l'ordre de la maison.")


@blueprint.query("/stays/<uuid:stay_id>", answers=StayAnswer, roles=READERS)
def read_stay(stay_id: UUID) -> StayRead:
    """L'état d'un séjour."""
    with reading() as session:
        stay = stay_read(session, stay_id)
    if stay is None:
        raise NotFound
    return stay


@blueprint.query("/houses/<house>/stays", asks=StaysBody, answers=StaysAnswer, roles=READERS)
def read_stays(asked: dict[str, Any], house: str) -> dict[str, Any]:
    """Les séjours d'une maison qui ont une nuit dans la période."""
    period = period_asked(asked["first_on"], asked["end_on"])
    states = [asked["state"]] if "state" in asked else tuple(StayState)
    with reading() as session:
        if not has_house(session, house):
            raise NotFound
        return {"stays": stays_of_house(session, house, period, states)}


@blueprint.query("/houses/<house>/waiting-list", answers=WaitingListAnswer, roles=READERS)
def read_waiting_list(house: str) -> dict[str, Any]:
    """La liste d'attente d'une maison, chaque place expliquée."""
    with reading() as session:
        places = places_of_house(session, house, today())
    return {
        "places": [
            {
                "stay_id": place.request.stay_id,
                "rank": place.rank,
                "occupant_kind": place.request.kind,
                "arrival_on": place.request.period.first,
                "departure_on": place.request.period.end,
                "explanation": place.explanation,
            }
            for place in places
        ]
    }
