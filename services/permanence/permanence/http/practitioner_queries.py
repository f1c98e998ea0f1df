"""What may be read of practitioners, their contracts and placements, and the half-days to come."""

from datetime import date
from typing import Any
from uuid import UUID

from chassis.http.bodies import Body
from chassis.http.fields import choice, civil_day, whole
from chassis.http.routes import reading, today
from permanence.domain.practitioner.practitioner import PractitionerState
from permanence.http.api import READERS, blueprint
from permanence.queries.practitioners import (
    MOST_LISTED,
    Forecast,
    PractitionerRead,
    Register,
    half_days_forecast,
    practitioner_read,
    register,
)


class PractitionersBody(Body):
    state = choice(PractitionerState, "Seulement ceux qui en sont là.", required=False)
    limit = whole("Combien au plus.", least=1, most=MOST_LISTED, required=False)


class ForecastBody(Body):
    first_month = civil_day("Un jour du premier mois ; absent : ce mois-ci", required=False)
    months = whole("Combien de mois.", least=1, most=36, required=False)


@blueprint.query("/practitioners", asks=PractitionersBody, answers=Register, roles=READERS)
def list_practitioners(asked: dict[str, Any]) -> Register:
    """Les praticiens, par nom."""
    with reading() as session:
        return Register(register(session, today(), **asked))


@blueprint.query("/practitioners/<uuid:practitioner_id>", answers=PractitionerRead, roles=READERS)
def read_practitioner(practitioner_id: UUID) -> PractitionerRead:
    """Un praticien : ses contrats, son agrément, ses stages."""
    with reading() as session:
        return practitioner_read(session, practitioner_id, today())


@blueprint.query("/forecast", asks=ForecastBody, answers=Forecast, roles=READERS)
def read_forecast(asked: dict[str, Any]) -> Forecast:
    """Les demi-journées des mois à venir, avec celles que les départs annoncés feront perdre."""
    first_month: date = asked.pop("first_month", today())
    with reading() as session:
        return Forecast(half_days_forecast(session, first_month, **asked))
