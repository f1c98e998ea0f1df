"""Commands about money from end to end on SQLite: the facts they tell, the numbers they give, what they refuse."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from chassis.core.application import execute
from contracts.envelope import Event
from housing.commands.money import CancelCost, IssueRents, RecordCost, RecordPayment, RecordRefund
from housing.domain.money.cost import CostKind
from housing.domain.money.lines import PaymentGiven, PaymentMethod
from housing.domain.money.rules import CostAlreadyCancelled, CostUnknown, PaymentAboveDue
from support.housing.house_api import HOUSE, HouseApi, house_api
from support.outcomes import done
from support.recorded import facts, rows

DECEMBER = date(2018, 12, 1)


@pytest.fixture
def romans(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HouseApi]:
    with house_api(tmp_path_factory.mktemp("money")) as api:
        api.open(rooms=3)
        yield api


def do(api: HouseApi, command: Any) -> dict[str, Any]:
    return done(api.web.runtime, command)


def told(api: HouseApi, kind: str) -> list[Event]:
    return [fact for fact in facts(api.web.runtime) if fact.type == f"housing.{kind}.v1"]


def pay(stay_id: str, cents: int) -> RecordPayment:
    return RecordPayment(UUID(stay_id), PaymentGiven(cents, date(2018, 12, 3), PaymentMethod.CARD))


def test_a_due_a_payment_and_a_refund_are_facts_of_the_account_in_its_order(romans: HouseApi) -> None:
    stay_id = romans.lodge(1, "2018-12-03", "2019-06-03")
    assert do(romans, IssueRents(HOUSE, DECEMBER)) == {"issued": 1, "amount_cents": 15000}
    do(romans, pay(stay_id, 15000))
    romans.on("2018-12-10")
    romans.do(f"/stays/{stay_id}/departure", departed_on="2018-12-10")
    do(romans, RecordRefund(UUID(stay_id), PaymentGiven(4500, date(2018, 12, 10), PaymentMethod.TRANSFER, "VIR 3")))
    first, correction = told(romans, "rent_due")
    paid, refunded = told(romans, "rent_paid")
    assert [fact.sequence for fact in (first, paid, correction, refunded)] == [2, 3, 4, 5]
    assert len({fact.subject for fact in (first, paid, correction, refunded)}) == 1
    assert first.data == {
        "due_id": first.data["due_id"],
        "account_id": first.subject,
        "stay_id": UUID(stay_id),
        "house": HOUSE,
        "month_on": DECEMBER,
        "issued_on": date(2018, 12, 3),
        "amount_cents": 15000,
    }
    assert [fact.data["amount_cents"] for fact in (correction, paid, refunded)] == [-4500, 15000, -4500]


def test_an_expense_and_its_cancellation_are_facts_and_its_label_stays_in_the_house(romans: HouseApi) -> None:
    romans.on("2018-12-03")
    cost = RecordCost(HOUSE, CostKind.HEATING, 12345, date(2018, 12, 1), "Canari")
    cost_id = UUID(do(romans, cost)["cost_id"])
    do(romans, CancelCost(cost_id, "Canari"))
    (recorded,), (cancelled,) = told(romans, "cost_recorded"), told(romans, "cost_cancelled")
    assert recorded.data == {
        "cost_id": cost_id,
        "house": HOUSE,
        "cost_kind": "heating",
        "incurred_on": date(2018, 12, 1),
        "amount_cents": 12345,
    }
    assert cancelled.data == {"cost_id": cost_id, "house": HOUSE, "cancelled_on": date(2018, 12, 3)}
    assert (recorded.sequence, cancelled.sequence) == (1, 2)
    with pytest.raises(CostAlreadyCancelled):
        do(romans, CancelCost(cost_id, "Encore"))
    with pytest.raises(CostUnknown):
        do(romans, CancelCost(uuid4(), "Inconnue"))


def test_avis_are_numbered_by_month_without_a_hole_in_the_order_of_arrivals(romans: HouseApi) -> None:
    first = romans.lodge(1, "2018-12-03", "2019-06-03", room="chambre-1")
    second = romans.lodge(2, "2018-12-05", "2019-06-03", room="chambre-2")
    do(romans, IssueRents(HOUSE, DECEMBER))
    third = romans.lodge(3, "2018-12-07", "2019-06-03", room="chambre-3")
    do(romans, IssueRents(HOUSE, DECEMBER))
    do(romans, IssueRents(HOUSE, date(2019, 1, 1)))
    accounts = {row["account_id"]: str(row["stay_id"]) for row in rows(romans.web.runtime, "accounts")}
    numbered = {row["number"]: accounts[row["account_id"]] for row in rows(romans.web.runtime, "rent_dues")}
    assert numbered == {
        "2018-12-0001": first,
        "2018-12-0002": second,
        "2018-12-0003": third,
        "2019-01-0001": first,
        "2019-01-0002": second,
        "2019-01-0003": third,
    }


def test_only_who_began_a_stay_and_has_a_night_of_the_month_is_sent_an_avis(romans: HouseApi) -> None:
    left = romans.lodge(1, "2018-12-03", "2018-12-31", room="chambre-1")
    romans.confirm(romans.request(2, "2018-12-10", "2019-06-03"), "chambre-2", "2018-12-07")
    romans.on("2018-12-31")
    romans.do(f"/stays/{left}/departure", departed_on="2018-12-31")
    assert do(romans, IssueRents(HOUSE, date(2019, 1, 1))) == {"issued": 0, "amount_cents": 0}
    assert do(romans, IssueRents(HOUSE, DECEMBER)) == {"issued": 0, "amount_cents": 0}
    assert [fact.data["amount_cents"] for fact in told(romans, "rent_due")] == [15000]


def test_a_payment_above_what_is_due_changes_nothing(romans: HouseApi) -> None:
    stay_id = romans.lodge(1, "2018-12-03", "2019-06-03")
    do(romans, IssueRents(HOUSE, DECEMBER))
    before = romans.web.rows()
    with pytest.raises(PaymentAboveDue):
        do(romans, pay(stay_id, 15001))
    assert romans.web.rows() == before
    assert do(romans, pay(stay_id, 15000))["balance_cents"] == 0


def test_a_payment_sent_twice_is_received_once(romans: HouseApi) -> None:
    stay_id = romans.lodge(1, "2018-12-03", "2019-06-03")
    do(romans, IssueRents(HOUSE, DECEMBER))
    command_id = uuid4()
    first = execute(romans.web.runtime, pay(stay_id, 5000), command_id)
    assert execute(romans.web.runtime, pay(stay_id, 5000), command_id) == first
    assert len(told(romans, "rent_paid")) == 1
