"""Patients over HTTP: registered with a verdict, looked up, corrected, merged, erased; each rule and each role."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa

from chassis.core import tables
from permanence.domain.rules import RuleBroken
from permanence.manifest import MANIFEST
from support.http_app import Web, assert_problem, web
from support.permanence.permanence_patients import INS
from support.registration import PATIENT, ROLE

NAMED = PATIENT | {"birth_name": "Exemple", "given_names": "Camille", "phone": "06 12 34 56 78"}
IDENTITY = {"birth_on": "1950-06-30", "birth_name": "Exemple", "phone": "0612345678"}


@pytest.fixture(scope="module")
def permanence(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    with web(tmp_path_factory.mktemp("permanence"), MANIFEST, role=ROLE) as instance:
        yield instance


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Web]:
    with web(tmp_path, MANIFEST, role=ROLE) as instance:
        yield instance


def registered(permanence: Web, **changes: Any) -> str:
    response = permanence.post("/patients", PATIENT | changes)
    assert response.status_code == 201, response.text
    patient_id: str = response.get_json()["patient_id"]
    return patient_id


def done(permanence: Web, path: str, **asked: Any) -> dict[str, Any]:
    response = permanence.post(path, asked)
    assert response.status_code == 201, response.text
    answer: dict[str, Any] = response.get_json()
    return answer


def read(permanence: Web, path: str) -> dict[str, Any]:
    response = permanence.get(path)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.get_json()
    return answer


def audit_rows(permanence: Web) -> list[tuple[str, str, str]]:
    with permanence.runtime.database.engine.connect() as connection:
        columns = tables.audit.c.person, tables.audit.c.action, tables.audit.c.object
        return [tuple(row) for row in connection.execute(sa.select(*columns))]


def test_a_patient_is_looked_up_read_and_corrected_and_every_reading_is_kept(alone: Web) -> None:
    patient_id = registered(alone, **NAMED)
    found = done(alone, "/patient-searches", birth_name="camille exemple")["patients"]
    assert [one["patient_id"] for one in found] == [patient_id]
    assert found[0]["identity"]["birth_on"] == "1950-06-30"
    done(alone, f"/patients/{patient_id}/correction", **IDENTITY, given_names="Dominique", sex="female")
    known = read(alone, f"/patients/{patient_id}/identity")
    assert (known["given_names"], known["sex"], known["phone"]) == ("Dominique", "female", "0612345678")
    assert done(alone, "/patient-searches", birth_name="Camille Exemple") == {"patients": []}
    assert audit_rows(alone) == [
        ("somebody", "permanence.search", patient_id),
        ("somebody", "permanence.identity", patient_id),
    ]


def test_the_state_of_a_patient_tells_all_but_who_it_is(alone: Web) -> None:
    patient_id = registered(alone, **NAMED, ins=INS)
    state = read(alone, f"/patients/{patient_id}")
    assert (state["eligibility"], state["eligibility_rule"], state["ins_status"]) == (
        "eligible",
        "default",
        "to_verify",
    )
    text = alone.get(f"/patients/{patient_id}").text
    assert [
        secret for secret in (IDENTITY["birth_on"], "Exemple", "Camille", "0612345678", INS) if secret in text
    ] == []
    assert audit_rows(alone) == []


def test_an_override_is_in_the_name_of_who_signed_in(permanence: Web) -> None:
    patient_id = registered(permanence, has_medecin_traitant=True, override="family_followed")
    override = read(permanence, f"/patients/{patient_id}")["override"]
    assert override == {"author": "somebody", "reason": "family_followed", "overridden_on": "2024-03-01"}
    other = registered(permanence, has_medecin_traitant=True)
    assert done(permanence, f"/patients/{other}/override", override="other")["overridden"]


def test_a_file_goes_from_the_proof_to_the_return(permanence: Web) -> None:
    patient_id = registered(permanence)
    assert done(permanence, f"/patients/{patient_id}/proof")["verdict"] == "eligible"
    told = {"ald_status": "ald_30", "proof_seen": True, "until_on": "2024-03-20"}
    done(permanence, f"/patients/{patient_id}/ald", **told)
    to_look_at = read(permanence, "/patients/to-look-at")
    assert patient_id in [one["patient_id"] for one in to_look_at["protocols"]]
    found = done(permanence, f"/patients/{patient_id}/medecin-traitant", change="found", on="2024-02-02")
    assert found["reasons"] == ["has_medecin_traitant"]
    done(permanence, f"/patients/{patient_id}/exit", exited_on="2024-02-03", reason="found_gp")
    done(permanence, f"/patients/{patient_id}/return", returned_on="2024-02-04")
    assert done(permanence, "/patient-reassessments") == {"assessed": 1, "changed": 0, "more": False}


def test_files_are_compared_merged_separated_and_forgotten(alone: Web) -> None:
    first, second = registered(alone, **NAMED), registered(alone, **NAMED)
    assert [set(group) for group in read(alone, "/patients/to-look-at")["alike"]] == [{first, second}]
    done(alone, f"/patients/{first}/merge", merged_id=second)
    assert read(alone, f"/patients/{second}")["merged_into"] == first
    response = alone.post(f"/patients/{second}/proof", {})
    assert_problem(response, 422, "PATIENT_MERGED", "patient_id")
    assert first in response.get_json()["detail"]
    done(alone, f"/patients/{second}/unmerge")
    assert done(alone, f"/patients/{second}/erasure")["answer"] == "purged"
    assert_problem(alone.get(f"/patients/{second}/identity"), 404, "NOT_FOUND")


# What is changed in a good registration, the rule that it breaks, the field to blame.
REGISTRATIONS = [
    ({"registered_on": "2024-03-02"}, "REGISTERED_IN_FUTURE", "registered_on"),
    ({"registered_on": "2017-01-01"}, "REGISTERED_BEFORE_OPENING", "registered_on"),
    ({"birth_on": "2024-02-02"}, "BIRTH_IN_FUTURE", "birth_on"),
    ({"birth_on": "1890-06-30"}, "BIRTH_TOO_LONG_AGO", "birth_on"),
    ({"commune": "26999"}, "COMMUNE_UNKNOWN", "commune"),
    ({"commune": "26184"}, "COMMUNE_MERGED", "commune"),
    ({"birth_name": "12"}, "BIRTH_NAME_INVALID", "birth_name"),
    ({"given_names": "12"}, "GIVEN_NAMES_INVALID", "given_names"),
    ({"used_name": "12"}, "USED_NAME_INVALID", "used_name"),
    ({"birthplace": "Romans"}, "BIRTHPLACE_INVALID", "birthplace"),
    ({"phone": "12"}, "PATIENT_PHONE_INVALID", "phone"),
    ({"email": "camille"}, "PATIENT_EMAIL_INVALID", "email"),
    ({"address": "a" * 251}, "HOME_ADDRESS_INVALID", "address"),
    ({"ins": "12"}, "NIR_MALFORMED", "ins"),
    ({"ins": "295109912611199"}, "NIR_KEY_WRONG", "ins"),
    ({"ins_status": "qualified"}, "INS_WITHOUT_NUMBER", "ins_status"),
    ({"ald": False, "ald_status": "ald_30"}, "ALD_STATUS_DISAGREES", "ald_status"),
]
# The same of a registered patient: where, what is asked.
ASKED = [
    ("ald", {"ald_status": "ald_30", "proof_seen": True, "until_on": "2023-01-01"}, "PROTOCOL_OVER", "until_on"),
    ("medecin-traitant", {"change": "found", "on": "2024-03-02"}, "CHANGE_IN_FUTURE", "on"),
    ("medecin-traitant", {"change": "found", "on": "2024-01-31"}, "CHANGE_BEFORE_REGISTRATION", "on"),
    ("medecin-traitant", {"change": "lost", "on": "2024-02-02"}, "REASON_MISSING", "reason"),
    (
        "medecin-traitant",
        {"change": "lost", "on": "2024-02-02", "reason": "newcomer"},
        "MEDECIN_TRAITANT_UNCHANGED",
        "change",
    ),
    ("override", {"override": "other"}, "NOTHING_TO_OVERRIDE", "patient_id"),
    ("return", {"returned_on": "2024-02-02"}, "NOT_EXITED", "patient_id"),
    ("unmerge", {}, "NOT_MERGED", "merged_id"),
]


@pytest.mark.parametrize(("change", "code", "field"), REGISTRATIONS)
def test_a_registration_that_breaks_a_rule_writes_nothing(
    permanence: Web, change: dict[str, Any], code: str, field: str
) -> None:
    rows = permanence.rows()
    assert_problem(permanence.post("/patients", PATIENT | change), 422, code, field)
    assert permanence.rows() == rows


@pytest.mark.parametrize(("path", "asked", "code", "field"), ASKED)
def test_what_is_asked_of_a_patient_against_a_rule_writes_nothing(
    permanence: Web, path: str, asked: dict[str, Any], code: str, field: str
) -> None:
    patient_id = registered(permanence)
    rows = permanence.rows()
    assert_problem(permanence.post(f"/patients/{patient_id}/{path}", asked), 422, code, field)
    assert_problem(permanence.post(f"/patients/{uuid4()}/{path}", asked), 422, "PATIENT_UNKNOWN", _reference(path))
    assert permanence.rows() == rows


def _reference(path: str) -> str:
    return "merged_id" if path == "unmerge" else "patient_id"


def test_rules_that_need_a_history_are_reached_too(permanence: Web) -> None:
    without_ald = registered(permanence, ald=False)
    assert_problem(permanence.post(f"/patients/{without_ald}/proof", {}), 422, "NO_ALD_TO_PROVE", "patient_id")
    itself = permanence.post(f"/patients/{without_ald}/merge", {"merged_id": without_ald})
    assert_problem(itself, 422, "MERGED_WITH_ITSELF", "merged_id")
    exit_ = {"exited_on": "2024-02-02", "reason": "moved"}
    done(permanence, f"/patients/{without_ald}/exit", **exit_)
    assert_problem(permanence.post(f"/patients/{without_ald}/exit", exit_), 422, "ALREADY_EXITED", "patient_id")
    done(permanence, f"/patients/{without_ald}/erasure")
    assert_problem(permanence.post(f"/patients/{without_ald}/erasure", {}), 422, "PATIENT_PURGED", "patient_id")
    assert_problem(permanence.post("/patient-searches", {}), 422, "SEARCH_EMPTY", "birth_name")
    assert_problem(permanence.post(f"/patients/{uuid4()}/proof", {}), 422, "PATIENT_UNKNOWN", "patient_id")


def test_every_rule_about_patients_but_two_is_reached_here() -> None:
    """Two files declared at once are a declaration's test; half an override cannot be asked over HTTP."""
    here = {code for _, code, _ in REGISTRATIONS} | {code for _, _, code, _ in ASKED}
    here |= {"NO_ALD_TO_PROVE", "MERGED_WITH_ITSELF", "ALREADY_EXITED", "PATIENT_PURGED", "SEARCH_EMPTY"}
    here |= {"PATIENT_MERGED", "PATIENT_UNKNOWN"}
    rules = [rule for rule in RuleBroken.__subclasses__() if rule.__module__.startswith("permanence.domain.patient.")]
    assert {rule.code for rule in rules} - here == {"BOTH_DECLARED", "OVERRIDE_INCOMPLETE"}


