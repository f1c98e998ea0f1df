"""Interns lodged in the antenna's houses: who might be placed here."""

from collections.abc import Mapping
from datetime import date

from chassis.http.bodies import Answer, Body
from chassis.http.fields import choices, civil_day, part, text
from chassis.http.routes import reading
from permanence.http.api import READERS, blueprint
from permanence.http.words import today
from permanence.queries.lodged_interns import LodgedIntern, lodged_on


class LodgedInternsBody(Body):
    day = civil_day("La nuit ; absente : cette nuit", required=False)


class LodgedInternDocument(Answer):
    house = text("Code de la maison dans l'antenne.")
    occupant_kind = text("À quel titre.")
    arrived_on = civil_day("Première nuit")
    expected_departure_on = civil_day("Départ annoncé à l'arrivée, nuit non comprise")


class LodgedInternsAnswer(Answer):
    interns = choices(part(LodgedInternDocument, "Une personne hébergée."), "Les dernières arrivées d'abord.")


@blueprint.query("/lodged-interns", asks=LodgedInternsBody, answers=LodgedInternsAnswer, roles=READERS)
def read_lodged_interns(asked: dict[str, date]) -> Mapping[str, list[LodgedIntern]]:
    """Qui les maisons de l'antenne hébergent : une information, jamais une condition."""
    with reading() as session:
        return {"interns": lodged_on(session, asked.get("day", today()))}
