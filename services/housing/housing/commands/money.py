"""What is asked about money: rents, payments, expenses, budgets, and the files of the finance software."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from housing.domain.money.cost import BudgetStage, CostKind
from housing.domain.money.lines import PaymentMethod


@dataclass(frozen=True, slots=True)
class IssueRents:
    """Issues the avis d'échéance of a civil month, named by its first day, to all who began a stay in the house."""

    house: str
    month: date


@dataclass(frozen=True, slots=True)
class RecordPayment:
    """Records money that the régie received for a stay, in whole or in part."""

    stay_id: UUID
    amount_cents: int
    paid_on: date
    method: PaymentMethod
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class RecordRefund:
    """Records money that the régie gave back: a positive amount of the credit of a stay."""

    stay_id: UUID
    amount_cents: int
    paid_on: date
    method: PaymentMethod
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class RecordCost:
    """Records an expense of the house; `label` says what was bought, never who lives there."""

    house: str
    cost_kind: CostKind
    amount_cents: int
    incurred_on: date
    label: str


@dataclass(frozen=True, slots=True)
class CancelCost:
    """Takes back an expense that was recorded by mistake."""

    cost_id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class SetBudget:
    """Sets the figures of a civil year at one stage, in place of any before."""

    house: str
    year: int
    stage: BudgetStage
    expenses: Mapping[CostKind, int]
    rents_cents: int


@dataclass(frozen=True, slots=True)
class ExportRents:
    """Puts in a file for the finance software every due of the house that is in none."""

    house: str


@dataclass(frozen=True, slots=True)
class ReadFinanceReturn:
    """Reads back from the finance software the number of each titre, its state and what was paid of it."""

    house: str
    file: bytes
