"""An appointment of a patient in a session: in one of its slots, or added to it when somebody walks in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Self
from uuid import UUID

from kernel.hours import overlap, written_time
from kernel.named import Named
from permanence.domain.appointment import rules
from permanence.domain.session.session import Session, Slot

# Shown instead of an appointment: the number to call, never a refusal.
ORIENTATION_15_SAS = "15_SAS"
# A slot that is free ten years from now is told as that far, and no farther.
LONGEST_DELAY_DAYS = 3_660


class AppointmentState(Named):
    """Where an appointment is; a missed one may turn out to have been honoured."""

    BOOKED = "booked", "prévu"
    CANCELLED = "cancelled", "annulé"
    HONOURED = "honoured", "venu(e)"
    MISSED = "missed", "absent(e)"


class AppointmentCancelledBy(Named):
    """Whose decision a cancellation is: the two are counted apart."""

    PATIENT = "patient", "la personne"
    STRUCTURE = "structure", "la permanence"


class AppointmentCancelReason(Named):
    """Why an appointment is cancelled; never what somebody suffers from."""

    PERSONAL = "personal", "raison personnelle"
    SEEN_ELSEWHERE = "seen_elsewhere", "vue ailleurs"
    SESSION_CANCELLED = "session_cancelled", "consultation supprimée"
    MISTAKE = "mistake", "erreur de saisie"
    OTHER = "other", "autre"


class AppointmentWarning(Named):
    """What is unusual about an appointment that is written all the same."""

    RECORDED_LATE = "RECORDED_LATE", "Ce rendez-vous est enregistré après le jour de la plage."


@dataclass(frozen=True, slots=True)
class AppointmentBooked:
    """A patient has an appointment; how many days away the third slot was that was free just before."""

    appointment_id: UUID
    booked_on: date
    held_on: date
    days_to_third_free: int | None


@dataclass(frozen=True, slots=True)
class AppointmentMoved:
    """The patient will come at another time."""

    appointment_id: UUID
    held_on: date


@dataclass(frozen=True, slots=True)
class AppointmentCancelled:
    """The patient will not come, or not be seen."""

    appointment_id: UUID


@dataclass(frozen=True, slots=True)
class AppointmentHonoured:
    """The patient came."""

    appointment_id: UUID


@dataclass(frozen=True, slots=True)
class AppointmentMissed:
    """The patient did not come, and nobody had said so."""

    appointment_id: UUID


class Appointment:
    """One patient, one session. A walk-in has no slot; its hours tell when it was added."""

    def __init__(
        self,
        appointment_id: UUID,
        patient_id: UUID,
        session_id: UUID,
        slot: int | None,
        booked_on: date,
        day: date,
        starts: int,
        ends: int,
        urgent: bool,
        walk_in: bool,
    ) -> None:
        self.appointment_id = appointment_id
        self.patient_id = patient_id
        self.session_id = session_id
        self.slot = slot
        self.booked_on = booked_on
        self.day = day
        self.starts = starts
        self.ends = ends
        self.urgent = urgent
        self.walk_in = walk_in
        self.state = AppointmentState.BOOKED
        self.cancelled_by: AppointmentCancelledBy | None = None
        self.reason: AppointmentCancelReason | None = None
        self.act_id: UUID | None = None
        self.version = 0

    @classmethod
    def book(
        cls,
        appointment_id: UUID,
        *,
        patient_id: UUID,
        session: Session,
        slot: Slot,
        urgent: bool,
        third_free_on: date | None,
        today: date,
    ) -> tuple[Self, AppointmentBooked]:
        """Returns the appointment and its fact; written after the day, it was booked on that day at the latest."""
        booked = cls(
            appointment_id,
            patient_id,
            session.session_id,
            slot.number,
            min(today, session.day),
            session.day,
            slot.starts,
            slot.ends,
            urgent,
            walk_in=False,
        )
        return booked, booked._told(third_free_on)

    @classmethod
    def walk_into(
        cls,
        appointment_id: UUID,
        *,
        patient_id: UUID,
        session: Session,
        urgent: bool,
        minute: int,
        today: date,
        expected: Iterable["Appointment"] = (),
    ) -> tuple[Self, AppointmentBooked]:
        """Somebody is there without an appointment: added to a session of the day, at the minute it is then.

        `expected` are those that the patient has to come.
        """
        if any(other.session_id == session.session_id for other in expected):
            raise rules.PatientBookedThen("Ce patient est déjà attendu pendant cette plage.")
        session.check_planned()
        if session.day > today:
            raise rules.WalkInAhead
        if session.day < today:
            minute = session.starts
        starts = min(max(minute, session.starts), session.ends - 1)
        walked_in = cls(
            appointment_id,
            patient_id,
            session.session_id,
            None,
            session.day,
            session.day,
            starts,
            min(starts + session.slot_minutes, session.ends),
            urgent,
            walk_in=True,
        )
        return walked_in, walked_in._told(None)

    def move(self, session: Session, slot: Slot) -> AppointmentMoved:
        """Whoever walked in and is asked to come back has an appointment like any other from then on."""
        self.check_booked()
        self.session_id = session.session_id
        self.slot = slot.number
        self.day = session.day
        self.starts = slot.starts
        self.ends = slot.ends
        return AppointmentMoved(self.appointment_id, session.day)

    def cancel(self, by: AppointmentCancelledBy, reason: AppointmentCancelReason) -> AppointmentCancelled:
        self.check_booked()
        self.state = AppointmentState.CANCELLED
        self.cancelled_by = by
        self.reason = reason
        return AppointmentCancelled(self.appointment_id)

    def check_held(self, held_on: date, *, is_of_patient: bool) -> None:
        """An act honours an appointment of its own patient, whose files may have been made one, on its own day."""
        if not is_of_patient:
            raise rules.AppointmentOfAnother
        if self.day != held_on:
            raise rules.AppointmentOfAnother(f"Ce rendez-vous est du {self.day:%d/%m/%Y}.")

    def honour(self, *, today: date, act_id: UUID | None = None) -> AppointmentHonoured | None:
        """The patient came, even if he was first marked as missing; an act may be known later than that."""
        if self.state is AppointmentState.HONOURED and act_id is not None:
            if self.act_id is not None:
                raise rules.AppointmentOver("L'acte de ce rendez-vous est déjà inscrit.")
            self.act_id = act_id
            return None
        if self.state not in (AppointmentState.BOOKED, AppointmentState.MISSED):
            raise rules.AppointmentOver
        self._check_come(today)
        self.state = AppointmentState.HONOURED
        self.act_id = act_id
        return AppointmentHonoured(self.appointment_id)

    def miss(self, *, today: date) -> AppointmentMissed:
        self.check_booked()
        self._check_come(today)
        self.state = AppointmentState.MISSED
        return AppointmentMissed(self.appointment_id)

    def check_booked(self) -> None:
        if self.state is not AppointmentState.BOOKED:
            raise rules.AppointmentOver

    def is_during(self, day: date, starts: int, ends: int) -> bool:
        return self.day == day and overlap(self.starts, self.ends, starts, ends)

    def _check_come(self, today: date) -> None:
        if self.day > today:
            raise rules.AppointmentAhead

    def _told(self, third_free_on: date | None) -> AppointmentBooked:
        days = None
        if third_free_on is not None:
            days = min(max((third_free_on - self.booked_on).days, 0), LONGEST_DELAY_DAYS)
        return AppointmentBooked(self.appointment_id, self.booked_on, self.day, days)


def check_free(expected: Iterable[Appointment], session: Session, slot: Slot, besides: UUID | None = None) -> None:
    """Nobody is at two appointments at one time; `expected` are those that the patient has to come."""
    for other in expected:
        if other.appointment_id != besides and other.is_during(session.day, slot.starts, slot.ends):
            raise rules.PatientBookedThen.filled(day=other.day, starts=written_time(other.starts))
