"""Sites, practitioners and the forecast over HTTP: what is answered, to whom, and what each bad input is told."""

from collections.abc import Iterator
from typing import Any

import pytest

from permanence.manifest import MANIFEST
from support.http_app import Web, assert_problem, web
from support.permanence.permanence_places import RPPS

SITE = {
    "site": "pouchelon",
    "label": "Pôle santé Pouchelon",
    "commune": "26281",
    "opened_on": "2023-09-04",
    "rooms": [{"room": "cabinet-1", "label": "Cabinet 1"}, {"room": "cabinet-2", "label": "Cabinet 2"}],
    "hours": [{"weekday": day, "starts": "08:30", "ends": "18:30"} for day in range(5)],
    "finess": "260000012",
}
GP = {
    "rpps": RPPS[0],
    "label": "Dr Exemple",
    "practitioner_kind": "retired_gp",
    "employer": "Oxance",
    "starts_on": "2023-09-04",
    "half_days_per_week": 7,
    "msu_from": "2023-09-04",
}
INTERN = {**GP, "rpps": RPPS[1], "practitioner_kind": "saspas_intern", "msu_from": None}
DOCUMENT = {
    "document_kind": "projet_de_sante",
    "version": "2023-1",
    "signed_on": "2023-09-01",
    "signed_by": ["Oxance", "Ville de Romans"],
}
NOBODY = "00000000-0000-4000-8000-000000000000"


