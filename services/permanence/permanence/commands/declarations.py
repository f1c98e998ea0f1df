"""Commands about declarations of médecin traitant."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from permanence.domain.declaration import Channel
from permanence.domain.practitioner import PractitionerKind


@dataclass(frozen=True, slots=True)
class FileDeclaration:
    """Files the choice of a médecin traitant for a registered patient."""

    patient_id: UUID
    filed_on: date
    practitioner_rpps: str
    practitioner_kind: PractitionerKind
    channel: Channel
