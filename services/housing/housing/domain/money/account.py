"""The account of a stay: what is due for each month, what was paid, and what the finance software says of it."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from housing.domain.money import rules as money_rules
from housing.domain.money.amounts import checked_amount, checked_price
from housing.domain.money.facts import (
    RentDueIssued,
    RentPaid,
    RentRefunded,
)
from housing.domain.money.lines import (
    Imputation,
    Payment,
    PaymentGiven,
    PaymentMethod,
    ReceiptKind,
    RentDue,
    TitreLine,
    TitreState,
    impute,
    oldest_first,
)
from kernel.cents import in_euros
from kernel.period import add_months

LATE_AFTER_DAYS = 30


class Account:
    """The dues and payments of one stay; the balance is what remains to be paid, negative when it is a credit."""

    def __init__(self, account_id: UUID, stay_id: UUID, house: str) -> None:
        self.account_id = account_id
        self.stay_id = stay_id
        self.house = house
        self.dues: list[RentDue] = []
        self.payments: list[Payment] = []
        self.version = 0

    @property
    def due_cents(self) -> int:
        return sum(due.amount_cents for due in self.dues)

    @property
    def paid_cents(self) -> int:
        return sum(payment.amount_cents for payment in self.payments)

    @property
    def balance_cents(self) -> int:
        return self.due_cents - self.paid_cents

    @property
    def credit_cents(self) -> int:
        return max(-self.balance_cents, 0)

    @property
    def is_settled(self) -> bool:
        """Nothing to pay and nothing to give back."""
        return self.balance_cents == 0

    def due_of_month(self, month: date) -> int:
        """What was issued for a month so far, corrections included."""
        return sum(due.amount_cents for due in self.dues if due.month == month)

    def issue(
        self, due_id: UUID, *, month: date, amount_cents: int, issued_on: date, number: str
    ) -> RentDueIssued | None:
        """Issues what is missing for the month's due to be `amount_cents`: all of it, the difference, or nothing."""
        missing = checked_price(amount_cents) - self.due_of_month(month)
        if missing == 0:
            return None
        self.dues.append(RentDue(due_id, month, missing, issued_on, number))
        return RentDueIssued(due_id, self.account_id, self.stay_id, self.house, month, issued_on, missing)

    def pay(self, payment_id: UUID, given: PaymentGiven, *, today: date) -> RentPaid:
        """Records a payment in whole or in part, never above what is due."""
        _check_movement(given, today)
        self._check_due(given.amount_cents)
        return self._receive(Payment(payment_id, given.amount_cents, given.paid_on, given.method, given.reference))

    def refund(self, payment_id: UUID, given: PaymentGiven, *, today: date) -> RentRefunded:
        """Gives back a positive amount of the credit, as after an early departure."""
        _check_movement(given, today)
        self._check_credit(given.amount_cents)
        return self._give_back(Payment(payment_id, -given.amount_cents, given.paid_on, given.method, given.reference))

    def imputations(self) -> list[Imputation]:
        """What is owed and paid of each due, oldest first."""
        return list(impute(self.dues, self.paid_cents))

    def arrears(self, today: date, late_after_days: int = LATE_AFTER_DAYS) -> list[tuple[RentDue, int]]:
        """The late dues with what is left to pay of each, oldest first."""
        return [
            (line.due, line.left_cents)
            for line in self.imputations()
            if line.left_cents > 0 and (today - line.due.issued_on).days > late_after_days
        ]

    def receipt_kind(self, due: RentDue) -> ReceiptKind | None:
        """A quittance for a due wholly paid, a reçu for a part of it, nothing when nothing of it was paid."""
        line = self._imputation(due)
        if line.paid_cents == 0:
            return None
        return ReceiptKind.RECU if line.left_cents else ReceiptKind.QUITTANCE

    def due_numbered(self, number: str) -> RentDue:
        """The due of this avis d'échéance, or the rule that there must be one."""
        for due in self.dues:
            if due.number == number:
                return due
        raise money_rules.DueUnknown

    def export(self, export_id: UUID) -> int:
        """Puts in a file the dues that are in none, those rejected among them, and counts them; it is filled once."""
        if self.export_lines(export_id):
            return 0
        waiting = [due for due in self.dues if due.exported_in is None]
        for due in waiting:
            due.exported_in = export_id
        return len(waiting)

    def export_lines(self, export_id: UUID) -> list[RentDue]:
        return [due for due in oldest_first(self.dues) if due.exported_in == export_id]

    def read_back(
        self, payment_id: UUID, line: TitreLine, *, today: date
    ) -> tuple[RentPaid | RentRefunded, ...] | None:
        """Applies one line of the finance software.

        None: a line already applied, or older than the last one, changes nothing. Less than was read before takes money
        back: the accountant's word wins, as for a cheque without funds.
        """
        due = self.due_numbered(line.number)
        moved = line.paid_cents - self._paid_by_titre(line.number)
        is_older = due.titre_on is not None and line.on < due.titre_on
        if is_older or (line.titre, line.state, 0) == (due.titre, due.titre_state, moved):
            return None
        if line.on > today:
            raise money_rules.PaidInFuture
        if due.exported_in is None and due.titre is None:
            raise money_rules.DueNotExported
        if line.titre != due.titre and due.titre_state not in (None, TitreState.REJECTED):
            raise money_rules.TitreAlreadyKnown(
                f"L'avis {line.number} a déjà un autre titre de recettes : {due.titre}."
            )
        if not min(0, due.amount_cents) <= line.paid_cents <= max(0, due.amount_cents):
            raise money_rules.PaymentAboveDue(f"L'avis d'échéance {line.number} est de {in_euros(due.amount_cents)} €.")
        payment = Payment(payment_id, moved, line.on, PaymentMethod.TITRE, line.number)
        return tuple(self._apply(due, line, payment))

    def _apply(self, due: RentDue, line: TitreLine, payment: Payment) -> Iterator[RentPaid | RentRefunded]:
        """Checks the movement first: when a rule is broken nothing has changed."""
        moved = payment.amount_cents
        if moved > 0 and due.amount_cents > 0:
            self._check_due(moved)
        if moved < 0 and due.amount_cents < 0:
            self._check_credit(-moved)
        due.titre, due.titre_state, due.titre_on = line.titre, line.state, line.on
        if line.state is TitreState.REJECTED:
            due.exported_in = None
        if moved > 0:
            yield self._receive(payment)
        elif moved < 0:
            yield self._give_back(payment)

    def _imputation(self, due: RentDue) -> Imputation:
        for line in self.imputations():
            if line.due is due:
                return line
        raise money_rules.DueUnknown

    def _paid_by_titre(self, number: str) -> int:
        by_titre = (payment for payment in self.payments if payment.method is PaymentMethod.TITRE)
        return sum(payment.amount_cents for payment in by_titre if payment.reference == number)

    def _check_due(self, amount_cents: int) -> None:
        left = max(self.balance_cents, 0)
        if amount_cents > left:
            raise money_rules.PaymentAboveDue(f"Il reste {in_euros(left)} € à payer : le montant est trop élevé.")

    def _check_credit(self, amount_cents: int) -> None:
        if amount_cents > self.credit_cents:
            raise money_rules.RefundAboveCredit(
                f"Le compte n'a que {in_euros(self.credit_cents)} € de crédit à rendre."
            )

    def _receive(self, payment: Payment) -> RentPaid:
        self.payments.append(payment)
        return RentPaid(*self._told(payment))

    def _give_back(self, payment: Payment) -> RentRefunded:
        self.payments.append(payment)
        return RentRefunded(*self._told(payment))

    def _told(self, payment: Payment) -> tuple[UUID, UUID, UUID, str, date, int]:
        return (
            payment.payment_id,
            self.account_id,
            self.stay_id,
            self.house,
            payment.paid_on,
            payment.amount_cents,
        )


def checked_month(month: date, *, today: date) -> date:
    """Returns a month whose dues may be issued by now: named by its first day, the next one at the latest."""
    if month.day != 1:
        raise money_rules.MonthMalformed
    if month > add_months(today.replace(day=1), 1):
        raise money_rules.MonthTooFar
    return month


def _check_movement(given: PaymentGiven, today: date) -> None:
    checked_amount(given.amount_cents)
    if given.paid_on > today:
        raise money_rules.PaidInFuture
