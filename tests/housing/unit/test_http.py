"""The house over HTTP: what it answers, and each rule it refuses by."""

from collections.abc import Iterator
from uuid import uuid4

import pytest

from housing.domain.rules import RuleBroken
from housing.manifest import MANIFEST
from support.http_app import Web, assert_problem, web

NOBODY = "00000000-0000-4000-8000-000000000000"
ARRIVAL = {
    "house": "maison-des-internes",
    "occupant_kind": "gp_intern",
    "university": "grenoble",
    "arrived_on": "2024-02-01",
    "expected_departure_on": "2024-04-30",
}
# What is changed in a good body, the rule that it breaks, the field to blame.
BROKEN_ARRIVALS = [
    ({"house": "Maison des internes"}, "HOUSE_CODE_MALFORMED", "house"),
    ({"university": "grenoble\x00"}, "CODE_MALFORMED", "university"),
    ({"expected_departure_on": "2024-02-01"}, "DEPARTURE_NOT_AFTER_ARRIVAL", "expected_departure_on"),
    ({"arrived_on": "2024-03-02"}, "ARRIVED_IN_FUTURE", "arrived_on"),
]
# Which stay, the day of departure, the rule that it breaks, the field to blame.
BROKEN_DEPARTURES = [
    ("nobody's", "2024-02-10", "STAY_UNKNOWN", "stay_id"),
    ("ended", "2024-02-10", "ALREADY_DEPARTED", "stay_id"),
    ("running", "2024-02-01", "DEPARTED_BEFORE_ARRIVAL", "departed_on"),
    ("running", "2024-03-02", "DEPARTED_IN_FUTURE", "departed_on"),
    ("endless", "2024-02-29", "STAY_TOO_LONG", "departed_on"),
]


@pytest.fixture(scope="module")
def housing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    with web(tmp_path_factory.mktemp("housing"), MANIFEST, role="housing_agent") as instance:
        yield instance


def arrive(housing: Web, **changes: str) -> str:
    response = housing.post("/stays", {**ARRIVAL, **changes})
    assert response.status_code == 201
    stay_id: str = response.get_json()["stay_id"]
    return stay_id


@pytest.fixture(scope="module")
def stays(housing: Web) -> dict[str, str]:
    ended = arrive(housing)
    assert housing.post(f"/stays/{ended}/departure", {"departed_on": "2024-02-09"}).status_code == 201
    endless = arrive(housing, arrived_on="2004-02-01")
    return {"nobody's": NOBODY, "running": arrive(housing), "ended": ended, "endless": endless}


def test_an_intern_arrives_is_there_and_departs(housing: Web) -> None:
    stay_id = arrive(housing)
    there = {"stay_id": stay_id, **ARRIVAL, "departed_on": None}
    assert housing.get(f"/stays/{stay_id}").get_json() == there
    departure = housing.post(f"/stays/{stay_id}/departure", {"departed_on": "2024-02-29"})
    assert (departure.status_code, departure.get_json()) == (201, {"stay_id": stay_id})
    assert housing.get(f"/stays/{stay_id}").get_json() == {**there, "departed_on": "2024-02-29"}


def test_a_stay_of_nobody_is_not_found(housing: Web) -> None:
    assert_problem(housing.get(f"/stays/{uuid4()}"), 404, "NOT_FOUND")


@pytest.mark.parametrize(("change", "code", "field"), BROKEN_ARRIVALS)
def test_an_arrival_that_breaks_a_rule_is_told_which_and_writes_nothing(
    housing: Web, change: dict[str, str], code: str, field: str
) -> None:
    rows = housing.rows()
    assert_problem(housing.post("/stays", {**ARRIVAL, **change}), 422, code, field)
    assert housing.rows() == rows


@pytest.mark.parametrize(("stay", "departed_on", "code", "field"), BROKEN_DEPARTURES)
def test_a_departure_that_breaks_a_rule_is_told_which_and_writes_nothing(
    housing: Web, stays: dict[str, str], stay: str, departed_on: str, code: str, field: str
) -> None:
    rows = housing.rows()
    response = housing.post(f"/stays/{stays[stay]}/departure", {"departed_on": departed_on})
    assert_problem(response, 422, code, field)
    assert housing.rows() == rows


def test_every_rule_of_the_house_is_reached_over_http() -> None:
    rules = list(RuleBroken.__subclasses__())
    rules += [below for rule in rules for below in rule.__subclasses__()]
    reached = {code for _, code, _ in BROKEN_ARRIVALS} | {code for _, _, code, _ in BROKEN_DEPARTURES}
    assert reached == {rule.code for rule in rules}


@pytest.mark.parametrize("role", ["secretary", "doctor", "reporter", "elected_official"])
def test_people_of_other_services_read_and_write_nothing(housing: Web, stays: dict[str, str], role: str) -> None:
    rows = housing.rows()
    assert_problem(housing.get(f"/stays/{stays['running']}", role=role), 403, "ROLE_REFUSED")
    assert_problem(housing.post("/stays", ARRIVAL, role=role), 403, "ROLE_REFUSED")
    assert housing.rows() == rows
