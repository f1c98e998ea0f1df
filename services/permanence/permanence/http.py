"""The permanence over HTTP: schemas and routes, one per command or query."""

from typing import Any
from uuid import UUID

from chassis.core.application import Outcome
from chassis.core.errors import NotFound
from chassis.http.bodies import Answer, Body
from chassis.http.fields import choice, civil_day, count, flag, reference, text
from chassis.http.routes import Routes, reading, run
from permanence.commands import FileDeclaration, HoldConsultation, RegisterPatient
from permanence.domain.declaration import Channel
from permanence.domain.patient import NoMedecinTraitantReason
from permanence.domain.practitioner import PractitionerKind
from permanence.queries import PatientState, patient_state

CARERS = ("secretary", "doctor")

blueprint = Routes("permanence", __name__, description="Permanence de consultations")


class RegisterPatientBody(Body):
    registered_on = civil_day("Jour d'enregistrement")
    birth_on = civil_day("Date de naissance ; chiffrée, jamais publiée")
    commune = text("Code INSEE de la commune du domicile (pas le code postal).")
    ald = flag("En affection de longue durée reconnue.")
    no_medecin_traitant_reason = choice(NoMedecinTraitantReason, "Pourquoi la personne n'a pas de médecin traitant.")


class HoldConsultationBody(Body):
    patient_id = reference("Le patient.")
    held_on = civil_day("Jour de la consultation")
    practitioner_rpps = text("Numéro RPPS du praticien, 11 chiffres.")
    practitioner_kind = choice(PractitionerKind, "Qui a consulté.")


class FileDeclarationBody(Body):
    patient_id = reference("Le patient.")
    filed_on = civil_day("Jour de la déclaration")
    practitioner_rpps = text("Numéro RPPS du médecin traitant choisi, 11 chiffres.")
    practitioner_kind = choice(PractitionerKind, "Ce qu'est le médecin choisi.")
    channel = choice(Channel, "En ligne avec la carte Vitale, ou formulaire papier S3704.")


class PatientReference(Answer):
    patient_id = reference("Le patient enregistré.")


class ConsultationReference(Answer):
    consultation_id = reference("La consultation.")


class DeclarationReference(Answer):
    declaration_id = reference("La déclaration.")


class PatientStateDocument(Answer):
    patient_id = reference("Le patient.")
    registered_on = civil_day("Jour d'enregistrement")
    ald = flag("En affection de longue durée reconnue.")
    commune = text("Code INSEE de la commune du domicile.")
    consultations = count("Nombre de consultations.")
    declarations = count("Nombre de déclarations de médecin traitant.")


@blueprint.command("/patients", asks=RegisterPatientBody, answers=PatientReference, roles=CARERS)
def register_patient(asked: dict[str, Any]) -> Outcome:
    """Enregistre une personne sans médecin traitant."""
    return run(RegisterPatient(**asked))


@blueprint.command("/consultations", asks=HoldConsultationBody, answers=ConsultationReference, roles=CARERS)
def hold_consultation(asked: dict[str, Any]) -> Outcome:
    """Inscrit une consultation qui a eu lieu."""
    return run(HoldConsultation(**asked))


@blueprint.command("/declarations", asks=FileDeclarationBody, answers=DeclarationReference, roles=CARERS)
def file_declaration(asked: dict[str, Any]) -> Outcome:
    """Dépose le choix d'un médecin traitant."""
    return run(FileDeclaration(**asked))


@blueprint.query("/patients/<uuid:patient_id>", answers=PatientStateDocument, roles=CARERS)
def read_patient(patient_id: UUID) -> PatientState:
    """L'état d'un patient, sans son identité."""
    with reading() as session:
        state = patient_state(session, patient_id)
    if state is None:
        raise NotFound
    return state
