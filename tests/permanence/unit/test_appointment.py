"""An appointment: booked, moved, cancelled, honoured or missed; and whoever walks in."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from permanence.domain.appointment import rules
from permanence.domain.appointment.appointment import (
    LONGEST_DELAY_DAYS,
    Appointment,
    AppointmentBooked,
    AppointmentCancelled,
    AppointmentCancelledBy,
    AppointmentCancelReason,
    AppointmentHonoured,
    AppointmentMissed,
    AppointmentMoved,
    AppointmentState,
    check_free,
)
from permanence.domain.practitioner.kind import PractitionerKind
from permanence.domain.session.roster import SessionHours
from permanence.domain.session.rules import SessionAlreadyCancelled
from permanence.domain.session.session import Session, SessionCancelReason

APPOINTMENT, PATIENT, ACT = UUID(int=1), UUID(int=2), UUID(int=9)
MONDAY = date(2023, 11, 6)
DAY = timedelta(days=1)
BY_PATIENT = (AppointmentCancelledBy.PATIENT, AppointmentCancelReason.PERSONAL)


def session(day: date = MONDAY, session_id: int = 3) -> Session:
    return Session(
        UUID(int=session_id),
        "pouchelon",
        UUID(int=4),
        UUID(int=5),
        PractitionerKind.RETIRED_GP,
        None,
        day,
        SessionHours(510, 750, 20),
        None,
    )


def book(slot: int = 1, day: date = MONDAY, **changes: Any) -> tuple[Appointment, AppointmentBooked]:
    planned = session(day)
    asked = {"urgent": False, "third_free_on": None, "today": MONDAY}
    return Appointment.book(
        APPOINTMENT, patient_id=PATIENT, session=planned, slot=planned.slots[slot - 1], **{**asked, **changes}
    )


def walk_in(minute: int = 600, day: date = MONDAY) -> tuple[Appointment, AppointmentBooked]:
    return Appointment.walk_into(
        APPOINTMENT, patient_id=PATIENT, session=session(day), urgent=True, minute=minute, today=MONDAY
    )


def test_an_appointment_has_the_hours_of_its_slot_and_tells_days_alone() -> None:
    appointment, booked = book(2, MONDAY + DAY, third_free_on=MONDAY + 9 * DAY)
    assert (appointment.starts, appointment.ends) == (530, 550)
    assert booked == AppointmentBooked(APPOINTMENT, booked_on=MONDAY, held_on=MONDAY + DAY, days_to_third_free=9)


@pytest.mark.parametrize(
    ("third_free_on", "days"),
    [
        (None, None),
        (MONDAY, 0),
        (MONDAY - DAY, 0),
        (MONDAY + LONGEST_DELAY_DAYS * DAY, LONGEST_DELAY_DAYS),
        (MONDAY + (LONGEST_DELAY_DAYS + 1) * DAY, LONGEST_DELAY_DAYS),
    ],
)
def test_the_third_free_slot_is_told_as_days_from_the_booking_within_ten_years(
    third_free_on: date | None, days: int | None
) -> None:
    assert book(third_free_on=third_free_on)[1].days_to_third_free == days


def test_what_is_written_after_the_day_was_booked_on_that_day_at_the_latest() -> None:
    assert book(today=MONDAY + 3 * DAY)[1].booked_on == MONDAY


def test_a_walk_in_has_no_slot_and_is_added_at_the_minute_it_is() -> None:
    appointment, booked = walk_in(600)
    assert (appointment.slot, appointment.starts, appointment.ends) == (None, 600, 620)
    assert (appointment.walk_in, appointment.urgent, booked.days_to_third_free) == (True, True, None)


@pytest.mark.parametrize(("minute", "starts", "ends"), [(0, 510, 530), (745, 745, 750), (1000, 749, 750)])
def test_a_walk_in_stays_within_the_hours_of_the_session(minute: int, starts: int, ends: int) -> None:
    appointment, _ = walk_in(minute)
    assert (appointment.starts, appointment.ends) == (starts, ends)


def test_a_walk_in_is_of_today_or_of_a_day_written_late_never_of_tomorrow() -> None:
    assert walk_in(600, MONDAY - DAY)[1].booked_on == MONDAY - DAY
    with pytest.raises(rules.WalkInAhead):
        walk_in(600, MONDAY + DAY)


def test_nobody_walks_into_a_cancelled_session() -> None:
    cancelled = session()
    cancelled.cancel(SessionCancelReason.OTHER, today=MONDAY)
    with pytest.raises(SessionAlreadyCancelled):
        Appointment.walk_into(
            APPOINTMENT, patient_id=PATIENT, session=cancelled, urgent=False, minute=600, today=MONDAY
        )


def test_an_appointment_moves_whole() -> None:
    appointment, _ = book()
    later = session(MONDAY + 7 * DAY, session_id=6)
    moved = appointment.move(later, later.slots[3])
    assert moved == AppointmentMoved(APPOINTMENT, MONDAY + 7 * DAY)
    assert appointment.session_id == UUID(int=6)
    assert (appointment.day, appointment.slot, appointment.starts) == (MONDAY + 7 * DAY, 4, 570)


def test_a_cancellation_says_whose_decision_it_was() -> None:
    appointment, _ = book()
    cancelled = appointment.cancel(*BY_PATIENT)
    assert cancelled == AppointmentCancelled(APPOINTMENT)
    assert appointment.cancelled_by is AppointmentCancelledBy.PATIENT
    assert appointment.reason is AppointmentCancelReason.PERSONAL


def test_an_appointment_is_honoured_or_missed_on_its_day() -> None:
    assert book()[0].honour(today=MONDAY + 2 * DAY) == AppointmentHonoured(APPOINTMENT)
    assert book()[0].miss(today=MONDAY) == AppointmentMissed(APPOINTMENT)


def test_an_appointment_to_come_is_neither_honoured_nor_missed() -> None:
    appointment, _ = book(day=MONDAY + DAY)
    with pytest.raises(rules.AppointmentAhead):
        appointment.honour(today=MONDAY)
    with pytest.raises(rules.AppointmentAhead):
        appointment.miss(today=MONDAY)
    assert appointment.state is AppointmentState.BOOKED


def test_a_patient_taken_for_missing_may_turn_out_to_have_come() -> None:
    appointment, _ = book()
    appointment.miss(today=MONDAY)
    assert appointment.honour(today=MONDAY) == AppointmentHonoured(APPOINTMENT)


def test_an_act_is_linked_with_the_arrival_or_after_it() -> None:
    appointment, _ = book()
    appointment.honour(today=MONDAY)
    assert appointment.honour(today=MONDAY, act_id=ACT) is None
    at_once, _ = book()
    assert at_once.honour(today=MONDAY, act_id=ACT) == AppointmentHonoured(APPOINTMENT)
    assert appointment.act_id == at_once.act_id == ACT


@pytest.mark.parametrize("state", [AppointmentState.CANCELLED, AppointmentState.HONOURED, AppointmentState.MISSED])
def test_what_is_over_is_neither_moved_nor_cancelled_nor_missed(state: AppointmentState) -> None:
    appointment, _ = book()
    appointment.state = state
    for refused in (
        lambda: appointment.move(session(), session().slots[0]),
        lambda: appointment.cancel(*BY_PATIENT),
        lambda: appointment.miss(today=MONDAY),
    ):
        with pytest.raises(rules.AppointmentOver):
            refused()


def test_a_cancelled_appointment_is_not_honoured_and_an_honoured_one_not_twice() -> None:
    for state in (AppointmentState.CANCELLED, AppointmentState.HONOURED):
        appointment, _ = book()
        appointment.state = state
        with pytest.raises(rules.AppointmentOver):
            appointment.honour(today=MONDAY)


def test_an_appointment_has_one_act() -> None:
    appointment, _ = book()
    appointment.honour(today=MONDAY, act_id=ACT)
    with pytest.raises(rules.AppointmentOver):
        appointment.honour(today=MONDAY, act_id=PATIENT)


@pytest.mark.parametrize(
    ("starts", "ends", "during"), [(500, 510, False), (500, 511, True), (529, 600, True), (530, 600, False)]
)
def test_hours_that_touch_do_not_overlap(starts: int, ends: int, during: bool) -> None:
    appointment, _ = book()
    assert appointment.is_during(MONDAY, starts, ends) is during
    assert not appointment.is_during(MONDAY + DAY, starts, ends)


def test_nobody_is_at_two_appointments_at_one_time() -> None:
    there, _ = book(2)
    planned = session()
    with pytest.raises(rules.PatientBookedThen, match="06/11/2023 à 08:50"):
        check_free([there], planned, planned.slots[1])
    check_free([there], planned, planned.slots[2])
    check_free([there], planned, planned.slots[1], besides=APPOINTMENT)


def test_who_is_expected_in_a_session_does_not_walk_into_it() -> None:
    with pytest.raises(rules.PatientBookedThen, match="déjà attendu"):
        Appointment.walk_into(
            ACT, patient_id=PATIENT, session=session(), urgent=False, minute=600, today=MONDAY, expected=[book()[0]]
        )


def test_an_act_honours_an_appointment_of_its_own_patient_on_its_own_day() -> None:
    booked, _ = book()
    booked.check_held(MONDAY, is_of_patient=True)
    for held_on, is_of_patient in ((MONDAY, False), (MONDAY + DAY, True)):
        with pytest.raises(rules.AppointmentOfAnother):
            booked.check_held(held_on, is_of_patient=is_of_patient)
