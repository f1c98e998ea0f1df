"""Patients by commands: verdict, orientation and duplicates at registration, and what each later change does."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from chassis.core.database import Database
from permanence.commands.patients import (
    DeclareALD,
    OverrideEligibility,
    ReassessPatients,
    SeeProof,
)
from permanence.domain.patient.ald import ALDStatus
from permanence.domain.patient.eligibility import Eligibility, OverrideReason
from permanence.domain.patient.identity import Sex
from permanence.domain.patient.ins import INSStatus
from permanence.manifest import MANIFEST
from permanence.queries.patients import files_alike, proofs_to_see, protocols_ending
from support.permanence.permanence_patients import (
    INS,
    NOBODY,
    TODAY,
    Patients,
    correction,
    patients_of,
    person,
    registration,
)
from support.runtimes import sqlite_runtime

DAY = timedelta(days=1)
YOUNG = date(1963, 11, 8)  # 60 in two days


@pytest.fixture
def romans(tmp_path: Path) -> Iterator[Patients]:
    sqlite_runtime(tmp_path, MANIFEST).database.close()
    database = Database(f"sqlite+pysqlite:///{tmp_path}/permanence_romans.db")
    yield patients_of(database)
    database.close()


def test_a_registration_answers_the_verdict_the_place_and_nothing_to_look_at(romans: Patients) -> None:
    outcome = romans.do(registration())
    assert outcome == {
        "patient_id": outcome["patient_id"],
        "verdict": "eligible",
        "rule_version": "2023-09",
        "reasons": [],
        "overridden": False,
        "priority": "usual",
        "orientation": None,
        "duplicates": [],
        "warnings": [],
    }


def test_who_meets_no_condition_is_registered_oriented_and_told_every_reason(romans: Patients) -> None:
    outcome = romans.do(registration(birth_on=YOUNG, commune="01001", has_medecin_traitant=True))
    assert (outcome["verdict"], outcome["priority"], outcome["orientation"]) == ("not_eligible", "lowered", "elsewhere")
    assert outcome["reasons"] == ["has_medecin_traitant", "too_young_without_ald", "outside_catchment"]
    (told,) = romans.facts("patient_registered")
    assert told.data == {"month_on": TODAY.replace(day=1)}, "a verdict orders and orients, and stays here"


def test_an_urgent_request_goes_before_all_others_whatever_the_verdict(romans: Patients) -> None:
    outcome = romans.do(registration(birth_on=YOUNG, urgent=True))
    assert (outcome["verdict"], outcome["priority"]) == ("not_eligible", "urgent")
    assert outcome["orientation"] == "first_slot_or_15_sas"


def test_an_override_is_traced_with_its_author_its_reason_and_its_day(romans: Patients) -> None:
    by_alix = {"override": OverrideReason.MEDICAL_NEED, "overridden_by": "alix"}
    outcome = romans.do(registration(birth_on=YOUNG, **by_alix))
    assert (outcome["verdict"], outcome["overridden"], outcome["priority"]) == ("not_eligible", True, "usual")
    override = romans.row(UUID(outcome["patient_id"]))["override"]
    assert (override.author, override.reason, override.overridden_on) == ("alix", OverrideReason.MEDICAL_NEED, TODAY)
    other = romans.register(birth_on=YOUNG)
    assert romans.do(OverrideEligibility(other, "alix", OverrideReason.OTHER))["overridden"]
    assert romans.row(other)["override"].reason is OverrideReason.OTHER


@pytest.mark.parametrize("half", [{"override": OverrideReason.OTHER}, {"overridden_by": "alix"}])
def test_half_an_override_is_refused(romans: Patients, half: dict[str, object]) -> None:
    assert romans.refused(registration(**half)) == ("OVERRIDE_INCOMPLETE", "override")
    eligible = romans.register()
    answered = romans.refused(OverrideEligibility(eligible, "alix", OverrideReason.OTHER))
    assert answered == ("NOTHING_TO_OVERRIDE", "patient_id")
    assert romans.refused(OverrideEligibility(eligible, " ", OverrideReason.OTHER)) == (
        "OVERRIDE_INCOMPLETE",
        "override",
    )


def test_a_merged_commune_is_refused_with_the_name_and_code_of_its_successor(romans: Patients) -> None:
    with pytest.raises(ValueError, match="Valherbasse, de code INSEE 26210"):
        romans.do(registration(commune="26184"))
    assert romans.refused(registration(commune="26184")) == ("COMMUNE_MERGED", "commune")
    assert romans.refused(registration(commune="26999")) == ("COMMUNE_UNKNOWN", "commune")


def test_an_unqualified_ins_is_kept_to_verify_and_a_wrong_key_is_refused(romans: Patients) -> None:
    outcome = romans.do(registration(ins=INS))
    assert outcome["warnings"] == ["INS_TO_VERIFY"]
    assert romans.row(UUID(outcome["patient_id"]))["ins_status"] is INSStatus.TO_VERIFY
    wrong = INS[:-2] + ("01" if INS[-2:] != "01" else "02")
    assert romans.refused(registration(ins=wrong)) == ("NIR_KEY_WRONG", "ins")
    strict = {"birth_name": "Exemple", "given_names": "Camille", "sex": Sex.MALE, "birthplace": "26281"}
    qualified = romans.do(registration(ins=INS, ins_status=INSStatus.QUALIFIED, birth_on=date(1950, 8, 5), **strict))
    assert qualified["warnings"] == []


def test_duplicates_are_told_by_name_phone_or_matricule_beside_the_birth_date_and_by_nothing_else(
    romans: Patients,
) -> None:
    first = romans.register(person(1, birth_name="Lœuf-Été", used_name="Modèle", ins=INS))
    born = person(1).identity.birth_on
    alike = [
        person(2, birth_name="LOEUF ETE", birth_on=born),
        person(3, birth_name="Modele", birth_on=born),
        person(4, phone="+33 6 00 00 00 01", birth_on=born),
        person(5, ins=INS, birth_on=born),
    ]
    for command in alike:
        found = romans.do(command)
        assert str(first) in found["duplicates"]
        assert "DUPLICATE_LIKELY" in found["warnings"]
    for other in (person(6, birth_on=born), person(7, phone=person(1).identity.phone), person(8, ins=INS)):
        assert romans.do(other)["duplicates"] == []
    with Session(romans.runtime.database.reading) as session:
        groups = files_alike(session)
    assert [len(group) for group in groups].count(2) >= 3


def test_a_birth_date_alone_is_no_likeness(romans: Patients) -> None:
    romans.register()
    assert romans.do(registration())["duplicates"] == []


def test_a_person_is_found_by_whole_name_birth_date_or_phone_and_by_all_that_is_given(romans: Patients) -> None:
    first, second = romans.register(person(11, used_name="Modèle")), romans.register(person(12))
    name = person(11).identity.birth_name or ""
    for said in (name, name.upper(), f"Camille {name}", f"{name} camille", "modele", "Camille MODÈLE"):
        assert romans.search(said) == [first]
    assert romans.search(phone="+33 6 00 00 00 12") == [second]
    assert romans.search(birth_on=person(12).identity.birth_on) == [second]
    assert romans.search(name, person(12).identity.birth_on) == []
    assert romans.search("Exemple") == []
    readings = [reading for reading in romans.audited() if reading[1] == "test.search"]
    assert len(readings) == 8, "one row for each identity that was shown"


def test_an_identity_is_written_anew_found_by_what_it_is_and_no_more_by_what_it_was(romans: Patients) -> None:
    patient_id = romans.register(person(21))
    outcome = romans.do(correction(patient_id, person(21), birth_name="Corrigé", birth_on=date(1990, 1, 1)))
    assert outcome["reasons"] == ["too_young_without_ald"], "the conditions look at the birth date"
    assert romans.search("Corrigé", date(1990, 1, 1)) == [patient_id]
    assert romans.search(person(21).identity.birth_name) == []
    known = romans.identity(patient_id)
    assert known is not None
    assert (known.birth_name, known.given_names) == ("Corrigé", "Camille")
    romans.do(correction(patient_id, person(21), commune="01001", precarious=True))
    assert (romans.row(patient_id)["commune"], romans.row(patient_id)["precarious"]) == ("01001", True)
    assert romans.refused(correction(NOBODY, person(21))) == ("PATIENT_UNKNOWN", "patient_id")


def test_a_proof_that_is_seen_makes_who_waited_for_it_eligible(romans: Patients) -> None:
    patient_id = romans.register(birth_on=YOUNG, ald=True)
    with Session(romans.runtime.database.reading) as session:
        (waiting,) = proofs_to_see(session)
    assert waiting.patient_id == patient_id
    assert romans.do(SeeProof(patient_id))["verdict"] == "eligible"
    row = romans.row(patient_id)
    assert (row["eligibility"], row["eligibility_reasons"], row["version"]) == (Eligibility.ELIGIBLE, (), 2)


def test_a_temporary_protocol_lasts_six_months_unless_told_and_is_listed_when_it_ends(romans: Patients) -> None:
    patient_id = romans.register(birth_on=YOUNG)
    outcome = romans.do(DeclareALD(patient_id, ALDStatus.ALD_30, proof_seen=True, temporary=True))
    assert outcome["verdict"] == "eligible"
    assert romans.row(patient_id)["ald_until_on"] == date(2024, 5, 6)
    with Session(romans.runtime.database.reading) as session:
        assert [one.patient_id for one in protocols_ending(session, date(2024, 5, 6))] == [patient_id]
        assert protocols_ending(session, date(2024, 5, 5)) == []
    ended = romans.do(DeclareALD(patient_id, ALDStatus.NONE, proof_seen=False))
    assert ended["reasons"] == ["too_young_without_ald"]
    assert romans.refused(SeeProof(patient_id)) == ("NO_ALD_TO_PROVE", "patient_id")


def test_a_birthday_makes_somebody_eligible_at_the_next_reassessment(romans: Patients) -> None:
    patient_id = romans.register(birth_on=YOUNG)
    romans.on(TODAY + DAY)
    assert romans.do(ReassessPatients()) == {"assessed": 1, "changed": 0, "more": False}
    assert romans.do(ReassessPatients()) == {"assessed": 0, "changed": 0, "more": False}
    romans.on(TODAY + 2 * DAY)
    assert romans.do(ReassessPatients()) == {"assessed": 1, "changed": 1, "more": False}
    row = romans.row(patient_id)
    assert (row["eligibility"], row["assessed_on"]) == (Eligibility.ELIGIBLE, TODAY + 2 * DAY)
    assert romans.audited() == [("system:ReassessPatients", "permanence.age", str(patient_id))] * 2


def test_an_age_that_the_year_decides_opens_no_identity(romans: Patients) -> None:
    romans.register(birth_on=date(1980, 1, 1))
    romans.on(TODAY + DAY)
    romans.do(ReassessPatients())
    assert romans.audited() == []
