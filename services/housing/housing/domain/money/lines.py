"""The lines of an account, dues and payments, and how the money goes over the dues."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from kernel.named import Named
from kernel.said import CENTS, Longest


class PaymentMethod(Named):
    """How money comes in; a titre is paid to the public accountant, who tells it through the finance software."""

    CASH = "cash", "espèces"
    CHEQUE = "cheque", "chèque"
    CARD = "card", "carte"
    TRANSFER = "transfer", "virement"
    TITRE = "titre", "titre de recettes"


class TitreState(Named):
    """What becomes of a titre de recettes, in the words of the finance software."""

    ISSUED = "emis", "émis"
    PAID = "paye", "payé"
    REJECTED = "rejete", "rejeté"
    CANCELLED = "annule", "annulé"


class ReceiptKind(StrEnum):
    """What a payer is given: a quittance for a due wholly paid, a reçu for a part (art. 21 of law 89-462)."""

    QUITTANCE = "quittance"
    RECU = "recu"


class RentDue:
    """One avis d'échéance: what is due for a civil month, or a negative correction of it."""

    def __init__(self, due_id: UUID, month: date, amount_cents: int, issued_on: date, number: str) -> None:
        self.due_id = due_id
        self.month = month
        self.amount_cents = amount_cents
        self.issued_on = issued_on
        self.number = number
        self.exported_in: UUID | None = None
        self.titre: str | None = None
        self.titre_state: TitreState | None = None
        self.titre_on: date | None = None


class Payment:
    """Money that came in, or went back when the amount is negative."""

    def __init__(
        self, payment_id: UUID, amount_cents: int, paid_on: date, method: PaymentMethod, reference: str | None
    ) -> None:
        self.payment_id = payment_id
        self.amount_cents = amount_cents
        self.paid_on = paid_on
        self.method = method
        self.reference = reference


@dataclass(frozen=True, slots=True)
class PaymentGiven:
    """What somebody hands over, or is handed back: a positive amount."""

    amount_cents: Annotated[int, "Montant, positif", CENTS]
    paid_on: Annotated[date, "Jour du paiement"]
    method: Annotated[PaymentMethod, "Moyen de paiement."]
    reference: Annotated[str | None, "Numéro de chèque ou de virement.", Longest(120)] = None


@dataclass(frozen=True, slots=True)
class TitreLine:
    """What became of one due, by the number of its avis; `paid_cents` is all that was paid of it so far."""

    number: str
    titre: str
    state: TitreState
    paid_cents: int
    on: date


@dataclass(frozen=True, slots=True)
class Imputation:
    """What is owed of a due, once the corrections of its month are taken off, and how much of that is paid."""

    due: RentDue
    owed_cents: int
    paid_cents: int

    @property
    def left_cents(self) -> int:
        return self.owed_cents - self.paid_cents


def oldest_first(dues: Sequence[RentDue]) -> list[RentDue]:
    return sorted(dues, key=lambda due: (due.month, due.issued_on, due.number))


def impute(dues: Sequence[RentDue], paid_cents: int) -> Iterator[Imputation]:
    """Puts money on the dues, oldest first (art. 1342-10 code civil)."""
    money = max(paid_cents, 0)  # less than nothing: a refund whose payment the accountant took back afterwards
    owed = _owed(dues)
    for due in oldest_first(dues):
        paid = min(money, owed[due.due_id])
        money -= paid
        yield Imputation(due, owed[due.due_id], paid)


def _owed(dues: Sequence[RentDue]) -> dict[UUID, int]:
    """Each due less the corrections of its month: these undo the latest line first, and owe nothing themselves."""
    owed = {due.due_id: max(due.amount_cents, 0) for due in dues}
    corrections: dict[date, int] = {}
    for due in dues:
        corrections[due.month] = corrections.get(due.month, 0) + max(-due.amount_cents, 0)
    for due in reversed(oldest_first(dues)):
        taken_off = min(corrections[due.month], owed[due.due_id])
        corrections[due.month] -= taken_off
        owed[due.due_id] -= taken_off
    return owed
