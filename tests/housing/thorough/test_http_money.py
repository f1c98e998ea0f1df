"""Money over HTTP: rents issued and paid, the finance software's files, what a period cost and who bears it."""

import base64
from collections.abc import Iterator
from typing import Any

import pytest

from support.housing.house_api import CONVENTION, HOUSE, HouseApi, house_api
from support.http_app import assert_problem

RETURN_HEADER = "avis;titre;etat;montant_paye;date"


@pytest.fixture
def romans(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HouseApi]:
    with house_api(tmp_path_factory.mktemp("money")) as api:
        yield api


def issue(api: HouseApi, *months: str) -> list[int]:
    """What was issued for each month, on its first day or on the day of the clock."""
    return [api.do(f"/houses/{HOUSE}/rents", month=month)["amount_cents"] for month in months]


def spend(api: HouseApi, kind: str, cents: int, day: str) -> str:
    cost_id: str = api.do(
        f"/houses/{HOUSE}/costs", cost_kind=kind, amount_cents=cents, incurred_on=day, label="Facture"
    )["cost_id"]
    return cost_id


def pay(api: HouseApi, stay_id: str, cents: int, day: str) -> int:
    balance: int = api.do(
        f"/stays/{stay_id}/payments", amount_cents=cents, paid_on=day, method="transfer", reference="VIR 12"
    )["balance_cents"]
    return balance


def test_the_rents_of_a_stay_add_up_to_its_price_and_are_issued_once(romans: HouseApi) -> None:
    romans.open()
    stay_id = romans.lodge(1, "2018-12-03", "2019-06-03")
    months = ["2018-12-01", "2019-01-01", "2019-02-01", "2019-03-01", "2019-04-01", "2019-05-01", "2019-06-01"]
    romans.on("2019-05-31")
    issued = issue(romans, *months)
    assert sum(issued) == 90000
    assert issue(romans, *months) == [0] * 7
    account = romans.read(f"/stays/{stay_id}/account")
    assert account["due_cents"] == account["balance_cents"] == 90000
    assert [due["number"] for due in account["dues"]] == [
        f"{month[:7]}-0001" for month in months if due_of(account, month)
    ]


def due_of(account: dict[str, Any], month: str) -> int:
    return sum(due["amount_cents"] for due in account["dues"] if due["month"] == month)


def test_a_part_is_receipted_the_whole_gets_its_quittance_and_what_is_late_is_listed(romans: HouseApi) -> None:
    romans.open()
    stay_id = romans.lodge(1, "2018-12-03", "2019-06-03")
    issue(romans, "2018-12-01", "2019-01-01")
    assert pay(romans, stay_id, 20000, "2018-12-03") == 10000
    dues = romans.read(f"/stays/{stay_id}/account")["dues"]
    assert [(due["paid_cents"], due["receipt"]) for due in dues] == [(15000, "quittance"), (5000, "recu")]
    romans.on("2019-01-02")
    assert romans.read(f"/houses/{HOUSE}/arrears") == {"dues": [], "left_cents": 0}
    romans.on("2019-01-03")
    late = romans.read(f"/houses/{HOUSE}/arrears")
    assert late["left_cents"] == 10000
    assert [(due["stay_id"], due["number"], due["left_cents"]) for due in late["dues"]] == [
        (stay_id, "2019-01-0001", 10000)
    ]
    assert pay(romans, stay_id, 10000, "2019-01-03") == 0
    assert romans.read(f"/houses/{HOUSE}/arrears")["dues"] == []


def test_an_early_departure_takes_off_what_was_issued_too_much_and_the_credit_is_given_back(romans: HouseApi) -> None:
    romans.open()
    stay_id = romans.lodge(1, "2018-12-03", "2019-06-03")
    issue(romans, "2018-12-01", "2019-01-01")
    pay(romans, stay_id, 30000, "2018-12-03")
    romans.on("2018-12-20")
    assert romans.do(f"/stays/{stay_id}/departure", departed_on="2018-12-13")["price_cents"] == 15000
    account = romans.read(f"/stays/{stay_id}/account")
    assert (due_of(account, "2018-12-01"), due_of(account, "2019-01-01")) == (15000, 0)
    assert account["balance_cents"] == -15000
    refund = {"paid_on": "2018-12-20", "method": "transfer"}
    assert romans.do(f"/stays/{stay_id}/refunds", amount_cents=15000, **refund)["balance_cents"] == 0
    romans.do(f"/stays/{stay_id}/settlement")


