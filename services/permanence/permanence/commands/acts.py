"""What was done for patients."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from permanence.commands.words import SiteCode, ThePatient
from permanence.domain.act.act import ActKind


@dataclass(frozen=True, slots=True)
class HoldConsultation:
    """Records an act that took place; what its practitioner is, the register of practitioners knows."""

    patient_id: ThePatient
    held_on: Annotated[date, "Jour de l'acte"]
    practitioner_rpps: Annotated[str, "Numéro RPPS du praticien, 11 chiffres."]
    act_kind: Annotated[ActKind, "Nature de l'acte ; absente : une consultation au cabinet."] = ActKind.CONSULTATION
    appointment_id: Annotated[UUID | None, "Le rendez-vous que l'acte honore."] = None
    site: SiteCode | None = None


@dataclass(frozen=True, slots=True)
class HoldConsultationOutcome:
    consultation_id: Annotated[UUID, "L'acte."]
    warnings: Annotated[
        tuple[Annotated[str, "Code."], ...], "Ce qui mérite d'être vérifié ; l'acte est inscrit et compte."
    ]
