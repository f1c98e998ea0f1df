"""What may be read of accounts: the dues and payments of a stay, and what is late."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from housing.domain.money.account import Account
from housing.domain.money.lines import PaymentMethod, ReceiptKind, TitreState
from housing.store.money import account_of, accounts, accounts_owing


@dataclass(frozen=True, slots=True)
class DueRead:
    """One avis d'échéance, what is owed of it once corrections are taken off, and what is paid of that."""

    due_id: UUID
    number: str
    month: date
    issued_on: date
    amount_cents: int
    owed_cents: int
    paid_cents: int
    receipt: ReceiptKind | None
    titre: str | None
    titre_state: TitreState | None


@dataclass(frozen=True, slots=True)
class PaymentRead:
    payment_id: UUID
    amount_cents: int
    paid_on: date
    method: PaymentMethod
    reference: str | None


@dataclass(frozen=True, slots=True)
class AccountRead:
    """An account; the balance is what remains to be paid, negative when it is a credit."""

    account_id: UUID
    stay_id: UUID
    house: str
    dues: Sequence[DueRead]
    payments: Sequence[PaymentRead]
    due_cents: int
    paid_cents: int
    balance_cents: int


@dataclass(frozen=True, slots=True)
class LateDue:
    """A due whose time is past, and what is left to pay of it."""

    stay_id: UUID
    account_id: UUID
    number: str
    month: date
    issued_on: date
    left_cents: int


def account_read(session: Session, stay_id: UUID) -> AccountRead | None:
    account = account_of(session, stay_id)
    if account is None:
        return None
    dues = [
        DueRead(
            line.due.due_id,
            line.due.number,
            line.due.month,
            line.due.issued_on,
            line.due.amount_cents,
            line.owed_cents,
            line.paid_cents,
            account.receipt_kind(line.due),
            line.due.titre,
            line.due.titre_state,
        )
        for line in account.imputations()
    ]
    received = [
        PaymentRead(payment.payment_id, payment.amount_cents, payment.paid_on, payment.method, payment.reference)
        for payment in account.payments
    ]
    return AccountRead(
        account.account_id,
        account.stay_id,
        account.house,
        dues,
        received,
        account.due_cents,
        account.paid_cents,
        account.balance_cents,
    )


def accounts_of(session: Session, stay_ids: Collection[UUID]) -> Mapping[UUID, Account]:
    found = session.scalars(sa.select(Account).where(accounts.c.stay_id.in_(stay_ids)))
    return {account.stay_id: account for account in found}


def arrears(session: Session, house: str, today: date) -> Sequence[LateDue]:
    """The late dues of a house, oldest first."""
    late = [due for account in accounts_owing(session, house) for due in late_dues(account, today)]
    return sorted(late, key=lambda due: (due.month, due.number))


def late_dues(account: Account, today: date) -> Sequence[LateDue]:
    """Those of one account, oldest first."""
    return [
        LateDue(account.stay_id, account.account_id, due.number, due.month, due.issued_on, left_cents)
        for due, left_cents in account.arrears(today)
    ]
