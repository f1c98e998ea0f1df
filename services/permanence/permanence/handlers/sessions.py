"""Sessions: from the roster or one by one, withdrawn when nobody comes, late; nobody who was to come is lost.

Whoever plans has the room and the practitioner to himself meanwhile.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from uuid import UUID

from chassis.core.ids import new_id
from chassis.core.manifest import Handler
from chassis.core.work import UnitOfWork
from permanence.commands.sessions import (
    CancelSession,
    CancelSessionOutcome,
    OpenSession,
    OpenSessionOutcome,
    PlanSessions,
    PlanSessionsOutcome,
    RecordDelay,
    RecordLeave,
    RecordLeaveOutcome,
    RosterReference,
    SessionReference,
    SetRoster,
    Skipped,
    StopRoster,
)
from permanence.domain.appointment.appointment import AppointmentCancelledBy, AppointmentCancelReason, AppointmentState
from permanence.domain.practitioner.practitioner import Practitioner
from permanence.domain.rules import RuleBroken
from permanence.domain.session import rules
from permanence.domain.session.roster import Leave, Roster, SessionHours
from permanence.domain.session.session import (
    Session,
    SessionCancelReason,
    SessionPlanned,
    SessionState,
    Supervisors,
    check_horizon,
    check_until,
)
from permanence.domain.site.site import Site
from permanence.handlers.waiting_list import enlist
from permanence.practitioner_kinds import practitioner_kinds
from permanence.store.appointments import appointments_in
from permanence.store.patients import kept_reference, lock_patients
from permanence.store.practitioners import lock_practitioner, lock_practitioners, supervisors_on
from permanence.store.sessions import (
    days_planned,
    leaves_of,
    lock_roster,
    lock_session,
    lock_sessions,
    planned_sessions_of,
    quarters_taken,
    release_quarters,
    rosters_of,
    rosters_with,
    take_quarters,
)
from permanence.store.sites import known_site, lock_room, lock_site_and_rooms
from permanence.store.slots import offer_slots, release, withdraw_free_slots

Planned = tuple[Session, SessionPlanned]
_A_DAY = timedelta(days=1)


def set_roster(command: SetRoster, work: UnitOfWork) -> RosterReference:
    room_id = lock_room(work, command.site, command.room).room_id
    lock_practitioner(work, command.practitioner_id)
    roster = Roster.set(
        new_id(),
        site=command.site,
        room_id=room_id,
        practitioner_id=command.practitioner_id,
        weekday=command.weekday,
        hours=SessionHours(command.starts, command.ends, command.slot_minutes),
        starts_on=command.starts_on,
        ends_on=command.ends_on,
        others=rosters_with(work.session, room_id, command.practitioner_id, command.weekday),
    )
    work.save(roster)
    return RosterReference(roster.roster_id)


def stop_roster(command: StopRoster, work: UnitOfWork) -> RosterReference:
    roster = lock_roster(work, command.roster_id)
    roster.stop(command.ends_on)
    work.save(roster)
    return RosterReference(roster.roster_id)


def open_session(command: OpenSession, work: UnitOfWork) -> OpenSessionOutcome:
    check_horizon(command.day, work.today, "day")
    room = lock_room(work, command.site, command.room)
    site = known_site(work.session, command.site)
    practitioner = lock_practitioner(work, command.practitioner_id)
    session, planned = Session.plan(
        new_id(),
        command.day,
        SessionHours(command.starts, command.ends, command.slot_minutes),
        site=site,
        room=room,
        practitioner=practitioner,
        kinds=practitioner_kinds(),
        leaves=leaves_of(work.session, [command.practitioner_id], command.day),
        supervisors=_supervisors(work, practitioner, site, command.day),
        taken=quarters_taken(work.session, [room.room_id, command.practitioner_id], command.day, command.day),
    )
    _write(work, [(session, planned)])
    return OpenSessionOutcome(session.session_id, planned.slots)


def plan_sessions(command: PlanSessions, work: UnitOfWork) -> PlanSessionsOutcome:
    """What cannot be planned is counted by the code of the rule that forbids it; the next run tries it again."""
    check_until(command.until_on, work.today)
    site = lock_site_and_rooms(work, command.site)
    rosters = rosters_of(work.session, site.code, work.today, command.until_on)
    practitioners = lock_practitioners(work, {roster.practitioner_id for roster in rosters})
    rooms = {room.room_id: room for room in site.rooms}
    leaves = leaves_of(work.session, practitioners.keys(), work.today)
    taken = quarters_taken(work.session, [*rooms, *practitioners], work.today, command.until_on)
    planned: list[Planned] = []
    skipped: Counter[str] = Counter()
    for roster in rosters:
        practitioner = practitioners[roster.practitioner_id]
        there = days_planned(work.session, roster.roster_id, work.today)
        for day in _days_of(roster, work.today, command.until_on):
            if day in there:
                continue
            try:
                session, fact = Session.plan(
                    new_id(),
                    day,
                    roster.hours,
                    site=site,
                    room=rooms[roster.room_id],
                    practitioner=practitioner,
                    kinds=practitioner_kinds(),
                    leaves=leaves,
                    supervisors=_supervisors(work, practitioner, site, day),
                    taken=taken,
                    roster_id=roster.roster_id,
                )
            except RuleBroken as rule:
                skipped[rule.code] += 1
                continue
            planned.append((session, fact))
            taken.update(session.quarters)
    _write(work, planned)
    return PlanSessionsOutcome(len(planned), tuple(Skipped(code, count) for code, count in sorted(skipped.items())))


def _supervisors(work: UnitOfWork, practitioner: Practitioner, site: Site, day: date) -> Supervisors:
    return partial(supervisors_on, work.session, practitioner, day, site.code)


def _write(work: UnitOfWork, planned: Sequence[Planned]) -> None:
    for session, fact in planned:
        work.save(session, fact)
    work.session.flush()
    sessions = [session for session, _ in planned]
    take_quarters(work.session, sessions)
    offer_slots(work.session, sessions)


def _days_of(roster: Roster, first_on: date, last_on: date) -> Iterator[date]:
    for number in range((last_on - first_on).days + 1):
        day = first_on + number * _A_DAY
        if roster.is_on(day):
            yield day


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
        work.save(one, one.cancel(by, why))
        release(work.session, one.appointment_id)
        enlist(work, patients[one.patient_id], urgent=one.urgent, since_on=one.booked_on)
    withdraw_free_slots(work.session, ending)
    release_quarters(work.session, cancelled)
    for session in planned:
        if session.session_id not in held:
            work.save(session, session.cancel(reason, today=work.today))
    return Withdrawn(tuple(cancelled), tuple(dict.fromkeys(patients[one.patient_id] for one in booked)))


HANDLERS: Mapping[type, Handler] = {
    SetRoster: set_roster,
    StopRoster: stop_roster,
    PlanSessions: plan_sessions,
    OpenSession: open_session,
    CancelSession: cancel_session,
    RecordLeave: record_leave,
    RecordDelay: record_delay,
}
