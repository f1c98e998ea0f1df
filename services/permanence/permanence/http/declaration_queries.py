"""What may be read of declarations; doctors are named as the public register does, patients are references."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from chassis.core.errors import NotFound
from chassis.http.bodies import Answer
from chassis.http.fields import choice, choices, civil_day, flag, part, reference, text
from chassis.http.routes import reading
from permanence.domain.declaration.choice import Consent, ConsentNeeded
from permanence.domain.declaration.state import Channel, DeclarationState, EndReason
from permanence.http.api import CARERS, blueprint
from permanence.http.paging import PageBody
from permanence.http.words import site_code, today
from permanence.queries.declarations import (
    DeclarationRead,
    declaration_read,
    declarations_ended_by,
    declarations_in,
    declarations_of_patient,
)


class DeclarationsBody(PageBody):
    state = choice(DeclarationState, "L'état où elles sont inscrites.")
    minors_only = flag("Celles de mineurs seulement.", required=False)


class DoctorAnswer(Answer):
    rpps = text("Numéro RPPS.")
    label = text("Nom professionnel ; nul si le médecin n'est pas inscrit au registre.", allow_none=True)
    left_on = civil_day("Parti le", allow_none=True)


class DeclarationAnswer(Answer):
    declaration_id = reference("La déclaration.")
    patient_id = reference("Le patient.")
    state = choice(DeclarationState, "L'état à ce jour : un dépôt papier devient actif au jour présumé.")
    doctors = choices(part(DoctorAnswer, "Un médecin."), "Le médecin choisi, ou ceux d'une même structure.")
    site = site_code(allow_none=True)
    consent_needed = choice(ConsentNeeded, "L'accord qu'il faut pour un mineur.")
    consent = choice(Consent, "Qui l'a donné.", allow_none=True)
    drafted_on = civil_day("Préparée le")
    signed_on = civil_day("Signée le", allow_none=True)
    filed_on = civil_day("Déposée le", allow_none=True)
    channel = choice(Channel, "En ligne ou sur papier.", allow_none=True)
    ald = flag("Le patient était en affection de longue durée au dépôt.", allow_none=True)
    active_on = civil_day("Premier jour où elle vaut", allow_none=True)
    presumed = flag("Ce jour est présumé.")
    answered_on = civil_day("Réponse de la caisse le", allow_none=True)
    ended_on = civil_day("Terminée le", allow_none=True)
    end_reason = choice(EndReason, "Pourquoi.", allow_none=True)


class DeclarationsAnswer(Answer):
    declarations = choices(part(DeclarationAnswer, "Une déclaration."), "La page demandée.")


@blueprint.query("/declarations", asks=DeclarationsBody, answers=DeclarationsAnswer, roles=CARERS)
def read_declarations(asked: dict[str, Any]) -> Mapping[str, Any]:
    """Les déclarations qui en sont à une étape, de la plus ancienne à la plus récente."""
    state = asked.pop("state")
    with reading() as session:
        return {"declarations": declarations_in(session, [state], today(), **asked)}


@blueprint.query("/declarations/<uuid:declaration_id>", answers=DeclarationAnswer, roles=CARERS)
def read_declaration(declaration_id: UUID) -> DeclarationRead:
    """Une déclaration."""
    with reading() as session:
        found = declaration_read(session, declaration_id, today())
    if found is None:
        raise NotFound
    return found


@blueprint.query("/patients/<uuid:patient_id>/declarations", asks=PageBody, answers=DeclarationsAnswer, roles=CARERS)
def read_declarations_of_patient(asked: dict[str, Any], patient_id: UUID) -> Mapping[str, Any]:
    """Les déclarations d'un patient, de la plus récente à la plus ancienne."""
    with reading() as session:
        return {"declarations": declarations_of_patient(session, patient_id, today(), **asked)}


@blueprint.query(
    "/practitioners/<uuid:practitioner_id>/departure", asks=PageBody, answers=DeclarationsAnswer, roles=CARERS
)
def read_departure(asked: dict[str, Any], practitioner_id: UUID) -> Mapping[str, Any]:
    """Les déclarations que le départ d'un médecin a terminées : les patients à rappeler."""
    with reading() as session:
        return {"declarations": declarations_ended_by(session, practitioner_id, today(), **asked)}
