"""Patients over HTTP."""

from typing import Any
from uuid import UUID

from chassis.core.application import Outcome
from chassis.core.errors import NotFound
from chassis.http.bodies import Answer, Body
from chassis.http.fields import choice, civil_day, count, flag, reference, text
from chassis.http.routes import reading, run
from permanence.commands.patients import RegisterPatient
from permanence.domain.patient import NoMedecinTraitantReason
from permanence.http.api import CARERS, blueprint
from permanence.queries.patients import PatientState, patient_state


class RegisterPatientBody(Body):
    registered_on = civil_day("Jour d'enregistrement")
    birth_on = civil_day("Date de naissance ; chiffrée, jamais publiée")
    commune = text("Code INSEE de la commune du domicile (pas le code postal).")
    ald = flag("En affection de longue durée reconnue.")
    no_medecin_traitant_reason = choice(NoMedecinTraitantReason, "Pourquoi la personne n'a pas de médecin traitant.")


class PatientReference(Answer):
    patient_id = reference("Le patient enregistré.")


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


@blueprint.query("/patients/<uuid:patient_id>", answers=PatientStateDocument, roles=CARERS)
def read_patient(patient_id: UUID) -> PatientState:
    """L'état d'un patient, sans son identité."""
    with reading() as session:
        state = patient_state(session, patient_id)
    if state is None:
        raise NotFound
    return state
