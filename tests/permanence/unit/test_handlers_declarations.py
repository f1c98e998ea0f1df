"""Declarations by commands on SQLite: each step, the one that is current for a patient, the doctors they name."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from permanence.commands.declarations import (
    AbandonDeclaration,
    DraftDeclaration,
    EndDeclaration,
    FileDeclaration,
    RecordConsent,
    RecordFundAnswer,
    SendDeclaration,
    SignDeclaration,
)
from permanence.commands.patient_files import MergePatients
from permanence.domain.declaration.choice import Consent
from permanence.domain.declaration.state import Channel, DeclarationState, EndReason
from permanence.domain.practitioner.kind import PractitionerKind
from permanence.queries.declarations import (
    count_active,
    declaration_read,
    declarations_in,
    declarations_of_patient,
)
from permanence.store.declarations import current_declarations
from support.permanence.permanence_agenda import DAY, MONDAY, NOBODY, OPENED_ON, SITE, Agenda, agenda

DOCTOR, COLLEAGUE, LOCUM, ELSEWHERE = "10002909371", "10005173140", "10100000016", "10000000017"
CHILD, TEENAGER = date(2010, 1, 1), date(2006, 11, 7)


@pytest.fixture
def romans(tmp_path: Path) -> Iterator[Agenda]:
    with agenda(tmp_path) as made:
        yield made


def online(patient_id: UUID, *practitioners: str, **changes: Any) -> FileDeclaration:
    asked = FileDeclaration(patient_id, MONDAY, practitioners or (DOCTOR,), Channel.ONLINE)
    return replace(asked, **changes)


def state(romans: Agenda, declaration_id: object) -> str:
    return str(romans.row("declarations", UUID(str(declaration_id)))["state"])


def test_filing_online_at_once_makes_a_declaration_active_and_tells_one_fact(romans: Agenda) -> None:
    patient_id = romans.patient(ald=True)
    outcome = romans.do(online(patient_id))
    assert outcome == {
        "declaration_id": outcome["declaration_id"],
        "active_on": "2023-11-06",
        "presumed": False,
        "replaced": [],
    }
    (fact,) = romans.facts("declaration_filed")
    month_on = MONDAY.replace(day=1)
    assert fact.data == {"month_on": month_on, "active_month_on": month_on}
    assert str(fact.subject) == outcome["declaration_id"]
    row = romans.row("declarations", fact.subject)
    assert (row["patient_id"], row["ald"], row["active_on"]) == (patient_id, True, MONDAY)
    assert state(romans, fact.subject) == "active"
    assert [row["practitioner_rpps"] for row in romans.rows("declared_doctors")] == [DOCTOR]


def test_step_by_step_on_paper_until_the_fund_answers(romans: Agenda) -> None:
    patient_id = romans.patient()
    drafted = romans.do(DraftDeclaration(patient_id, (DOCTOR,), MONDAY))
    assert drafted["consent_needed"] == "none"
    declaration_id = UUID(drafted["declaration_id"])
    romans.do(SignDeclaration(declaration_id, MONDAY))
    sent = romans.do(SendDeclaration(declaration_id, MONDAY, Channel.PAPER))
    assert (sent["active_on"], sent["presumed"]) == ("2023-12-06", True)
    romans.at(MONDAY + 20 * DAY)
    romans.do(RecordFundAnswer(declaration_id, MONDAY + 19 * DAY, accepted=True, active_on=MONDAY + 2 * DAY))
    (answered,) = romans.facts("declaration_answered")
    assert answered.data == {"accepted": True, "active_month_on": MONDAY.replace(day=1)}
    assert romans.row("declarations", declaration_id)["active_on"] == MONDAY + 2 * DAY
    assert state(romans, declaration_id) == "active"
    assert [fact.type.split(".")[1] for fact in romans.facts("declaration_drafted")] == []


def test_what_was_filed_on_paper_is_read_as_active_once_the_presumed_day_has_come(romans: Agenda) -> None:
    outcome = romans.do(online(romans.patient(), channel=Channel.PAPER))
    declaration_id, active_on = UUID(outcome["declaration_id"]), MONDAY + 30 * DAY
    with Session(romans.runtime.database.reading) as session:
        before, after = (declaration_read(session, declaration_id, day) for day in (active_on - DAY, active_on))
        assert before is not None
        assert after is not None
        assert (before.state, after.state) == (DeclarationState.FILED, DeclarationState.ACTIVE)
        assert (count_active(session, active_on - DAY), count_active(session, active_on)) == (0, 1)
        assert [doctor.label for doctor in after.doctors] == ["Dr Premier"]
        assert declaration_read(session, NOBODY, MONDAY) is None


def test_a_patient_has_one_current_declaration_and_a_new_one_replaces_it_once_confirmed(romans: Agenda) -> None:
    patient_id = romans.patient()
    former = romans.do(online(patient_id))["declaration_id"]
    assert romans.refused(online(patient_id, COLLEAGUE)) == ("DECLARATION_EXISTS", "replaces")
    later = romans.do(online(patient_id, COLLEAGUE, replaces=True))
    assert later["replaced"] == [former]
    (ended,) = romans.facts("declaration_ended")
    assert (str(ended.subject), ended.data) == (former, {"month_on": MONDAY.replace(day=1)})
    assert romans.row("declarations", ended.subject)["end_reason"] is EndReason.REPLACED
    (current,) = romans.rows("current_declarations")
    assert current["declaration_id"] == UUID(later["declaration_id"])
    with Session(romans.runtime.database.reading) as session:
        told = declarations_of_patient(session, patient_id, MONDAY, limit=10)
        assert {str(one.declaration_id): one.state for one in told} == {
            former: DeclarationState.ENDED,
            later["declaration_id"]: DeclarationState.ACTIVE,
        }


def test_a_confirmation_with_nothing_to_replace_is_no_mistake(romans: Agenda) -> None:
    assert romans.do(online(romans.patient(), replaces=True))["replaced"] == []


def test_a_declaration_filed_before_the_current_one_does_not_replace_it(romans: Agenda) -> None:
    patient_id = romans.patient(registered_on=MONDAY - 9 * DAY)
    romans.do(online(patient_id))
    earlier = online(patient_id, filed_on=MONDAY - DAY, replaces=True)
    assert romans.refused(earlier) == ("DECLARATION_DAY_TOO_EARLY", "filed_on")


def test_the_database_itself_refuses_a_second_current_declaration(romans: Agenda) -> None:
    patient_id = romans.patient()
    romans.do(online(patient_id))
    drafted = romans.do(DraftDeclaration(patient_id, (DOCTOR,), MONDAY))
    second = {"patient_id": patient_id, "declaration_id": UUID(drafted["declaration_id"])}
    with pytest.raises(IntegrityError), romans.runtime.database.engine.begin() as connection:
        connection.execute(sa.insert(current_declarations).values(second))


@pytest.mark.parametrize("ending", ["rejected", "ended"])
def test_once_rejected_or_ended_another_declaration_needs_no_confirmation(romans: Agenda, ending: str) -> None:
    patient_id = romans.patient()
    declaration_id = UUID(romans.do(online(patient_id, channel=Channel.PAPER))["declaration_id"])
    if ending == "rejected":
        romans.do(RecordFundAnswer(declaration_id, MONDAY, accepted=False))
    else:
        romans.do(EndDeclaration(declaration_id, MONDAY, EndReason.PATIENT_CHANGED))
    assert state(romans, declaration_id) == ending
    assert romans.rows("current_declarations") == []
    assert romans.do(online(patient_id))["replaced"] == []


def test_the_declaration_of_a_merged_file_is_replaced_too(romans: Agenda) -> None:
    kept, merged = romans.patient(), romans.patient()
    former = romans.do(online(merged))["declaration_id"]
    romans.do(MergePatients(kept, merged))
    assert romans.refused(online(kept)) == ("DECLARATION_EXISTS", "replaces")
    assert romans.do(online(kept, replaces=True))["replaced"] == [former]


@pytest.mark.parametrize(("birth_on", "needed"), [(CHILD, "choice"), (TEENAGER, "agreement")])
def test_a_minor_s_declaration_waits_for_a_consent(romans: Agenda, birth_on: date, needed: str) -> None:
    patient_id = romans.patient(birth_on=birth_on)
    assert romans.refused(online(patient_id)) == ("CONSENT_MISSING", "consent")
    drafted = romans.do(DraftDeclaration(patient_id, (DOCTOR,), MONDAY))
    declaration_id = UUID(drafted["declaration_id"])
    assert (drafted["consent_needed"], state(romans, declaration_id)) == (needed, "awaiting_consent")
    assert romans.refused(SignDeclaration(declaration_id, MONDAY)) == ("CONSENT_MISSING", "consent")
    romans.do(RecordConsent(declaration_id, Consent.ONE_PARENT))
    romans.do(SignDeclaration(declaration_id, MONDAY))
    romans.do(SendDeclaration(declaration_id, MONDAY, Channel.ONLINE))
    assert state(romans, declaration_id) == "active"


def test_a_minor_s_declaration_with_a_consent_is_filed_at_once(romans: Agenda) -> None:
    outcome = romans.do(online(romans.patient(birth_on=CHILD), consent=Consent.GUARDIAN))
    row = romans.row("declarations", UUID(outcome["declaration_id"]))
    assert (row["consent"], row["consent_needed"], row["state"]) == ("guardian", "choice", "active")


def test_whoever_is_18_since_today_needs_nobody(romans: Agenda) -> None:
    patient_id = romans.patient(birth_on=date(2005, 11, 6))
    assert romans.refused(online(patient_id, consent=Consent.ONE_PARENT)) == ("CONSENT_NOT_NEEDED", "consent")
    romans.do(online(patient_id))


def test_an_age_that_the_year_of_birth_does_not_decide_is_read_with_an_audit_row(romans: Agenda) -> None:
    patient_id = romans.patient(birth_on=date(2005, 11, 6))
    before = len(romans.rows("audit"))
    romans.do(online(patient_id))
    opened = romans.rows("audit")[before:]
    assert [(row["person"], row["object"]) for row in opened] == [("system:FileDeclaration", str(patient_id))]


def test_doctors_of_one_structure_are_declared_jointly(romans: Agenda) -> None:
    patient_id = romans.patient()
    assert romans.refused(online(patient_id, DOCTOR, COLLEAGUE)) == ("JOINT_SITE_MISSING", "site")
    romans.do(online(patient_id, DOCTOR, COLLEAGUE, site=SITE))
    assert sorted(row["practitioner_rpps"] for row in romans.rows("declared_doctors")) == [DOCTOR, COLLEAGUE]


def test_only_a_doctor_of_the_register_under_contract_that_day_may_be_declared(romans: Agenda) -> None:
    romans.employ("Dr Remplaçant", LOCUM, PractitionerKind.LOCUM)
    romans.employ("Dr Ailleurs", ELSEWHERE, PractitionerKind.SALARIED_GP, employer="Mutualité")
    patient_id = romans.patient(registered_on=OPENED_ON)
    for practitioners, changes, code, field in (
        ((LOCUM,), {}, "PRACTITIONER_MAY_NOT_BE_DECLARED", "practitioners"),
        ((DOCTOR, LOCUM), {"site": SITE}, "PRACTITIONER_MAY_NOT_BE_DECLARED", "practitioners"),
        ((DOCTOR, ELSEWHERE), {"site": SITE}, "DOCTORS_OF_SEVERAL_STRUCTURES", "practitioners"),
        ((), {}, "DOCTORS_INVALID", "practitioners"),
        ((DOCTOR, "10 002 909 371"), {"site": SITE}, "DOCTORS_INVALID", "practitioners"),
        (("10002909372",), {}, "RPPS_INVALID", "practitioners"),
        (("10000000025",), {}, "PRACTITIONER_UNKNOWN", "practitioners"),
        ((DOCTOR,), {"site": "ailleurs"}, "SITE_UNKNOWN", "site"),
        ((DOCTOR,), {"filed_on": MONDAY + DAY}, "FILED_IN_FUTURE", "filed_on"),
        ((DOCTOR,), {"filed_on": OPENED_ON - DAY}, "FILED_BEFORE_REGISTRATION", "filed_on"),
    ):
        refused = replace(online(patient_id), practitioners=practitioners, **changes)
        assert romans.refused(refused) == (code, field)


def test_a_doctor_whose_contract_is_over_that_day_is_not_there(romans: Agenda) -> None:
    romans.employ("Dr Parti", LOCUM, PractitionerKind.SALARIED_GP, ends_on=MONDAY)
    assert romans.refused(online(romans.patient(), LOCUM)) == ("PRACTITIONER_NOT_THERE", "practitioners")


def test_what_is_not_filed_may_be_abandoned_and_lists_show_what_is_to_be_done(romans: Agenda) -> None:
    children = [
        UUID(romans.do(DraftDeclaration(romans.patient(birth_on=birth_on), (DOCTOR,), MONDAY))["declaration_id"])
        for birth_on in (CHILD, TEENAGER)
    ]
    adult = UUID(romans.do(DraftDeclaration(romans.patient(), (DOCTOR,), MONDAY))["declaration_id"])
    to_sign = (DeclarationState.DRAFTED, DeclarationState.AWAITING_CONSENT)

    def listed(**asked: Any) -> set[UUID]:
        with Session(romans.runtime.database.reading) as session:
            found = declarations_in(session, to_sign, MONDAY, limit=10, **asked)
        return {declaration.declaration_id for declaration in found}

    assert listed() == {adult, *children}
    assert listed(minors_only=True) == set(children)
    assert len(listed(offset=1)) == 2
    romans.do(AbandonDeclaration(adult))
    assert listed() == set(children)
    assert romans.refused(AbandonDeclaration(adult)) == ("DECLARATION_STEP_REFUSED", "declaration_id")


def test_an_unknown_declaration_and_a_reserved_reason_are_refused(romans: Agenda) -> None:
    unknown = ("DECLARATION_UNKNOWN", "declaration_id")
    assert romans.refused(SignDeclaration(NOBODY, MONDAY)) == unknown
    assert romans.refused(EndDeclaration(NOBODY, MONDAY, EndReason.DECEASED)) == unknown
    declaration_id = UUID(romans.do(online(romans.patient()))["declaration_id"])
    replaced = EndDeclaration(declaration_id, MONDAY, EndReason.REPLACED)
    assert romans.refused(replaced) == ("END_REASON_RESERVED", "reason")
