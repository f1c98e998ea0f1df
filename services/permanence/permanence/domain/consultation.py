"""A consultation that took place in a permanence."""

from dataclasses import dataclass
from datetime import date
from typing import Self
from uuid import UUID

from permanence.domain import rules
from permanence.domain.patient import Patient
from permanence.domain.practitioner import PractitionerKind, checked_rpps


@dataclass(frozen=True, slots=True)
class ConsultationHeld:
    """A patient was seen by a practitioner."""

    consultation_id: UUID
    patient_id: UUID
    held_on: date
    practitioner_kind: PractitionerKind


class Consultation:
    """One act of one practitioner for one patient on one day."""

    def __init__(
        self, consultation_id: UUID, patient_id: UUID, held_on: date, practitioner_rpps: str, kind: PractitionerKind
    ) -> None:
        self.consultation_id = consultation_id
        self.patient_id = patient_id
        self.held_on = held_on
        self.practitioner_rpps = practitioner_rpps
        self.practitioner_kind = kind
        self.version = 0

    @classmethod
    def hold(
        cls, consultation_id: UUID, patient: Patient, *, held_on: date, rpps: str, kind: PractitionerKind, today: date
    ) -> tuple[Self, ConsultationHeld]:
        """Returns the consultation and its fact, or raises the rule that forbids it."""
        if held_on > today:
            raise rules.HeldInFuture
        if held_on < patient.registered_on:
            raise rules.HeldBeforeRegistration
        held = cls(consultation_id, patient.patient_id, held_on, checked_rpps(rpps), kind)
        return held, ConsultationHeld(consultation_id, patient.patient_id, held_on, kind)