def test_an_extension_corrects_the_months_that_were_issued_and_no_other(romans: HouseApi) -> None:
    romans.open()
    stay_id = romans.lodge(1, "2018-12-03", "2018-12-10")
    assert issue(romans, "2018-12-01") == [10500]
    romans.do(f"/stays/{stay_id}/extension", departure_on="2019-02-03")
    account = romans.read(f"/stays/{stay_id}/account")
    assert [(due["month"], due["amount_cents"]) for due in account["dues"]] == [
        ("2018-12-01", 10500),
        ("2018-12-01", 4500),
    ]


def test_a_house_that_collects_by_titres_exports_its_dues_once_and_reads_back_what_became_of_them(
    romans: HouseApi,
) -> None:
    romans.open(collection="titre")
    stay_id = romans.lodge(1, "2018-12-03", "2019-06-03")
    issue(romans, "2018-12-01", "2019-01-01")
    by_hand = romans.post(f"/stays/{stay_id}/payments", amount_cents=1, paid_on="2018-12-03", method="cash")
    assert_problem(by_hand, 422, "METHOD_REFUSED", "method")
    exported = romans.do(f"/houses/{HOUSE}/exports")
    assert exported["lines"] == 2
    assert_problem(romans.post(f"/houses/{HOUSE}/exports"), 422, "NOTHING_TO_EXPORT", "house")
    path = f"/houses/{HOUSE}/exports/{exported['export_id']}"
    file = base64.b64decode(romans.read(path)["file"]).decode("utf-8-sig")
    header, *lines = file.splitlines()
    assert header == "avis;maison;mois;montant;emis_le;debiteur"
    assert [line.split(";")[:4] for line in lines] == [
        ["2018-12-0001", HOUSE, "2018-12", "150,00"],
        ["2019-01-0001", HOUSE, "2019-01", "150,00"],
    ]
    assert "Exemple" not in file

    def read_back(*lines: str) -> dict[str, Any]:
        content = "\r\n".join([RETURN_HEADER, *lines]).encode()
        return romans.do(f"/houses/{HOUSE}/returns", file=base64.b64encode(content).decode())

    told = ("2018-12-0001;T-77;paye;150,00;2018-12-03", "2019-01-0001;T-78;emis;0,00;2018-12-03")
    assert read_back(*told) == {"lines": 2, "changed": 2}
    assert read_back(*told) == {"lines": 2, "changed": 0}
    account = romans.read(f"/stays/{stay_id}/account")
    assert account["balance_cents"] == 15000
    assert [(due["titre"], due["titre_state"]) for due in account["dues"]] == [("T-77", "paye"), ("T-78", "emis")]


def test_a_return_file_with_one_wrong_line_is_refused_whole_and_told_which(romans: HouseApi) -> None:
    romans.open(collection="titre")
    stay_id = romans.lodge(1, "2018-12-03", "2019-06-03")
    issue(romans, "2018-12-01")
    romans.do(f"/houses/{HOUSE}/exports")
    lines = [RETURN_HEADER, "2018-12-0001;T-77;paye;150,00;2018-12-03", "2018-12-0002;T-78;emis;0,00;2018-12-03"]
    before = romans.web.rows()
    file = base64.b64encode("\n".join(lines).encode()).decode()
    response = romans.post(f"/houses/{HOUSE}/returns", file=file)
    assert_problem(response, 422, "DUE_UNKNOWN", "file")
    assert response.get_json()["detail"].startswith("Ligne 3 : aucun")
    assert romans.web.rows() == before
    assert romans.read(f"/stays/{stay_id}/account")["balance_cents"] == 15000


def test_the_published_budget_of_romans_is_split_to_the_cent_with_equipment_apart(romans: HouseApi) -> None:
    romans.open()
    romans.do(f"/houses/{HOUSE}/conventions", **CONVENTION)
    for stage in ("voted", "forecast"):
        romans.do(
            f"/houses/{HOUSE}/budgets",
            year=2019,
            stage=stage,
            expenses={"rent": 1000000, "electricity": 400000, "equipment": 510000},
            rents_cents=470000,
        )
    voted, forecast = romans.read(f"/houses/{HOUSE}/money?first_on=2019-01-01&end_on=2020-01-01")["budgets"]
    assert (voted["stage"], forecast["stage"]) == ("voted", "forecast")
    assert (voted["running_cents"], voted["rents_cents"], voted["net_cents"]) == (1400000, 470000, 930000)
    assert voted["equipment_cents"] == 510000
    assert [(share["party"], share["amount_cents"]) for share in voted["shares"]] == [
        ("departement", 465000),
        ("ccas", 465000),
    ]


