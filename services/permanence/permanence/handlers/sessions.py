"""Sessions, one by one or from the roster: the room and the practitioner are nobody else's to plan meanwhile."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from chassis.core.ids import new_id
from chassis.core.manifest import Handler
from chassis.core.work import UnitOfWork
from kernel.hours import quarters
from kernel.rule import blaming
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
from permanence.domain.practitioner.kind import PractitionerKind
from permanence.domain.practitioner.practitioner import Practitioner
from permanence.domain.practitioner.rules import PractitionerNotThere
from permanence.domain.rules import RuleBroken
from permanence.domain.session import rules
from permanence.domain.session.roster import Leave, Roster
from permanence.domain.session.session import Session, SessionPlanned
from permanence.domain.site.site import ConsultingRoom, Site
from permanence.handlers import absences
from permanence.practitioner_kinds import rights_of
from permanence.store.practitioners import lock_practitioner, lock_practitioners, supervisors_on
from permanence.store.sessions import (
    check_free,
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
FURTHEST_DAYS = 366
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
        starts=command.starts,
        ends=command.ends,
        slot_minutes=command.slot_minutes,
        starts_on=command.starts_on,
        ends_on=command.ends_on,
    )
    others = rosters_with(work.session, room_id, command.practitioner_id, command.weekday)
    if any(roster.clashes_with(other) for other in others):
        raise rules.RosterClash
    work.save(roster)
    return RosterReference(roster.roster_id)


def stop_roster(command: StopRoster, work: UnitOfWork) -> RosterReference:
    roster = lock_roster(work, command.roster_id)
    roster.stop(command.ends_on)
    work.save(roster)
    return RosterReference(roster.roster_id)


def open_session(command: OpenSession, work: UnitOfWork) -> OpenSessionOutcome:
    _check_horizon(work, command.day, "day")
    room = lock_room(work, command.site, command.room)
    site = known_site(work.session, command.site)
    practitioner = lock_practitioner(work, command.practitioner_id)
    leaves = leaves_of(work.session, [command.practitioner_id], command.day)
    session, planned = _plan(
        work, site, room, practitioner, leaves, command.day, command.starts, command.ends, command.slot_minutes
    )
    taken = quarters_taken(work.session, [room.room_id, command.practitioner_id], command.day, command.day)
    check_free(taken, session)
    _write(work, [(session, planned)])
    return OpenSessionOutcome(session.session_id, planned.slots)


def plan_sessions(command: PlanSessions, work: UnitOfWork) -> PlanSessionsOutcome:
    """What cannot be planned is counted by the code of the rule that forbids it; the next run tries it again."""
    if command.until_on < work.today:
        raise rules.PlanTooFar
    _check_horizon(work, command.until_on, "until_on")
    site = lock_site_and_rooms(work, command.site)
    rosters = rosters_of(work.session, site.code, work.today, command.until_on)
    practitioners = lock_practitioners(work, {roster.practitioner_id for roster in rosters})
    rooms = {room.room_id: room for room in site.rooms}
    leaves = leaves_of(work.session, practitioners.keys(), work.today)
    taken = quarters_taken(work.session, [*rooms, *practitioners], work.today, command.until_on)
    planned: list[Planned] = []
    skipped: Counter[str] = Counter()
    for roster in rosters:
        there = days_planned(work.session, roster.roster_id, work.today)
        for day in _days_of(roster, work.today, command.until_on):
            if day in there:
                continue
            practitioner = practitioners[roster.practitioner_id]
            try:
                one = _plan(
                    work,
                    site,
                    rooms[roster.room_id],
                    practitioner,
                    leaves,
                    day,
                    roster.starts,
                    roster.ends,
                    roster.slot_minutes,
                    roster.roster_id,
                )
                check_free(taken, one[0])
            except RuleBroken as rule:
                skipped[rule.code] += 1
                continue
            planned.append(one)
            taken.update(_quarters_of(one[0]))
    _write(work, planned)
    return PlanSessionsOutcome(len(planned), tuple(Skipped(code, count) for code, count in sorted(skipped.items())))


def _plan(
    work: UnitOfWork,
    site: Site,
    room: ConsultingRoom,
    practitioner: Practitioner,
    leaves: Sequence[Leave],
    day: date,
    starts: int,
    ends: int,
    slot_minutes: int,
    roster_id: UUID | None = None,
) -> Planned:
    """A session that place and people allow; whether both are free then is still to be checked."""
    room.check_open(day)
    site.check_open(day, starts, ends)
    if any(leave.practitioner_id == practitioner.practitioner_id and leave.covers(day) for leave in leaves):
        raise rules.PractitionerAway
    kind, supervisor_id = _as_what(work, practitioner, site, day)
    return Session.plan(
        new_id(),
        site=site.code,
        room_id=room.room_id,
        practitioner_id=practitioner.practitioner_id,
        practitioner_kind=kind,
        supervisor_id=supervisor_id,
        day=day,
        starts=starts,
        ends=ends,
        slot_minutes=slot_minutes,
        roster_id=roster_id,
    )


def _as_what(
    work: UnitOfWork, practitioner: Practitioner, site: Site, day: date
) -> tuple[PractitionerKind, UUID | None]:
    """The kind of somebody who may consult that day, and whoever supervises it, if somebody must."""
    with blaming("practitioner_id"):
        kind = practitioner.kind_on(day)
        if kind is None or not practitioner.is_expected_on(day):
            raise PractitionerNotThere
        rights = rights_of(kind, day)
    if not rights.consults:
        raise rules.MayNotConsult
    if not rights.needs_supervision:
        return kind, None
    supervisors = supervisors_on(work.session, practitioner, day, site.code)
    if not supervisors:
        raise rules.NotSupervised
    return kind, supervisors[0]


def _write(work: UnitOfWork, planned: Sequence[Planned]) -> None:
    for session, fact in planned:
        work.save(session, fact)
    work.session.flush()
    sessions = [session for session, _ in planned]
    take_quarters(work.session, sessions)
    offer_slots(work.session, sessions)


def _check_horizon(work: UnitOfWork, day: date, field: str) -> None:
    if (day - work.today).days > FURTHEST_DAYS:
        raise rules.PlanTooFar(field=field)


def _days_of(roster: Roster, first_on: date, last_on: date) -> Iterator[date]:
    for number in range((last_on - first_on).days + 1):
        day = first_on + number * _A_DAY
        if roster.is_on(day):
            yield day


def _quarters_of(session: Session) -> Iterator[tuple[UUID, date, int]]:
    for resource_id in (session.room_id, session.practitioner_id):
        for quarter in quarters(session.starts, session.ends):
            yield resource_id, session.day, quarter


HANDLERS: Mapping[type, Handler] = {
    SetRoster: set_roster,
    StopRoster: stop_roster,
    PlanSessions: plan_sessions,
    OpenSession: open_session,
    **absences.HANDLERS,
}
