"""The waiting list by commands, on SQLite: joining, offers, answers, leaving, and its order by the antenna's rule."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from permanence.commands.patient_files import ExitPatient, MergePatients
from permanence.commands.waiting_list import AnswerOffer, JoinWaitingList, LeaveWaitingList, OfferSlot
from permanence.domain.appointment.priority import Criterion, PriorityRule
from permanence.domain.appointment.waiting_list import WaitingExit, WaitingState
from permanence.domain.patient.ald import ALDStatus
from permanence.domain.patient.follow_up import ExitReason
from permanence.queries.waiting_list import waiting
from support.permanence.permanence_agenda import DAY, MONDAY, NOBODY, Agenda, agenda


@pytest.fixture
def romans(tmp_path: Path) -> Iterator[Agenda]:
    with agenda(tmp_path) as made:
        yield made


def join(romans: Agenda, patient_id: UUID, notice_days: int = 0, urgent: bool = False) -> UUID:
    return UUID(romans.do(JoinWaitingList(patient_id, None, notice_days, urgent))["entry_id"])


def test_joining_tells_one_fact_and_an_urgent_patient_is_oriented(romans: Agenda) -> None:
    patient_id = romans.patient()
    answer = romans.do(JoinWaitingList(patient_id, romans.doctors[0], urgent=True))
    assert answer["orientation"] == "15_SAS"
    (fact,) = romans.facts("waiting_joined")
    assert (str(fact.subject), fact.data) == (answer["entry_id"], {"month_on": MONDAY.replace(day=1)})
    entry = romans.row("waiting_entries", fact.subject)
    assert (entry["patient_id"], entry["since_on"], entry["urgent"]) == (patient_id, MONDAY, True)


def test_a_patient_waits_once(romans: Agenda) -> None:
    patient_id = romans.patient()
    entry_id = join(romans, patient_id)
    assert romans.refused(JoinWaitingList(patient_id)) == ("ALREADY_WAITING", "patient_id")
    romans.do(LeaveWaitingList(entry_id, WaitingExit.OWN_REQUEST))
    join(romans, patient_id)


def test_what_does_not_exist_is_told(romans: Agenda) -> None:
    assert romans.refused(JoinWaitingList(NOBODY)) == ("PATIENT_UNKNOWN", "patient_id")
    assert romans.refused(JoinWaitingList(romans.patient(), NOBODY)) == ("PRACTITIONER_UNKNOWN", "practitioner_id")
    unknown = ("WAITING_UNKNOWN", "entry_id")
    assert romans.refused(OfferSlot(NOBODY, romans.session(), 1)) == unknown
    assert romans.refused(AnswerOffer(NOBODY, True)) == unknown
    assert romans.refused(LeaveWaitingList(NOBODY, WaitingExit.OWN_REQUEST)) == unknown


def test_accepting_an_offer_books_its_slot_and_ends_the_wait(romans: Agenda) -> None:
    session_id, patient_id = romans.session(), romans.patient()
    entry_id = join(romans, patient_id)
    assert romans.do(OfferSlot(entry_id, session_id, 4))["offers"] == 1
    answer = romans.do(AnswerOffer(entry_id, accepts=True))
    appointment = romans.row("appointments", UUID(answer["appointment_id"]))
    assert (appointment["patient_id"], appointment["slot"]) == (patient_id, 4)
    assert romans.row("waiting_entries", entry_id)["state"] is WaitingState.BOOKED


def test_declining_an_offer_books_nothing_and_the_wait_goes_on(romans: Agenda) -> None:
    entry_id = join(romans, romans.patient())
    romans.do(OfferSlot(entry_id, romans.session(), 4))
    assert romans.do(AnswerOffer(entry_id, accepts=False))["appointment_id"] is None
    assert romans.row("waiting_entries", entry_id)["state"] is WaitingState.WAITING
    assert romans.rows("appointments") == []


def test_an_offer_holds_nothing_whoever_is_faster_has_the_slot(romans: Agenda) -> None:
    session_id, entry_id = romans.session(), join(romans, romans.patient())
    romans.do(OfferSlot(entry_id, session_id, 1))
    romans.book(romans.patient(), session_id)
    assert romans.refused(AnswerOffer(entry_id, accepts=True)) == ("SLOT_TAKEN", "slot")
    assert romans.refused(OfferSlot(entry_id, session_id, 1)) == ("SLOT_TAKEN", "slot")
    romans.do(AnswerOffer(entry_id, accepts=False))


def test_offers_are_bounded_in_number_and_by_the_notice_that_was_asked(romans: Agenda) -> None:
    today, later = romans.session(), romans.session(day=MONDAY + 3 * DAY)
    entry_id = join(romans, romans.patient(), notice_days=3)
    assert romans.refused(OfferSlot(entry_id, today, 1)) == ("NOTICE_TOO_SHORT", "session_id")
    for number in (1, 2, 3):
        romans.do(OfferSlot(entry_id, later, number))
    assert romans.refused(OfferSlot(entry_id, later, 4)) == ("NO_OFFER_LEFT", "entry_id")


def test_who_leaves_the_list_has_withdrawn_or_cannot_be_reached(romans: Agenda) -> None:
    for why in (WaitingExit.SEEN_ELSEWHERE, WaitingExit.UNREACHABLE):
        romans.do(LeaveWaitingList(join(romans, romans.patient()), why))
    left = [romans.row("waiting_entries", fact.subject)["state"] for fact in romans.facts("waiting_left")]
    assert left == [WaitingState.WITHDRAWN, WaitingState.EXPIRED]


def test_whoever_is_followed_no_more_waits_no_more(romans: Agenda) -> None:
    patient_id = romans.patient()
    entry_id = join(romans, patient_id)
    romans.do(ExitPatient(patient_id, MONDAY, ExitReason.FOUND_GP))
    assert romans.row("waiting_entries", entry_id)["state"] is WaitingState.WITHDRAWN


def test_the_wait_of_a_file_made_one_with_another_is_that_of_the_person(romans: Agenda) -> None:
    kept_id, merged_id = romans.patient(), romans.patient()
    entry_id, session_id = join(romans, merged_id), romans.session()
    romans.do(MergePatients(kept_id, merged_id))
    assert romans.refused(JoinWaitingList(kept_id)) == ("ALREADY_WAITING", "patient_id")
    romans.do(OfferSlot(entry_id, session_id, 1))
    appointment_id = UUID(romans.do(AnswerOffer(entry_id, accepts=True))["appointment_id"])
    assert romans.row("appointments", appointment_id)["patient_id"] == kept_id
    assert romans.row("waiting_entries", entry_id)["state"] is WaitingState.BOOKED


def test_the_list_is_in_the_order_of_the_rule_of_the_day(romans: Agenda) -> None:
    young = date(1980, 1, 1)
    longest = romans.patient(birth_on=young)
    join(romans, longest)
    romans.at(MONDAY + DAY)
    precarious = romans.patient(birth_on=young, precarious=True)
    old = romans.patient(birth_on=date(1940, 1, 1))
    ald = romans.patient(birth_on=young, ald=True, ald_status=ALDStatus.ALD_30, ald_proof_seen=True)
    urgent = romans.patient(birth_on=young)
    for patient_id in (precarious, old, ald):
        join(romans, patient_id)
    join(romans, urgent, urgent=True)
    with Session(romans.runtime.database.reading) as session:
        by_default = waiting(session, [], MONDAY + DAY)
        by_time = waiting(session, [PriorityRule(MONDAY, (Criterion.WAITING_TIME,))], MONDAY + DAY)
    assert [place.entry.patient_id for place in by_default] == [urgent, ald, old, precarious, longest]
    assert [place.entry.patient_id for place in by_time][:2] == [urgent, longest]
    assert by_default[0].explanation == "Urgence médicale ; attend depuis le 07/11/2023."


def test_two_files_made_one_wait_once(romans: Agenda) -> None:
    kept, merged = romans.patient(), romans.patient()
    for patient_id in (kept, merged):
        romans.do(JoinWaitingList(patient_id))
    romans.do(MergePatients(kept, merged))
    waiting = [row["patient_id"] for row in romans.rows("waiting_entries") if row["state"] == "waiting"]
    assert waiting == [kept]
