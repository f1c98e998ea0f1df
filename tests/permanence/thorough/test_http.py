"""The permanence over HTTP from end to end: a patient registered, seen, declared; people of other services."""

from collections.abc import Iterator
from uuid import uuid4

import pytest

from permanence.manifest import MANIFEST
from support.http_app import Web, assert_problem, web
from support.registration import PATIENT, ROLE

RPPS = "10005173140"
CONSULTATION = {"held_on": "2024-02-02", "practitioner_rpps": RPPS}
DECLARATION = {"filed_on": "2024-02-03", "practitioners": [RPPS], "channel": "online"}
DOCTOR = {
    "label": "Dr Exemple",
    "rpps": RPPS,
    "practitioner_kind": "salaried_gp",
    "employer": "Oxance",
    "starts_on": "2023-09-04",
    "half_days_per_week": 4,
}


@pytest.fixture(scope="module")
def permanence(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    with web(tmp_path_factory.mktemp("permanence"), MANIFEST, role=ROLE) as instance:
        assert instance.post("/practitioners", DOCTOR).status_code == 201
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
    patient = {"patient_id": registered.get_json()["patient_id"]}
    for path, body in (
        ("/consultations", CONSULTATION),
        ("/consultations", CONSULTATION),
        ("/declarations", DECLARATION),
    ):
        assert permanence.post(path, {**body, **patient}, role=role).status_code == 201
    read = permanence.get(f"/patients/{patient['patient_id']}", role=role)
    told = {"registered_on": "2024-02-01", "ald": True, "commune": "26281", "consultations": 2, "declarations": 1}
    assert read.status_code == 200
    assert read.get_json() == {**read.get_json(), **patient, **told}
    assert "1950-06-30" not in read.text


def test_a_patient_of_nobody_is_not_found(permanence: Web) -> None:
    assert_problem(permanence.get(f"/patients/{uuid4()}"), 404, "NOT_FOUND")
    assert_problem(permanence.get("/patients/1"), 404, "NOT_FOUND")


@pytest.mark.parametrize("role", ["housing_agent", "reporter", "elected_official"])
def test_people_of_other_services_read_and_write_nothing(permanence: Web, patient_id: str, role: str) -> None:
    rows = permanence.rows()
    assert_problem(permanence.get(f"/patients/{patient_id}", role=role), 403, "ROLE_REFUSED")
    assert_problem(permanence.post("/patients", PATIENT, role=role), 403, "ROLE_REFUSED")
    assert permanence.rows() == rows
