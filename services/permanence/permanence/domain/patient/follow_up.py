"""Whether a patient is followed, and how that ends and begins again."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID


class FollowUp(StrEnum):
    """A patient is followed from the registration on, until an exit."""

    FOLLOWED = "followed"
    EXITED = "exited"


class ExitReason(StrEnum):
    """Why the permanence follows somebody no more; `lost` is lost from sight."""

    FOUND_GP = "found_gp"
    MOVED = "moved"
    DECEASED = "deceased"
    LOST = "lost"
    OWN_REQUEST = "own_request"


class ReturnReason(StrEnum):
    """Why somebody is to be cared for again."""

    DOCTOR_LEFT = "doctor_left"
    CAME_BACK = "came_back"


class MedecinTraitantChange(StrEnum):
    """What happened to the médecin traitant of somebody, outside a declaration filed here."""

    FOUND = "found"
    LOST = "lost"


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
class MedecinTraitantFound:
    """A patient has a médecin traitant elsewhere."""

    patient_id: UUID
    found_on: date


@dataclass(frozen=True, slots=True)
class MedecinTraitantLost:
    """Somebody who is not followed here has no médecin traitant any more."""

    patient_id: UUID
    lost_on: date
