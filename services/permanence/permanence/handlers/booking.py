"""How a slot is given to a patient: its session first, then the patient, are nobody else's to change meanwhile."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from uuid import UUID

from chassis.core.clock import minute_of_day
from chassis.core.ids import new_id
from chassis.core.work import UnitOfWork
from permanence.domain.appointment import rules
from permanence.domain.appointment.appointment import Appointment, check_free
from permanence.domain.appointment.waiting_list import WaitingState
from permanence.domain.session.rules import SessionAlreadyCancelled
from permanence.store.appointments import booked_of_patient, waiting_entry_of
from permanence.store.patients import lock_patient
from permanence.store.sessions import lock_session
from permanence.store.slots import FreeSlot, claim, first_free_slots

_A_PAGE = 20
_THIRD = 3


def book(work: UnitOfWork, patient_id: UUID, session_id: UUID, number: int, *, urgent: bool) -> Appointment:
    """Gives this slot, or raises the rule that forbids it; whoever waited for an appointment waits no more."""
    session = lock_session(work, session_id)
    session.check_planned()
    slot = session.slot(number)
    lock_patient(work, patient_id)
    check_free(booked_of_patient(work.session, patient_id, session.day), session, slot)
    third_free_on = _third_free_on(work) if session.day >= work.today else None
    appointment_id = new_id()
    if not claim(work.session, session_id, number, appointment_id):
        raise rules.SlotTaken
    appointment, booked = Appointment.book(
        appointment_id,
        patient_id=patient_id,
        session=session,
        slot=slot,
        urgent=urgent,
        third_free_on=third_free_on,
        today=work.today,
    )
    work.save(appointment, booked)
    entry = waiting_entry_of(work.session, patient_id)
    if entry is not None:
        work.save(entry, entry.leave(WaitingState.BOOKED, today=work.today))
    return appointment


def book_first(
    work: UnitOfWork,
    patient_id: UUID,
    from_on: date,
    *,
    until_on: date | None = None,
    practitioner_id: UUID | None = None,
    site: str | None = None,
    urgent: bool = False,
) -> Appointment | None:
    """Gives the first slot that is free for this patient too, to the end of `until_on`; None when there is none."""
    for free in _free(work, from_on, practitioner_id, site):
        if until_on is not None and free.day > until_on:
            break
        # Somebody was faster, or the patient is elsewhere then: what was locked is let go, and the next one is tried.
        with suppress(rules.SlotTaken, rules.PatientBookedThen, SessionAlreadyCancelled), work.attempt():
            return book(work, patient_id, free.session_id, free.number, urgent=urgent)
    return None


def _free(work: UnitOfWork, from_on: date, practitioner_id: UUID | None, site: str | None) -> Iterator[FreeSlot]:
    """Free slots in the order of time, a page after the other, none of them in the past."""
    day, minute = (from_on, 0) if from_on > work.today else (work.today, minute_of_day(work.now))
    last: FreeSlot | None = None
    while page := first_free_slots(
        work.session, day, minute, practitioner_id=practitioner_id, site=site, after=last, limit=_A_PAGE
    ):
        yield from page
        last = page[-1]


def _third_free_on(work: UnitOfWork) -> date | None:
    """The usual measure of how long people wait: the first free slots are often cancellations."""
    found = first_free_slots(work.session, work.today, minute_of_day(work.now), limit=_THIRD)
    return found[-1].day if len(found) == _THIRD else None
