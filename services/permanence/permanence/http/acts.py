"""Acts over HTTP."""

from typing import Any

from chassis.core.application import Outcome
from chassis.http.bodies import Answer, Body
from chassis.http.fields import choice, civil_day, reference, text
from chassis.http.routes import run
from permanence.commands.acts import HoldConsultation
from permanence.domain.practitioner import PractitionerKind
from permanence.http.api import CARERS, blueprint


class HoldConsultationBody(Body):
    patient_id = reference("Le patient.")
    held_on = civil_day("Jour de la consultation")
    practitioner_rpps = text("Numéro RPPS du praticien, 11 chiffres.")
    practitioner_kind = choice(PractitionerKind, "Qui a consulté.")


class ConsultationReference(Answer):
    consultation_id = reference("La consultation.")


@blueprint.command("/consultations", asks=HoldConsultationBody, answers=ConsultationReference, roles=CARERS)
def hold_consultation(asked: dict[str, Any]) -> Outcome:
    """Inscrit une consultation qui a eu lieu."""
    return run(HoldConsultation(**asked))
