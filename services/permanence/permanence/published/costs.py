"""What is told of money and of denominators: amounts by code, never what was written about them."""

from collections.abc import Iterator

from chassis.core.manifest import Publication
from chassis.core.told import told
from permanence.domain.money.cost import CostCancelled, CostRecorded, ReceiptCancelled, ReceiptRecorded
from permanence.domain.money.denominator import PeopleWithoutGPCounted

_OF_LINE = ("stage", "month_on", "payer", "amount_cents")


def published_costs(fact: object) -> Iterator[Publication]:
    match fact:
        case CostRecorded():
            data = told(fact, "cost_id", "cost_kind", "in_kind", *_OF_LINE)
            yield Publication("permanence.cost_recorded.v1", fact.cost_id, data)
        case CostCancelled():
            data = told(fact, "cost_id", "cancelled_on")
            yield Publication("permanence.cost_cancelled.v1", fact.cost_id, data)
        case ReceiptRecorded():
            data = told(fact, "receipt_id", "receipt_kind", *_OF_LINE)
            yield Publication("permanence.receipt_recorded.v1", fact.receipt_id, data)
        case ReceiptCancelled():
            data = told(fact, "receipt_id", "cancelled_on")
            yield Publication("permanence.receipt_cancelled.v1", fact.receipt_id, data)
        case PeopleWithoutGPCounted():
            data = told(fact, "count_id", "counted_on", "commune", "group", "people")
            yield Publication("permanence.people_without_gp_counted.v1", fact.count_id, data)
