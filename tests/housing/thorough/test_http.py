"""The house over HTTP: what it answers, and to whom."""

import json
from collections.abc import Iterator
from functools import partial
from typing import Any
from uuid import uuid4

import pytest

import housing.http
from chassis.http.access import Door, allowed_roles, door_of
from housing.manifest import MANIFEST
from support.housing.house_api import HOUSE, REQUEST, HouseApi, everything, house_api
from support.http_app import assert_problem


@pytest.fixture(scope="module")
def romans(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HouseApi]:
    with house_api(tmp_path_factory.mktemp("housing")) as api:
        api.open(rooms=1)
        yield api


@pytest.fixture(scope="module")
def stay_id(romans: HouseApi) -> str:
    """Of somebody who is there."""
    return romans.lodge(1, "2018-12-03", "2019-06-03")


@pytest.mark.parametrize("end_on", ["2019-05-06", "2019-05-05", "1019-05-07"])
@pytest.mark.parametrize("path", ["/availability", f"/houses/{HOUSE}/free-periods", f"/houses/{HOUSE}/money"])
def test_a_period_that_is_none_is_refused_by_every_question(romans: HouseApi, path: str, end_on: str) -> None:
    response = romans.get(f"{path}?first_on=2019-05-06&end_on={end_on}")
    assert_problem(response, 422, response.get_json()["code"], "end_on")


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ("first_on=2019-02-29&end_on=2019-03-02", "first_on"),
        ("first_on=2019-02-27", "end_on"),
        ("first_on=2019-02-27&end_on=2019-03-02&room=1", "room"),
        ("first_on=2019-02-27&end_on=2019-03-02&parking=peut-etre", "parking"),
    ],
)
def test_a_malformed_question_is_told_its_field(romans: HouseApi, asked: str, field: str) -> None:
    assert_problem(romans.get(f"/availability?{asked}"), 400, "MALFORMED_REQUEST", field)


def test_a_stay_goes_from_the_request_to_the_settled_account(tmp_path_factory: pytest.TempPathFactory) -> None:
    with house_api(tmp_path_factory.mktemp("life"), day="2018-11-05") as api:
        api.open(rooms=1)
        stay_id = api.request(1, "2018-12-03", "2019-06-03", wants_parking=True)
        assert api.do(f"/stays/{stay_id}/waitlisting") == {"stay_id": stay_id, "rank": 1}
        (place,) = api.read(f"/houses/{HOUSE}/waiting-list")["places"]
        assert (place["stay_id"], place["rank"], place["occupant_kind"]) == (stay_id, 1, "gp_intern")
        assert "aucune demande avant celle-ci" in place["explanation"]
        api.confirm(stay_id, "chambre-1", "2018-11-12")
        assert api.read(f"/houses/{HOUSE}/waiting-list") == {"places": []}
        api.on("2018-12-03")
        api.do(f"/stays/{stay_id}/arrival", arrived_on="2018-12-03")
        api.do(f"/houses/{HOUSE}/rents", month="2018-12-01")
        api.on("2019-01-20")
        ended = api.do(f"/stays/{stay_id}/departure", departed_on="2019-01-13", intention="settle_here")
        assert ended == {"stay_id": stay_id, "price_cents": 30000}
        account = api.read(f"/stays/{stay_id}/account")
        assert [(due["month"], due["amount_cents"]) for due in account["dues"]] == [
            ("2018-12-01", 15000),
            ("2019-01-01", 15000),
        ]
        api.do(f"/stays/{stay_id}/payments", amount_cents=30000, paid_on="2019-01-20", method="card")
        api.do(f"/stays/{stay_id}/settlement")
        stay = api.read(f"/stays/{stay_id}")
    assert (stay["state"], stay["room"], stay["price_cents"]) == ("settled", "chambre-1", 30000)
    assert (stay["arrived_on"], stay["departed_on"], stay["intention"]) == ("2018-12-03", "2019-01-13", "settle_here")
    assert not {"given_name", "family_name", "email", "phone", "number"} & set(stay)


def test_a_plan_is_proposed_read_edited_and_accepted(tmp_path_factory: pytest.TempPathFactory) -> None:
    with house_api(tmp_path_factory.mktemp("plan"), day="2019-03-04") as api:
        api.open(rooms=1)
        first = api.request(1, "2019-05-06", "2019-11-04", occupant_kind="saspas_intern")
        second = api.request(2, "2019-05-06", "2019-11-04")
        proposed = api.do("/plans", semester="2019-05", houses=[HOUSE])
        assert (proposed["placed"], proposed["unplaced"]) == (1, 1)
        plan = f"/plans/{proposed['plan_id']}"
        lines = {line["stay_id"]: line for line in api.read(plan)["lines"]}
        assert (lines[first]["room"], lines[second]["reason"]) == ("chambre-1", "no_room_free")
        api.do(f"{plan}/lines/{first}")
        api.do(f"{plan}/lines/{second}", room="chambre-1")
        assert api.do(f"{plan}/acceptance", held_until="2019-03-11")["held"] == [second]
        assert api.read(f"/stays/{second}")["state"] == "held"


