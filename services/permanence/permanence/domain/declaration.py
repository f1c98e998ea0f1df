"""A patient's choice of médecin traitant (art. L162-5-3 CSS), filed with the health insurance fund."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Self
from uuid import UUID

from permanence.domain import rules
from permanence.domain.patient import Patient
from permanence.domain.practitioner import PractitionerKind, checked_rpps


class Channel(StrEnum):
    """How a declaration reaches the fund: online with the carte Vitale, or paper form S3704."""

    ONLINE = "online"
    PAPER = "paper"


@dataclass(frozen=True, slots=True)
class DeclarationFiled:
    """A declaration was filed; `ald` is the patient's state on that day."""

    declaration_id: UUID
    patient_id: UUID
    filed_on: date
    channel: Channel
    ald: bool


class Declaration:
    """One choice of one patient; ends and replacements are not modelled yet."""

    def __init__(
        self,
        declaration_id: UUID,
        patient_id: UUID,
        filed_on: date,
        practitioner_rpps: str,
        channel: Channel,
        ald: bool,
    ) -> None:
        self.declaration_id = declaration_id
        self.patient_id = patient_id
        self.filed_on = filed_on
        self.practitioner_rpps = practitioner_rpps
        self.channel = channel
        self.ald = ald
        self.version = 0

    @classmethod
    def file(
        cls,
        declaration_id: UUID,
        patient: Patient,
        *,
        filed_on: date,
        rpps: str,
        kind: PractitionerKind,
        channel: Channel,
        today: date,
    ) -> tuple[Self, DeclarationFiled]:
        """Returns the declaration and its fact, or raises the rule that forbids it."""
        if filed_on > today:
            raise rules.FiledInFuture
        if filed_on < patient.registered_on:
            raise rules.FiledBeforeRegistration
        if not kind.may_be_medecin_traitant:
            raise rules.PractitionerMayNotBeDeclared
        filed = cls(declaration_id, patient.patient_id, filed_on, checked_rpps(rpps), channel, patient.ald)
        return filed, DeclarationFiled(declaration_id, patient.patient_id, filed_on, channel, patient.ald)
