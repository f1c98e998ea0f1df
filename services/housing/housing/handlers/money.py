"""Money: what is due for each month, what is paid, what the house costs, and the finance software's files."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from chassis.core.ids import new_id
from chassis.core.manifest import Handler
from chassis.core.work import UnitOfWork
from housing import finance
from housing.commands.money import (
    BudgetReference,
    CancelCost,
    CostReference,
    ExportRents,
    ExportRentsOutcome,
    IssueRents,
    IssueRentsOutcome,
    PaymentOutcome,
    ReadFinanceReturn,
    ReadFinanceReturnOutcome,
    RecordCost,
    RecordPayment,
    RecordRefund,
    SetBudget,
)
from housing.domain.house.house import House
from housing.domain.money import rules as money_rules
from housing.domain.money.account import Account, checked_month
from housing.domain.money.cost import Budget, Cost
from housing.domain.money.lines import TitreLine
from housing.domain.rules import RuleBroken
from housing.domain.stay.stay import Stay
from housing.store import money
from housing.store.houses import known_house
from housing.store.stays import stays_begun_in
from kernel.period import add_months


def open_account(work: UnitOfWork, stay: Stay) -> Account:
    """The account of a stay whose room is promised: a new one, unless it has one already."""
    account = money.account_of(work.session, stay.stay_id)
    if account is None:
        account = Account(new_id(), stay.stay_id, stay.house)
        work.save(account)
    return account


def reissue(work: UnitOfWork, stay: Stay, house: House) -> None:
    """Corrects the months that were issued, now that the nights of the stay are others.

    Of a stay that is over every month is issued, so that its dues are its price and it can be settled.
    """
    account = money.account_of(work.session, stay.stay_id)
    if account is None:
        return
    dues = _monthly_dues(stay, house)
    issued = {due.month for due in account.dues}
    months = issued | dues.keys() if stay.departed_on is not None else issued
    for month in sorted(months):
        _issue(work, account, month, dues.get(month, 0))


def balance_cents(work: UnitOfWork, stay_id: UUID) -> int:
    """What remains to be paid for a stay, negative when it is a credit; nothing when it has no account."""
    account = money.account_of(work.session, stay_id)
    return 0 if account is None else account.balance_cents


def issue_rents(command: IssueRents, work: UnitOfWork) -> IssueRentsOutcome:
    house = known_house(work.session, command.house)
    month = checked_month(command.month, today=work.today)
    begun = stays_begun_in(work.session, house.code, month, add_months(month, 1))
    issued = [
        _issue(work, open_account(work, stay), month, _monthly_dues(stay, house).get(month, 0))
        for stay in sorted(begun, key=lambda stay: (stay.period, stay.stay_id))
        if stay.quote_cents
    ]
    amounts = [cents for cents in issued if cents]
    return IssueRentsOutcome(len(amounts), sum(amounts))


def record_payment(command: RecordPayment, work: UnitOfWork) -> PaymentOutcome:
    account = money.known_account(work.session, command.stay_id)
    known_house(work.session, account.house).check_takes(command.payment.method)
    paid = account.pay(new_id(), command.payment, today=work.today)
    work.save(account, paid)
    return PaymentOutcome(paid.payment_id, account.balance_cents)


def record_refund(command: RecordRefund, work: UnitOfWork) -> PaymentOutcome:
    account = money.known_account(work.session, command.stay_id)
    known_house(work.session, account.house).check_takes(command.payment.method)
    refunded = account.refund(new_id(), command.payment, today=work.today)
    work.save(account, refunded)
    return PaymentOutcome(refunded.payment_id, account.balance_cents)


def record_cost(command: RecordCost, work: UnitOfWork) -> CostReference:
    house = known_house(work.session, command.house)
    cost, recorded = Cost.record(
        new_id(),
        house=house.code,
        kind=command.cost_kind,
        amount_cents=command.amount_cents,
        incurred_on=command.incurred_on,
        label=command.label,
        today=work.today,
    )
    work.save(cost, recorded)
    return CostReference(cost.cost_id)


def cancel_cost(command: CancelCost, work: UnitOfWork) -> CostReference:
    cost = money.known_cost(work.session, command.cost_id)
    work.save(cost, cost.cancel(command.reason, work.today))
    return CostReference(cost.cost_id)


def set_budget(command: SetBudget, work: UnitOfWork) -> BudgetReference:
    house = known_house(work.session, command.house)
    budget = money.budget_of(work.session, house.code, command.year, command.stage)
    if budget is None:
        budget = Budget(new_id(), house.code, command.year, command.stage)
    budget.set(command.expenses, command.rents_cents)
    work.save(budget)
    return BudgetReference(budget.budget_id)


def export_rents(command: ExportRents, work: UnitOfWork) -> ExportRentsOutcome:
    """Only marks the dues: the file itself is made of them when it is read, as often as needed."""
    house = known_house(work.session, command.house)
    house.check_recovers_by_titre()
    export_id, lines = new_id(), 0
    for account in money.accounts_to_export(work.session, house.code):
        lines += account.export(export_id)
        work.save(account)
    if not lines:
        raise money_rules.NothingToExport
    return ExportRentsOutcome(export_id, lines)


def read_finance_return(command: ReadFinanceReturn, work: UnitOfWork) -> ReadFinanceReturnOutcome:
    """Applies the whole file or, when one line breaks a rule, nothing of it."""
    house = known_house(work.session, command.house)
    house.check_recovers_by_titre()
    lines = finance.read_return(command.file)
    accounts = money.accounts_by_number(work.session, house.code, [line.number for line in lines])
    changed = 0
    for at, line in enumerate(lines, start=2):  # the first line of the file is its header
        try:
            changed += _apply(work, accounts.get(line.number), line)
        except RuleBroken as rule:
            raise finance.at_line(at, rule) from rule
    return ReadFinanceReturnOutcome(len(lines), changed)


def _apply(work: UnitOfWork, account: Account | None, line: TitreLine) -> bool:
    if account is None:
        raise money_rules.DueUnknown
    told = account.read_back(new_id(), line, today=work.today)
    if told is None:
        return False
    work.save(account, *told)
    return True


def _monthly_dues(stay: Stay, house: House) -> Mapping[date, int]:
    """The due of each month by the tariff of the first night: in all the price, and never more than the quote."""
    at_most = stay.quote_cents if stay.price_cents is None else stay.price_cents
    nights = stay.period
    if at_most == 0:
        return {}  # a stay recorded before prices were has no tariff to look for
    return house.tariff_on(nights.first).monthly_dues(nights.first, nights.end, at_most)


def _issue(work: UnitOfWork, account: Account, month: date, amount_cents: int) -> int:
    """Issues what is missing for the month and returns it; a number is taken only for a line that is written."""
    missing = amount_cents - account.due_of_month(month)
    if missing:
        number = money.next_due_number(work.session, month)
        due = account.issue(new_id(), month=month, amount_cents=amount_cents, issued_on=work.today, number=number)
        work.save(account, due)
    return missing


HANDLERS: Mapping[type, Handler] = {
    IssueRents: issue_rents,
    RecordPayment: record_payment,
    RecordRefund: record_refund,
    RecordCost: record_cost,
    CancelCost: cancel_cost,
    SetBudget: set_budget,
    ExportRents: export_rents,
    ReadFinanceReturn: read_finance_return,
}
