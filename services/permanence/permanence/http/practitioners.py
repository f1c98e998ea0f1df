"""Practitioners over HTTP: the steps to a contract, contracts, placements, departures; the half-days to come."""

from datetime import date
from typing import Any
from uuid import UUID

from chassis.http.bodies import Body
from chassis.http.fields import choice, civil_day, whole
from chassis.http.routes import reading, today
from permanence.commands.practitioners import (
    AgreeMSU,
    AnnounceDeparture,
    ContactPractitioner,
    EmployPractitioner,
    PlacementReference,
    PractitionerReference,
    ProspectPractitioner,
    RecordAgreement,
    RecordOrdreRegistration,
    SignContract,
    StartPlacement,
)
from permanence.domain.practitioner.practitioner import PractitionerState
from permanence.http.api import ORGANISERS, READERS, blueprint
from permanence.queries.practitioners import (
    MOST_LISTED,
    Forecast,
    PractitionerRead,
    Register,
    half_days_forecast,
    practitioner_read,
    register,
)

_ONE = "/practitioners/<uuid:practitioner_id>"

blueprint.ask(
    EmployPractitioner,
    "/practitioners",
    roles=ORGANISERS,
    answers=PractitionerReference,
    says="Inscrit un praticien dont les papiers sont en ordre, avec son contrat.",
)
blueprint.ask(
    ProspectPractitioner,
    "/prospects",
    roles=ORGANISERS,
    answers=PractitionerReference,
    says="Inscrit un praticien pressenti.",
)
blueprint.ask(
    ContactPractitioner,
    f"{_ONE}/contact",
    roles=ORGANISERS,
    answers=PractitionerReference,
    says="Note que le praticien pressenti a été contacté.",
)
blueprint.ask(
    RecordAgreement,
    f"{_ONE}/agreement",
    roles=ORGANISERS,
    answers=PractitionerReference,
    says="Note que le praticien est d'accord pour venir.",
)
blueprint.ask(
    RecordOrdreRegistration,
    f"{_ONE}/ordre-registration",
    roles=ORGANISERS,
    answers=PractitionerReference,
    says="Note l'inscription à l'Ordre, ou la licence d'un remplaçant.",
)
blueprint.ask(
    SignContract,
    f"{_ONE}/contracts",
    roles=ORGANISERS,
    answers=PractitionerReference,
    says="Signe un contrat, qui clôt celui qui n'avait pas de terme.",
)
blueprint.ask(
    AgreeMSU,
    f"{_ONE}/msu-agreement",
    roles=ORGANISERS,
    answers=PractitionerReference,
    says="Note l'agrément d'un maître de stage universitaire.",
)
ANNOUNCE_DEPARTURE = blueprint.ask(
    AnnounceDeparture,
    f"{_ONE}/departure-announcement",
    roles=ORGANISERS,
    answers=PractitionerReference,
    says="Annonce le départ d'un praticien.",
)
blueprint.ask(
    StartPlacement,
    f"{_ONE}/placements",
    roles=ORGANISERS,
    answers=PlacementReference,
    says="Inscrit le stage d'un interne ou d'un docteur junior.",
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
