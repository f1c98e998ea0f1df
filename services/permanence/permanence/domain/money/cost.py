"""What the permanence costs and brings in, by month and payer; forecast, voted and actual are never added up."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Annotated, Self
from uuid import UUID

from kernel.cents import half_up
from kernel.code import checked_code
from kernel.named import Named
from kernel.said import CENTS, Longest
from permanence.domain.money import rules as cost_rules

MOST_CENTS = 100_000_000
MOST_YEARS = 10
YEARS = range(2000, 2200)
LONGEST_CODE = 63
LONGEST_LABEL = 120


class CostKind(StrEnum):
    """What money is spent on (source: the budget of Romans)."""

    SALARIES = "salaries"
    SECRETARY = "secretary"
    RENT = "rent"
    OTHER = "other"


class ReceiptKind(StrEnum):
    """What comes in: the fees of acts, grants, and what the parties contribute."""

    FEES = "fees"
    GRANT = "grant"
    CONTRIBUTION = "contribution"


class MoneyStage(Named):
    """Forecast by the employer, voted by those who pay, or actual."""

    FORECAST = "forecast", "prévu"
    VOTED = "voted", "voté"
    ACTUAL = "actual", "réalisé"


@dataclass(frozen=True, slots=True)
class CostRecorded:
    """An expense of a month was recorded."""

    cost_id: UUID
    cost_kind: CostKind
    stage: MoneyStage
    month_on: date
    payer: str | None
    in_kind: bool
    amount_cents: int


@dataclass(frozen=True, slots=True)
class CostCancelled:
    """An expense was recorded by mistake, and no longer counts."""

    cost_id: UUID
    cancelled_on: date


@dataclass(frozen=True, slots=True)
class ReceiptRecorded:
    """Money that comes in for a month was recorded."""

    receipt_id: UUID
    receipt_kind: ReceiptKind
    stage: MoneyStage
    month_on: date
    payer: str | None
    amount_cents: int


@dataclass(frozen=True, slots=True)
class ReceiptCancelled:
    """A receipt was recorded by mistake, and no longer counts."""

    receipt_id: UUID
    cancelled_on: date


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """What a cost and a receipt have in common; without `payer`, nobody was told to bear it. `label` names nobody."""

    stage: Annotated[MoneyStage, "Prévu, voté ou réalisé : jamais additionnés."]
    month_on: Annotated[date, "Premier jour du mois"]
    payer: Annotated[str | None, "Code du payeur ; nul : à personne encore.", Longest(LONGEST_CODE)]
    amount_cents: Annotated[int, "Montant, toutes taxes comprises", CENTS]
    label: Annotated[str, "Objet ; jamais un nom de personne.", Longest(LONGEST_LABEL)]

    def check(self, today: date) -> None:
        """Raises the rule that the line breaks."""
        if self.amount_cents <= 0:
            raise cost_rules.AmountNotPositive
        if self.amount_cents > MOST_CENTS:
            raise cost_rules.AmountInvalid
        if self.month_on.day != 1 or self.month_on.year not in YEARS:
            raise cost_rules.MonthMalformed
        if self.stage is MoneyStage.ACTUAL and self.month_on > today:
            raise cost_rules.ActualInFuture
        if self.payer is not None:
            checked_code(self.payer, cost_rules.PayerMalformed)


class Cost:
    """One expense of one month; it is cancelled, never changed."""

    def __init__(self, cost_id: UUID, cost_kind: CostKind, line: MoneyLine, in_kind: bool) -> None:
        self.cost_id = cost_id
        self.cost_kind = cost_kind
        self.stage = line.stage
        self.month_on = line.month_on
        self.payer = line.payer
        self.in_kind = in_kind
        self.amount_cents = line.amount_cents
        self.label = line.label
        self.cancelled_on: date | None = None
        self.cancel_reason: str | None = None
        self.version = 0

    @classmethod
    def record(
        cls, cost_id: UUID, cost_kind: CostKind, line: MoneyLine, *, in_kind: bool, today: date
    ) -> tuple[Self, CostRecorded]:
        """Returns the expense and its fact, or raises the rule that forbids it."""
        line.check(today)
        return cls(cost_id, cost_kind, line, in_kind), CostRecorded(
            cost_id, cost_kind, line.stage, line.month_on, line.payer, in_kind, line.amount_cents
        )

    def cancel(self, reason: str, today: date) -> CostCancelled:
        if self.cancelled_on is not None:
            raise cost_rules.CostAlreadyCancelled
        self.cancelled_on, self.cancel_reason = today, reason
        return CostCancelled(self.cost_id, today)


class Receipt:
    """Money that comes in for one month; it is cancelled, never changed."""

    def __init__(self, receipt_id: UUID, receipt_kind: ReceiptKind, line: MoneyLine) -> None:
        self.receipt_id = receipt_id
        self.receipt_kind = receipt_kind
        self.stage = line.stage
        self.month_on = line.month_on
        self.payer = line.payer
        self.amount_cents = line.amount_cents
        self.label = line.label
        self.cancelled_on: date | None = None
        self.cancel_reason: str | None = None
        self.version = 0

    @classmethod
    def record(
        cls, receipt_id: UUID, receipt_kind: ReceiptKind, line: MoneyLine, *, today: date
    ) -> tuple[Self, ReceiptRecorded]:
        """Returns the receipt and its fact, or raises the rule that forbids it."""
        line.check(today)
        return cls(receipt_id, receipt_kind, line), ReceiptRecorded(
            receipt_id, receipt_kind, line.stage, line.month_on, line.payer, line.amount_cents
        )

    def cancel(self, reason: str, today: date) -> ReceiptCancelled:
        if self.cancelled_on is not None:
            raise cost_rules.ReceiptAlreadyCancelled
        self.cancelled_on, self.cancel_reason = today, reason
        return ReceiptCancelled(self.receipt_id, today)


def check_period(first_on: date, end_on: date) -> None:
    """Raises the rule that a period from one day to the day before another breaks."""
    is_known = first_on.year in YEARS and end_on.year in YEARS
    if not is_known or end_on <= first_on or end_on - first_on > timedelta(days=366 * MOST_YEARS):
        raise cost_rules.MoneyPeriodInvalid(field="end_on")


def days_of_month(month_on: date) -> int:
    return monthrange(month_on.year, month_on.month)[1]


def share_of_month(amount_cents: int, month_on: date, first_on: date, end_on: date) -> Fraction:
    """What an amount of a month weighs in a period, day for day: both sides of a ratio are then of the same days."""
    days = days_of_month(month_on)
    first, end = max(month_on, first_on), min(month_on + timedelta(days=days), end_on)
    return Fraction(amount_cents * max(0, (end - first).days), days)


def per_consultation(cents: Fraction, consultations: int) -> int | None:
    """The cost of one consultation, to the nearest cent; None when there was none."""
    if consultations == 0:
        return None
    return half_up(cents / consultations)
