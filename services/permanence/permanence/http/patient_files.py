"""What becomes of patients' files over HTTP: exit, return, merge, erasure; and what is to be looked at."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from chassis.core.application import Outcome
from chassis.core.clock import civil_day as day_of
from chassis.http.bodies import Answer, Body
from chassis.http.fields import choice, choices, civil_day, flag, part, reference, text
from chassis.http.routes import current_runtime, reading, run
from permanence.commands.patients import AnswerErasure, ExitPatient, MergePatients, ReturnPatient, UnmergePatients
from permanence.domain.patient.ald import ALDStatus
from permanence.domain.patient.follow_up import ErasureAnswer, ExitReason
from permanence.http.api import CARERS, blueprint
from permanence.http.identities import word
from permanence.http.patients import VerdictAnswer
from permanence.http.words import Nothing
from permanence.queries.patients import files_alike, proofs_to_see, protocols_ending

# People are called before a protocol ends, with time for an appointment (domain sources: 30 days).
PROTOCOL_WARNED = timedelta(days=30)


class ExitPatientBody(Body):
    exited_on = civil_day("Premier jour où le patient n'est plus suivi")
    reason = choice(ExitReason, "Pourquoi.")


class ReturnPatientBody(Body):
    returned_on = civil_day("Jour du retour")


class MergePatientsBody(Body):
    merged_id = reference("La fiche qui ne servira plus.")


class PatientAnswer(Answer):
    patient_id = reference("Le patient.")


class MergedAnswer(PatientAnswer):
    merged_id = reference("La fiche qui ne sert plus.")


class UnmergedAnswer(PatientAnswer):
    unmerged_id = reference("La fiche qui sert de nouveau.")


class ErasureAnsweredAnswer(PatientAnswer):
    answer = word(ErasureAnswer, "Conservé jusqu'à son terme, ou détruit")
    retained_until_on = text("Terme de la conservation (AAAA-MM-JJ).", allow_none=True)
    ground = text("Ce qu'il faut répondre à la personne.", allow_none=True)


class ALDAnswer(PatientAnswer):
    ald_status = choice(ALDStatus, "Type d'ALD.")
    ald_proof_seen = flag("Justificatif vu.")
    ald_until_on = civil_day("Dernier jour du protocole de soins", allow_none=True)
    ald_temporary = flag("Protocole temporaire.")


class ToLookAtAnswer(Answer):
    proofs = choices(part(ALDAnswer, "Un patient."), "Justificatif d'ALD à voir.")
    protocols = choices(part(ALDAnswer, "Un patient."), "Protocole de soins fini, ou qui finit dans les 30 jours.")
    alike = choices(choices(reference("Une fiche."), "Des fiches."), "Fiches semblables, à comparer.")


@blueprint.query("/patients/to-look-at", answers=ToLookAtAnswer, roles=CARERS)
def read_to_look_at() -> dict[str, Any]:
    """Les fiches qui attendent quelque chose, sans identité."""
    today = day_of(current_runtime().clock.now())
    with reading() as session:
        return {
            "proofs": proofs_to_see(session),
            "protocols": protocols_ending(session, today + PROTOCOL_WARNED),
            "alike": files_alike(session),
        }


@blueprint.command("/patients/<uuid:patient_id>/exit", asks=ExitPatientBody, answers=PatientAnswer, roles=CARERS)
def exit_patient(asked: dict[str, Any], patient_id: UUID) -> Outcome:
    """Un patient n'est plus suivi."""
    return run(ExitPatient(patient_id, **asked))


@blueprint.command("/patients/<uuid:patient_id>/return", asks=ReturnPatientBody, answers=VerdictAnswer, roles=CARERS)
def return_patient(asked: dict[str, Any], patient_id: UUID) -> Outcome:
    """Un patient revient."""
    return run(ReturnPatient(patient_id, **asked))


@blueprint.command("/patients/<uuid:kept_id>/merge", asks=MergePatientsBody, answers=MergedAnswer, roles=CARERS)
def merge_patients(asked: dict[str, Any], kept_id: UUID) -> Outcome:
    """Réunit deux fiches d'une même personne ; celle de l'adresse est gardée."""
    return run(MergePatients(kept_id, **asked))


@blueprint.command("/patients/<uuid:merged_id>/unmerge", asks=Nothing, answers=UnmergedAnswer, roles=CARERS)
def unmerge_patients(asked: dict[str, Any], merged_id: UUID) -> Outcome:
    """Sépare de nouveau une fiche qui avait été réunie à une autre."""
    return run(UnmergePatients(merged_id, **asked))


@blueprint.command("/patients/<uuid:patient_id>/erasure", asks=Nothing, answers=ErasureAnsweredAnswer, roles=CARERS)
def answer_erasure(asked: dict[str, Any], patient_id: UUID) -> Outcome:
    """Répond à une demande d'effacement : conservé jusqu'à son terme, avec le motif, ou détruit."""
    return run(AnswerErasure(patient_id, **asked))
