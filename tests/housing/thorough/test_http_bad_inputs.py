"""What the house refuses over HTTP: each bad input is told its field and its rule, and changes nothing."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from support.housing.house_api import HOUSE, REQUEST, HouseApi, everything, house_api
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
    "a payment for a stay without an account": ("/stays/{asked}/payments", PAYMENT, 422, "ACCOUNT_MISSING", "stay_id"),
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
