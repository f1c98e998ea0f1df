"""A doctor leaves: declarations, sessions and patients, in one command."""

from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from permanence.commands.declarations import DraftDeclaration, FileDeclaration
from permanence.commands.departures import DepartPractitioner
from permanence.commands.patient_files import ExitPatient
from permanence.domain.declaration.state import Channel, EndReason
from permanence.domain.patient.follow_up import ExitReason
from permanence.queries.declarations import declarations_ended_by
from support import pace
from support.permanence.permanence_agenda import DAY, MONDAY, NOBODY, OPENED_ON, SITE, Agenda, agenda

DOCTOR, COLLEAGUE = "10002909371", "10005173140"


@pytest.fixture
def romans(tmp_path: Path) -> Iterator[Agenda]:
    with agenda(tmp_path) as made:
        yield made


def declare(romans: Agenda, *practitioners: str, **patient: object) -> UUID:
    """The patient who declared these doctors."""
    patient_id = romans.patient(**patient)
    site = SITE if len(practitioners) > 1 else None
    romans.do(FileDeclaration(patient_id, MONDAY, practitioners, Channel.ONLINE, site=site))
    return patient_id


def test_all_that_named_the_doctor_alone_ends_and_the_patients_wait_again(romans: Agenda) -> None:
    alone = [declare(romans, DOCTOR), declare(romans, DOCTOR)]
    jointly, other = declare(romans, DOCTOR, COLLEAGUE), declare(romans, COLLEAGUE)
    romans.do(DraftDeclaration(romans.patient(), (DOCTOR,), MONDAY))
    appointment = romans.book(other, romans.session(day=MONDAY + DAY))

    outcome = romans.do(DepartPractitioner(romans.doctors[0], MONDAY))

    assert outcome == {"sessions": 1, "ended": 2, "continued": 1, "abandoned": 1, "returned": 2}
    ended = {fact.subject for fact in romans.facts("declaration_ended")}
    of_ended = [row for row in romans.rows("declarations") if row["declaration_id"] in ended]
    assert {row["patient_id"] for row in of_ended} == set(alone)
    assert {row["end_reason"] for row in of_ended} == {EndReason.DOCTOR_LEFT}
    returned = {fact.subject for fact in romans.facts("patient_returned")}
    assert returned == {romans.row("patients", patient_id)["reference"] for patient_id in alone}
    waiting = {row["patient_id"] for row in romans.rows("waiting_entries") if row["state"] == "waiting"}
    assert waiting == {*alone, other}, "the patient of a cancelled session waits too"
    assert romans.row("appointments", appointment)["state"] == "cancelled"
    assert {row["patient_id"] for row in romans.rows("current_declarations")} == {jointly, other}
    assert [fact.data["left_on"] for fact in romans.facts("practitioner_left")] == [MONDAY]
    with Session(romans.runtime.database.reading) as session:
        listed = declarations_ended_by(session, romans.doctors[0], MONDAY, limit=10)
        assert {declaration.patient_id for declaration in listed} == set(alone)
        assert len(declarations_ended_by(session, romans.doctors[0], MONDAY, limit=10, offset=1)) == 1
        assert declarations_ended_by(session, romans.doctors[1], MONDAY, limit=10) == []


def test_a_joint_declaration_ends_with_its_last_doctor(romans: Agenda) -> None:
    patient_id = declare(romans, DOCTOR, COLLEAGUE)
    first, second = romans.doctors
    assert romans.do(DepartPractitioner(first, MONDAY))["continued"] == 1
    assert romans.do(DepartPractitioner(second, MONDAY))["returned"] == 1
    (ended,) = romans.facts("declaration_ended")
    assert romans.row("declarations", ended.subject)["patient_id"] == patient_id


def test_who_is_dead_or_gone_is_not_called_back(romans: Agenda) -> None:
    patient_id = declare(romans, DOCTOR)
    romans.do(ExitPatient(patient_id, MONDAY, ExitReason.MOVED))
    outcome = romans.do(DepartPractitioner(romans.doctors[0], MONDAY))
    assert outcome["returned"] == 0
    assert romans.rows("waiting_entries") == []


def test_nobody_is_declared_to_a_doctor_who_has_left(romans: Agenda) -> None:
    romans.do(DepartPractitioner(romans.doctors[0], MONDAY))
    late = FileDeclaration(romans.patient(), MONDAY, (DOCTOR,), Channel.ONLINE)
    assert romans.refused(late) == ("PRACTITIONER_NOT_THERE", "practitioners")


def test_a_departure_is_of_somebody_there_and_not_to_come(romans: Agenda) -> None:
    doctor = romans.doctors[0]
    assert romans.refused(DepartPractitioner(doctor, MONDAY + DAY)) == ("DEPARTURE_IN_FUTURE", "left_on")
    assert romans.refused(DepartPractitioner(doctor, OPENED_ON)) == ("DEPARTURE_INVALID", "left_on")
    assert romans.refused(DepartPractitioner(NOBODY, MONDAY)) == ("PRACTITIONER_UNKNOWN", "practitioner_id")
    romans.do(DepartPractitioner(doctor, MONDAY))
    assert romans.refused(DepartPractitioner(doctor, MONDAY)) == ("ALREADY_LEFT", "practitioner_id")


def test_three_hundred_patients_return_in_one_command(romans: Agenda) -> None:
    for _ in range(300):
        declare(romans, DOCTOR)
    started = perf_counter()
    assert romans.do(DepartPractitioner(romans.doctors[0], MONDAY))["returned"] == 300
    assert perf_counter() - started < pace.at_most(3)


def test_nobody_waits_for_a_patient_who_died(romans: Agenda) -> None:
    patient_id, other = declare(romans, DOCTOR), declare(romans, DOCTOR)
    session = romans.session(day=MONDAY + DAY)
    appointment, of_other = romans.book(patient_id, session), romans.book(other, session, slot=2)

    romans.do(ExitPatient(patient_id, MONDAY, ExitReason.DECEASED))

    (ended,) = romans.facts("declaration_ended")
    declaration = romans.row("declarations", ended.subject)
    assert (declaration["patient_id"], declaration["end_reason"]) == (patient_id, EndReason.DECEASED)
    assert {row["patient_id"] for row in romans.rows("current_declarations")} == {other}
    assert romans.row("appointments", appointment)["state"] == "cancelled"
    assert romans.row("appointments", of_other)["state"] == "booked"
    taken = {row["number"] for row in romans.rows("slots") if row["appointment_id"] is not None}
    assert taken == {2}


def test_a_death_learnt_of_after_a_filing_ends_it_on_the_day_it_was_filed(romans: Agenda) -> None:
    romans.at(MONDAY - DAY)
    patient_id = romans.patient()
    romans.at(MONDAY)
    romans.do(FileDeclaration(patient_id, MONDAY, (DOCTOR,), Channel.ONLINE))
    romans.do(ExitPatient(patient_id, MONDAY - DAY, ExitReason.DECEASED))
    (ended,) = romans.facts("declaration_ended")
    assert ended.data == {"month_on": MONDAY.replace(day=1)}
    assert romans.row("declarations", ended.subject)["ended_on"] == MONDAY
