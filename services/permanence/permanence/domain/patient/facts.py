"""What is told of a patient's file, under the reference that reporting knows; nothing here says who it is."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from permanence.domain.patient.follow_up import ErasureAnswer


@dataclass(frozen=True, slots=True)
class PatientRegistered:
    """A person without médecin traitant was registered."""

    reference: UUID
    registered_on: date


@dataclass(frozen=True, slots=True)
class MergeRecorded:
    """Two files are of one person: `reference` is kept."""

    reference: UUID
    merged: UUID


@dataclass(frozen=True, slots=True)
class MergeUndone:
    """Two files that had been merged are of two persons after all."""

    reference: UUID
    unmerged: UUID


@dataclass(frozen=True, slots=True)
class PatientExited:
    """A patient is not followed any more."""

    reference: UUID
    exited_on: date


@dataclass(frozen=True, slots=True)
class PatientReturned:
    """A patient is to be cared for again."""

    reference: UUID
    returned_on: date


@dataclass(frozen=True, slots=True)
class ErasureAnswered:
    """A person asked to be erased; what is retained is so until `retained_until_on`."""

    reference: UUID
    answer: ErasureAnswer
    retained_until_on: date | None
