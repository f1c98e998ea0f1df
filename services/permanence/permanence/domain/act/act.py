"""What was done for a patient: a consultation, a visit, a teleconsultation, or a nurse's act.

What is merely unusual is a warning: an act that took place is never lost.
"""

from dataclasses import dataclass
from datetime import date
from typing import Self
from uuid import UUID

from kernel.named import Named
from permanence.domain.practitioner.kind import KindRights, PractitionerKind, Profession
from permanence.domain.rules import RuleBroken


class HeldInFuture(RuleBroken):
    """What has not happened yet is not a fact."""

    code = "HELD_IN_FUTURE"
    field = "held_on"
    text = "La date de la consultation est dans le futur."


class ActNotOfProfession(RuleBroken):
    """Doctors and interns consult, nurses hold nurse acts (a *centre de santé* has both), a secretary neither."""

    code = "ACT_NOT_OF_PROFESSION"
    field = "act_kind"
    text = "Cette nature d'acte ne correspond pas à la profession de ce praticien."


class ActKind(Named):
    """What kind of act it was; a visit is at the patient's home."""

    CONSULTATION = "consultation", "consultation"
    VISIT = "visit", "visite à domicile"
    TELECONSULTATION = "teleconsultation", "téléconsultation"
    NURSE_ACT = "nurse_act", "acte infirmier"

    @property
    def profession(self) -> Profession:
        return Profession.NURSE if self is ActKind.NURSE_ACT else Profession.DOCTOR

    @property
    def is_held_in_session(self) -> bool:
        """Homes are visited, and nurses work, outside the doctors' sessions."""
        return self in (ActKind.CONSULTATION, ActKind.TELECONSULTATION)


class ActWarning(Named):
    """What is unusual in an act: somebody should look at it, and it counts all the same."""

    BEFORE_OPENING = "BEFORE_OPENING", "L'acte précède l'ouverture de la permanence : vérifiez sa date."
    BEFORE_REGISTRATION = "BEFORE_REGISTRATION", "L'acte précède l'enregistrement du patient : vérifiez sa date."
    OUTSIDE_SESSION = "OUTSIDE_SESSION", "Ce praticien n'avait pas de plage de consultation ce jour-là."
    NOT_SUPERVISED = (
        "NOT_SUPERVISED",
        "Ce praticien doit être supervisé, et aucun maître de stage ne l'était ce jour-là.",
    )


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
class ConsultationHeld:
    """A patient was seen by a doctor, or by an intern."""

    act_id: UUID
    held_on: date
    practitioner_kind: PractitionerKind
    supervised: bool | None


@dataclass(frozen=True, slots=True)
class NurseActHeld:
    """A patient was seen by a nurse: told apart, because consultations are those of doctors and interns."""

    act_id: UUID
    held_on: date


class Act:
    """One act of one practitioner for one patient on one day; it is recorded once and never changes."""

    def __init__(
        self,
        act_id: UUID,
        patient_id: UUID,
        held_on: date,
        act_kind: ActKind,
        rpps: str,
        found: Circumstances,
        site: str | None,
        appointment_id: UUID | None,
    ) -> None:
        self.act_id = act_id
        self.patient_id = patient_id
        self.held_on = held_on
        self.act_kind = act_kind
        self.practitioner_rpps = rpps
        self.practitioner_kind = found.rights.kind
        self.supervised = found.supervised
        self.site = site
        self.appointment_id = appointment_id
        # None rather than empty: the database finds those to look at by it.
        self.warnings = _warnings(held_on, act_kind, found) or None
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
    ) -> tuple[Self, ConsultationHeld | NurseActHeld]:
        """Returns the act and its fact, or raises the rule that forbids it."""
        if held_on > found.today:
            raise HeldInFuture
        if found.rights.profession is not act_kind.profession:
            raise ActNotOfProfession
        act = cls(act_id, patient_id, held_on, act_kind, rpps, found, site, appointment_id)
        return act, act._told()

    def _told(self) -> ConsultationHeld | NurseActHeld:
        if self.act_kind is ActKind.NURSE_ACT:
            return NurseActHeld(self.act_id, self.held_on)
        return ConsultationHeld(self.act_id, self.held_on, self.practitioner_kind, self.supervised)


def _warnings(held_on: date, act_kind: ActKind, found: Circumstances) -> tuple[ActWarning, ...]:
    unusual = {
        ActWarning.BEFORE_OPENING: held_on < found.opened_on,
        ActWarning.BEFORE_REGISTRATION: held_on < found.registered_on,
        ActWarning.OUTSIDE_SESSION: act_kind.is_held_in_session and not found.in_session,
        ActWarning.NOT_SUPERVISED: found.supervised is False,
    }
    return tuple(warning for warning, is_so in unusual.items() if is_so)
