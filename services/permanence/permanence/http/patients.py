"""Patients over HTTP: registered with the verdict, told more of, read without identity."""

from typing import Any
from uuid import UUID

from chassis.core.application import Outcome
from chassis.core.errors import NotFound
from chassis.http.access import caller
from chassis.http.bodies import Answer, Body
from chassis.http.fields import choice, choices, civil_day, count, flag, part, reference, text
from chassis.http.routes import reading, run
from kernel.flat import composed
from permanence.commands.patients import (
    DeclareALD,
    OverrideEligibility,
    ReassessPatients,
    RecordMedecinTraitant,
    RegisterPatient,
    SeeProof,
)
from permanence.domain.patient.ald import ALDStatus
from permanence.domain.patient.eligibility import (
    Eligibility,
    NoMedecinTraitantReason,
    Orientation,
    OverrideReason,
    Precedence,
    UnmetCondition,
)
from permanence.domain.patient.follow_up import ExitReason, FollowUp, MedecinTraitantChange
from permanence.domain.patient.ins import INSStatus
from permanence.http.api import CARERS, READERS, blueprint
from permanence.http.identities import ComparedAnswer, IdentityBody, word
from permanence.http.words import Nothing
from permanence.queries.patients import PatientState, patient_state

_ANYBODY = tuple(dict.fromkeys((*CARERS, *READERS)))


class RegisterPatientBody(IdentityBody):
    registered_on = civil_day("Jour d'enregistrement")
    commune = text("Code INSEE de la commune du domicile (pas le code postal).")
    ald = flag("En affection de longue durée reconnue.")
    no_medecin_traitant_reason = choice(NoMedecinTraitantReason, "Pourquoi la personne n'a pas de médecin traitant.")
    ald_status = choice(ALDStatus, "Type d'ALD ; jamais la maladie.", required=False)
    ald_proof_seen = flag("Justificatif de l'ALD vu ; aucune copie n'est gardée.", required=False)
    precarious = flag("Complémentaire santé solidaire, aide médicale de l'État.", required=False)
    has_medecin_traitant = flag("La personne a un médecin traitant.", required=False)
    urgent = flag("Demande jugée urgente : passe avant toutes les autres.", required=False)
    override = choice(OverrideReason, "Motif d'une dérogation, au nom de qui la demande.", required=False)


class VerdictAnswer(Answer):
    patient_id = reference("Le patient.")
    verdict = word(Eligibility, "Ce que disent les conditions de l'antenne ; aucun soin n'est refusé")
    rule_version = text("Version des conditions appliquées.")
    reasons = choices(word(UnmetCondition, "Une condition"), "Toutes les conditions non remplies.")
    overridden = flag("Une dérogation a été décidée.")


class PatientRegisteredAnswer(VerdictAnswer, ComparedAnswer):
    priority = word(Precedence, "La place de cette personne parmi les autres")
    orientation = word(Orientation, "Ce qu'il faut dire à l'accueil", allow_none=True)


class OverrideAnswer(Answer):
    author = text("Qui a décidé.")
    reason = choice(OverrideReason, "Pour quel motif.")
    overridden_on = civil_day("Jour de la décision")


class PatientStateDocument(Answer):
    patient_id = reference("Le patient.")
    registered_on = civil_day("Jour d'enregistrement")
    ald = flag("En affection de longue durée reconnue.")
    commune = text("Code INSEE de la commune du domicile.")
    ald_status = choice(ALDStatus, "Type d'ALD.")
    ald_proof_seen = flag("Justificatif de l'ALD vu.")
    ald_until_on = civil_day("Dernier jour du protocole de soins", allow_none=True)
    ald_temporary = flag("Protocole temporaire, faute de médecin traitant.")
    no_medecin_traitant_reason = choice(NoMedecinTraitantReason, "Pourquoi la personne n'a pas de médecin traitant.")
    has_medecin_traitant = flag("A un médecin traitant ailleurs.")
    medecin_traitant_changed_on = civil_day("Jour du dernier changement de médecin traitant", allow_none=True)
    precarious = flag("Complémentaire santé solidaire, aide médicale de l'État.")
    eligibility = choice(Eligibility, "Ce que disent les conditions de l'antenne.")
    eligibility_rule = text("Version des conditions appliquées.")
    eligibility_reasons = choices(choice(UnmetCondition, "Une condition."), "Toutes les conditions non remplies.")
    assessed_on = civil_day("Dernier jour où les conditions ont été appliquées")
    override = part(OverrideAnswer, "La dérogation, s'il y en a une.", allow_none=True)
    follow_up = choice(FollowUp, "Suivi ou non.")
    exited_on = civil_day("Jour de la sortie", allow_none=True)
    exit_reason = choice(ExitReason, "Motif de la sortie.", allow_none=True)
    merged_into = reference("La fiche qui a été gardée à la place de celle-ci.", allow_none=True)
    ins_status = choice(INSStatus, "État de l'identité nationale de santé.", allow_none=True)
    purged_on = civil_day("Jour où l'identité a été détruite", allow_none=True)
    consultations = count("Nombre de consultations.")
    declarations = count("Nombre de déclarations de médecin traitant.")


