"""Acts over HTTP."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from chassis.core.application import Outcome
from chassis.http.bodies import Answer, Body
from chassis.http.fields import choice, choices, civil_day, flag, part, reference, text
from chassis.http.routes import reading, run
from permanence.commands.acts import HoldConsultation
from permanence.domain.act.act import ActKind
from permanence.domain.practitioner.kind import PractitionerKind
from permanence.http.api import CARERS, READERS, blueprint
from permanence.http.paging import PageBody
from permanence.http.words import site_code
from permanence.queries.acts import acts_of_patient, acts_to_check


class HoldConsultationBody(Body):
    patient_id = reference("Le patient.")
    held_on = civil_day("Jour de l'acte")
    practitioner_rpps = text("Numéro RPPS du praticien, 11 chiffres.")
    act_kind = choice(ActKind, "Nature de l'acte ; absente : une consultation au cabinet.", required=False)
    appointment_id = reference("Le rendez-vous que l'acte honore.", required=False)
    site = site_code(required=False)


class ConsultationReference(Answer):
    consultation_id = reference("L'acte.")
    warnings = choices(text("Code."), "Ce qui mérite d'être vérifié ; l'acte est inscrit et compte.")


class WarningAnswer(Answer):
    code = text("Code.", attribute="value")
    text = text("La même chose, en une phrase.", attribute="french")


class ActAnswer(Answer):
    act_id = reference("L'acte.")
    patient_id = reference("Le patient.")
    held_on = civil_day("Jour de l'acte")
    act_kind = choice(ActKind, "Nature de l'acte.")
    practitioner_kind = choice(PractitionerKind, "À quel titre le praticien exerçait.")
    supervised = flag("Un maître de stage était là ; nul : il n'en fallait pas.", allow_none=True)
    site = site_code(allow_none=True)
    appointment_id = reference("Le rendez-vous honoré.", allow_none=True)
    warnings = choices(part(WarningAnswer, "Un avertissement."), "Ce qui mérite d'être vérifié.")


class ActsAnswer(Answer):
    acts = choices(part(ActAnswer, "Un acte."), "Du plus récent au plus ancien.")


class ActsToCheckBody(PageBody):
    first_on = civil_day("Premier jour")
    end_on = civil_day("Fin, jour non compris")


@blueprint.command("/consultations", asks=HoldConsultationBody, answers=ConsultationReference, roles=CARERS)
def hold_consultation(asked: dict[str, Any]) -> Outcome:
    """Inscrit un acte qui a eu lieu."""
    return run(HoldConsultation(**asked))


@blueprint.query("/patients/<uuid:patient_id>/acts", asks=PageBody, answers=ActsAnswer, roles=CARERS)
def read_acts_of_patient(asked: dict[str, Any], patient_id: UUID) -> Mapping[str, Any]:
    """Les actes d'un patient."""
    with reading() as session:
        return {"acts": acts_of_patient(session, patient_id, **asked)}


@blueprint.query("/acts/to-check", asks=ActsToCheckBody, answers=ActsAnswer, roles=READERS)
def read_acts_to_check(asked: dict[str, Any]) -> Mapping[str, Any]:
    """Les actes inscrits avec un avertissement, pour les vérifier."""
    with reading() as session:
        return {"acts": acts_to_check(session, **asked)}
