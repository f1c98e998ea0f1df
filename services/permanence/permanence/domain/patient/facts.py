"""What is told of a patient's file; nothing here says who it is."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kernel.commune import Commune
from permanence.domain.patient.ald import ALD
from permanence.domain.patient.eligibility import Eligibility, Verdict
from permanence.domain.patient.no_medecin_traitant import NoMedecinTraitantReason


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
class IdentityCorrected:
    """A part of an identity was written anew; `home_changed` when the commune of the home was too."""

    patient_id: UUID
    home_changed: bool


@dataclass(frozen=True, slots=True)
class PatientALDChanged:
    """An ALD was declared, or is over."""

    patient_id: UUID
    changed_on: date
    ald: bool


@dataclass(frozen=True, slots=True)
class ALDDescribed:
    """The kind, the proof or the protocol of the same ALD was written anew."""

    patient_id: UUID
    ald: ALD


@dataclass(frozen=True, slots=True)
class MergeRecorded:
    """Two files are of one person: `patient_id` is kept."""

    patient_id: UUID
    merged_id: UUID
    merged_on: date


@dataclass(frozen=True, slots=True)
class PatientSetAside:
    """This file was merged into another."""

    patient_id: UUID
    kept_id: UUID


@dataclass(frozen=True, slots=True)
class MergeUndone:
    """Two files that had been merged are of two persons after all."""

    patient_id: UUID
    unmerged_id: UUID
    unmerged_on: date


@dataclass(frozen=True, slots=True)
class PatientRestored:
    """This file stands by itself again."""

    patient_id: UUID
