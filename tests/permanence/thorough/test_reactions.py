"""Partners' reports become facts of the permanence, change nothing again, or are refused; houses tell who is there."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from chassis.core.delivery import Delivery
from chassis.core.inbox import Receipt, receive
from chassis.core.retry import retry_waiting
from contracts.envelope import CONTENT_TYPE, Event, encode
from permanence.commands.patient_files import MergePatients
from permanence.queries.lodged_interns import LodgedIntern, lodged_on
from support.facts import arrival, departure, reported
from support.permanence.permanence_agenda import DAY, MONDAY, NOBODY, OPENED_ON, Agenda, agenda
from support.recorded import row_counts

DOCTOR, STRANGER = "10002909371", "10100000008"
PATIENT = UUID(int=77)


@pytest.fixture
def romans(tmp_path: Path) -> Iterator[Agenda]:
    with agenda(tmp_path) as made:
        yield made


def report(romans: Agenda, *events: Event) -> Receipt:
    return receive(romans.runtime, [Delivery(encode(event), CONTENT_TYPE) for event in events])


def of_patient(**told: Any) -> Event:
    """Somebody without médecin traitant, born in 1950, under a reference that the partner drew."""
    known: dict[str, Any] = {"patient_id": PATIENT, "registered_on": MONDAY, "birth_year": 1950, "commune": "26281"}
    return reported("patient", MONDAY, known | {"ald": False, "no_medecin_traitant_reason": "newcomer"} | told)


def of_consultation(patient_id: UUID = PATIENT, **told: Any) -> Event:
    known = {"patient_id": patient_id, "held_on": MONDAY, "practitioner_rpps": DOCTOR}
    return reported("consultation", MONDAY, known | told)


def of_declaration(patient_id: UUID = PATIENT, **told: Any) -> Event:
    known = {"patient_id": patient_id, "filed_on": MONDAY, "practitioner_rpps": DOCTOR, "channel": "online"}
    return reported("declaration", MONDAY, known | told)


def of_erasure(patient_id: UUID) -> Event:
    return reported("patient_erasure", MONDAY, {"patient_id": patient_id})


def refusal(romans: Agenda, event: Event) -> tuple[str, str]:
    """What a report is answered, and nothing else is written."""
    before = row_counts(romans.runtime)
    assert report(romans, event) == Receipt(applied=1)
    (fact,) = [fact for fact in romans.facts("report_refused") if fact.subject == event.id]
    assert fact.data["report_id"] == fact.causationid == event.id
    assert fact.correlationid == event.correlationid
    added = {name: count - before[name] for name, count in row_counts(romans.runtime).items() if count != before[name]}
    assert added == {"inbox": 1, "outbox": 1, "refused_reports": 1}
    return fact.data["code"], fact.data["field"]


def unchanged(romans: Agenda, event: Event) -> bool:
    """Whether a report was read and nothing came of it."""
    before = row_counts(romans.runtime)
    assert report(romans, event) == Receipt(applied=1)
    return row_counts(romans.runtime) == {**before, "inbox": before["inbox"] + 1}


def test_a_reported_person_is_registered_under_the_reference_that_the_partner_drew(romans: Agenda) -> None:
    event = of_patient()
    assert report(romans, event) == Receipt(applied=1)
    (registered,) = romans.facts("patient_registered")
    assert (registered.causationid, registered.correlationid) == (event.id, registered.id)
    patient = romans.row("patients", PATIENT)
    assert (patient["reference"], patient["age_band"]) == (registered.subject, "70-79")
    assert registered.subject != PATIENT, "the partner's reference and reporting's are not the same"
    assert romans.rows("patient_steps") == []  # nothing has changed since


def test_nobody_is_held_to_be_older_than_the_year_of_birth_says(romans: Agenda) -> None:
    """Sixty in November or only in December: until papers tell, the person is still 59."""
    report(romans, of_patient(birth_year=1963), of_patient(birth_year=2023, patient_id=UUID(int=78)))
    assert [row["age_band"] for row in romans.rows("patients")] == ["50-59", "0-9"]


@pytest.mark.parametrize(
    ("told", "code", "field"),
    [
        ({"commune": "26999"}, "COMMUNE_UNKNOWN", "commune"),
        ({"birth_year": 2024}, "BIRTH_IN_FUTURE", "birth_year"),
        ({"birth_year": 1895}, "BIRTH_TOO_LONG_AGO", "birth_year"),
        ({"registered_on": MONDAY + DAY}, "REGISTERED_IN_FUTURE", "registered_on"),
        ({"registered_on": OPENED_ON - DAY}, "REGISTERED_BEFORE_OPENING", "registered_on"),
    ],
)
def test_a_reported_person_who_cannot_be_registered_is_refused(
    romans: Agenda, told: dict[str, Any], code: str, field: str
) -> None:
    assert refusal(romans, of_patient(**told)) == (code, field)


def test_a_reported_consultation_is_the_act_with_its_warnings_and_never_lost(romans: Agenda) -> None:
    event = of_consultation(romans.patient())
    assert report(romans, event) == Receipt(applied=1)
    (held,) = romans.facts("consultation_held")
    assert (held.causationid, held.data["practitioner_kind"]) == (event.id, "retired_gp")
    (row,) = romans.rows("acts")
    assert [warning.value for warning in row["warnings"]] == ["OUTSIDE_SESSION"]


@pytest.mark.parametrize(
    ("told", "code", "field"),
    [
        ({"practitioner_rpps": STRANGER}, "PRACTITIONER_UNKNOWN", "practitioner_rpps"),
        ({"practitioner_rpps": "10002909372"}, "RPPS_INVALID", "practitioner_rpps"),
        ({"held_on": MONDAY + DAY}, "HELD_IN_FUTURE", "held_on"),
    ],
)
def test_a_reported_consultation_that_breaks_a_rule_is_refused(
    romans: Agenda, told: dict[str, Any], code: str, field: str
) -> None:
    report(romans, of_patient())
    assert refusal(romans, of_consultation(**told)) == (code, field)


def test_a_reported_declaration_is_filed_and_a_second_one_waits_for_a_confirmation_by_people(romans: Agenda) -> None:
    patient_id = romans.patient(ald=True)
    report(romans, of_declaration(patient_id))
    (filed,) = romans.facts("declaration_filed")
    row = romans.row("declarations", filed.subject)
    assert (row["patient_id"], row["ald"], row["active_on"]) == (patient_id, True, MONDAY)
    other_doctor = of_declaration(patient_id, practitioner_rpps="10005173140")
    assert refusal(romans, other_doctor)[0] == "DECLARATION_EXISTS"


def test_a_reported_declaration_of_a_child_without_a_parent_is_refused(romans: Agenda) -> None:
    child = romans.patient(birth_on=date(2010, 1, 1))
    assert refusal(romans, of_declaration(child))[0] == "CONSENT_MISSING"


def test_a_report_told_again_by_whomever_changes_nothing(romans: Agenda) -> None:
    events = of_patient(), of_consultation(), of_declaration()
    assert report(romans, events[0]) == Receipt(applied=1)
    assert report(romans, *events[1:]) == Receipt(applied=2)
    assert report(romans, *events) == Receipt(duplicates=3)
    for event in events:
        assert unchanged(romans, replace(event, id=uuid4(), partner="ccas"))


def test_a_refused_report_undoes_nothing_of_its_batch(romans: Agenda) -> None:
    report(romans, of_patient())
    elsewhere, stranger = of_patient(patient_id=NOBODY, commune="26999"), of_consultation(practitioner_rpps=STRANGER)
    assert report(romans, elsewhere, stranger, of_consultation(), of_declaration()) == Receipt(applied=4)
    codes = {fact.data["code"] for fact in romans.facts("report_refused")}
    assert codes == {"COMMUNE_UNKNOWN", "PRACTITIONER_UNKNOWN"}
    assert len(romans.facts("consultation_held")) == len(romans.facts("declaration_filed")) == 1


def test_what_was_done_for_somebody_waits_for_the_registration_that_comes_with_it(romans: Agenda) -> None:
    assert report(romans, of_consultation(), of_patient(), of_declaration()) == Receipt(applied=1, waiting=2)
    assert retry_waiting(romans.runtime) == Receipt(applied=2)
    assert len(romans.facts("consultation_held")) == len(romans.facts("declaration_filed")) == 1
    assert not romans.facts("report_refused")


def test_a_request_to_be_forgotten_is_answered_by_the_term_of_the_record(romans: Agenda) -> None:
    patient_id = romans.patient()
    report(romans, of_consultation(patient_id))
    event = of_erasure(patient_id)
    report(romans, event)
    (answered,) = romans.facts("erasure_answered")
    reference = romans.row("patients", patient_id)["reference"]
    assert (answered.subject, answered.causationid, answered.data) == (reference, event.id, {"answer": "retained"})
    assert refusal(romans, of_erasure(NOBODY)) == ("PATIENT_UNKNOWN", "patient_id")


def test_a_report_about_a_patient_who_was_merged_is_refused_without_telling_into_whom(romans: Agenda) -> None:
    kept, merged = romans.patient(), romans.patient()
    romans.do(MergePatients(kept, merged))
    assert refusal(romans, of_consultation(merged)) == ("PATIENT_MERGED", "patient_id")
    (fact,) = romans.facts("report_refused")
    assert set(fact.data) == {"report_id", "code", "field"}


def lodged(romans: Agenda, day: date) -> list[LodgedIntern]:
    with Session(romans.runtime.database.engine) as session:
        return lodged_on(session, day)


def test_who_is_lodged_is_noted_whatever_the_order_and_is_no_condition_of_anything(romans: Agenda) -> None:
    there, gone = UUID(int=1), UUID(int=2)
    report(
        romans,
        departure(gone, MONDAY, nights=3),
        arrival(there, MONDAY, kind="saspas_intern"),
        arrival(gone, MONDAY - 3 * DAY),
    )
    house = "maison-des-internes"
    both = [LodgedIntern(house, "saspas_intern", MONDAY, date(2024, 5, 6))]
    assert lodged(romans, MONDAY) == both
    assert [intern.occupant_kind for intern in lodged(romans, MONDAY - DAY)] == ["gp_intern"]
    assert not romans.facts("report_refused")


def test_what_an_older_fact_says_of_a_stay_does_not_replace_what_a_newer_one_said(romans: Agenda) -> None:
    newer = replace(arrival(UUID(int=1), MONDAY), sequence=2)
    report(romans, newer)
    report(romans, arrival(UUID(int=1), MONDAY - DAY))
    assert [intern.arrived_on for intern in lodged(romans, MONDAY)] == [MONDAY]
