"""What may be read of accounts: the dues and payments of a stay, and what is late."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from housing.commands.words import HouseCode, StayId
from housing.domain.money.account import Account
from housing.domain.money.lines import PaymentMethod, ReceiptKind, TitreState
from housing.store.money import account_of, accounts, accounts_owing
from kernel.said import CENTS

_AccountId = Annotated[UUID, "Le compte."]
_Number = Annotated[str, "Numéro de l'avis d'échéance."]
_Month = Annotated[date, "Premier jour du mois"]
_IssuedOn = Annotated[date, "Jour de l'avis"]
_IN_ORDER = "Du plus ancien au plus récent."


@dataclass(frozen=True, slots=True)
class DueRead:
    """One avis d'échéance, what is owed of it once corrections are taken off, and what is paid of that."""

    due_id: Annotated[UUID, "La ligne de loyer."]
    number: _Number
    month: _Month
    issued_on: _IssuedOn
    amount_cents: Annotated[int, "Montant de l'avis ; négatif : un avoir", CENTS]
    owed_cents: Annotated[int, "Ce qui en reste dû une fois les avoirs du mois déduits", CENTS]
    paid_cents: Annotated[int, "Ce qui en est payé", CENTS]
    receipt: Annotated[ReceiptKind | None, "Ce qui peut être remis : une quittance, ou un reçu."]
    titre: Annotated[str | None, "Numéro du titre de recettes."]
    titre_state: Annotated[TitreState | None, "Ce qu'en dit le logiciel financier."]


@dataclass(frozen=True, slots=True)
class PaymentRead:
    payment_id: Annotated[UUID, "Le paiement."]
    amount_cents: Annotated[int, "Montant ; négatif : un remboursement", CENTS]
    paid_on: Annotated[date, "Jour du paiement"]
    method: Annotated[PaymentMethod, "Moyen de paiement."]
    reference: Annotated[str | None, "Numéro de chèque, de virement ou d'avis."]


@dataclass(frozen=True, slots=True)
class AccountRead:
    """An account; the balance is what remains to be paid, negative when it is a credit."""

    account_id: _AccountId
    stay_id: StayId
    house: HouseCode
    dues: Annotated[Sequence[Annotated[DueRead, "Un avis d'échéance."]], _IN_ORDER]
    payments: Annotated[Sequence[Annotated[PaymentRead, "Un paiement."]], _IN_ORDER]
    due_cents: Annotated[int, "Somme des avis", CENTS]
    paid_cents: Annotated[int, "Somme des paiements", CENTS]
    balance_cents: Annotated[int, "Ce qui reste à payer ; négatif : un crédit", CENTS]


@dataclass(frozen=True, slots=True)
class LateDue:
    """A due whose time is past, and what is left to pay of it."""

    stay_id: StayId
    account_id: _AccountId
    number: _Number
    month: _Month
    issued_on: _IssuedOn
    left_cents: Annotated[int, "Ce qui en reste à payer", CENTS]


@dataclass(frozen=True, slots=True)
class Arrears:
    dues: Annotated[Sequence[Annotated[LateDue, "Un avis d'échéance."]], _IN_ORDER]
    left_cents: Annotated[int, "Leur somme", CENTS]


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


def arrears(session: Session, house: str, today: date) -> Arrears:
    """The late dues of a house, oldest first."""
    late = [due for account in accounts_owing(session, house) for due in late_dues(account, today)]
    return Arrears(sorted(late, key=lambda due: (due.month, due.number)), sum(due.left_cents for due in late))


def late_dues(account: Account, today: date) -> Sequence[LateDue]:
    """Those of one account, oldest first."""
    return [
        LateDue(account.stay_id, account.account_id, due.number, due.month, due.issued_on, left_cents)
        for due, left_cents in account.arrears(today)
    ]
