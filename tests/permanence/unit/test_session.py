"""A session: its hours and slots, its cancellation, its delay; and the roster that it may come from."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from permanence.domain.practitioner.kind import PractitionerKind
from permanence.domain.practitioner.rules import PractitionerNotThere
from permanence.domain.session import rules
from permanence.domain.session.roster import Leave, LeaveReason, Roster, SessionHours
from permanence.domain.session.session import (
    Session,
    SessionCancelled,
    SessionCancelReason,
    SessionPlanned,
    SessionState,
    Slot,
    check_horizon,
    check_until,
)
from permanence.domain.site.opening_hours import OpenHours
from permanence.domain.site.rules import RoomClosedThen, SiteClosedThen
from permanence.practitioner_kinds import practitioner_kinds
from support.permanence.permanence_places import employed, open_site

SESSION, ROOM, DOCTOR, MSU = UUID(int=1), UUID(int=1), UUID(int=101), UUID(int=102)
ALL_DAY = [OpenHours(weekday, 0, 24 * 60) for weekday in range(7)]
MONDAY = date(2023, 11, 6)
DAY = timedelta(days=1)


def plan(**changes: Any) -> tuple[Session, SessionPlanned]:
    hours = {name: changes.pop(name, of) for name, of in (("starts", 510), ("ends", 750), ("slot_minutes", 20))}
    site, _ = open_site(hours=ALL_DAY)
    asked = {
        "site": site,
        "room": site.rooms[0],
        "practitioner": employed(),
        "kinds": practitioner_kinds(),
        "leaves": [],
        "supervisors": list,
        "taken": set(),
    }
    return Session.plan(SESSION, changes.pop("day", MONDAY), SessionHours(**hours), **{**asked, **changes})


def roster(**changes: Any) -> Roster:
    hours = {name: changes.pop(name, of) for name, of in (("starts", 510), ("ends", 750), ("slot_minutes", 20))}
    asked = {
        "site": "pouchelon",
        "room_id": ROOM,
        "practitioner_id": DOCTOR,
        "weekday": 0,
        "hours": SessionHours(**hours),
        "starts_on": MONDAY,
        "ends_on": None,
    }
    return Roster.set(UUID(int=4), **{**asked, **changes})


def test_a_session_tells_its_slots_and_half_days_and_nobody_s_name() -> None:
    session, planned = plan()
    assert planned == SessionPlanned(
        SESSION, "pouchelon", DOCTOR, PractitionerKind.RETIRED_GP, MONDAY, slots=12, half_days=1
    )
    assert session.slots[0] == Slot(1, 510, 530)
    assert session.slots[-1] == Slot(12, 730, 750)


def test_minutes_left_over_at_the_end_of_a_session_are_nobody_s() -> None:
    session, planned = plan(slot_minutes=25)
    assert planned.slots == 9
    assert session.slots[-1] == Slot(9, 710, 735)


@pytest.mark.parametrize(("ends", "half_days"), [(510 + 360, 1), (510 + 375, 2)])
def test_more_than_six_hours_are_two_half_days(ends: int, half_days: int) -> None:
    assert plan(ends=ends)[1].half_days == half_days


@pytest.mark.parametrize(
    ("starts", "ends"), [(511, 750), (510, 751), (750, 750), (750, 510), (-15, 60), (1425, 1455), (0, 735)]
)
def test_a_session_is_on_quarters_of_one_day_and_lasts_twelve_hours_at_most(starts: int, ends: int) -> None:
    with pytest.raises(rules.SessionHoursInvalid):
        SessionHours(starts, ends, 20).check()
    with pytest.raises(rules.SessionHoursInvalid):
        roster(starts=starts, ends=ends)


@pytest.mark.parametrize(("minutes", "ends"), [(4, 750), (121, 750), (45, 540), (0, 750)])
def test_a_slot_lasts_five_minutes_to_two_hours_and_no_longer_than_its_session(minutes: int, ends: int) -> None:
    with pytest.raises(rules.SlotInvalid):
        plan(slot_minutes=minutes, ends=ends)


def test_the_shortest_and_the_longest_slots_are_accepted() -> None:
    assert plan(slot_minutes=5)[1].slots == 48
    assert plan(slot_minutes=120)[1].slots == 2


def test_a_session_is_cancelled_once_and_then_neither_delayed_nor_booked() -> None:
    session, _ = plan()
    cancelled = session.cancel(SessionCancelReason.LEAVE, today=MONDAY)
    assert cancelled == SessionCancelled(SESSION, MONDAY, SessionCancelReason.LEAVE)
    assert (session.state, session.cancel_reason) == (SessionState.CANCELLED, SessionCancelReason.LEAVE)
    for again in (
        lambda: session.cancel(SessionCancelReason.OTHER, today=MONDAY),
        lambda: session.delay(10),
        session.check_planned,
    ):
        with pytest.raises(rules.SessionAlreadyCancelled):
            again()


def test_the_latest_word_on_a_delay_is_kept() -> None:
    session, _ = plan()
    session.delay(600)
    assert session.delay_minutes == 600
    session.delay(0)
    assert session.delay_minutes == 0
    for minutes in (-1, 601):
        with pytest.raises(rules.DelayInvalid):
            session.delay(minutes)


def test_a_roster_is_on_its_weekday_from_its_first_day_to_the_day_before_its_end() -> None:
    weekly = roster(ends_on=MONDAY + 14 * DAY)
    days = [MONDAY + number * DAY for number in range(-7, 22)]
    assert [day for day in days if weekly.is_on(day)] == [MONDAY, MONDAY + 7 * DAY]


def test_a_roster_has_a_weekday_and_lasts_a_day_at_least() -> None:
    for weekday in (-1, 7):
        with pytest.raises(rules.WeekdayInvalid):
            roster(weekday=weekday)
    with pytest.raises(rules.RosterDatesInvalid):
        roster(ends_on=MONDAY)


def test_a_roster_is_stopped_earlier_never_later() -> None:
    weekly = roster()
    weekly.stop(MONDAY + 7 * DAY)
    assert not weekly.is_on(MONDAY + 7 * DAY)
    for day in (MONDAY + 8 * DAY, MONDAY - DAY):
        with pytest.raises(rules.RosterDatesInvalid):
            weekly.stop(day)


@pytest.mark.parametrize(
    ("changes", "clashes"),
    [
        ({}, True),
        ({"practitioner_id": UUID(int=30)}, True),
        ({"room_id": UUID(int=20)}, True),
        ({"practitioner_id": UUID(int=30), "room_id": UUID(int=20)}, False),
        ({"weekday": 1}, False),
        ({"starts": 750, "ends": 810}, False),
        ({"starts": 735, "ends": 810}, True),
        ({"starts_on": MONDAY - 70 * DAY, "ends_on": MONDAY}, False),
        ({"starts_on": MONDAY - 70 * DAY, "ends_on": MONDAY + DAY}, True),
    ],
)
def test_two_rosters_clash_over_one_room_or_one_person_at_one_time(changes: dict[str, Any], clashes: bool) -> None:
    assert roster().clashes_with(roster(**changes)) is clashes
    assert roster(**changes).clashes_with(roster()) is clashes


def test_a_leave_covers_its_first_day_and_not_its_end() -> None:
    leave = Leave.record(UUID(int=5), DOCTOR, MONDAY, MONDAY + 2 * DAY, LeaveReason.HOLIDAY)
    assert [leave.covers(MONDAY + number * DAY) for number in (-1, 0, 1, 2)] == [False, True, True, False]
    for end in (MONDAY, MONDAY + 367 * DAY):
        with pytest.raises(rules.LeaveDatesInvalid):
            Leave.record(UUID(int=5), DOCTOR, MONDAY, end, LeaveReason.HOLIDAY)


# Who may hold it, and where


def test_a_session_is_held_in_an_open_room_of_an_open_site() -> None:
    site, _ = open_site()
    with pytest.raises(SiteClosedThen, match="ouvre de 08:30 à 12:30"):
        plan(site=site, starts=750, ends=810)
    site.close_room("cabinet-1", MONDAY, planned_until=None)
    with pytest.raises(RoomClosedThen):
        plan(site=site, room=site.rooms[0])


def test_who_is_away_or_not_under_contract_holds_no_session() -> None:
    leave = Leave.record(UUID(int=5), DOCTOR, MONDAY, MONDAY + DAY, LeaveReason.HOLIDAY)
    with pytest.raises(rules.PractitionerAway):
        plan(leaves=[leave])
    assert plan(leaves=[leave], day=MONDAY + DAY)[0].day == MONDAY + DAY
    left = employed()
    left.announce_departure(MONDAY)
    with pytest.raises(PractitionerNotThere) as refused:
        plan(practitioner=left)
    assert refused.value.field == "practitioner_id"


def test_a_nurse_holds_no_session() -> None:
    with pytest.raises(rules.MayNotConsult):
        plan(practitioner=employed(kind=PractitionerKind.NURSE, rpps=None))


def test_an_intern_holds_a_session_with_the_first_supervisor_who_is_there() -> None:
    intern = employed(kind=PractitionerKind.SASPAS_INTERN)
    with pytest.raises(rules.NotSupervised):
        plan(practitioner=intern)
    session, _ = plan(practitioner=intern, supervisors=lambda: [MSU, DOCTOR])
    assert (session.practitioner_kind, session.supervisor_id) == (PractitionerKind.SASPAS_INTERN, MSU)


def test_a_room_and_a_practitioner_have_one_session_at_a_time_and_the_rule_says_when() -> None:
    there = set(plan()[0].quarters)
    for resource, rule in ((ROOM, rules.RoomTaken), (DOCTOR, rules.PractitionerTaken)):
        taken = {quarter for quarter in there if quarter[0] == resource}
        with pytest.raises(rule, match="le 06/11/2023 entre 12:00 et 12:30") as refused:
            plan(taken=taken, starts=720, ends=810)
        assert refused.value.text.endswith("entre 12:00 et 12:30.")
        assert plan(taken=taken, starts=750, ends=810)[0].starts == 750


def test_a_slot_is_known_by_its_number() -> None:
    session, _ = plan()
    assert session.slot(12) == session.slots[-1]
    for number in (0, 13):
        with pytest.raises(rules.SlotUnknown):
            session.slot(number)


def test_a_roster_that_clashes_with_another_is_refused() -> None:
    with pytest.raises(rules.RosterClash):
        roster(others=[roster()])
    assert roster(others=[roster(weekday=1)]).weekday == 0


def test_sessions_are_planned_a_year_ahead_at_most() -> None:
    check_horizon(MONDAY + 366 * DAY, MONDAY, "day")
    with pytest.raises(rules.PlanTooFar) as refused:
        check_horizon(MONDAY + 367 * DAY, MONDAY, "day")
    assert refused.value.field == "day"
    for until_on in (MONDAY - DAY, MONDAY + 367 * DAY):
        with pytest.raises(rules.PlanTooFar) as too_far:
            check_until(until_on, MONDAY)
        assert too_far.value.field == "until_on"
