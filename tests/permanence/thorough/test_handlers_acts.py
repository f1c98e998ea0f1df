"""Acts recorded by commands on SQLite: what is found of the practitioner's day, what is told, what is kept."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from permanence.commands.acts import HoldConsultation
from permanence.commands.patient_files import MergePatients
from permanence.commands.practitioners import AgreeMSU
from permanence.domain.act.act import ActKind, ActWarning
from permanence.domain.practitioner.kind import PractitionerKind
from permanence.queries.acts import acts_of_patient, acts_to_check, consultations_between
from permanence.store.acts import acts
from support.permanence.permanence_agenda import DAY, MONDAY, NOBODY, OPENED_ON, SITE, Agenda, agenda

RETIRED, SALARIED, INTERN, NURSE, SECRETARY = (
    "10002909371",
    "10005173140",
    "10100000016",
    "10000000017",
    "10000000025",
)


@pytest.fixture
def romans(tmp_path: Path) -> Iterator[Agenda]:
    with agenda(tmp_path) as made:
        yield made


def hold(romans: Agenda, patient_id: UUID, rpps: str = RETIRED, held_on: date = MONDAY, **asked: Any) -> list[str]:
    """The warnings that are answered."""
    warnings: list[str] = romans.do(HoldConsultation(patient_id, held_on, rpps, **asked))["warnings"]
    return warnings


def test_a_consultation_in_a_session_is_told_by_its_day_and_kept_with_the_site(
    romans: Agenda,
) -> None:
    romans.session()
    patient_id = romans.patient()
    outcome = romans.do(HoldConsultation(patient_id, MONDAY, "10 002 909 371"))
    assert outcome["warnings"] == []
    (fact,) = romans.facts("consultation_held")
    assert (str(fact.subject), fact.sequence) == (outcome["consultation_id"], 1)
    assert fact.data == {"held_on": MONDAY, "practitioner_kind": "retired_gp"}
    (row,) = romans.rows("acts")
    assert (row["patient_id"], row["act_kind"], row["site"]) == (patient_id, ActKind.CONSULTATION, SITE)
    assert (row["practitioner_rpps"], row["warnings"], row["supervised"]) == (RETIRED, None, None)


def test_what_is_unusual_is_recorded_with_warnings_and_never_lost(romans: Agenda) -> None:
    patient_id = romans.patient()
    assert hold(romans, patient_id) == ["OUTSIDE_SESSION"]
    assert hold(romans, patient_id, held_on=MONDAY - DAY) == ["BEFORE_REGISTRATION", "OUTSIDE_SESSION"]
    assert len(romans.facts("consultation_held")) == 2
    with romans.runtime.database.reading.connect() as connection, Session(connection) as session:
        found = acts_to_check(session, OPENED_ON, MONDAY + DAY, limit=1)
        assert [warned.code for act in found for warned in act.warnings] == [ActWarning.OUTSIDE_SESSION]
        assert len(acts_to_check(session, OPENED_ON, MONDAY + DAY, limit=10, offset=1)) == 1
        assert acts_to_check(session, MONDAY + DAY, MONDAY + 9 * DAY, limit=10) == []


def test_a_consultation_before_the_opening_by_somebody_under_contract_then_is_kept(romans: Agenda) -> None:
    romans.employ("Dr Ancien", INTERN, PractitionerKind.RETIRED_GP, starts_on=OPENED_ON - 30 * DAY)
    warnings = hold(romans, romans.patient(), INTERN, OPENED_ON - DAY)
    assert warnings == ["BEFORE_OPENING", "BEFORE_REGISTRATION", "OUTSIDE_SESSION"]


def test_an_intern_is_supervised_when_an_agreed_msu_of_the_placement_is_there(romans: Agenda) -> None:
    intern = romans.employ("M. Interne", INTERN, PractitionerKind.SASPAS_INTERN)
    patient_id = romans.patient()
    assert hold(romans, patient_id, INTERN, act_kind=ActKind.VISIT) == ["NOT_SUPERVISED"]
    romans.do(AgreeMSU(romans.doctors[0], OPENED_ON))
    romans.place(intern, romans.doctors[0])
    assert hold(romans, patient_id, INTERN, act_kind=ActKind.VISIT) == []
    assert [fact.data["supervised"] for fact in romans.facts("consultation_held")] == [False, True]


def test_consultations_are_those_of_doctors_and_of_supervised_interns(romans: Agenda) -> None:
    romans.employ("M. Interne", INTERN, PractitionerKind.SASPAS_INTERN)
    romans.employ("Mme Infirmière", NURSE, PractitionerKind.NURSE)
    patient_id = romans.patient()
    for rpps, act_kind in (
        (RETIRED, ActKind.CONSULTATION),
        (SALARIED, ActKind.TELECONSULTATION),
        (INTERN, ActKind.CONSULTATION),
        (NURSE, ActKind.NURSE_ACT),
    ):
        hold(romans, patient_id, rpps, act_kind=act_kind)
    assert len(romans.facts("consultation_held")) == 3
    (nurse_act,) = romans.facts("nurse_act_held")
    assert nurse_act.data == {"month_on": MONDAY.replace(day=1)}
    with Session(romans.runtime.database.reading) as session:
        assert consultations_between(session, MONDAY, MONDAY + DAY) == 2
        assert consultations_between(session, MONDAY - DAY, MONDAY) == 0
        assert len(acts_of_patient(session, patient_id, limit=10)) == 4
        assert len(acts_of_patient(session, patient_id, limit=3, offset=2)) == 2


def test_an_act_honours_its_appointment_in_the_same_transaction(romans: Agenda) -> None:
    patient_id = romans.patient()
    appointment_id = romans.book(patient_id, romans.session())
    romans.at(MONDAY, 9)
    assert hold(romans, patient_id, appointment_id=appointment_id) == []
    (act,) = romans.rows("acts")
    assert act["appointment_id"] == appointment_id
    appointment = romans.row("appointments", appointment_id)
    assert (appointment["state"], appointment["act_id"]) == ("honoured", act["act_id"])
    assert [fact.subject for fact in romans.facts("appointment_honoured")] == [appointment_id]


def test_an_act_by_a_colleague_honours_the_appointment_too(romans: Agenda) -> None:
    patient_id = romans.patient()
    appointment_id = romans.book(patient_id, romans.session())
    assert hold(romans, patient_id, SALARIED, appointment_id=appointment_id) == ["OUTSIDE_SESSION"]


def test_an_appointment_of_another_patient_or_day_is_refused(romans: Agenda) -> None:
    session_id = romans.session(day=MONDAY + DAY)
    patient_id, other = romans.patient(), romans.patient()
    appointment_id = romans.book(patient_id, session_id)
    refused = ("APPOINTMENT_OF_ANOTHER", "appointment_id")
    assert romans.refused(HoldConsultation(other, MONDAY, RETIRED, appointment_id=appointment_id)) == refused
    assert romans.refused(HoldConsultation(patient_id, MONDAY, RETIRED, appointment_id=appointment_id)) == refused
    unknown = HoldConsultation(patient_id, MONDAY, RETIRED, appointment_id=NOBODY)
    assert romans.refused(unknown) == ("APPOINTMENT_UNKNOWN", "appointment_id")


def test_one_act_honours_an_appointment_even_for_who_writes_to_the_database_itself(romans: Agenda) -> None:
    patient_id = romans.patient()
    appointment_id = romans.book(patient_id, romans.session())
    hold(romans, patient_id, appointment_id=appointment_id)
    (row,) = romans.rows("acts")
    with pytest.raises(IntegrityError), romans.runtime.database.engine.begin() as connection:
        connection.execute(sa.insert(acts).values({**row, "act_id": UUID(int=9)}))


@pytest.mark.parametrize(
    ("rpps", "asked", "code", "field"),
    [
        ("10002909372", {}, "RPPS_INVALID", "practitioner_rpps"),
        (NURSE, {}, "PRACTITIONER_UNKNOWN", "practitioner_rpps"),
        (RETIRED, {"held_on": OPENED_ON - DAY}, "PRACTITIONER_NOT_THERE", "practitioner_rpps"),
        (RETIRED, {"held_on": MONDAY + DAY}, "HELD_IN_FUTURE", "held_on"),
        (RETIRED, {"act_kind": ActKind.NURSE_ACT}, "ACT_NOT_OF_PROFESSION", "act_kind"),
        (RETIRED, {"site": "ailleurs"}, "SITE_UNKNOWN", "site"),
    ],
)
def test_a_mistake_is_refused_by_rule_and_field(
    romans: Agenda, rpps: str, asked: dict[str, Any], code: str, field: str
) -> None:
    command = HoldConsultation(romans.patient(), **{"held_on": MONDAY, "practitioner_rpps": rpps, **asked})
    assert romans.refused(command) == (code, field)


def test_an_act_for_nobody_or_for_a_merged_file_is_refused(romans: Agenda) -> None:
    kept, merged = romans.patient(), romans.patient()
    assert romans.refused(HoldConsultation(NOBODY, MONDAY, RETIRED)) == ("PATIENT_UNKNOWN", "patient_id")
    romans.do(MergePatients(kept, merged))
    assert romans.refused(HoldConsultation(merged, MONDAY, RETIRED)) == ("PATIENT_MERGED", "patient_id")
