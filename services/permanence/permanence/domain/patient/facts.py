"""What is told of a patient's file; nothing here says who it is."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kernel.commune import Commune
from permanence.domain.patient.eligibility import Eligibility, NoMedecinTraitantReason, Verdict
from permanence.domain.patient.follow_up import ErasureAnswer, ExitReason, ReturnReason


@dataclass(frozen=True, slots=True)
class PatientRegistered:
    """A person without médecin traitant was registered; `age` in whole years on that day."""

    patient_id: UUID
    registered_on: date
    age: int
    commune: Commune
    ald: bool
    no_medecin_traitant_reason: NoMedecinTraitantReason
    eligibility: Eligibility
    overridden: bool


@dataclass(frozen=True, slots=True)
class PatientAssessed:
    """The conditions of the antenna now say something else of a patient, or were overridden."""

    patient_id: UUID
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class PatientALDChanged:
    """An ALD was declared, or is over."""

    patient_id: UUID
    changed_on: date
    ald: bool


@dataclass(frozen=True, slots=True)
class MergeRecorded:
    """Two files are of one person: `patient_id` is kept."""

    patient_id: UUID
    merged_id: UUID
    merged_on: date


@dataclass(frozen=True, slots=True)
class MergeUndone:
    """Two files that had been merged are of two persons after all."""

    patient_id: UUID
    unmerged_id: UUID
    unmerged_on: date


@dataclass(frozen=True, slots=True)
class PatientExited:
    """A patient is not followed any more."""

    patient_id: UUID
    exited_on: date
    reason: ExitReason


@dataclass(frozen=True, slots=True)
class PatientReturned:
    """A patient is to be cared for again."""

    patient_id: UUID
    returned_on: date
    reason: ReturnReason


@dataclass(frozen=True, slots=True)
class ErasureAnswered:
    """A person asked to be erased; what is retained is so until `retained_until_on`."""

    patient_id: UUID
    answered_on: date
    answer: ErasureAnswer
    retained_until_on: date | None
