"""Commands about patients: who is registered, and what is known of them."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from kernel.said import FLAT
from permanence.domain.patient.ald import ALDStatus
from permanence.domain.patient.eligibility import NoMedecinTraitantReason, OverrideReason
from permanence.domain.patient.follow_up import ExitReason, MedecinTraitantChange
from permanence.domain.patient.identity import IdentityGiven


@dataclass(frozen=True, slots=True)
class RegisterPatient:
    """Registers a person without médecin traitant; `commune` is the INSEE code of the home.

    With `override`, the person named in `overridden_by` takes somebody who does not meet the antenna's conditions.
    """

    registered_on: date
    identity: Annotated[IdentityGiven, FLAT]
    commune: str
    ald: bool
    no_medecin_traitant_reason: NoMedecinTraitantReason
    ald_status: ALDStatus | None = None
    ald_proof_seen: bool = False
    precarious: bool = False
    has_medecin_traitant: bool = False
    urgent: bool = False
    override: OverrideReason | None = None
    overridden_by: str | None = None


@dataclass(frozen=True, slots=True)
class CorrectIdentity:
    """Writes an identity anew, whole; without `commune` or `precarious`, the home or the situation stays."""

    patient_id: UUID
    identity: Annotated[IdentityGiven, FLAT]
    commune: str | None = None
    precarious: bool | None = None


@dataclass(frozen=True, slots=True)
class DeclareALD:
    """Says which ALD somebody has, or that it is over; a temporary protocol without an end gets the antenna's."""

    patient_id: UUID
    ald_status: ALDStatus
    proof_seen: bool
    until_on: date | None = None
    temporary: bool = False


@dataclass(frozen=True, slots=True)
class SeeProof:
    """The proof of an ALD was shown; no copy is kept."""

    patient_id: UUID


@dataclass(frozen=True, slots=True)
class RecordMedecinTraitant:
    """A médecin traitant was found elsewhere, or lost, then with the reason."""

    patient_id: UUID
    change: MedecinTraitantChange
    on: date
    reason: NoMedecinTraitantReason | None = None


@dataclass(frozen=True, slots=True)
class ReassessPatients:
    """Applies today's rule to those who do not meet it or have a proof to show: birthdays, a new rule."""


@dataclass(frozen=True, slots=True)
class OverrideEligibility:
    """Takes somebody who does not meet the rule; `author` answers for it."""

    patient_id: UUID
    author: str
    override: OverrideReason


@dataclass(frozen=True, slots=True)
class ExitPatient:
    """A patient is not followed any more."""

    patient_id: UUID
    exited_on: date
    reason: ExitReason


@dataclass(frozen=True, slots=True)
class ReturnPatient:
    """A patient who had left comes back."""

    patient_id: UUID
    returned_on: date


@dataclass(frozen=True, slots=True)
class MergePatients:
    """Two files are of one person: the first is kept."""

    kept_id: UUID
    merged_id: UUID


@dataclass(frozen=True, slots=True)
class UnmergePatients:
    """A file that was merged stands by itself again."""

    merged_id: UUID


@dataclass(frozen=True, slots=True)
class AnswerErasure:
    """Answers somebody who asks to be erased: retained, with the ground and the day, or destroyed."""

    patient_id: UUID
