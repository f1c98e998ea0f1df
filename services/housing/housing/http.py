"""The house over HTTP: schemas and routes, one per command or query."""

from typing import Any
from uuid import UUID

from chassis.core.application import Outcome
from chassis.core.errors import NotFound
from chassis.http.bodies import Answer, Body
from chassis.http.fields import choice, civil_day, reference, text
from chassis.http.routes import Routes, reading, run
from housing.commands import RecordArrival, RecordDeparture
from housing.domain.stay import OccupantKind
from housing.queries import StayState, stay_state

AGENTS = ("housing_agent",)

blueprint = Routes("housing", __name__, description="Maison des internes")


class RecordArrivalBody(Body):
    house = text("Code de la maison, par exemple maison-des-internes.")
    occupant_kind = choice(OccupantKind, "Qui est logé.")
    university = text("Code de l'université, par exemple grenoble.")
    arrived_on = civil_day("Première nuit")
    expected_departure_on = civil_day("Départ annoncé, nuit non passée")


class RecordDepartureBody(Body):
    departed_on = civil_day("Jour du départ, nuit non passée")


class StayReference(Answer):
    stay_id = reference("Le séjour.")


class StayStateDocument(Answer):
    stay_id = reference("Le séjour.")
    house = text("Code de la maison.")
    occupant_kind = choice(OccupantKind, "Qui est logé.")
    university = text("Code de l'université.")
    arrived_on = civil_day("Première nuit")
    expected_departure_on = civil_day("Départ annoncé, nuit non passée")
    departed_on = civil_day("Jour du départ, nul tant que la personne est là", allow_none=True)


@blueprint.command("/stays", asks=RecordArrivalBody, answers=StayReference, roles=AGENTS)
def record_arrival(asked: dict[str, Any]) -> Outcome:
    """Inscrit l'arrivée d'un interne."""
    return run(RecordArrival(**asked))


@blueprint.command("/stays/<uuid:stay_id>/departure", asks=RecordDepartureBody, answers=StayReference, roles=AGENTS)
def record_departure(asked: dict[str, Any], stay_id: UUID) -> Outcome:
    """Inscrit le départ qui termine un séjour."""
    return run(RecordDeparture(stay_id=stay_id, **asked))


@blueprint.query("/stays/<uuid:stay_id>", answers=StayStateDocument, roles=AGENTS)
def read_stay(stay_id: UUID) -> StayState:
    """L'état d'un séjour."""
    with reading() as session:
        state = stay_state(session, stay_id)
    if state is None:
        raise NotFound
    return state