def test_what_nobody_has_is_not_found(romans: HouseApi) -> None:
    period = "first_on=2019-01-01&end_on=2020-01-01"
    nobody = uuid4()
    for path in (
        f"/stays/{nobody}",
        f"/stays/{nobody}/account",
        f"/occupants/{nobody}/identity",
        f"/plans/{nobody}",
        f"/houses/ailleurs/stays?{period}",
        f"/houses/ailleurs/free-periods?{period}",
        f"/houses/ailleurs/money?{period}",
        f"/houses/ailleurs/objective?{period}",
        "/houses/ailleurs/waiting-list",
        "/houses/ailleurs/arrears",
        f"/houses/{HOUSE}/exports/{nobody}",
    ):
        assert_problem(romans.get(path), 404, "NOT_FOUND")


def test_reading_who_somebody_is_leaves_one_row_and_reading_nobody_leaves_none(tmp_path_factory: Any) -> None:
    with house_api(tmp_path_factory.mktemp("who"), day="2019-03-04") as api:
        api.open()
        occupant_id = api.read(f"/stays/{api.request(1, '2019-05-06', '2019-11-04')}")["occupant_id"]
        api.get(f"/occupants/{uuid4()}/identity", person="anne")
        assert everything(api)["audit"] == []
        identity = api.read(f"/occupants/{occupant_id}/identity", person="anne")
        assert identity["email"] == "camille.1@exemple.fr"
        (row,) = everything(api)["audit"]
        assert "'anne'" in row
        assert occupant_id in row
        api.do(f"/occupants/{occupant_id}/correction", **{**identity, "family_name": "Modèle"})
        assert api.read(f"/occupants/{occupant_id}/identity")["family_name"] == "Modèle"
        assert_problem(api.post(f"/occupants/{occupant_id}/erasure"), 422, "ERASURE_TOO_EARLY", "occupant_id")


def api_rules(api: HouseApi) -> Iterator[tuple[str, str, frozenset[str]]]:
    """Method, address and roles of every route for programs."""
    for rule in api.web.app.url_map.iter_rules():
        view = api.web.app.view_functions[rule.endpoint]
        if rule.endpoint != "openapi" and door_of(view) is Door.API:
            for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
                yield method, rule.rule, allowed_roles(view)


def test_the_agent_may_do_all_the_accountant_money_and_the_coordinator_reads_what_names_nobody(
    romans: HouseApi,
) -> None:
    rules = list(api_rules(romans))
    assert all("housing_agent" in roles for _, _, roles in rules)
    assert all(roles <= {"housing_agent", "accountant", "coordinator"} for _, _, roles in rules)
    assert all(method == "GET" and "identity" not in path for method, path, roles in rules if "coordinator" in roles)
    written = {path.partition("/v1")[2] for method, path, roles in rules if method == "POST" and "accountant" in roles}
    assert written == {
        "/houses/<house>/rents",
        "/houses/<house>/costs",
        "/houses/<house>/budgets",
        "/houses/<house>/exports",
        "/houses/<house>/returns",
        "/costs/<uuid:cost_id>/cancellation",
        "/stays/<uuid:stay_id>/payments",
        "/stays/<uuid:stay_id>/refunds",
        "/stays/<uuid:stay_id>/settlement",
    }


@pytest.mark.parametrize("role", ["secretary", "doctor", "reporter", "elected_official"])
def test_people_of_other_services_read_and_write_nothing(romans: HouseApi, stay_id: str, role: str) -> None:
    before = everything(romans)
    assert_problem(romans.get(f"/stays/{stay_id}", role=role), 403, "ROLE_REFUSED")
    post = partial(romans.web.post, now=romans.web.runtime.clock.now())
    assert_problem(post("/stays", REQUEST, role=role), 403, "ROLE_REFUSED")
    assert everything(romans) == before


def test_every_command_of_the_house_has_its_route() -> None:
    modules = [getattr(housing.http, name) for name in housing.http.__all__]
    used = {
        value
        for module in modules
        for value in vars(module).values()
        if isinstance(value, type) and value in MANIFEST.handlers
    }
    assert used == set(MANIFEST.handlers)


def test_the_secret_of_a_public_request_is_neither_asked_nor_told_to_programs(romans: HouseApi) -> None:
    assert "digest" not in json.dumps(romans.read("/openapi.json"))
