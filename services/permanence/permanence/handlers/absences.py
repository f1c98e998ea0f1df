"""Sessions that will not be held, and those that run late: nobody who was to come is lost."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from chassis.core.ids import new_id
from chassis.core.manifest import Handler
from chassis.core.work import UnitOfWork
from permanence.commands.sessions import (
    CancelSession,
    CancelSessionOutcome,
    RecordDelay,
    RecordLeave,
    RecordLeaveOutcome,
    SessionReference,
)
from permanence.domain.appointment.appointment import AppointmentCancelledBy, AppointmentCancelReason, AppointmentState
from permanence.domain.session import rules
from permanence.domain.session.roster import Leave
from permanence.domain.session.session import SessionCancelReason, SessionState
from permanence.handlers.waiting_list import enlist
from permanence.store.appointments import appointments_in
from permanence.store.patients import kept_reference, lock_patients
from permanence.store.practitioners import lock_practitioner
from permanence.store.sessions import lock_session, lock_sessions, planned_sessions_of, release_quarters
from permanence.store.slots import release, withdraw_free_slots


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """Which sessions were cancelled, and which patients now wait: those to be called."""

    sessions: tuple[UUID, ...]
    patients: tuple[UUID, ...]


def cancel_session(command: CancelSession, work: UnitOfWork) -> CancelSessionOutcome:
    lock_session(work, command.session_id).check_planned()
    withdrawn = withdraw(work, [command.session_id], command.reason)
    if not withdrawn.sessions and not withdrawn.patients:
        raise rules.SessionAlreadyHeld
    return CancelSessionOutcome(command.session_id, withdrawn.patients)


def record_leave(command: RecordLeave, work: UnitOfWork) -> RecordLeaveOutcome:
    lock_practitioner(work, command.practitioner_id)
    leave = Leave.record(new_id(), command.practitioner_id, command.first_on, command.end_on, command.reason)
    work.save(leave)
    planned = planned_sessions_of(work.session, command.practitioner_id, command.first_on, command.end_on)
    withdrawn = withdraw(work, planned, SessionCancelReason.LEAVE)
    return RecordLeaveOutcome(leave.leave_id, withdrawn.sessions, withdrawn.patients)


def record_delay(command: RecordDelay, work: UnitOfWork) -> SessionReference:
    session = lock_session(work, command.session_id)
    session.delay(command.minutes)
    work.save(session)
    return SessionReference(session.session_id)


def withdraw(work: UnitOfWork, session_ids: Collection[UUID], reason: SessionCancelReason) -> Withdrawn:
    """Cancels the sessions; whoever was still to come waits, since the day of their booking.

    A session in which somebody was seen was held, and ends there: it takes nobody any more.
    """
    if not session_ids:
        return Withdrawn((), ())
    sessions = lock_sessions(work, session_ids)
    appointments = appointments_in(work.session, session_ids)
    held = {one.session_id for one in appointments if one.state is AppointmentState.HONOURED}
    planned = [session for session in sessions.values() if session.state is SessionState.PLANNED]
    ending = [session.session_id for session in planned]
    cancelled = [session_id for session_id in ending if session_id not in held]
    booked = [one for one in appointments if one.state is AppointmentState.BOOKED and one.session_id in ending]
    locked = lock_patients(work, {one.patient_id for one in booked})
    patients = {patient_id: kept_reference(work.session, patient_id) for patient_id in locked}
    for one in booked:
        by, why = AppointmentCancelledBy.STRUCTURE, AppointmentCancelReason.SESSION_CANCELLED
        work.save(one, one.cancel(by, why, today=work.today))
        release(work.session, one.appointment_id)
        enlist(work, patients[one.patient_id], urgent=one.urgent, since_on=one.booked_on)
    withdraw_free_slots(work.session, ending)
    release_quarters(work.session, cancelled)
    for session in planned:
        if session.session_id not in held:
            work.save(session, session.cancel(reason, today=work.today))
    return Withdrawn(tuple(cancelled), tuple(dict.fromkeys(patients[one.patient_id] for one in booked)))


HANDLERS: Mapping[type, Handler] = {
    CancelSession: cancel_session,
    RecordLeave: record_leave,
    RecordDelay: record_delay,
}