@pytest.mark.parametrize("role", ["housing_agent", "reporter", "elected_official", "accountant"])
def test_people_of_other_trades_neither_read_nor_look_up_anybody(permanence: Web, role: str) -> None:
    patient_id = registered(permanence, **NAMED)
    rows = permanence.rows()
    for path in (f"/patients/{patient_id}", f"/patients/{patient_id}/identity", "/patients/to-look-at"):
        assert_problem(permanence.get(path, role=role), 403, "ROLE_REFUSED")
    for path, asked in (("/patient-searches", {"birth_name": "Exemple"}), (f"/patients/{patient_id}/erasure", {})):
        assert_problem(permanence.post(path, asked, role=role), 403, "ROLE_REFUSED")
    assert permanence.rows() == rows


def test_the_coordinator_reads_a_state_and_neither_overrides_nor_opens_an_identity(permanence: Web) -> None:
    patient_id = registered(permanence, has_medecin_traitant=True)
    assert permanence.get(f"/patients/{patient_id}", role="coordinator").status_code == 200
    asked = {"override": "medical_need"}
    assert_problem(permanence.post(f"/patients/{patient_id}/override", asked, role="coordinator"), 403, "ROLE_REFUSED")
    assert_problem(permanence.get(f"/patients/{patient_id}/identity", role="coordinator"), 403, "ROLE_REFUSED")
