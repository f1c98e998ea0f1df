"""Commands about what was done for patients."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from permanence.domain.practitioner import PractitionerKind


@dataclass(frozen=True, slots=True)
class HoldConsultation:
    """Records a consultation that took place; `rpps` names the practitioner who held it."""

    patient_id: UUID
    held_on: date
    practitioner_rpps: str
    practitioner_kind: PractitionerKind
