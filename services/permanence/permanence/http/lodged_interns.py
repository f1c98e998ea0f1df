"""Interns lodged in the antenna's houses: who might be placed here."""

from datetime import date

from chassis.http.bodies import Body
from chassis.http.fields import civil_day
from chassis.http.routes import reading, today
from permanence.http.api import READERS, blueprint
from permanence.queries.lodged_interns import LodgedInterns, lodged_on


class LodgedInternsBody(Body):
    day = civil_day("La nuit ; absente : cette nuit", required=False)


@blueprint.query("/lodged-interns", asks=LodgedInternsBody, answers=LodgedInterns, roles=READERS)
def read_lodged_interns(asked: dict[str, date]) -> LodgedInterns:
    """Qui les maisons de l'antenne hébergent : une information, jamais une condition."""
    with reading() as session:
        return LodgedInterns(lodged_on(session, asked.get("day", today())))
