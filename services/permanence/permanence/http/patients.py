"""Patients over HTTP: registered with the verdict, looked up, told more of, read with or without identity.

A search is a POST, so that no name is ever part of an address, which proxies and browsers keep.
"""

from typing import Any
from uuid import UUID

from chassis.core.errors import NotFound
from chassis.http.access import caller
from chassis.http.bodies import Body
from chassis.http.derived import answer_of, body_of, maker_of
from chassis.http.fields import civil_day, text
from chassis.http.routes import audited, current_runtime, reading, run
from permanence.commands.patients import (
    CorrectIdentity,
    CorrectIdentityOutcome,
    DeclareALD,
    OverrideEligibility,
    ReassessPatients,
    ReassessPatientsOutcome,
    RecordMedecinTraitant,
    RegisterPatient,
    RegisterPatientOutcome,
    SeeProof,
    VerdictOutcome,
)
from permanence.domain.patient.identity import Identity
from permanence.http.api import CARERS, READERS, blueprint
from permanence.queries.patients import PatientState, patient_state
from permanence.queries.search import FoundPatients, found_patients, identity_of

CORRECT_IDENTITY = blueprint.ask(
    CorrectIdentity,
    "/patients/<uuid:patient_id>/correction",
    roles=CARERS,
    answers=CorrectIdentityOutcome,
    says="Récrit l'identité d'un patient, tout entière.",
)
DECLARE_ALD = blueprint.ask(
    DeclareALD,
    "/patients/<uuid:patient_id>/ald",
    roles=CARERS,
    answers=VerdictOutcome,
    says="Inscrit une affection de longue durée, ou sa fin.",
)
SEE_PROOF = blueprint.ask(
    SeeProof,
    "/patients/<uuid:patient_id>/proof",
    roles=CARERS,
    answers=VerdictOutcome,
    says="Le justificatif de l'ALD a été vu.",
)
RECORD_MEDECIN_TRAITANT = blueprint.ask(
    RecordMedecinTraitant,
    "/patients/<uuid:patient_id>/medecin-traitant",
    roles=CARERS,
    answers=VerdictOutcome,
    says="Un médecin traitant a été trouvé ailleurs, ou perdu.",
)
# Whoever answers for taking somebody in all the same has met the person.
OVERRIDE_ELIGIBILITY = blueprint.ask(
    OverrideEligibility,
    "/patients/<uuid:patient_id>/override",
    roles=CARERS,
    answers=VerdictOutcome,
    says="Passe outre les conditions, au nom de qui le demande.",
)
REASSESS_PATIENTS = blueprint.ask(
    ReassessPatients,
    "/patient-reassessments",
    roles=READERS,
    answers=ReassessPatientsOutcome,
    says="Applique les conditions du jour à ceux qui ne les remplissaient pas.",
)


class SearchBody(Body):
    birth_name = text("Nom entier, ou prénom et nom dans un ordre ou l'autre.", required=False, longest=200)
    birth_on = civil_day("Date de naissance", required=False)
    phone = text("Téléphone.", required=False)


@blueprint.command("/patients", asks=body_of(RegisterPatient), answers=RegisterPatientOutcome, roles=CARERS)
def register_patient(asked: dict[str, Any]) -> RegisterPatientOutcome:
    """Enregistre une personne sans médecin traitant ; ne pas remplir les conditions ne l'empêche jamais."""
    if "override" in asked:
        asked = {**asked, "overridden_by": caller().person}
    outcome: RegisterPatientOutcome = run(maker_of(RegisterPatient)(asked))
    return outcome


@blueprint.query("/patients/<uuid:patient_id>", answers=PatientState, roles=READERS)
def read_patient(patient_id: UUID) -> PatientState:
    """L'état d'un patient, sans son identité."""
    with reading() as session:
        state = patient_state(session, patient_id)
    if state is None:
        raise NotFound
    return state


@blueprint.command("/patient-searches", asks=SearchBody, answers=answer_of(FoundPatients), roles=CARERS)
def search_patients(asked: dict[str, Any]) -> FoundPatients:
    """Cherche une personne ; chaque identité montrée est inscrite au journal d'audit."""
    with audited("permanence.search") as read:
        found = found_patients(
            read,
            current_runtime().keyring,
            name=asked.get("birth_name"),
            birth_on=asked.get("birth_on"),
            phone=asked.get("phone"),
        )
    return FoundPatients(found)


@blueprint.query("/patients/<uuid:patient_id>/identity", answers=Identity, roles=CARERS)
def read_identity(patient_id: UUID) -> Identity:
    """Qui est un patient ; la lecture est inscrite au journal d'audit."""
    with audited("permanence.identity") as read:
        identity = identity_of(read, patient_id)
    if identity is None:
        raise NotFound
    return identity
