"""What the permanence costs, brings in and is compared with."""

from collections.abc import Mapping

from chassis.core.ids import new_id
from chassis.core.manifest import Handler
from chassis.core.work import UnitOfWork
from kernel.commune import known_commune
from permanence.commands.costs import (
    CancelCost,
    CancelReceipt,
    CostReference,
    CountReference,
    ReceiptReference,
    RecordCost,
    RecordPeopleWithoutGP,
    RecordReceipt,
)
from permanence.domain.money.cost import Cost, Receipt
from permanence.domain.money.denominator import PeopleCount
from permanence.domain.patient.rules import CommuneMerged, CommuneUnknown
from permanence.store.costs import known_cost, known_receipt, people_count


def record_cost(command: RecordCost, work: UnitOfWork) -> CostReference:
    cost, recorded = Cost.record(new_id(), command.cost_kind, command.line, in_kind=command.in_kind, today=work.today)
    work.save(cost, recorded)
    return CostReference(cost.cost_id)


def cancel_cost(command: CancelCost, work: UnitOfWork) -> CostReference:
    cost = known_cost(work.session, command.cost_id)
    work.save(cost, cost.cancel(command.reason, work.today))
    return CostReference(cost.cost_id)


def record_receipt(command: RecordReceipt, work: UnitOfWork) -> ReceiptReference:
    receipt, recorded = Receipt.record(new_id(), command.receipt_kind, command.line, today=work.today)
    work.save(receipt, recorded)
    return ReceiptReference(receipt.receipt_id)


def cancel_receipt(command: CancelReceipt, work: UnitOfWork) -> ReceiptReference:
    receipt = known_receipt(work.session, command.receipt_id)
    work.save(receipt, receipt.cancel(command.reason, work.today))
    return ReceiptReference(receipt.receipt_id)


def record_people_without_gp(command: RecordPeopleWithoutGP, work: UnitOfWork) -> CountReference:
    """The same count read again changes nothing; another number takes its place."""
    commune = known_commune(command.commune, CommuneUnknown, CommuneMerged).insee
    count = people_count(work.session, command.counted_on, commune, command.group)
    if count is None:
        count = PeopleCount(new_id(), command.counted_on, commune, command.group)
    elif count.is_already(command.people, command.source):
        return CountReference(count.count_id)
    work.save(count, count.set(command.people, command.source, today=work.today))
    return CountReference(count.count_id)


HANDLERS: Mapping[type, Handler] = {
    RecordCost: record_cost,
    CancelCost: cancel_cost,
    RecordReceipt: record_receipt,
    CancelReceipt: cancel_receipt,
    RecordPeopleWithoutGP: record_people_without_gp,
}
