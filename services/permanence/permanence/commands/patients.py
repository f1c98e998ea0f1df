"""Patients: who is registered, what is learnt of them, and the verdict of the antenna's conditions."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from kernel.said import CALLER, FLAT, WITHIN
from permanence.commands.words import ThePatient
from permanence.domain.patient.ald import ALDStatus
from permanence.domain.patient.eligibility import (
    Eligibility,
    NoMedecinTraitantReason,
    Orientation,
    OverrideReason,
    Precedence,
    UnmetCondition,
)
from permanence.domain.patient.follow_up import MedecinTraitantChange
from permanence.domain.patient.identity import IdentityGiven, IdentityWarning

Duplicates = Annotated[tuple[Annotated[UUID, "Une fiche."], ...], "Fiches semblables, à comparer."]
Warnings = Annotated[
    tuple[Annotated[IdentityWarning, "Un avertissement"], ...], "Ce qu'il faut regarder ; rien n'est refusé."
]
Unmet = Annotated[tuple[Annotated[UnmetCondition, "Une condition"], ...], "Toutes les conditions non remplies."]


@dataclass(frozen=True, slots=True)
class RegisterPatient:
    """Registers a person without médecin traitant.

    With `override`, the person named in `overridden_by` takes somebody who does not meet the antenna's conditions.
    """

    registered_on: Annotated[date, "Jour d'enregistrement"]
    identity: Annotated[IdentityGiven, FLAT]
    commune: Annotated[str, "Code INSEE de la commune du domicile (pas le code postal)."]
    ald: Annotated[bool, "En affection de longue durée reconnue."]
    no_medecin_traitant_reason: Annotated[NoMedecinTraitantReason, "Pourquoi la personne n'a pas de médecin traitant."]
    ald_status: Annotated[ALDStatus | None, "Type d'ALD ; jamais la maladie."] = None
    ald_proof_seen: Annotated[bool, "Justificatif de l'ALD vu ; aucune copie n'est gardée."] = False
    precarious: Annotated[bool, "Complémentaire santé solidaire, aide médicale de l'État."] = False
    has_medecin_traitant: Annotated[bool, "La personne a un médecin traitant."] = False
    urgent: Annotated[bool, "Demande jugée urgente : passe avant toutes les autres."] = False
    override: Annotated[OverrideReason | None, "Motif d'une dérogation, au nom de qui la demande."] = None
    overridden_by: Annotated[str | None, WITHIN] = None


@dataclass(frozen=True, slots=True)
class CorrectIdentity:
    """Writes an identity anew, whole; without `commune` or `precarious`, the home or the situation stays."""

    patient_id: ThePatient
    identity: Annotated[IdentityGiven, FLAT]
    commune: Annotated[str | None, "Code INSEE de la commune du domicile, si elle change."] = None
    precarious: Annotated[bool | None, "Complémentaire santé solidaire, aide médicale de l'État."] = None


@dataclass(frozen=True, slots=True)
class DeclareALD:
    """Says which ALD somebody has, or that it is over; a temporary protocol without an end gets the antenna's."""

    patient_id: ThePatient
    ald_status: Annotated[ALDStatus, "Type d'ALD, ou aucune ; jamais la maladie."]
    proof_seen: Annotated[bool, "Justificatif vu."]
    until_on: Annotated[date | None, "Dernier jour du protocole de soins"] = None
    temporary: Annotated[bool, "Protocole signé par un autre médecin, faute de médecin traitant."] = False


@dataclass(frozen=True, slots=True)
class SeeProof:
    """The proof of an ALD was shown; no copy is kept."""

    patient_id: ThePatient


@dataclass(frozen=True, slots=True)
class RecordMedecinTraitant:
    """A médecin traitant was found elsewhere, or lost, then with the reason."""

    patient_id: ThePatient
    change: Annotated[MedecinTraitantChange, "Trouvé ailleurs, ou perdu."]
    on: Annotated[date, "Jour du changement"]
    reason: Annotated[NoMedecinTraitantReason | None, "Pourquoi il est perdu."] = None


@dataclass(frozen=True, slots=True)
class ReassessPatients:
    """Applies today's rule to those who do not meet it or have a proof to show: birthdays, a new rule."""


@dataclass(frozen=True, slots=True)
class OverrideEligibility:
    """Takes somebody who does not meet the rule; `author` answers for it."""

    patient_id: ThePatient
    author: Annotated[str, CALLER]
    override: Annotated[OverrideReason, "Motif de la dérogation."]


@dataclass(frozen=True, slots=True)
class VerdictOutcome:
    patient_id: ThePatient
    verdict: Annotated[Eligibility, "Ce que disent les conditions de l'antenne ; aucun soin n'est refusé"]
    rule_version: Annotated[str, "Version des conditions appliquées."]
    reasons: Unmet
    overridden: Annotated[bool, "Une dérogation a été décidée."]


@dataclass(frozen=True, slots=True)
class RegisterPatientOutcome(VerdictOutcome):
    priority: Annotated[Precedence, "La place de cette personne parmi les autres"]
    orientation: Annotated[Orientation | None, "Ce qu'il faut dire à l'accueil"]
    duplicates: Duplicates
    warnings: Warnings


@dataclass(frozen=True, slots=True)
class CorrectIdentityOutcome:
    patient_id: ThePatient
    verdict: Annotated[Eligibility, "Ce que disent les conditions de l'antenne"]
    rule_version: Annotated[str, WITHIN]
    reasons: Unmet
    overridden: Annotated[bool, WITHIN]
    duplicates: Duplicates
    warnings: Warnings


@dataclass(frozen=True, slots=True)
class ReassessPatientsOutcome:
    assessed: Annotated[int, "Nombre de patients examinés."]
    changed: Annotated[int, "Nombre de patients dont l'examen a changé."]
    more: Annotated[bool, "Il en reste : recommencez."]
