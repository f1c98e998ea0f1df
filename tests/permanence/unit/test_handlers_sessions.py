"""Sessions by commands, on SQLite: one by one, from the roster, cancelled, on leave, late."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from permanence.commands.appointments import HonourAppointment
from permanence.commands.practitioners import AnnounceDeparture
from permanence.commands.sessions import (
    CancelSession,
    OpenSession,
    PlanSessions,
    RecordDelay,
    RecordLeave,
    SetRoster,
    StopRoster,
)
from permanence.commands.sites import DecideClosure, OpenSite, RoomAsked
from permanence.domain.appointment.appointment import AppointmentCancelledBy, AppointmentState
from permanence.domain.practitioner.kind import PractitionerKind
from permanence.domain.session.roster import LeaveReason
from permanence.domain.session.session import SessionCancelReason
from permanence.domain.site.opening_hours import OpenHours
from support.permanence.permanence_agenda import (
    DAY,
    MONDAY,
    MORNING,
    NOBODY,
    OPENED_ON,
    OTHER_ROOM,
    ROOM,
    SITE,
    Agenda,
    agenda,
)


@pytest.fixture
def romans(tmp_path: Path) -> Iterator[Agenda]:
    with agenda(tmp_path) as made:
        yield made


def opening(romans: Agenda, day: date = MONDAY) -> OpenSession:
    return OpenSession(SITE, ROOM, romans.doctors[0], day, *MORNING)


def roster(romans: Agenda, weekday: int = 0) -> SetRoster:
    return SetRoster(SITE, ROOM, romans.doctors[0], weekday, *MORNING, starts_on=MONDAY)


def test_an_opened_session_has_its_slots_its_quarters_and_one_fact(romans: Agenda) -> None:
    answer = romans.do(opening(romans))
    session_id = UUID(answer["session_id"])
    assert answer["slots"] == 12
    assert sorted(row["number"] for row in romans.rows("slots")) == list(range(1, 13))
    assert {row["appointment_id"] for row in romans.rows("slots")} == {None}
    taken = romans.rows("taken_quarters")
    assert sorted({row["quarter"] for row in taken}) == list(range(34, 50))
    assert len(taken) == 32
    (fact,) = romans.facts("session_planned")
    assert fact.data == {
        "session_id": session_id,
        "site": SITE,
        "practitioner_id": romans.doctors[0],
        "practitioner_kind": "retired_gp",
        "held_on": MONDAY,
        "slots": 12,
        "half_days": 1,
    }


def test_one_room_has_one_session_at_a_time_and_so_has_one_practitioner(romans: Agenda) -> None:
    romans.session()
    first, second = romans.doctors
    same_room = OpenSession(SITE, ROOM, second, MONDAY, 12 * 60 + 15, 13 * 60, 15)
    assert romans.refused(same_room) == ("ROOM_TAKEN", "room")
    assert romans.refused(replace(same_room, practitioner_id=first, room=OTHER_ROOM)) == (
        "PRACTITIONER_TAKEN",
        "practitioner_id",
    )
    romans.do(replace(same_room, room=OTHER_ROOM))
    romans.do(replace(same_room, starts=13 * 60, ends=14 * 60))


def test_nobody_consults_in_a_closed_site_or_in_a_room_that_is_unknown(romans: Agenda) -> None:
    holiday, sunday = date(2024, 5, 1), MONDAY + 6 * DAY
    for day in (holiday, sunday):
        assert romans.refused(opening(romans, day)) == ("SITE_CLOSED_THEN", "day")
    early = replace(opening(romans), starts=7 * 60)
    assert romans.refused(early) == ("SITE_CLOSED_THEN", "day")
    assert romans.refused(replace(opening(romans), room="cabinet-9")) == ("ROOM_UNKNOWN", "room")
    assert romans.refused(replace(opening(romans), site="ailleurs")) == ("SITE_UNKNOWN", "site")
    assert romans.refused(replace(opening(romans), practitioner_id=NOBODY)) == (
        "PRACTITIONER_UNKNOWN",
        "practitioner_id",
    )
    assert romans.refused(opening(romans, MONDAY + 371 * DAY)) == ("PLAN_TOO_FAR", "day")


def test_whose_kind_does_not_consult_holds_no_session(romans: Agenda) -> None:
    nurse = romans.employ("Infirmière", None, PractitionerKind.NURSE)
    assert romans.refused(replace(opening(romans), practitioner_id=nurse)) == ("MAY_NOT_CONSULT", "practitioner_id")


def test_whoever_is_not_under_contract_or_is_about_to_leave_holds_no_session(romans: Agenda) -> None:
    locum = romans.employ("Dr Tiers", "10100000008", PractitionerKind.LOCUM, ends_on=MONDAY)
    not_there = ("PRACTITIONER_NOT_THERE", "practitioner_id")
    assert romans.refused(replace(opening(romans), practitioner_id=locum)) == not_there
    romans.do(AnnounceDeparture(romans.doctors[0], MONDAY + DAY))
    assert romans.refused(opening(romans, MONDAY + DAY)) == not_there
    romans.do(opening(romans))


def test_an_intern_consults_with_a_supervisor_and_not_without(romans: Agenda) -> None:
    intern = romans.employ("Interne", "10100000008", PractitionerKind.SASPAS_INTERN)
    asked = replace(opening(romans), practitioner_id=intern)
    assert romans.refused(asked) == ("NOT_SUPERVISED", "practitioner_id")
    msu = romans.employ("Dr Maître", "10000000017", PractitionerKind.SALARIED_GP, msu_from=date(2023, 9, 4))
    romans.place(intern, msu)
    session_id = UUID(romans.do(asked)["session_id"])
    row = romans.row("sessions", session_id)
    assert (row["supervisor_id"], row["practitioner_kind"]) == (msu, PractitionerKind.SASPAS_INTERN)
    romans.do(AnnounceDeparture(msu, MONDAY + DAY))
    assert romans.refused(replace(asked, day=MONDAY + DAY)) == ("NOT_SUPERVISED", "practitioner_id")


def test_an_intern_consults_only_in_the_sites_of_the_placement(romans: Agenda) -> None:
    intern = romans.employ("Interne", "10100000008", PractitionerKind.SASPAS_INTERN)
    msu = romans.employ("Dr Maître", "10000000017", PractitionerKind.SALARIED_GP, msu_from=OPENED_ON)
    hours = tuple(OpenHours(weekday, 8 * 60, 20 * 60) for weekday in range(5))
    romans.do(OpenSite("annexe", "Annexe", "26281", OPENED_ON, (RoomAsked(ROOM, "Cabinet 1"),), hours))
    romans.place(intern, msu)
    asked = replace(opening(romans), practitioner_id=intern)
    assert romans.refused(replace(asked, site="annexe")) == ("NOT_SUPERVISED", "practitioner_id")
    romans.do(asked)


def test_planning_makes_the_sessions_of_the_roster_once(romans: Agenda) -> None:
    for weekday in (0, 2):
        romans.do(roster(romans, weekday))
    assert romans.do(PlanSessions(SITE, MONDAY + 13 * DAY)) == {"planned": 4, "skipped": []}
    assert romans.do(PlanSessions(SITE, MONDAY + 13 * DAY)) == {"planned": 0, "skipped": []}
    assert romans.do(PlanSessions(SITE, MONDAY + 14 * DAY)) == {"planned": 1, "skipped": []}
    assert len(romans.rows("slots")) == 5 * 12
    assert len(romans.facts("session_planned")) == 5


def test_planning_skips_holidays_closures_leaves_and_what_is_taken_and_says_so(romans: Agenda) -> None:
    romans.at(date(2023, 12, 18))
    monday = date(2023, 12, 18)
    romans.do(roster(romans))
    romans.do(DecideClosure(SITE, monday + 14 * DAY, monday + 15 * DAY, "Travaux"))
    romans.do(RecordLeave(romans.doctors[0], monday + 21 * DAY, monday + 22 * DAY, LeaveReason.HOLIDAY))
    romans.session(1, monday + 28 * DAY, room=ROOM)
    assert romans.do(PlanSessions(SITE, monday + 28 * DAY)) == {
        "planned": 1,
        "skipped": [
            {"code": "PRACTITIONER_AWAY", "sessions": 1},
            {"code": "ROOM_TAKEN", "sessions": 1},
            {"code": "SITE_CLOSED_THEN", "sessions": 2},
        ],
    }


def test_a_session_of_the_roster_that_was_cancelled_is_not_planned_anew(romans: Agenda) -> None:
    romans.do(roster(romans))
    romans.do(PlanSessions(SITE, MONDAY))
    (session,) = romans.rows("sessions")
    romans.do(CancelSession(session["session_id"], SessionCancelReason.OTHER))
    assert romans.do(PlanSessions(SITE, MONDAY))["planned"] == 0
    assert romans.rows("taken_quarters") == romans.rows("slots") == []


def test_a_stopped_roster_plans_no_more_and_what_is_planned_stays(romans: Agenda) -> None:
    roster_id = UUID(romans.do(roster(romans))["roster_id"])
    romans.do(PlanSessions(SITE, MONDAY + 7 * DAY))
    romans.do(StopRoster(roster_id, MONDAY + 7 * DAY))
    assert romans.do(PlanSessions(SITE, MONDAY + 28 * DAY))["planned"] == 0
    assert len(romans.rows("sessions")) == 2
    assert romans.refused(StopRoster(NOBODY, MONDAY)) == ("ROSTER_UNKNOWN", "roster_id")


def test_two_rosters_do_not_want_the_same_room_or_person_at_one_time(romans: Agenda) -> None:
    romans.do(roster(romans))
    assert romans.refused(roster(romans)) == ("ROSTER_CLASH", "starts")
    romans.do(replace(roster(romans), room=OTHER_ROOM, practitioner_id=romans.doctors[1]))


def test_planning_is_from_today_to_a_year_ahead(romans: Agenda) -> None:
    for day in (MONDAY - DAY, MONDAY + 367 * DAY):
        assert romans.refused(PlanSessions(SITE, day)) == ("PLAN_TOO_FAR", "until_on")


def test_the_patients_of_a_cancelled_session_wait_since_the_day_of_their_booking(romans: Agenda) -> None:
    session_id, patient_id = romans.session(day=MONDAY + 7 * DAY), romans.patient()
    appointment_id = romans.book(patient_id, session_id, urgent=True)
    romans.at(MONDAY + 5 * DAY)
    answer = romans.do(CancelSession(session_id, SessionCancelReason.CLOSURE))
    assert answer == {"session_id": str(session_id), "waiting": [str(patient_id)]}
    assert romans.row("appointments", appointment_id)["state"] is AppointmentState.CANCELLED
    (entry,) = romans.rows("waiting_entries")
    assert (entry["patient_id"], entry["since_on"], entry["urgent"]) == (patient_id, MONDAY, True)
    assert romans.rows("slots") == romans.rows("taken_quarters") == []
    (cancelled,) = romans.facts("session_cancelled")
    assert cancelled.data["reason"] == "closure"
    assert [fact.subject for fact in romans.facts("appointment_cancelled")] == [appointment_id]
    assert romans.row("appointments", appointment_id)["cancelled_by"] is AppointmentCancelledBy.STRUCTURE
    assert romans.refused(CancelSession(session_id, SessionCancelReason.OTHER)) == (
        "SESSION_ALREADY_CANCELLED",
        "session_id",
    )


def test_a_session_in_which_somebody_was_seen_is_not_cancelled(romans: Agenda) -> None:
    session_id = romans.session()
    romans.do(HonourAppointment(romans.book(romans.patient(), session_id)))
    assert romans.refused(CancelSession(session_id, SessionCancelReason.OTHER)) == (
        "SESSION_ALREADY_HELD",
        "session_id",
    )


def test_a_session_that_ends_early_loses_nobody_who_was_still_to_come(romans: Agenda) -> None:
    session_id, seen, expected = romans.session(), romans.patient(), romans.patient()
    honoured = romans.book(seen, session_id)
    booked = romans.book(expected, session_id, slot=2)
    romans.do(HonourAppointment(honoured))
    answer = romans.do(RecordLeave(romans.doctors[0], MONDAY, MONDAY + DAY, LeaveReason.UNPLANNED))
    assert (answer["cancelled"], answer["waiting"]) == ([], [str(expected)])
    assert romans.row("sessions", session_id)["state"] == "planned"
    assert romans.row("appointments", booked)["state"] == "cancelled"
    assert [row["patient_id"] for row in romans.rows("waiting_entries")] == [expected]
    assert [row["appointment_id"] for row in romans.rows("slots")] == [honoured], "nobody is given its places any more"


def test_a_leave_cancels_the_sessions_inside_and_no_other_and_loses_nobody(romans: Agenda) -> None:
    days = [MONDAY + number * DAY for number in range(4)]
    mornings = [romans.session(day=day) for day in days]
    kept = romans.session(1, days[1])
    patients = [romans.patient() for _ in mornings]
    for patient_id, session_id in zip(patients, mornings, strict=True):
        romans.book(patient_id, session_id)
    answer = romans.do(RecordLeave(romans.doctors[0], days[1], days[3], LeaveReason.UNPLANNED))
    assert set(answer["cancelled"]) == {str(mornings[1]), str(mornings[2])}
    assert set(answer["waiting"]) == {str(patients[1]), str(patients[2])}
    assert {row["session_id"] for row in romans.rows("slots")} == {mornings[0], mornings[3], kept}
    assert romans.refused(opening(romans, days[1])) == ("PRACTITIONER_AWAY", "practitioner_id")
    romans.do(opening(romans, MONDAY + 4 * DAY))


def test_a_patient_with_two_cancelled_appointments_waits_once(romans: Agenda) -> None:
    patient_id = romans.patient()
    for day in (MONDAY, MONDAY + DAY):
        romans.book(patient_id, romans.session(day=day))
    answer = romans.do(RecordLeave(romans.doctors[0], MONDAY, MONDAY + 2 * DAY, LeaveReason.TRAINING))
    assert answer["waiting"] == [str(patient_id)]
    assert len(romans.rows("waiting_entries")) == 1


def test_a_delay_is_kept_and_not_told_outside(romans: Agenda) -> None:
    session_id = romans.session()
    before = romans.rows("outbox")
    romans.do(RecordDelay(session_id, 25))
    assert romans.row("sessions", session_id)["delay_minutes"] == 25
    assert romans.rows("outbox") == before
    assert romans.refused(RecordDelay(NOBODY, 25)) == ("SESSION_UNKNOWN", "session_id")
