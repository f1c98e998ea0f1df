"""Patients' files: exit and return, two files made one and apart again, the answer to an erasure."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from permanence.commands.words import ThePatient
from permanence.domain.patient.follow_up import ErasureAnswer, ExitReason


@dataclass(frozen=True, slots=True)
class ExitPatient:
    """A patient is not followed any more."""

    patient_id: ThePatient
    exited_on: Annotated[date, "Premier jour où le patient n'est plus suivi"]
    reason: Annotated[ExitReason, "Pourquoi."]


@dataclass(frozen=True, slots=True)
class ReturnPatient:
    """A patient who had left comes back."""

    patient_id: ThePatient
    returned_on: Annotated[date, "Jour du retour"]


@dataclass(frozen=True, slots=True)
class MergePatients:
    """Two files are of one person: the first is kept."""

    kept_id: Annotated[UUID, "La fiche qui est gardée."]
    merged_id: Annotated[UUID, "La fiche qui ne servira plus."]


@dataclass(frozen=True, slots=True)
class UnmergePatients:
    """A file that was merged stands by itself again."""

    merged_id: Annotated[UUID, "La fiche qui ne sert plus."]


@dataclass(frozen=True, slots=True)
class AnswerErasure:
    """Answers somebody who asks to be erased: retained, with the ground and the day, or destroyed."""

    patient_id: ThePatient


@dataclass(frozen=True, slots=True)
class PatientReference:
    patient_id: ThePatient


@dataclass(frozen=True, slots=True)
class MergePatientsOutcome(PatientReference):
    merged_id: Annotated[UUID, "La fiche qui ne sert plus."]


@dataclass(frozen=True, slots=True)
class UnmergePatientsOutcome(PatientReference):
    unmerged_id: Annotated[UUID, "La fiche qui sert de nouveau."]


@dataclass(frozen=True, slots=True)
class AnswerErasureOutcome(PatientReference):
    answer: Annotated[ErasureAnswer, "Conservé jusqu'à son terme, ou détruit"]
    retained_until_on: Annotated[str | None, "Terme de la conservation (AAAA-MM-JJ)."]
    ground: Annotated[str | None, "Ce qu'il faut répondre à la personne."]
