"""A session: its hours and slots, its cancellation, its delay; and the roster that it may come from."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from permanence.domain.practitioner.kind import PractitionerKind
from permanence.domain.session import rules
from permanence.domain.session.roster import Leave, LeaveReason, Roster
from permanence.domain.session.session import (
    Session,
    SessionCancelled,
    SessionCancelReason,
    SessionPlanned,
    SessionState,
    Slot,
)

SESSION, ROOM, DOCTOR = UUID(int=1), UUID(int=2), UUID(int=3)
MONDAY = date(2023, 11, 6)
DAY = timedelta(days=1)


def plan(**changes: Any) -> tuple[Session, SessionPlanned]:
    asked = {
        "site": "pouchelon",
        "room_id": ROOM,
        "practitioner_id": DOCTOR,
        "practitioner_kind": PractitionerKind.RETIRED_GP,
        "supervisor_id": None,
        "day": MONDAY,
        "starts": 510,
        "ends": 750,
        "slot_minutes": 20,
    }
    return Session.plan(SESSION, **{**asked, **changes})


def roster(**changes: Any) -> Roster:
    asked = {
        "site": "pouchelon",
        "room_id": ROOM,
        "practitioner_id": DOCTOR,
        "weekday": 0,
        "starts": 510,
        "ends": 750,
        "slot_minutes": 20,
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
        plan(starts=starts, ends=ends)
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
