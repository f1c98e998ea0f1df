"""Acts, declarations and money over HTTP: what is answered, to whom, and what each bad input is told."""

from collections.abc import Iterator
from typing import Any

import pytest

from permanence.manifest import MANIFEST
from support.http_app import Web, assert_problem, web
from support.permanence.permanence_places import RPPS
from support.registration import PATIENT

DOCTOR, COLLEAGUE, LOCUM = RPPS
NOBODY = "00000000-0000-4000-8000-000000000000"
PEOPLE = (
    ("Dr Premier", DOCTOR, "salaried_gp", "Oxance"),
    ("Dr Second", COLLEAGUE, "retired_gp", "Mutualité"),
    ("Dr Passage", LOCUM, "locum", "Oxance"),
)
CONSULTATION = {"held_on": "2024-02-02", "practitioner_rpps": DOCTOR}
DECLARATION = {"filed_on": "2024-02-03", "practitioners": [DOCTOR], "channel": "online", "replaces": True}
DRAFT = {"drafted_on": "2024-02-02", "practitioners": [DOCTOR]}
COST = {
    "cost_kind": "salaries",
    "stage": "actual",
    "month_on": "2024-02-01",
    "payer": "oxance",
    "amount_cents": 1_200_00,
    "label": "salaires de février",
}
RECEIPT = {**{name: COST[name] for name in COST if name != "cost_kind"}, "receipt_kind": "fees"}
COUNT = {
    "counted_on": "2024-01-31",
    "commune": "26281",
    "group": "sixty_and_over",
    "people": 1_250,
    "source": "CPAM de la Drôme",
}


