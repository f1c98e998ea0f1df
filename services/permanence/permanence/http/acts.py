"""Acts over HTTP."""

from typing import Any
from uuid import UUID

from chassis.http.fields import civil_day
from chassis.http.routes import reading
from permanence.commands.acts import HoldConsultation, HoldConsultationOutcome
from permanence.http.api import CARERS, READERS, blueprint
from permanence.http.paging import PageBody
from permanence.queries.acts import Acts, acts_of_patient, acts_to_check

HOLD_CONSULTATION = blueprint.ask(
    HoldConsultation,
    "/consultations",
    roles=CARERS,
    answers=HoldConsultationOutcome,
    says="Inscrit un acte qui a eu lieu.",
)


class ActsToCheckBody(PageBody):
    first_on = civil_day("Premier jour")
    end_on = civil_day("Fin, jour non compris")


@blueprint.query("/patients/<uuid:patient_id>/acts", asks=PageBody, answers=Acts, roles=CARERS)
def read_acts_of_patient(asked: dict[str, Any], patient_id: UUID) -> Acts:
    """Les actes d'un patient."""
    with reading() as session:
        return Acts(acts_of_patient(session, patient_id, **asked))


@blueprint.query("/acts/to-check", asks=ActsToCheckBody, answers=Acts, roles=READERS)
def read_acts_to_check(asked: dict[str, Any]) -> Acts:
    """Les actes inscrits avec un avertissement, pour les vérifier."""
    with reading() as session:
        return Acts(acts_to_check(session, **asked))