class DeclareALDBody(Body):
    ald_status = choice(ALDStatus, "Type d'ALD, ou aucune ; jamais la maladie.")
    proof_seen = flag("Justificatif vu.")
    until_on = civil_day("Dernier jour du protocole de soins", required=False)
    temporary = flag("Protocole signé par un autre médecin, faute de médecin traitant.", required=False)


class RecordMedecinTraitantBody(Body):
    change = choice(MedecinTraitantChange, "Trouvé ailleurs, ou perdu.")
    on = civil_day("Jour du changement")
    reason = choice(NoMedecinTraitantReason, "Pourquoi il est perdu.", required=False)


class OverrideEligibilityBody(Body):
    override = choice(OverrideReason, "Motif de la dérogation.")


class ReassessedAnswer(Answer):
    assessed = count("Nombre de patients examinés.")
    changed = count("Nombre de patients dont l'examen a changé.")
    more = flag("Il en reste : recommencez.")


@blueprint.command("/patients", asks=RegisterPatientBody, answers=PatientRegisteredAnswer, roles=CARERS)
def register_patient(asked: dict[str, Any]) -> Outcome:
    """Enregistre une personne sans médecin traitant ; ne pas remplir les conditions ne l'empêche jamais."""
    if "override" in asked:
        asked = {**asked, "overridden_by": caller().person}
    return run(composed(RegisterPatient, asked))


@blueprint.query("/patients/<uuid:patient_id>", answers=PatientStateDocument, roles=_ANYBODY)
def read_patient(patient_id: UUID) -> PatientState:
    """L'état d'un patient, sans son identité."""
    with reading() as session:
        state = patient_state(session, patient_id)
    if state is None:
        raise NotFound
    return state


@blueprint.command("/patients/<uuid:patient_id>/ald", asks=DeclareALDBody, answers=VerdictAnswer, roles=CARERS)
def declare_ald(asked: dict[str, Any], patient_id: UUID) -> Outcome:
    """Inscrit une affection de longue durée, ou sa fin."""
    return run(DeclareALD(patient_id, **asked))


@blueprint.command("/patients/<uuid:patient_id>/proof", asks=Nothing, answers=VerdictAnswer, roles=CARERS)
def see_proof(asked: dict[str, Any], patient_id: UUID) -> Outcome:
    """Le justificatif de l'ALD a été vu."""
    return run(SeeProof(patient_id, **asked))


@blueprint.command(
    "/patients/<uuid:patient_id>/medecin-traitant",
    asks=RecordMedecinTraitantBody,
    answers=VerdictAnswer,
    roles=CARERS,
)
def record_medecin_traitant(asked: dict[str, Any], patient_id: UUID) -> Outcome:
    """Un médecin traitant a été trouvé ailleurs, ou perdu."""
    return run(RecordMedecinTraitant(patient_id, **asked))


@blueprint.command(
    "/patients/<uuid:patient_id>/override", asks=OverrideEligibilityBody, answers=VerdictAnswer, roles=_ANYBODY
)
def override_eligibility(asked: dict[str, Any], patient_id: UUID) -> Outcome:
    """Passe outre les conditions, au nom de qui le demande."""
    return run(OverrideEligibility(patient_id, caller().person, **asked))


@blueprint.command("/patient-reassessments", asks=Nothing, answers=ReassessedAnswer, roles=_ANYBODY)
def reassess_patients(asked: dict[str, Any]) -> Outcome:
    """Applique les conditions du jour à ceux qui ne les remplissaient pas."""
    return run(ReassessPatients(**asked))
