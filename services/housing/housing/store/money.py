"""Accounts with their dues and payments, expenses, budgets, and the numbers that avis d'échéance are given."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, relationship

from chassis.core.bulk import insert_into
from chassis.core.mapping import Values, enumeration, version
from housing.domain.money import rules as money_rules
from housing.domain.money.account import Account
from housing.domain.money.cost import Budget, BudgetStage, Cost, CostKind
from housing.domain.money.lines import Payment, PaymentMethod, RentDue, TitreState
from housing.domain.stay.rules import StayUnknown
from housing.store.registry import mapper, metadata
from housing.store.stays import stays

accounts = sa.Table(
    "accounts",
    metadata,
    sa.Column("account_id", sa.Uuid, primary_key=True),
    version(),
    sa.Column("stay_id", sa.Uuid, sa.ForeignKey("stays.stay_id"), nullable=False, unique=True),
    sa.Column("house", sa.String(63), nullable=False, index=True),
)

rent_dues = sa.Table(
    "rent_dues",
    metadata,
    sa.Column("due_id", sa.Uuid, primary_key=True),
    sa.Column("account_id", sa.Uuid, sa.ForeignKey("accounts.account_id"), nullable=False, index=True),
    sa.Column("month", sa.Date, nullable=False, index=True),
    sa.Column("amount_cents", sa.BigInteger, nullable=False),
    sa.Column("issued_on", sa.Date, nullable=False),
    sa.Column("number", sa.String(63), nullable=False, unique=True),
    sa.Column("exported_in", sa.Uuid, index=True),
    sa.Column("titre", sa.String(63)),
    sa.Column("titre_state", enumeration(TitreState)),
    sa.Column("titre_on", sa.Date),
)

payments = sa.Table(
    "payments",
    metadata,
    sa.Column("payment_id", sa.Uuid, primary_key=True),
    sa.Column("account_id", sa.Uuid, sa.ForeignKey("accounts.account_id"), nullable=False, index=True),
    sa.Column("amount_cents", sa.BigInteger, nullable=False),
    sa.Column("paid_on", sa.Date, nullable=False, index=True),
    sa.Column("method", enumeration(PaymentMethod), nullable=False),
    sa.Column("reference", sa.Text),
)

costs = sa.Table(
    "costs",
    metadata,
    sa.Column("cost_id", sa.Uuid, primary_key=True),
    version(),
    sa.Column("house", sa.String(63), nullable=False),
    sa.Column("kind", enumeration(CostKind), nullable=False),
    sa.Column("amount_cents", sa.BigInteger, nullable=False),
    sa.Column("incurred_on", sa.Date, nullable=False),
    sa.Column("label", sa.Text, nullable=False),
    sa.Column("cancelled_on", sa.Date),
    sa.Column("cancel_reason", sa.Text),
    sa.Index("ix_costs_house_incurred_on", "house", "incurred_on"),
)

budgets = sa.Table(
    "budgets",
    metadata,
    sa.Column("budget_id", sa.Uuid, primary_key=True),
    version(),
    sa.Column("house", sa.String(63), nullable=False),
    sa.Column("year", sa.Integer, nullable=False),
    sa.Column("stage", enumeration(BudgetStage), nullable=False),
    sa.Column("expenses", Values(Mapping[CostKind, int]), nullable=False),
    sa.Column("rents_cents", sa.BigInteger, nullable=False),
    sa.UniqueConstraint("house", "year", "stage", name="budgets_one_a_stage"),
)

# The last number given to an avis d'échéance of each month: numbers follow one another without a hole.
due_numbers = sa.Table(
    "due_numbers",
    metadata,
    sa.Column("month", sa.Date, primary_key=True),
    sa.Column("last", sa.Integer, nullable=False),
)

mapper.child(RentDue, rent_dues)
mapper.child(Payment, payments)
mapper.aggregate(
    Account,
    accounts,
    dues=relationship(RentDue, lazy="selectin", order_by=[rent_dues.c.month, rent_dues.c.number]),
    payments=relationship(Payment, lazy="selectin", order_by=[payments.c.paid_on, payments.c.payment_id]),
)
mapper.aggregate(Cost, costs)
mapper.aggregate(Budget, budgets)

# Made once: a rent, a payment and an account each ask it, and making it costs as much as asking it.
_OF_STAY = sa.select(Account).where(accounts.c.stay_id == sa.bindparam("stay_id"))


def account_of(session: Session, stay_id: UUID) -> Account | None:
    return session.scalars(_OF_STAY, {"stay_id": stay_id}).one_or_none()


def known_account(session: Session, stay_id: UUID) -> Account:
    """The account of the stay, or the rule that it must have one."""
    account = account_of(session, stay_id)
    if account is not None:
        return account
    is_known = session.scalar(sa.select(sa.exists().where(stays.c.stay_id == stay_id)))
    raise money_rules.AccountMissing if is_known else StayUnknown


def accounts_owing(session: Session, house: str) -> list[Account]:
    """The accounts of a house that are not paid whole, in the order of their references."""
    due = sa.select(sa.func.sum(rent_dues.c.amount_cents)).where(rent_dues.c.account_id == accounts.c.account_id)
    paid = sa.select(sa.func.sum(payments.c.amount_cents)).where(payments.c.account_id == accounts.c.account_id)
    is_owing = due.scalar_subquery() > sa.func.coalesce(paid.scalar_subquery(), 0)
    return list(
        session.scalars(sa.select(Account).where(accounts.c.house == house, is_owing).order_by(accounts.c.account_id))
    )


def accounts_to_export(session: Session, house: str) -> list[Account]:
    waiting = rent_dues.c.exported_in.is_(None)
    return _accounts_with_dues(session, house, waiting)


def accounts_exported(session: Session, house: str, export_id: UUID) -> list[Account]:
    return _accounts_with_dues(session, house, rent_dues.c.exported_in == export_id)


def accounts_by_number(session: Session, house: str, numbers: list[str]) -> dict[str, Account]:
    """The account of each of these avis d'échéance that is the house's."""
    found = _accounts_with_dues(session, house, rent_dues.c.number.in_(numbers))
    return {due.number: account for account in found for due in account.dues}


def _accounts_with_dues(session: Session, house: str, condition: sa.ColumnElement[bool]) -> list[Account]:
    having = sa.exists().where(rent_dues.c.account_id == accounts.c.account_id, condition)
    return list(
        session.scalars(sa.select(Account).where(accounts.c.house == house, having).order_by(accounts.c.account_id))
    )


def known_cost(session: Session, cost_id: UUID) -> Cost:
    cost = session.get(Cost, cost_id)
    if cost is None:
        raise money_rules.CostUnknown
    return cost


def budget_of(session: Session, house: str, year: int, stage: BudgetStage) -> Budget | None:
    return session.scalars(
        sa.select(Budget).where(budgets.c.house == house, budgets.c.year == year, budgets.c.stage == stage)
    ).one_or_none()


def next_due_number(session: Session, month: date) -> str:
    """The next number of a month, such as 2018-12-0001; others who want one wait until this transaction ends."""
    insert = insert_into(session.connection(), due_numbers).values(month=month, last=1)
    taken = insert.on_conflict_do_update(
        index_elements=[due_numbers.c.month], set_={"last": due_numbers.c.last + 1}
    ).returning(due_numbers.c.last)
    return f"{month:%Y-%m}-{session.scalar(taken):04d}"
