"""The house over HTTP: what it answers, to whom, and what it refuses without changing anything."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa

import housing.http
from chassis.core import tables
from chassis.http.access import Door, allowed_roles, door_of
from housing.manifest import MANIFEST
from support.house_api import HOUSE, HouseApi, house_api
from support.http_app import assert_problem

ARTICLES = re.compile(r"\b([Ll]e|[Ll]a|[Ll]es|[Uu]ne?|[Dd]e|[Dd]u|[Dd]es|[Cc]e|[Cc]ette|[Aa]ucune?)\b|\b[LlDdQq]['’]")


@pytest.fixture(scope="module")
def romans(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HouseApi]:
    with house_api(tmp_path_factory.mktemp("housing")) as api:
        api.open(rooms=4)
        yield api


@pytest.fixture(scope="module")
def places(romans: HouseApi) -> dict[str, str]:
    """What the addresses of bad requests name: stays of each state, seen on 1 March 2019."""
    romans.on("2018-12-03")
    promised = romans.request(3, "2019-02-04", "2019-05-06")
    romans.confirm(promised, "chambre-3", "2018-12-10")
    asked = romans.request(4, "2019-05-06", "2019-11-04")
    there = romans.lodge(1, "2018-12-03", "2019-06-03", room="chambre-1")
    left = romans.lodge(2, "2018-12-03", "2019-02-01", room="chambre-2")
    romans.on("2019-03-01")
    romans.do(f"/stays/{left}/departure", departed_on="2019-01-15")
    romans.do(f"/houses/{HOUSE}/rents", month="2018-12-01")
    romans.do(
        f"/houses/{HOUSE}/tariffs",
        starts_on="2020-01-01",
        ends_on="2020-07-01",
        night_cents=1600,
        month_cents=16000,
        longest_months=6,
        free_nights=7,
        linked_within_nights=30,
    )
    return {"house": HOUSE, "asked": asked, "promised": promised, "there": there, "left": left}


REQUEST = {
    "house": HOUSE,
    "occupant_kind": "gp_intern",
    "university": "lyon",
    "arrival_on": "2019-05-06",
    "departure_on": "2019-11-04",
    "given_name": "Dominique",
    "family_name": "Exemple",
    "email": "dominique@exemple.fr",
    "phone": "0612345678",
    "number": "ETU77777",
}
TARIFF = {
    "starts_on": "2020-08-01",
    "night_cents": 1700,
    "month_cents": 17000,
    "longest_months": 6,
    "free_nights": 7,
    "linked_within_nights": 30,
}
VOID = {"first_on": "2019-07-01", "end_on": "2019-07-08", "reason": "works"}
PAYMENT = {"amount_cents": 15000, "paid_on": "2019-03-01", "method": "cheque"}
BUDGET = {"year": 2019, "stage": "voted", "expenses": {}, "rents_cents": 0}
# Where it is sent, what is sent, the status, the rule that it breaks, the field to blame.
BAD_INPUTS: Mapping[str, tuple[str, Mapping[str, Any], int, str, str]] = {
    "a stay that ends on its start": (
        "/stays",
        {**REQUEST, "departure_on": "2019-05-06"},
        422,
        "PERIOD_EMPTY",
        "departure_on",
    ),
    "a stay that ends before its start": (
        "/stays",
        {**REQUEST, "departure_on": "2019-05-05"},
        422,
        "PERIOD_EMPTY",
        "departure_on",
    ),
    "a void that ends on its start": (
        "/houses/{house}/rooms/chambre-4/voids",
        {**VOID, "end_on": "2019-07-01"},
        422,
        "PERIOD_EMPTY",
        "end_on",
    ),
    "a tariff that ends before its start": (
        "/houses/{house}/tariffs",
        {**TARIFF, "ends_on": "2020-07-31"},
        422,
        "PERIOD_EMPTY",
        "ends_on",
    ),
    "29 February of a common year": (
        "/stays",
        {**REQUEST, "departure_on": "2019-02-29"},
        400,
        "MALFORMED_REQUEST",
        "departure_on",
    ),
    "a stay over the limit": (
        "/stays",
        {**REQUEST, "departure_on": "2019-11-14"},
        422,
        "STAY_TOO_LONG",
        "departure_on",
    ),
    "a stay over the limit with the one before": (
        "/stays",
        {**REQUEST, "number": "ETU00001", "arrival_on": "2019-06-10", "departure_on": "2019-07-10"},
        422,
        "STAY_TOO_LONG",
        "departure_on",
    ),
    "an extension over the limit": (
        "/stays/{there}/extension",
        {"departure_on": "2019-06-11"},
        422,
        "STAY_TOO_LONG",
        "departure_on",
    ),
    "an unknown room": (
        "/stays/{asked}/hold",
        {"room": "chambre-9", "held_until": "2019-03-08"},
        422,
        "ROOM_UNKNOWN",
        "room",
    ),
    "an unknown house": ("/stays", {**REQUEST, "house": "ailleurs"}, 422, "HOUSE_UNKNOWN", "house"),
    "a room that is another's": (
        "/houses/{house}/rooms/chambre-1/voids",
        {**VOID, "first_on": "2019-06-02"},
        422,
        "ROOM_TAKEN",
        "first_on",
    ),
    "a payment over the amount due": (
        "/stays/{there}/payments",
        {**PAYMENT, "amount_cents": 15001},
        422,
        "PAYMENT_ABOVE_DUE",
        "amount_cents",
    ),
    "a payment that is paid tomorrow": (
        "/stays/{there}/payments",
        {**PAYMENT, "paid_on": "2019-03-02"},
        422,
        "PAID_IN_FUTURE",
        "paid_on",
    ),
    "a payment of nothing": (
        "/stays/{there}/payments",
        {**PAYMENT, "amount_cents": 0},
        422,
        "AMOUNT_NOT_POSITIVE",
        "amount_cents",
    ),
    "a payment by titre to a régie": (
        "/stays/{there}/payments",
        {**PAYMENT, "method": "titre"},
        422,
        "METHOD_REFUSED",
        "method",
    ),
    "a payment for a stay without an account": (
        "/stays/{asked}/payments",
        PAYMENT,
        422,
        "ACCOUNT_MISSING",
        "stay_id",
    ),
    "a refund of no credit": ("/stays/{there}/refunds", PAYMENT, 422, "REFUND_ABOVE_CREDIT", "amount_cents"),
    "two arrivals for one stay": (
        "/stays/{there}/arrival",
        {"arrived_on": "2018-12-03"},
        422,
        "ALREADY_ARRIVED",
        "stay_id",
    ),
    "a departure before arrival": (
        "/stays/{there}/departure",
        {"departed_on": "2018-12-03"},
        422,
        "DEPARTED_BEFORE_ARRIVAL",
        "departed_on",
    ),
    "a departure of somebody who has not arrived": (
        "/stays/{promised}/departure",
        {"departed_on": "2019-02-20"},
        422,
        "NOT_ARRIVED_YET",
        "stay_id",
    ),
    "two departures for one stay": (
        "/stays/{left}/departure",
        {"departed_on": "2019-01-15"},
        422,
        "ALREADY_DEPARTED",
        "stay_id",
    ),
    "a settlement of what is not paid": ("/stays/{left}/settlement", {}, 422, "ACCOUNT_NOT_BALANCED", "stay_id"),
    "a tariff with a gap in its dates": ("/houses/{house}/tariffs", TARIFF, 422, "TARIFF_GAP", "starts_on"),
    "a tariff over another": (
        "/houses/{house}/tariffs",
        {**TARIFF, "starts_on": "2020-06-01"},
        422,
        "TARIFF_OVERLAP",
        "starts_on",
    ),
    "rents of a month that is not named by its first day": (
        "/houses/{house}/rents",
        {"month": "2019-02-02"},
        422,
        "MONTH_MALFORMED",
        "month",
    ),
    "rents of next year": ("/houses/{house}/rents", {"month": "2020-03-01"}, 422, "MONTH_TOO_FAR", "month"),
    "an expense to come": (
        "/houses/{house}/costs",
        {"cost_kind": "rent", "amount_cents": 1, "incurred_on": "2019-03-02", "label": "Loyer"},
        422,
        "INCURRED_IN_FUTURE",
        "incurred_on",
    ),
    "a budget of a year out of reason": (
        "/houses/{house}/budgets",
        {**BUDGET, "year": 1019},
        422,
        "YEAR_INVALID",
        "year",
    ),
    "a budget for what does not exist": (
        "/houses/{house}/budgets",
        {**BUDGET, "expenses": {"feasts": 1}},
        400,
        "MALFORMED_REQUEST",
        "expenses",
    ),
    "an export from a régie": ("/houses/{house}/exports", {}, 422, "NOT_BY_TITRE", "house"),
    "a return file that is no base64": (
        "/houses/{house}/returns",
        {"file": "canari!"},
        400,
        "MALFORMED_REQUEST",
        "file",
    ),
    "a social security number": ("/stays", {**REQUEST, "number": "2690549588157 80"}, 422, "NIR_REFUSED", "number"),
    "a name where a command needs nothing": (
        "/stays/{asked}/waitlisting",
        {"name": "canari"},
        400,
        "MALFORMED_REQUEST",
        "name",
    ),
}


def everything(api: HouseApi) -> Mapping[str, list[str]]:
    """Every row of every table, as text."""
    all_tables = [*tables.metadata.sorted_tables, *MANIFEST.metadata.sorted_tables]
    with api.web.runtime.database.engine.connect() as connection:
        return {table.name: sorted(map(str, connection.execute(sa.select(table)))) for table in all_tables}


@pytest.mark.parametrize("name", BAD_INPUTS)
def test_a_bad_input_is_told_its_field_and_its_rule_in_french_and_changes_nothing(
    romans: HouseApi, places: dict[str, str], name: str
) -> None:
    path, body, status, code, field = BAD_INPUTS[name]
    before = everything(romans)
    response = romans.post(path.format(**places), **body)
    assert_problem(response, status, code, field)
    document = response.get_json()
    told = [error["detail"] for error in document.get("errors", [])] or [document["detail"]]
    assert all(ARTICLES.search(detail) or detail.startswith("Ce ") for detail in told), told
    assert "canari" not in response.text
    assert everything(romans) == before


def test_the_bad_inputs_would_be_accepted_without_what_is_bad_in_them(tmp_path_factory: pytest.TempPathFactory) -> None:
    with house_api(tmp_path_factory.mktemp("good"), day="2019-03-01") as api:
        api.open(rooms=1)
        api.do("/stays", **REQUEST)
        api.do(f"/houses/{HOUSE}/rooms/chambre-1/voids", **VOID)
        api.do(f"/houses/{HOUSE}/tariffs", **TARIFF)
        api.do(f"/houses/{HOUSE}/budgets", **BUDGET)
        stay_id = api.lodge(1, "2019-03-01", "2019-06-03")
        api.do(f"/houses/{HOUSE}/rents", month="2019-03-01")
        api.do(f"/stays/{stay_id}/payments", **PAYMENT)


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
def test_people_of_other_services_read_and_write_nothing(romans: HouseApi, places: dict[str, str], role: str) -> None:
    before = everything(romans)
    assert_problem(romans.get(f"/stays/{places['there']}", role=role), 403, "ROLE_REFUSED")
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
