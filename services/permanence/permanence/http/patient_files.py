"""What becomes of patients' files over HTTP: exit, return, merge, erasure; and what is to be looked at."""

from chassis.http.routes import reading, today
from permanence.commands.patient_files import (
    AnswerErasure,
    AnswerErasureOutcome,
    ExitPatient,
    MergePatients,
    MergePatientsOutcome,
    PatientReference,
    ReturnPatient,
    UnmergePatients,
    UnmergePatientsOutcome,
)
from permanence.commands.patients import VerdictOutcome
from permanence.http.api import CARERS, blueprint
from permanence.queries.patients import ToLookAt, to_look_at

EXIT_PATIENT = blueprint.ask(
    ExitPatient,
    "/patients/<uuid:patient_id>/exit",
    roles=CARERS,
    answers=PatientReference,
    says="Un patient n'est plus suivi.",
)
RETURN_PATIENT = blueprint.ask(
    ReturnPatient,
    "/patients/<uuid:patient_id>/return",
    roles=CARERS,
    answers=VerdictOutcome,
    says="Un patient revient.",
)
MERGE_PATIENTS = blueprint.ask(
    MergePatients,
    "/patients/<uuid:kept_id>/merge",
    roles=CARERS,
    answers=MergePatientsOutcome,
    says="Réunit deux fiches d'une même personne ; celle de l'adresse est gardée.",
)
UNMERGE_PATIENTS = blueprint.ask(
    UnmergePatients,
    "/patients/<uuid:merged_id>/unmerge",
    roles=CARERS,
    answers=UnmergePatientsOutcome,
    says="Sépare de nouveau une fiche qui avait été réunie à une autre.",
)
ANSWER_ERASURE = blueprint.ask(
    AnswerErasure,
    "/patients/<uuid:patient_id>/erasure",
    roles=CARERS,
    answers=AnswerErasureOutcome,
    says="Répond à une demande d'effacement : conservé jusqu'à son terme, avec le motif, ou détruit.",
)


@blueprint.query("/patients/to-look-at", answers=ToLookAt, roles=CARERS)
def read_to_look_at() -> ToLookAt:
    """Les fiches qui attendent quelque chose, sans identité."""
    with reading() as session:
        return to_look_at(session, today())
