"""The permanence over HTTP: what it answers, and each rule it refuses by."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from permanence.domain.rules import RuleBroken
from permanence.manifest import MANIFEST
from support.http_app import Web, assert_problem, web
from support.registration import PATIENT, ROLE

RPPS = "10005173140"
NOBODY = "00000000-0000-4000-8000-000000000000"
CONSULTATION = {"held_on": "2024-02-02", "practitioner_rpps": RPPS, "practitioner_kind": "saspas_intern"}
DECLARATION = {
    "filed_on": "2024-02-03",
    "practitioner_rpps": RPPS,
    "practitioner_kind": "salaried_gp",
    "channel": "online",
}
# Where, what is changed in a good body, the rule that it breaks, the field to blame.
BROKEN = [
    ("/patients", {"birth_on": "2024-02-02"}, "BIRTH_IN_FUTURE", "birth_on"),
    ("/patients", {"birth_on": "1898-01-31"}, "BIRTH_TOO_LONG_AGO", "birth_on"),
    ("/patients", {"commune": "26999"}, "COMMUNE_UNKNOWN", "commune"),
    ("/patients", {"registered_on": "2024-03-02"}, "REGISTERED_IN_FUTURE", "registered_on"),
    ("/patients", {"registered_on": "2023-09-03"}, "REGISTERED_BEFORE_OPENING", "registered_on"),
    ("/consultations", {"patient_id": NOBODY}, "PATIENT_UNKNOWN", "patient_id"),
    ("/consultations", {"held_on": "2024-03-02"}, "HELD_IN_FUTURE", "held_on"),
    ("/consultations", {"held_on": "2024-01-31"}, "HELD_BEFORE_REGISTRATION", "held_on"),
    ("/consultations", {"practitioner_rpps": "10005173141"}, "RPPS_INVALID", "practitioner_rpps"),
    ("/declarations", {"patient_id": NOBODY}, "PATIENT_UNKNOWN", "patient_id"),
    ("/declarations", {"filed_on": "2024-03-02"}, "FILED_IN_FUTURE", "filed_on"),
    ("/declarations", {"filed_on": "2024-01-31"}, "FILED_BEFORE_REGISTRATION", "filed_on"),
    ("/declarations", {"practitioner_kind": "locum"}, "PRACTITIONER_MAY_NOT_BE_DECLARED", "practitioner_kind"),
    ("/declarations", {"practitioner_rpps": "١٢٣"}, "RPPS_INVALID", "practitioner_rpps"),
]


@pytest.fixture(scope="module")
def permanence(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    with web(tmp_path_factory.mktemp("permanence"), MANIFEST, role=ROLE) as instance:
        yield instance


@pytest.fixture(scope="module")
def patient_id(permanence: Web) -> str:
    response = permanence.post("/patients", PATIENT)
    assert response.status_code == 201
    answered: str = response.get_json()["patient_id"]
    return answered


@pytest.mark.parametrize("role", ["secretary", "doctor"])
def test_a_patient_is_registered_seen_declared_and_read_without_identity(permanence: Web, role: str) -> None:
    registered = permanence.post("/patients", PATIENT, role=role)
    assert registered.status_code == 201
    patient = registered.get_json()
    for path, body in (
        ("/consultations", CONSULTATION),
        ("/consultations", CONSULTATION),
        ("/declarations", DECLARATION),
    ):
        assert permanence.post(path, {**body, **patient}, role=role).status_code == 201
    read = permanence.get(f"/patients/{patient['patient_id']}", role=role)
    assert (read.status_code, read.get_json()) == (
        200,
        {
            **patient,
            "registered_on": "2024-02-01",
            "ald": True,
            "commune": "26281",
            "consultations": 2,
            "declarations": 1,
        },
    )
    assert "1950" not in read.text


def test_a_patient_of_nobody_is_not_found(permanence: Web) -> None:
    assert_problem(permanence.get(f"/patients/{uuid4()}"), 404, "NOT_FOUND")
    assert_problem(permanence.get("/patients/1"), 404, "NOT_FOUND")


@pytest.mark.parametrize(("path", "change", "code", "field"), BROKEN)
def test_a_broken_rule_is_told_by_code_and_field_and_writes_nothing(
    permanence: Web, patient_id: str, path: str, change: dict[str, str], code: str, field: str
) -> None:
    good: dict[str, dict[str, Any]] = {
        "/patients": PATIENT,
        "/consultations": {"patient_id": patient_id, **CONSULTATION},
        "/declarations": {"patient_id": patient_id, **DECLARATION},
    }
    rows = permanence.rows()
    response = permanence.post(path, {**good[path], **change})
    assert_problem(response, 422, code, field)
    assert permanence.rows() == rows


def test_every_rule_of_the_permanence_is_reached_over_http() -> None:
    assert {code for _, _, code, _ in BROKEN} == {rule.code for rule in RuleBroken.__subclasses__()}


@pytest.mark.parametrize("role", ["housing_agent", "reporter", "elected_official"])
def test_people_of_other_services_read_and_write_nothing(permanence: Web, patient_id: str, role: str) -> None:
    rows = permanence.rows()
    assert_problem(permanence.get(f"/patients/{patient_id}", role=role), 403, "ROLE_REFUSED")
    assert_problem(permanence.post("/patients", PATIENT, role=role), 403, "ROLE_REFUSED")
    assert permanence.rows() == rows
