"""What is told of money: dues, payments, expenses; what the finance software exchanges stays in the house."""

from collections.abc import Iterator

from chassis.core.manifest import Publication
from chassis.core.told import told
from housing.domain.money.cost import CostCancelled, CostRecorded
from housing.domain.money.facts import RentDueIssued, RentPaid, RentRefunded

_OF_ACCOUNT = ("account_id", "stay_id", "house", "amount_cents")


def published_money(fact: object) -> Iterator[Publication]:
    match fact:
        case RentDueIssued():
            data = {**told(fact, "due_id", "issued_on", *_OF_ACCOUNT), "month_on": fact.month}
            yield Publication("housing.rent_due.v1", fact.account_id, data)
        case RentPaid() | RentRefunded():
            data = told(fact, "payment_id", "paid_on", *_OF_ACCOUNT)
            yield Publication("housing.rent_paid.v1", fact.account_id, data)
        case CostRecorded():
            data = {**told(fact, "cost_id", "house", "incurred_on", "amount_cents"), "cost_kind": fact.kind.value}
            yield Publication("housing.cost_recorded.v1", fact.cost_id, data)
        case CostCancelled():
            data = told(fact, "cost_id", "house", "cancelled_on")
            yield Publication("housing.cost_cancelled.v1", fact.cost_id, data)
