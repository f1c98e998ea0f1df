"""Commands about what was done for patients."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from permanence.domain.act.act import ActKind


@dataclass(frozen=True, slots=True)
class HoldConsultation:
    """Records an act that took place; what its practitioner is, the register of practitioners knows."""

    patient_id: UUID
    held_on: date
    practitioner_rpps: str
    act_kind: ActKind = ActKind.CONSULTATION
    appointment_id: UUID | None = None
    site: str | None = None
