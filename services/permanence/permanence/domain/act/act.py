"""What was done for a patient: a consultation, a visit, a teleconsultation, or a nurse's act."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Self
from uuid import UUID

from permanence.domain.act import rules as act_rules
from permanence.domain.practitioner.kind import KindRights, PractitionerKind, Profession


class ActKind(StrEnum):
    """What kind of act it was; a visit is at the patient's home."""

    CONSULTATION = "consultation"
    VISIT = "visit"
    TELECONSULTATION = "teleconsultation"
    NURSE_ACT = "nurse_act"

    @property
    def profession(self) -> Profession:
        return Profession.NURSE if self is ActKind.NURSE_ACT else Profession.DOCTOR

    @property
    def is_held_in_session(self) -> bool:
        """Homes are visited, and nurses work, outside the doctors' sessions."""
        return self in (ActKind.CONSULTATION, ActKind.TELECONSULTATION)


class ActWarning(StrEnum):
    """What is unusual in an act: somebody should look at it, and it counts all the same."""

    BEFORE_OPENING = "BEFORE_OPENING"
    BEFORE_REGISTRATION = "BEFORE_REGISTRATION"
    OUTSIDE_SESSION = "OUTSIDE_SESSION"
    NOT_SUPERVISED = "NOT_SUPERVISED"

    @property
    def french(self) -> str:
        return _FRENCH[self]


_FRENCH = {
    ActWarning.BEFORE_OPENING: "L'acte précède l'ouverture de la permanence : vérifiez sa date.",
    ActWarning.BEFORE_REGISTRATION: "L'acte précède l'enregistrement du patient : vérifiez sa date.",
    ActWarning.OUTSIDE_SESSION: "Ce praticien n'avait pas de plage de consultation ce jour-là.",
    ActWarning.NOT_SUPERVISED: "Ce praticien doit être supervisé, et aucun maître de stage ne l'était ce jour-là.",
}


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the register, the roster and the calendar say of the practitioner's day."""

    rights: KindRights
    # None when the practitioner needs no supervision.
    supervised: bool | None
    in_session: bool
    registered_on: date
    opened_on: date
    today: date


@dataclass(frozen=True, slots=True)
class ActHeld:
    """A patient was seen by a practitioner."""

    act_id: UUID
    patient_id: UUID
    held_on: date
    act_kind: ActKind
    practitioner_kind: PractitionerKind
    supervised: bool | None
    site: str | None
    appointment_id: UUID | None


class Act:
    """One act of one practitioner for one patient on one day; it is recorded once and never changes."""

    def __init__(self, fact: ActHeld, rpps: str, warnings: tuple[ActWarning, ...]) -> None:
        self.act_id = fact.act_id
        self.patient_id = fact.patient_id
        self.held_on = fact.held_on
        self.act_kind = fact.act_kind
        self.practitioner_rpps = rpps
        self.practitioner_kind = fact.practitioner_kind
        self.supervised = fact.supervised
        self.site = fact.site
        self.appointment_id = fact.appointment_id
        # None rather than empty: the database finds those to look at by it.
        self.warnings = warnings or None
        self.version = 0

    @classmethod
    def hold(
        cls,
        act_id: UUID,
        patient_id: UUID,
        *,
        held_on: date,
        act_kind: ActKind,
        rpps: str,
        found: Circumstances,
        site: str | None = None,
        appointment_id: UUID | None = None,
    ) -> tuple[Self, ActHeld]:
        """Returns the act and its fact, or raises the rule that forbids it."""
        if held_on > found.today:
            raise act_rules.HeldInFuture
        if found.rights.profession is not act_kind.profession:
            raise act_rules.ActNotOfProfession
        kind, supervised = found.rights.kind, found.supervised
        held = ActHeld(act_id, patient_id, held_on, act_kind, kind, supervised, site, appointment_id)
        return cls(held, rpps, tuple(_warnings(held, found))), held


def _warnings(held: ActHeld, found: Circumstances) -> list[ActWarning]:
    unusual = {
        ActWarning.BEFORE_OPENING: held.held_on < found.opened_on,
        ActWarning.BEFORE_REGISTRATION: held.held_on < found.registered_on,
        ActWarning.OUTSIDE_SESSION: held.act_kind.is_held_in_session and not found.in_session,
        ActWarning.NOT_SUPERVISED: held.supervised is False,
    }
    return [warning for warning, is_so in unusual.items() if is_so]
