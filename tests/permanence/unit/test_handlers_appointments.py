"""Appointments by commands, on SQLite: who gets which slot, who walks in, what became of it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from chassis.core.application import execute
from permanence.commands.appointments import (
    BookAppointment,
    BookFirstFree,
    CancelAppointment,
    HonourAppointment,
    MoveAppointment,
    RecordMissed,
    WalkIn,
)
from permanence.commands.patient_files import MergePatients
from permanence.commands.sessions import CancelSession
from permanence.commands.waiting_list import JoinWaitingList
from permanence.domain.appointment.appointment import AppointmentCancelledBy, AppointmentCancelReason, AppointmentState
from permanence.domain.appointment.waiting_list import WaitingState
from permanence.domain.session.session import SessionCancelReason
from support.permanence.permanence_agenda import DAY, MONDAY, NOBODY, Agenda, agenda

BY_PATIENT = (AppointmentCancelledBy.PATIENT, AppointmentCancelReason.PERSONAL)


@pytest.fixture
def romans(tmp_path: Path) -> Iterator[Agenda]:
    with agenda(tmp_path) as made:
        yield made


def holder(romans: Agenda, session_id: UUID, number: int) -> UUID | None:
    """Which appointment has a slot."""
    (slot,) = [row for row in romans.rows("slots") if (row["session_id"], row["number"]) == (session_id, number)]
    found: UUID | None = slot["appointment_id"]
    return found


def test_booking_takes_one_slot_and_tells_months_and_a_delay(romans: Agenda) -> None:
    session_id, patient_id = romans.session(day=MONDAY + DAY), romans.patient()
    answer = romans.do(BookAppointment(patient_id, session_id, 2))
    assert holder(romans, session_id, 2) == UUID(answer["appointment_id"])
    assert {name: answer[name] for name in ("day", "starts", "orientation", "warnings")} == {
        "day": "2023-11-07",
        "starts": "08:50",
        "orientation": None,
        "warnings": [],
    }
    (fact,) = romans.facts("appointment_booked")
    month_on = MONDAY.replace(day=1)
    assert fact.data == {"booked_month_on": month_on, "month_on": month_on, "days_to_third_free": 1}
    assert str(fact.subject) == answer["appointment_id"]
    row = romans.row("appointments", fact.subject)
    assert (row["patient_id"], row["session_id"]) == (patient_id, session_id)
    assert (row["booked_on"], row["day"], row["urgent"], row["walk_in"]) == (MONDAY, MONDAY + DAY, False, False)


def test_a_slot_is_one_patient_s(romans: Agenda) -> None:
    session_id = romans.session()
    romans.book(romans.patient(), session_id)
    assert romans.refused(BookAppointment(romans.patient(), session_id, 1)) == ("SLOT_TAKEN", "slot")
    for number in (0, 13):
        assert romans.refused(BookAppointment(romans.patient(), session_id, number)) == ("SLOT_UNKNOWN", "slot")


def test_what_does_not_exist_is_told(romans: Agenda) -> None:
    session_id, patient_id = romans.session(), romans.patient()
    assert romans.refused(BookAppointment(NOBODY, session_id, 1)) == ("PATIENT_UNKNOWN", "patient_id")
    assert romans.refused(BookAppointment(patient_id, NOBODY, 1)) == ("SESSION_UNKNOWN", "session_id")
    unknown = ("APPOINTMENT_UNKNOWN", "appointment_id")
    assert romans.refused(MoveAppointment(NOBODY, session_id, 1)) == unknown
    assert romans.refused(CancelAppointment(NOBODY, *BY_PATIENT)) == unknown
    assert romans.refused(HonourAppointment(NOBODY)) == unknown
    assert romans.refused(RecordMissed(NOBODY)) == unknown
    assert romans.refused(WalkIn(patient_id, NOBODY)) == ("SESSION_UNKNOWN", "session_id")
    assert romans.refused(BookFirstFree(patient_id, MONDAY, NOBODY)) == ("PRACTITIONER_UNKNOWN", "practitioner_id")
    assert romans.refused(BookFirstFree(patient_id, MONDAY, site="ailleurs")) == ("SITE_UNKNOWN", "site")


def test_a_patient_is_at_one_appointment_at_a_time_and_may_have_several(romans: Agenda) -> None:
    first, other = romans.session(), romans.session(1)
    patient_id = romans.patient()
    romans.book(patient_id, first, 1)
    assert romans.refused(BookAppointment(patient_id, other, 1)) == ("PATIENT_BOOKED_THEN", "patient_id")
    romans.book(patient_id, other, 2)


def test_the_first_free_slot_is_not_one_that_has_begun(romans: Agenda) -> None:
    session_id = romans.session()
    romans.at(MONDAY, 9, 1)
    answer = romans.do(BookFirstFree(romans.patient(), MONDAY - 30 * DAY))
    assert (answer["session_id"], answer["starts"]) == (str(session_id), "09:10")


def test_the_first_free_slot_may_be_that_of_one_practitioner_or_from_a_day_on(romans: Agenda) -> None:
    tomorrow = romans.session(1, MONDAY + DAY)
    romans.session()
    later = romans.session(day=MONDAY + 2 * DAY)
    of_second = romans.do(BookFirstFree(romans.patient(), MONDAY, romans.doctors[1]))
    assert of_second["session_id"] == str(tomorrow)
    from_wednesday = romans.do(BookFirstFree(romans.patient(), MONDAY + 2 * DAY))
    assert (from_wednesday["session_id"], from_wednesday["slot"]) == (str(later), 1)


def test_the_first_free_slot_of_a_patient_who_is_elsewhere_then_is_the_next_one(romans: Agenda) -> None:
    first, other = romans.session(), romans.session(1)
    patient_id = romans.patient()
    romans.book(patient_id, first, 1)
    answer = romans.do(BookFirstFree(patient_id, MONDAY, romans.doctors[1]))
    assert (answer["session_id"], answer["slot"]) == (str(other), 2)


def test_when_nothing_is_free_the_patient_is_sent_to_the_waiting_list(romans: Agenda) -> None:
    assert romans.refused(BookFirstFree(romans.patient(), MONDAY)) == ("NO_FREE_SLOT", "from_on")
    assert romans.refused(BookFirstFree(NOBODY, MONDAY)) == ("PATIENT_UNKNOWN", "patient_id")


def test_an_urgent_patient_is_booked_today_with_whoever_is_free_or_oriented(romans: Agenda) -> None:
    today = romans.session(1)
    romans.session(day=MONDAY + DAY)
    with_the_other = romans.do(BookFirstFree(romans.patient(), MONDAY + 9 * DAY, romans.doctors[0], urgent=True))
    assert with_the_other["session_id"] == str(today)
    romans.at(MONDAY, 12, 20)
    oriented = romans.do(BookFirstFree(romans.patient(), MONDAY, urgent=True))
    assert oriented == {"appointment_id": None, "orientation": "15_SAS", "warnings": []}


def test_an_urgent_patient_whose_slot_was_taken_gets_another_one_of_today(romans: Agenda) -> None:
    session_id = romans.session()
    romans.book(romans.patient(), session_id)
    answer = romans.do(BookAppointment(romans.patient(), session_id, 1, urgent=True))
    assert (answer["slot"], answer["orientation"]) == (2, None)


def test_an_urgent_patient_who_is_booked_for_another_day_is_oriented_as_well(romans: Agenda) -> None:
    session_id = romans.session(day=MONDAY + DAY)
    answer = romans.do(BookAppointment(romans.patient(), session_id, 1, urgent=True))
    assert answer["orientation"] == "15_SAS"
    assert answer["appointment_id"] is not None


def test_what_is_booked_after_the_day_is_kept_with_a_warning(romans: Agenda) -> None:
    session_id, patient_id = romans.session(), romans.patient()
    romans.at(MONDAY + DAY)
    answer = romans.do(BookAppointment(patient_id, session_id, 1))
    assert answer["warnings"] == ["RECORDED_LATE"]
    (fact,) = romans.facts("appointment_booked")
    assert "days_to_third_free" not in fact.data
    assert romans.row("appointments", fact.subject)["booked_on"] == MONDAY


def test_the_third_free_slot_is_told_when_there_is_one(romans: Agenda) -> None:
    session_id = romans.session(starts=510, ends=540, slot_minutes=15)
    romans.book(romans.patient(), session_id)
    romans.session(day=MONDAY + 3 * DAY)
    romans.book(romans.patient(), session_id, 2)
    told = [fact.data.get("days_to_third_free") for fact in romans.facts("appointment_booked")]
    assert told == [None, 3]


def test_moving_frees_the_former_slot_at_once(romans: Agenda) -> None:
    first, other, patient_id = romans.session(), romans.session(1), romans.patient()
    appointment_id = romans.book(patient_id, first, 1)
    answer = romans.do(MoveAppointment(appointment_id, other, 1))
    assert (answer["session_id"], answer["starts"]) == (str(other), "08:30")
    assert (holder(romans, first, 1), holder(romans, other, 1)) == (None, appointment_id)
    romans.book(romans.patient(), first, 1)
    (fact,) = romans.facts("appointment_moved")
    assert (fact.data, fact.sequence) == ({"month_on": MONDAY.replace(day=1)}, 2)
    assert romans.row("appointments", appointment_id)["session_id"] == other


def test_an_appointment_does_not_move_onto_another_one(romans: Agenda) -> None:
    session_id, patient_id = romans.session(), romans.patient()
    appointment_id = romans.book(patient_id, session_id, 1)
    romans.book(romans.patient(), session_id, 2)
    assert romans.refused(MoveAppointment(appointment_id, session_id, 2)) == ("SLOT_TAKEN", "slot")
    assert holder(romans, session_id, 1) == appointment_id
    romans.book(patient_id, romans.session(1), 3)
    assert romans.refused(MoveAppointment(appointment_id, session_id, 3)) == ("PATIENT_BOOKED_THEN", "patient_id")


def test_a_cancelled_slot_is_free_again_at_once(romans: Agenda) -> None:
    session_id, patient_id = romans.session(), romans.patient()
    appointment_id = romans.book(patient_id, session_id)
    romans.do(CancelAppointment(appointment_id, *BY_PATIENT))
    romans.book(romans.patient(), session_id)
    assert romans.refused(CancelAppointment(appointment_id, *BY_PATIENT)) == ("APPOINTMENT_OVER", "appointment_id")
    romans.book(patient_id, session_id, 2)


def test_nobody_is_booked_into_a_cancelled_session(romans: Agenda) -> None:
    session_id, other, patient_id = romans.session(), romans.session(1), romans.patient()
    appointment_id = romans.book(patient_id, other, 5)
    romans.do(CancelSession(session_id, SessionCancelReason.OTHER))
    for refused in (
        BookAppointment(patient_id, session_id, 1),
        MoveAppointment(appointment_id, session_id, 1),
        WalkIn(patient_id, session_id),
    ):
        assert romans.refused(refused) == ("SESSION_ALREADY_CANCELLED", "session_id")


def test_a_walk_in_takes_no_slot(romans: Agenda) -> None:
    session_id, patient_id = romans.session(), romans.patient()
    romans.at(MONDAY, 10, 7)
    answer = romans.do(WalkIn(patient_id, session_id))
    assert (answer["slot"], answer["starts"]) == (None, "10:07")
    assert {row["appointment_id"] for row in romans.rows("slots")} == {None}
    (row,) = romans.rows("appointments")
    assert (row["walk_in"], len(romans.facts("appointment_booked"))) == (True, 1)
    assert romans.refused(WalkIn(patient_id, session_id)) == ("PATIENT_BOOKED_THEN", "patient_id")
    assert romans.refused(WalkIn(romans.patient(), romans.session(day=MONDAY + DAY))) == (
        "WALK_IN_AHEAD",
        "session_id",
    )


def test_a_patient_is_honoured_missed_and_set_right(romans: Agenda) -> None:
    session_id = romans.session()
    came, did_not, late = (romans.book(romans.patient(), session_id, number) for number in (1, 2, 3))
    romans.do(HonourAppointment(came))
    romans.do(RecordMissed(did_not))
    romans.do(RecordMissed(late))
    romans.do(HonourAppointment(late))
    assert [fact.subject for fact in romans.facts("appointment_honoured")] == [came, late]
    assert [fact.subject for fact in romans.facts("appointment_missed")] == [did_not, late]
    assert romans.row("appointments", late)["state"] is AppointmentState.HONOURED


def test_whoever_is_given_an_appointment_waits_no_more(romans: Agenda) -> None:
    patient_id = romans.patient()
    romans.do(JoinWaitingList(patient_id))
    romans.book(patient_id, romans.session())
    (entry,) = romans.rows("waiting_entries")
    assert entry["state"] is WaitingState.BOOKED
    assert [fact.subject for fact in romans.facts("waiting_left")] == [entry["entry_id"]]


def test_two_files_made_one_are_at_one_appointment_at_a_time(romans: Agenda) -> None:
    first, other = romans.session(), romans.session(1)
    kept_id, merged_id = romans.patient(), romans.patient()
    appointment_id = romans.book(merged_id, first, 1)
    romans.do(MergePatients(kept_id, merged_id))
    assert romans.refused(BookAppointment(kept_id, other, 1)) == ("PATIENT_BOOKED_THEN", "patient_id")
    romans.do(MoveAppointment(appointment_id, other, 2))
    answer = romans.do(CancelSession(other, SessionCancelReason.OTHER))
    assert answer["waiting"] == [str(kept_id)]


def test_a_repeated_booking_is_one_appointment(romans: Agenda) -> None:
    command, key = BookAppointment(romans.patient(), romans.session(), 1), uuid4()
    assert execute(romans.runtime, command, key) == execute(romans.runtime, replace(command), key)
    assert len(romans.rows("appointments")) == 1


def test_an_hour_of_paris_is_the_same_in_winter_and_in_summer(romans: Agenda) -> None:
    for monday in (date(2024, 1, 8), date(2024, 7, 8)):
        romans.at(monday, 8, 45)
        session_id = romans.session(day=monday)
        answer = romans.do(BookFirstFree(romans.patient(), monday))
        assert (answer["session_id"], answer["starts"]) == (str(session_id), "08:50")