@pytest.fixture(scope="module")
def romans(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    with web(tmp_path_factory.mktemp("permanence"), MANIFEST, role="coordinator") as instance:
        yield instance


def do(romans: Web, path: str, **body: Any) -> dict[str, Any]:
    response = romans.post(path, body)
    assert response.status_code == 201, response.text
    answer: dict[str, Any] = response.get_json()
    return answer


def read(romans: Web, path: str) -> dict[str, Any]:
    response = romans.get(path)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.get_json()
    return answer


@pytest.fixture(scope="module")
def opened(romans: Web) -> dict[str, Any]:
    return do(romans, "/sites", **SITE)


@pytest.fixture(scope="module")
def gp(romans: Web) -> str:
    answered: str = do(romans, "/practitioners", **GP)["practitioner_id"]
    return answered


@pytest.fixture(scope="module")
def intern(romans: Web) -> str:
    asked = {name: value for name, value in INTERN.items() if name != "msu_from"}
    answered: str = do(romans, "/practitioners", **asked)["practitioner_id"]
    return answered


def test_a_site_is_opened_changed_and_read(romans: Web, opened: dict[str, Any]) -> None:
    assert (sorted(opened["rooms"]), opened["warnings"]) == (["cabinet-1", "cabinet-2"], ["FINESS_KEY"])
    do(romans, "/sites/pouchelon/description", label="Pouchelon", phone="04 75 00 00 00")
    do(
        romans,
        "/sites/pouchelon/hours",
        starts_on="2024-04-01",
        hours=[{"weekday": 0, "starts": "14:00", "ends": "24:00"}],
    )
    do(romans, "/sites/pouchelon/rooms", room="cabinet-3", label="Cabinet 3", opened_on="2024-03-01")
    do(romans, "/sites/pouchelon/rooms/cabinet-3/closing", closed_on="2024-06-01")
    do(romans, "/sites/pouchelon/documents", **DOCUMENT)
    closure = do(romans, "/sites/pouchelon/closures", first_on="2024-08-05", end_on="2024-08-10", reason="congés")
    do(romans, "/sites/pouchelon/closures", first_on="2024-03-12", end_on="2024-03-13", reason="travaux")
    do(romans, f"/sites/pouchelon/closures/{closure['closure_id']}/cancellation")
    assert (closure["cancelled"], closure["waiting"]) == ([], [])
    (listed,) = read(romans, "/sites")["sites"]
    assert (listed["site"], listed["label"], len(listed["rooms"])) == ("pouchelon", "Pouchelon", 3)
    site = read(romans, "/sites/pouchelon")
    assert site["hours"][1] == {
        "starts_on": "2024-04-01",
        "days": [{"weekday": 0, "starts": "14:00", "ends": "24:00"}],
    }
    assert [(room["room"], room["closed_on"]) for room in site["rooms"]][2] == ("cabinet-3", "2024-06-01")
    assert site["documents"] == [DOCUMENT]
    assert [closure["reason"] for closure in site["closures"]] == ["travaux"]
    assert (site["finess"], site["phone"], site["warnings"]) == (None, "04 75 00 00 00", [])
    days = read(romans, "/sites/pouchelon/calendar?first_on=2024-03-29&end_on=2024-04-03")["days"]
    assert [(day["day"][-2:], len(day["hours"]), day["closed_because"]) for day in days] == [
        ("29", 1, None),
        ("30", 0, None),
        ("31", 0, None),
        ("01", 0, "jour férié (Lundi de Pâques)"),
        ("02", 0, None),
    ]
    (shut,) = read(romans, "/sites/pouchelon/calendar?first_on=2024-03-12&end_on=2024-03-13")["days"]
    assert shut["closed_because"] == "fermeture (travaux)"


def test_a_site_of_its_own_closes(romans: Web) -> None:
    do(romans, "/sites", **{**SITE, "site": "annexe", "rooms": []})
    do(romans, "/sites/annexe/closing", closed_on="2024-03-02")
    assert read(romans, "/sites/annexe")["closed_on"] == "2024-03-02"


def test_people_come_work_under_supervision_and_leave(romans: Web, opened: object, gp: str, intern: str) -> None:
    placement = do(
        romans,
        f"/practitioners/{intern}/placements",
        starts_on="2023-11-02",
        ends_on="2024-05-02",
        supervisors=[gp],
        sites=["pouchelon"],
    )
    do(romans, f"/practitioners/{gp}/contracts", **contract(starts_on="2024-03-01", half_days_per_week=14))
    do(romans, f"/practitioners/{gp}/departure-announcement", leaves_on="2024-04-16")
    shown = read(romans, f"/practitioners/{gp}")
    assert (shown["state"], shown["practitioner_kind"], shown["half_days_per_week"]) == (
        "under_contract",
        "retired_gp",
        14,
    )
    assert (shown["is_msu"], shown["msu_from"], shown["leaves_on"]) == (True, "2023-09-04", "2024-04-16")
    assert [signed["ends_on"] for signed in shown["contracts"]] == ["2024-03-01", None]
    (placed,) = read(romans, f"/practitioners/{intern}")["placements"]
    assert placed == {
        "placement_id": placement["placement_id"],
        "starts_on": "2023-11-02",
        "ends_on": "2024-05-02",
        "supervisors": [gp],
        "sites": ["pouchelon"],
    }
    months = read(romans, "/forecast?months=2")["months"]
    assert months == [
        {"month": "2024-03-01", "half_days": 62 + 31, "lost_half_days": 0, "leaving": []},
        {"month": "2024-04-01", "half_days": 30 + 30, "lost_half_days": 30, "leaving": [gp]},
    ]
    assert len(read(romans, "/forecast?first_month=2025-01-15")["months"]) == 12


def contract(**changes: Any) -> dict[str, Any]:
    asked = {name: GP[name] for name in ("practitioner_kind", "employer", "starts_on", "half_days_per_week")}
    return {**asked, **changes}


def test_a_prospect_becomes_a_practitioner_step_by_step(romans: Web) -> None:
    prospect = do(romans, "/prospects", label="Dr Autre")["practitioner_id"]
    one = f"/practitioners/{prospect}"
    listed = read(romans, "/practitioners?state=prospect&limit=5")["practitioners"]
    assert [(found["label"], found["practitioner_kind"], found["is_msu"]) for found in listed] == [
        ("Dr Autre", None, False)
    ]
    assert_problem(romans.post(f"{one}/contracts", contract()), 422, "STEP_INVALID", "practitioner_id")
    do(romans, f"{one}/contact")
    do(romans, f"{one}/agreement")
    do(romans, f"{one}/ordre-registration", rpps=RPPS[2])
    do(romans, f"{one}/contracts", **contract())
    do(romans, f"{one}/msu-agreement", msu_from="2024-01-01", msu_until="2025-01-01")
    assert read(romans, one)["msu_until"] == "2025-01-01"


BROKEN = [
    ("/sites", {**SITE, "site": "Pouchelon 2"}, 422, "CODE_MALFORMED", "site"),
    ("/sites", {**SITE, "site": "autre", "commune": "26999"}, 422, "COMMUNE_UNKNOWN", "commune"),
    ("/sites", {**SITE, "site": "autre", "finess": "2600000"}, 422, "FINESS_MALFORMED", "finess"),
    (
        "/sites",
        {**SITE, "hours": [{"weekday": 7, "starts": "08:30", "ends": "18:30"}]},
        400,
        "MALFORMED_REQUEST",
        "hours",
    ),
    (
        "/sites",
        {**SITE, "hours": [{"weekday": 0, "starts": "8h30", "ends": "18:30"}]},
        400,
        "MALFORMED_REQUEST",
        "hours",
    ),
    ("/sites", {**SITE, "hours": [{"weekday": 0, "starts": 510, "ends": "18:30"}]}, 400, "MALFORMED_REQUEST", "hours"),
    (
        "/sites",
        {**SITE, "site": "autre", "hours": [{"weekday": 0, "starts": "18:30", "ends": "08:30"}]},
        422,
        "HOURS_INVALID",
        "hours",
    ),
    (
        "/sites/pouchelon/closures",
        {"first_on": "2024-05-02", "end_on": "2024-05-02", "reason": "x"},
        422,
        "CLOSURE_INVALID",
        "end_on",
    ),
    ("/sites/ailleurs/closing", {"closed_on": "2024-05-02"}, 422, "SITE_UNKNOWN", "site"),
    ("/sites/pouchelon/rooms/cabinet-9/closing", {"closed_on": "2024-05-02"}, 422, "ROOM_UNKNOWN", "room"),
    (
        "/sites/pouchelon/documents",
        {**DOCUMENT, "version": "2", "signed_on": "2024-03-02"},
        422,
        "SIGNED_IN_FUTURE",
        "signed_on",
    ),
    ("/sites/pouchelon/documents", {**DOCUMENT, "version": "2", "signed_by": []}, 422, "DOCUMENT_INVALID", "signed_by"),
    ("/practitioners", {**GP, "rpps": "10005173141"}, 422, "RPPS_INVALID", "rpps"),
    ("/practitioners", {**GP, "rpps": None}, 422, "RPPS_MISSING", "rpps"),
    ("/practitioners", {**GP, "practitioner_kind": "surgeon"}, 400, "MALFORMED_REQUEST", "practitioner_kind"),
    ("/practitioners", {**GP, "half_days_per_week": 15}, 400, "MALFORMED_REQUEST", "half_days_per_week"),
    (f"/practitioners/{NOBODY}/contact", {}, 422, "PRACTITIONER_UNKNOWN", "practitioner_id"),
    (
        f"/practitioners/{NOBODY}/departure-announcement",
        {"leaves_on": "0001-01-01"},
        422,
        "PRACTITIONER_UNKNOWN",
        "practitioner_id",
    ),
]


@pytest.mark.parametrize(("path", "body", "status", "code", "field"), BROKEN)
def test_a_bad_input_is_told_its_field_and_its_rule_and_changes_nothing(
    romans: Web, opened: object, path: str, body: dict[str, Any], status: int, code: str, field: str
) -> None:
    before = romans.rows()
    assert_problem(romans.post(path, body), status, code, field)
    assert romans.rows() == before


@pytest.mark.parametrize(
    ("path", "status", "code", "field"),
    [
        ("/sites/ailleurs", 404, "NOT_FOUND", None),
        ("/practitioners/00000000-0000-4000-8000-000000000000", 404, "NOT_FOUND", None),
        ("/sites/pouchelon/calendar?first_on=2024-03-01&end_on=2024-07-01", 422, "PERIOD_ASKED_INVALID", "end_on"),
        ("/sites/pouchelon/calendar?first_on=2024-03-01&end_on=2024-03-01", 422, "PERIOD_ASKED_INVALID", "end_on"),
        ("/forecast?first_month=9999-12-01", 422, "MONTH_ASKED_INVALID", "first_month"),
        ("/forecast?months=37", 400, "MALFORMED_REQUEST", "months"),
        ("/practitioners?limit=0", 400, "MALFORMED_REQUEST", "limit"),
        ("/practitioners?state=hired", 400, "MALFORMED_REQUEST", "state"),
    ],
)
def test_a_bad_question_is_told_why(
    romans: Web, opened: object, path: str, status: int, code: str, field: str | None
) -> None:
    assert_problem(romans.get(path), status, code, field)


def test_the_last_days_of_the_calendar_can_be_asked_for(romans: Web, opened: object) -> None:
    (day,) = read(romans, "/sites/pouchelon/calendar?first_on=9999-12-30&end_on=9999-12-31")["days"]
    assert day["closed_because"] is None


def test_a_doctor_reads_and_does_not_arrange(romans: Web, opened: object) -> None:
    assert romans.get("/sites", role="doctor").status_code == 200
    assert romans.get("/forecast", role="doctor").status_code == 200
    for path, body in (("/sites", SITE), ("/practitioners", GP)):
        assert romans.post(path, body, role="doctor").status_code == 403
    assert romans.get("/practitioners", role="accountant").status_code == 403
