"""Sessions, one by one or from the roster: the room and the practitioner are nobody else's to plan meanwhile."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import partial

from chassis.core.ids import new_id
from chassis.core.manifest import Handler
from chassis.core.work import UnitOfWork
from permanence.commands.sessions import (
    OpenSession,
    OpenSessionOutcome,
    PlanSessions,
    PlanSessionsOutcome,
    RosterReference,
    SetRoster,
    Skipped,
    StopRoster,
)
from permanence.domain.practitioner.practitioner import Practitioner
from permanence.domain.rules import RuleBroken
from permanence.domain.session import rules
from permanence.domain.session.roster import Roster, SessionHours
from permanence.domain.session.session import Session, SessionPlanned, Supervisors, check_horizon
from permanence.domain.site.site import Site
from permanence.handlers import absences
from permanence.practitioner_kinds import practitioner_kinds
from permanence.store.practitioners import lock_practitioner, lock_practitioners, supervisors_on
from permanence.store.sessions import (
    days_planned,
    leaves_of,
    lock_roster,
    quarters_taken,
    rosters_of,
    rosters_with,
    take_quarters,
)
from permanence.store.sites import known_site, lock_room, lock_site_and_rooms
from permanence.store.slots import offer_slots

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
    if command.until_on < work.today:
        raise rules.PlanTooFar
    check_horizon(command.until_on, work.today, "until_on")
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


HANDLERS: Mapping[type, Handler] = {
    SetRoster: set_roster,
    StopRoster: stop_roster,
    PlanSessions: plan_sessions,
    OpenSession: open_session,
    **absences.HANDLERS,
}
