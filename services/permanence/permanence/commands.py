"""What people ask of the permanence; one frozen value per command, handled in `handlers.py`."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from permanence.domain.declaration import Channel
from permanence.domain.patient import NoMedecinTraitantReason
from permanence.domain.practitioner import PractitionerKind


@dataclass(frozen=True, slots=True)
class RegisterPatient:
    """Registers a person without médecin traitant; `commune` is the INSEE code of the home."""

    registered_on: date
    birth_on: date
    commune: str
    ald: bool
    no_medecin_traitant_reason: NoMedecinTraitantReason


@dataclass(frozen=True, slots=True)
class HoldConsultation:
    """Records a consultation that took place; `rpps` names the practitioner who held it."""

    patient_id: UUID
    held_on: date
    practitioner_rpps: str
    practitioner_kind: PractitionerKind


@dataclass(frozen=True, slots=True)
class FileDeclaration:
    """Files the choice of a médecin traitant for a registered patient."""

    patient_id: UUID
    filed_on: date
    practitioner_rpps: str
    practitioner_kind: PractitionerKind
    channel: Channel