@pytest.fixture(scope="module")
def romans(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    with web(tmp_path_factory.mktemp("permanence"), MANIFEST, role="secretary") as instance:
        yield instance


@pytest.fixture(scope="module")
def doctors(romans: Web) -> list[str]:
    return [
        do(
            romans,
            "/practitioners",
            label=label,
            rpps=rpps,
            practitioner_kind=kind,
            employer=employer,
            starts_on="2023-09-04",
            half_days_per_week=4,
        )["practitioner_id"]
        for label, rpps, kind, employer in PEOPLE
    ]


@pytest.fixture
def patient_id(romans: Web, doctors: list[str]) -> str:
    answered: str = do(romans, "/patients", **PATIENT)["patient_id"]
    return answered


def do(romans: Web, path: str, **body: Any) -> dict[str, Any]:
    """By somebody who may: money is the accountant's."""
    response = romans.post(path, body, role="accountant" if path.startswith(("/costs", "/receipts")) else romans.role)
    assert response.status_code == 201, response.text
    answer: dict[str, Any] = response.get_json()
    return answer


def read(romans: Web, path: str, *, role: str = "secretary") -> dict[str, Any]:
    response = romans.get(path, role=role)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.get_json()
    return answer


def test_an_act_is_recorded_with_its_warnings_and_read_again(romans: Web, patient_id: str) -> None:
    held = do(romans, "/consultations", patient_id=patient_id, **CONSULTATION)
    assert held["warnings"] == ["OUTSIDE_SESSION"]
    do(romans, "/consultations", patient_id=patient_id, act_kind="visit", **CONSULTATION)
    acts = read(romans, f"/patients/{patient_id}/acts")["acts"]
    assert {act["act_kind"]: act["warnings"] for act in acts} == {
        "visit": [],
        "consultation": [
            {
                "code": "OUTSIDE_SESSION",
                "text": "Ce praticien n'avait pas de plage de consultation ce jour-là.",
            }
        ],
    }
    assert len(read(romans, f"/patients/{patient_id}/acts?limit=1&offset=1")["acts"]) == 1
    to_check = read(romans, "/acts/to-check?first_on=2024-02-01&end_on=2024-03-01", role="coordinator")["acts"]
    assert held["consultation_id"] in [act["act_id"] for act in to_check]


def test_a_declaration_goes_from_its_draft_to_its_end(romans: Web, patient_id: str) -> None:
    drafted = do(romans, "/declarations/drafts", patient_id=patient_id, **DRAFT)
    assert drafted["consent_needed"] == "none"
    one = f"/declarations/{drafted['declaration_id']}"
    to_sign = read(romans, "/declarations?state=drafted")["declarations"]
    assert drafted["declaration_id"] in [declaration["declaration_id"] for declaration in to_sign]
    do(romans, f"{one}/signature", signed_on="2024-02-03")
    filed = do(romans, f"{one}/filing", filed_on="2024-02-04", channel="paper")
    assert (filed["active_on"], filed["presumed"], filed["replaced"]) == ("2024-03-05", True, [])
    do(romans, f"{one}/answer", answered_on="2024-02-20", accepted=True, active_on="2024-02-10")
    do(romans, f"{one}/end", ended_on="2024-02-28", reason="patient_changed")
    shown = read(romans, one)
    assert shown["doctors"] == [{"rpps": DOCTOR, "label": "Dr Premier", "left_on": None}]
    told = {name: shown[name] for name in ("state", "active_on", "presumed", "ended_on", "end_reason", "ald")}
    assert told == {
        "state": "ended",
        "active_on": "2024-02-10",
        "presumed": False,
        "ended_on": "2024-02-28",
        "end_reason": "patient_changed",
        "ald": True,
    }
    (listed,) = read(romans, f"/patients/{patient_id}/declarations")["declarations"]
    assert listed == shown


def test_a_minor_s_declaration_is_abandoned_or_filed_with_a_consent(romans: Web, doctors: list[str]) -> None:
    child = do(romans, "/patients", **{**PATIENT, "birth_on": "2015-06-30"})["patient_id"]
    asked = {**DECLARATION, "patient_id": child}
    assert_problem(romans.post("/declarations", asked), 422, "CONSENT_MISSING", "consent")
    drafted = do(romans, "/declarations/drafts", patient_id=child, **DRAFT)
    assert drafted["consent_needed"] == "choice"
    waiting = read(romans, "/declarations?state=awaiting_consent&minors_only=true")["declarations"]
    assert [declaration["patient_id"] for declaration in waiting] == [child]
    one = f"/declarations/{drafted['declaration_id']}"
    do(romans, f"{one}/consent", consent="one_parent")
    do(romans, f"{one}/abandonment")
    filed = do(romans, "/declarations", **asked, consent="guardian")
    assert read(romans, f"/declarations/{filed['declaration_id']}")["consent"] == "guardian"


def test_a_new_declaration_asks_for_a_confirmation(romans: Web, patient_id: str) -> None:
    former = do(romans, "/declarations", patient_id=patient_id, **DECLARATION)
    again = {**DECLARATION, "patient_id": patient_id, "replaces": False}
    assert_problem(romans.post("/declarations", again), 422, "DECLARATION_EXISTS", "replaces")
    assert do(romans, "/declarations", **{**again, "replaces": True})["replaced"] == [former["declaration_id"]]


def test_a_doctor_leaves_and_the_patients_to_call_are_listed(romans: Web, patient_id: str, doctors: list[str]) -> None:
    leaving = do(
        romans,
        "/practitioners",
        label="Dr Partant",
        rpps="10100000016",
        practitioner_kind="salaried_gp",
        employer="Oxance",
        starts_on="2023-09-04",
        half_days_per_week=4,
    )["practitioner_id"]
    filed = do(romans, "/declarations", patient_id=patient_id, **{**DECLARATION, "practitioners": ["10100000016"]})
    departed = do(romans, f"/practitioners/{leaving}/departure", left_on="2024-03-01")
    assert departed == {"sessions": 0, "ended": 1, "continued": 0, "abandoned": 0, "returned": 1}
    (ended,) = read(romans, f"/practitioners/{leaving}/departure")["declarations"]
    assert (ended["declaration_id"], ended["patient_id"]) == (filed["declaration_id"], patient_id)
    assert ended["end_reason"] == "doctor_left"


def test_money_is_written_by_those_who_keep_it_and_read_by_month(romans: Web, patient_id: str) -> None:
    cost = do(romans, "/costs", **COST)
    mistake = do(romans, "/costs", **COST)["cost_id"]
    do(romans, f"/costs/{mistake}/cancellation", reason="en double")
    receipt = do(romans, "/receipts", **{**RECEIPT, "payer": None, "amount_cents": 200_00})
    wrong = do(romans, "/receipts", **RECEIPT)["receipt_id"]
    do(romans, f"/receipts/{wrong}/cancellation", reason="en double")
    period = "first_on=2024-02-01&end_on=2024-03-01"
    (line,) = read(romans, f"/costs?{period}", role="accountant")["costs"]
    assert (line["cost_id"], line["label"]) == (cost["cost_id"], "salaires de février")
    (line,) = read(romans, f"/receipts?{period}", role="accountant")["receipts"]
    assert line["receipt_id"] == receipt["receipt_id"]
    assert read(romans, f"/money?{period}&stage=actual")["months"] == [
        {"month_on": "2024-02-01", "payer": "oxance", "cost_cents": 1_200_00, "in_kind_cents": 0, "receipt_cents": 0},
        {"month_on": "2024-02-01", "payer": None, "cost_cents": 0, "in_kind_cents": 0, "receipt_cents": 200_00},
    ]
    told = read(romans, f"/consultation-cost?{period}&stage=actual")
    assert (told["gross_cents"], told["net_cents"]) == (1_200_00, 1_000_00)
    assert told["consultations"] > 0


def test_people_without_gp_are_counted_and_read(romans: Web) -> None:
    counted = do(romans, "/people-without-gp", **COUNT)
    (found,) = read(romans, "/people-without-gp?group=sixty_and_over&on=2024-03-01")["counts"]
    assert found == {**COUNT, **counted}
    assert read(romans, "/people-without-gp?group=sixty_and_over&on=2024-01-30")["counts"] == []


# Where, what is changed in a good body, the rule that it breaks, the field to blame.
BROKEN = [
    ("/consultations", {"patient_id": NOBODY}, "PATIENT_UNKNOWN", "patient_id"),
    ("/consultations", {"held_on": "2024-03-02"}, "HELD_IN_FUTURE", "held_on"),
    ("/consultations", {"practitioner_rpps": "10005173141"}, "RPPS_INVALID", "practitioner_rpps"),
    ("/consultations", {"practitioner_rpps": "10100000024"}, "PRACTITIONER_UNKNOWN", "practitioner_rpps"),
    ("/consultations", {"held_on": "2023-09-03"}, "PRACTITIONER_NOT_THERE", "practitioner_rpps"),
    ("/consultations", {"act_kind": "nurse_act"}, "ACT_NOT_OF_PROFESSION", "act_kind"),
    ("/consultations", {"site": "ailleurs"}, "SITE_UNKNOWN", "site"),
    ("/consultations", {"appointment_id": NOBODY}, "APPOINTMENT_UNKNOWN", "appointment_id"),
    ("/declarations", {"patient_id": NOBODY}, "PATIENT_UNKNOWN", "patient_id"),
    ("/declarations", {"filed_on": "2024-03-02"}, "FILED_IN_FUTURE", "filed_on"),
    ("/declarations", {"filed_on": "2024-01-31"}, "FILED_BEFORE_REGISTRATION", "filed_on"),
    ("/declarations", {"practitioners": [LOCUM]}, "PRACTITIONER_MAY_NOT_BE_DECLARED", "practitioners"),
    ("/declarations", {"practitioners": ["١٢٣"]}, "RPPS_INVALID", "practitioners"),
    ("/declarations", {"practitioners": []}, "DOCTORS_INVALID", "practitioners"),
    ("/declarations", {"practitioners": [DOCTOR, COLLEAGUE]}, "DOCTORS_OF_SEVERAL_STRUCTURES", "practitioners"),
    ("/declarations", {"consent": "one_parent"}, "CONSENT_NOT_NEEDED", "consent"),
    ("/declarations/drafts", {"drafted_on": "2024-03-02"}, "DECLARATION_DAY_IN_FUTURE", "drafted_on"),
    ("/costs", {"amount_cents": 0}, "AMOUNT_NOT_POSITIVE", "amount_cents"),
    ("/costs", {"amount_cents": 100_000_001}, "AMOUNT_INVALID", "amount_cents"),
    ("/costs", {"month_on": "2024-02-02"}, "MONTH_MALFORMED", "month_on"),
    ("/costs", {"month_on": "2024-04-01"}, "ACTUAL_IN_FUTURE", "month_on"),
    ("/costs", {"payer": "La commune"}, "PAYER_MALFORMED", "payer"),
    ("/receipts", {"month_on": "2024-04-01"}, "ACTUAL_IN_FUTURE", "month_on"),
    ("/people-without-gp", {"commune": "26999"}, "COMMUNE_UNKNOWN", "commune"),
    ("/people-without-gp", {"counted_on": "2024-03-02"}, "COUNTED_IN_FUTURE", "counted_on"),
    ("/people-without-gp", {"people": 3_000_001}, "PEOPLE_INVALID", "people"),
    ("/people-without-gp", {"source": " "}, "SOURCE_MISSING", "source"),
    (f"/costs/{NOBODY}/cancellation", {}, "COST_UNKNOWN", "cost_id"),
    (f"/receipts/{NOBODY}/cancellation", {}, "RECEIPT_UNKNOWN", "receipt_id"),
    (f"/declarations/{NOBODY}/signature", {"signed_on": "2024-03-01"}, "DECLARATION_UNKNOWN", "declaration_id"),
    (f"/practitioners/{NOBODY}/departure", {"left_on": "2024-03-01"}, "PRACTITIONER_UNKNOWN", "practitioner_id"),
    (f"/practitioners/{NOBODY}/departure", {"left_on": "2024-03-02"}, "DEPARTURE_IN_FUTURE", "left_on"),
]
GOOD: dict[str, tuple[str, dict[str, Any]]] = {
    "consultations": ("secretary", CONSULTATION),
    "declarations": ("secretary", DECLARATION),
    "declarations/drafts": ("secretary", DRAFT),
    "costs": ("accountant", COST),
    "receipts": ("accountant", RECEIPT),
    "people-without-gp": ("secretary", COUNT),
}


@pytest.mark.parametrize(("path", "change", "code", "field"), BROKEN)
def test_a_broken_rule_is_told_by_code_and_field_and_writes_nothing(
    romans: Web, patient_id: str, path: str, change: dict[str, Any], code: str, field: str
) -> None:
    cancelling = {"reason": "erreur"} if path.endswith("cancellation") else {}
    role, good = GOOD.get(path[1:], ("accountant" if cancelling else "secretary", cancelling))
    person = {"patient_id": patient_id} if path.startswith(("/consultations", "/declarations")) else {}
    body = {**(person if path[1:] in GOOD else {}), **good, **change}
    rows = romans.rows()
    assert_problem(romans.post(path, body, role=role), 422, code, field)
    assert romans.rows() == rows


@pytest.mark.parametrize("path", [f"/declarations/{NOBODY}", "/declarations/1"])
def test_a_declaration_that_is_not_there_is_not_found(romans: Web, path: str) -> None:
    assert_problem(romans.get(path), 404, "NOT_FOUND")


@pytest.mark.parametrize("period", ["first_on=2024-02-01&end_on=2024-02-01", "first_on=2010-01-01&end_on=2024-02-01"])
def test_a_period_that_is_none_is_refused(romans: Web, period: str) -> None:
    answer = romans.get(f"/consultation-cost?{period}&stage=actual")
    assert_problem(answer, 422, "MONEY_PERIOD_INVALID", "end_on")


@pytest.mark.parametrize(
    ("role", "path", "body"),
    [
        ("accountant", "/consultations", CONSULTATION),
        ("coordinator", "/declarations", DECLARATION),
        ("secretary", "/costs", COST),
        ("doctor", "/receipts", RECEIPT),
        ("doctor", "/people-without-gp", COUNT),
        ("reporter", "/declarations/drafts", DRAFT),
    ],
)
def test_people_of_other_roles_write_nothing(
    romans: Web, patient_id: str, role: str, path: str, body: dict[str, Any]
) -> None:
    rows = romans.rows()
    assert_problem(romans.post(path, {"patient_id": patient_id, **body}, role=role), 403, "ROLE_REFUSED")
    assert romans.rows() == rows
