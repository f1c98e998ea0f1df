"""A doctor's departure over HTTP, and whom it leaves to be called."""

from typing import Any
from uuid import UUID

from chassis.http.routes import reading, today
from permanence.commands.departures import DepartPractitioner, DepartPractitionerOutcome
from permanence.http.api import CARERS, ORGANISERS, blueprint
from permanence.http.paging import PageBody
from permanence.queries.declarations import Declarations, declarations_ended_by

DEPART_PRACTITIONER = blueprint.ask(
    DepartPractitioner,
    "/practitioners/<uuid:practitioner_id>/departure",
    roles=ORGANISERS,
    answers=DepartPractitionerOutcome,
    says="Un médecin part : ses déclarations se terminent, ses patients reviennent dans la file.",
)


@blueprint.query("/practitioners/<uuid:practitioner_id>/departure", asks=PageBody, answers=Declarations, roles=CARERS)
def read_departure(asked: dict[str, Any], practitioner_id: UUID) -> Declarations:
    """Les déclarations que le départ d'un médecin a terminées : les patients à rappeler."""
    with reading() as session:
        return Declarations(declarations_ended_by(session, practitioner_id, today(), **asked))
