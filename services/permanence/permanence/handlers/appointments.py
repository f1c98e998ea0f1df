"""Appointments and walk-ins, from the booking to what became of them.

The session of a slot first, then the patient, are nobody else's to change meanwhile.
"""

from collections.abc import Iterator, Mapping
from contextlib import nullcontext, suppress
from datetime import date
from uuid import UUID

from chassis.core.clock import minute_of_day
from chassis.core.ids import new_id
from chassis.core.manifest import Handler
from chassis.core.work import UnitOfWork
from kernel.hours import written_time
from permanence.commands.appointments import (
    AppointmentReference,
    BookAppointment,
    BookFirstFree,
    BookingOutcome,
    CancelAppointment,
    HonourAppointment,
    MoveAppointment,
    RecordMissed,
    WalkIn,
)
from permanence.domain.appointment import rules
from permanence.domain.appointment.appointment import ORIENTATION_15_SAS, Appointment, AppointmentWarning, check_free
from permanence.domain.appointment.waiting_list import WaitingState
from permanence.domain.session.rules import SessionAlreadyCancelled
from permanence.store.appointments import booked_of_patient, known_appointment, waiting_entry_of
from permanence.store.patients import kept_reference, lock_patient, registered_patient
from permanence.store.practitioners import known_practitioner
from permanence.store.sessions import lock_session, lock_sessions
from permanence.store.sites import known_site
from permanence.store.slots import FreeSlot, first_free_slots, release, take_slot

_A_PAGE = 20
_THIRD = 3


def book_appointment(command: BookAppointment, work: UnitOfWork) -> BookingOutcome:
    try:
        # What was locked for a slot that somebody has is let go: another session may come before it.
        with work.attempt() if command.urgent else nullcontext():
            appointment = book(work, command.patient_id, command.session_id, command.slot, urgent=command.urgent)
    except rules.SlotTaken:
        if not command.urgent:
            raise
        return _today_or_orientation(work, command.patient_id)
    return _outcome(work, appointment)


def book_first_free(command: BookFirstFree, work: UnitOfWork) -> BookingOutcome:
    if command.practitioner_id is not None:
        known_practitioner(work.session, command.practitioner_id)
    if command.site is not None:
        known_site(work.session, command.site)
    wished = book_first(
        work,
        command.patient_id,
        work.today if command.urgent else command.from_on,
        until_on=work.today if command.urgent else None,
        practitioner_id=command.practitioner_id,
        site=command.site,
        urgent=command.urgent,
    )
    if wished is not None:
        return _outcome(work, wished)
    if command.urgent:
        return _today_or_orientation(work, command.patient_id)
    registered_patient(work.session, command.patient_id)  # who is not known is told so, also when nothing is free
    raise rules.NoFreeSlot


def move_appointment(command: MoveAppointment, work: UnitOfWork) -> BookingOutcome:
    appointment = known_appointment(work.session, command.appointment_id)
    session = lock_sessions(work, {appointment.session_id, command.session_id})[command.session_id]
    session.check_planned()
    slot = session.slot(command.slot)
    patient_id = kept_reference(work.session, appointment.patient_id)
    lock_patient(work, patient_id)
    expected = booked_of_patient(work.session, patient_id, session.day)
    check_free(expected, session, slot, besides=appointment.appointment_id)
    moved = appointment.move(session, slot)
    release(work.session, appointment.appointment_id)
    take_slot(work.session, session.session_id, slot.number, appointment.appointment_id)
    work.save(appointment, moved)
    return _outcome(work, appointment)


def cancel_appointment(command: CancelAppointment, work: UnitOfWork) -> AppointmentReference:
    appointment = known_appointment(work.session, command.appointment_id)
    lock_session(work, appointment.session_id)
    work.save(appointment, appointment.cancel(command.by, command.reason))
    release(work.session, appointment.appointment_id)
    return AppointmentReference(appointment.appointment_id)


def honour_appointment(command: HonourAppointment, work: UnitOfWork) -> AppointmentReference:
    appointment = known_appointment(work.session, command.appointment_id)
    work.save(appointment, appointment.honour(today=work.today))
    return AppointmentReference(appointment.appointment_id)


def record_missed(command: RecordMissed, work: UnitOfWork) -> AppointmentReference:
    appointment = known_appointment(work.session, command.appointment_id)
    work.save(appointment, appointment.miss(today=work.today))
    return AppointmentReference(appointment.appointment_id)


def walk_in(command: WalkIn, work: UnitOfWork) -> BookingOutcome:
    session = lock_session(work, command.session_id)
    lock_patient(work, command.patient_id)
    appointment, booked = Appointment.walk_into(
        new_id(),
        patient_id=command.patient_id,
        session=session,
        urgent=command.urgent,
        minute=minute_of_day(work.now),
        today=work.today,
        expected=booked_of_patient(work.session, command.patient_id, session.day),
    )
    work.save(appointment, booked)
    return _outcome(work, appointment)


def _today_or_orientation(work: UnitOfWork, patient_id: UUID) -> BookingOutcome:
    """Medical urgency: whoever is free today in any site, else the number to call; never an error."""
    appointment = book_first(work, patient_id, work.today, until_on=work.today, urgent=True)
    if appointment is None:
        registered_patient(work.session, patient_id)  # who is not known is told so, also when nothing is free
        return BookingOutcome(None, ORIENTATION_15_SAS, ())
    return _outcome(work, appointment)


def _outcome(work: UnitOfWork, appointment: Appointment) -> BookingOutcome:
    is_too_late = appointment.urgent and appointment.day > work.today
    return BookingOutcome(
        appointment.appointment_id,
        ORIENTATION_15_SAS if is_too_late else None,
        (AppointmentWarning.RECORDED_LATE,) if appointment.day < work.today else (),
        appointment.session_id,
        appointment.slot,
        appointment.day.isoformat(),
        written_time(appointment.starts),
    )


def book(work: UnitOfWork, patient_id: UUID, session_id: UUID, number: int, *, urgent: bool) -> Appointment:
    """Gives this slot, or raises the rule that forbids it; whoever waited for an appointment waits no more."""
    session = lock_session(work, session_id)
    session.check_planned()
    slot = session.slot(number)
    lock_patient(work, patient_id)
    check_free(booked_of_patient(work.session, patient_id, session.day), session, slot)
    third_free_on = _third_free_on(work) if session.day >= work.today else None
    appointment_id = new_id()
    take_slot(work.session, session_id, number, appointment_id)
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


HANDLERS: Mapping[type, Handler] = {
    BookAppointment: book_appointment,
    BookFirstFree: book_first_free,
    MoveAppointment: move_appointment,
    CancelAppointment: cancel_appointment,
    HonourAppointment: honour_appointment,
    RecordMissed: record_missed,
    WalkIn: walk_in,
}