def test_actual_money_is_what_was_spent_and_due_and_each_convention_splits_its_own_days(romans: HouseApi) -> None:
    romans.open()
    romans.do(f"/houses/{HOUSE}/conventions", **{**CONVENTION, "ends_on": "2019-01-01"})
    later = {
        **CONVENTION,
        "starts_on": "2019-01-01",
        "label": "Un tiers au CCAS",
        "parties": [{**CONVENTION["parties"][0], "weight": 2}, CONVENTION["parties"][1]],
    }
    romans.do(f"/houses/{HOUSE}/conventions", **later)
    romans.lodge(1, "2018-12-03", "2019-06-03")
    romans.on("2019-01-31")
    issue(romans, "2018-12-01", "2019-01-01")
    spend(romans, "rent", 20001, "2018-12-05")
    spend(romans, "heating", 30000, "2019-01-05")
    spend(romans, "equipment", 510000, "2019-01-05")
    mistaken = spend(romans, "water", 999, "2019-01-05")
    romans.do(f"/costs/{mistaken}/cancellation", reason="Facture d'une autre maison")
    money = romans.read(f"/houses/{HOUSE}/money?first_on=2018-12-01&end_on=2019-02-01")
    actual = money["actual"]
    assert {line["cost_kind"]: line["amount_cents"] for line in actual["expenses"]} == {
        "rent": 20001,
        "heating": 30000,
        "equipment": 510000,
    }
    assert (actual["running_cents"], actual["equipment_cents"]) == (50001, 510000)
    assert (actual["rents_due_cents"], actual["rents_paid_cents"], actual["net_cents"]) == (30000, 0, 20001)
    assert [
        (cost["label"], cost["net_cents"], [share["amount_cents"] for share in cost["shares"]])
        for cost in actual["conventions"]
    ] == [(CONVENTION["label"], 5001, [2501, 2500]), ("Un tiers au CCAS", 15000, [10000, 5000])]
    assert money["budgets"] == []


def test_days_without_a_convention_are_shared_by_nobody(romans: HouseApi) -> None:
    romans.open()
    romans.on("2018-12-31")
    spend(romans, "rent", 100, "2018-12-05")
    actual = romans.read(f"/houses/{HOUSE}/money?first_on=2018-12-01&end_on=2019-01-01")["actual"]
    assert actual["conventions"] == [{"label": None, "net_cents": 100, "shares": []}]


def test_a_budget_is_replaced_by_the_next_of_its_stage(romans: HouseApi) -> None:
    romans.open()
    for cents in (100, 200):
        romans.do(f"/houses/{HOUSE}/budgets", year=2019, stage="voted", expenses={"rent": cents}, rents_cents=0)
    (budget,) = romans.read(f"/houses/{HOUSE}/money?first_on=2018-12-01&end_on=2019-01-02")["budgets"]
    assert (budget["running_cents"], budget["shares"]) == (200, [])
    assert romans.read(f"/houses/{HOUSE}/money?first_on=2018-12-01&end_on=2019-01-01")["budgets"] == []


def test_progress_counts_different_interns_against_the_objective_and_not_externs(romans: HouseApi) -> None:
    romans.open(rooms=3)
    period = "first_on=2018-12-01&end_on=2019-12-01"
    assert romans.read(f"/houses/{HOUSE}/objective?{period}")["is_reached"] is None
    romans.do(f"/houses/{HOUSE}/conventions", **{**CONVENTION, "interns_per_year": 2})
    romans.lodge(1, "2018-12-03", "2018-12-10", room="chambre-1")
    romans.lodge(2, "2018-12-03", "2018-12-10", room="chambre-2", occupant_kind="extern")
    romans.on("2018-12-10")
    for stay in romans.read(f"/houses/{HOUSE}/stays?{period}")["stays"]:
        romans.do(f"/stays/{stay['stay_id']}/departure", departed_on="2018-12-10")
    romans.lodge(1, "2018-12-17", "2018-12-24", room="chambre-1")
    romans.lodge(3, "2018-12-17", "2018-12-24", room="chambre-2", occupant_kind="saspas_intern", university="lyon")
    told = romans.read(f"/houses/{HOUSE}/objective?{period}")
    assert (told["interns_lodged"], told["objective"], told["is_reached"]) == (2, 2, True)
    assert {line["code"]: line["persons"] for line in told["by_kind"]} == {
        "gp_intern": 1,
        "saspas_intern": 1,
        "extern": 1,
    }
    assert told["interns_by_university"] == [{"code": "grenoble", "persons": 1}, {"code": "lyon", "persons": 1}]
