"""What the permanence costs, brings in and is compared with."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from permanence.domain.money.cost import CostKind, MoneyStage, ReceiptKind
from permanence.domain.money.denominator import PeopleGroup


@dataclass(frozen=True, slots=True)
class RecordCost:
    """Records an expense of a civil month, named by its first day; without `payer`, nobody was told to bear it.

    `in_kind` is the worth of a post or of premises made available; `label` says what it is, never who.
    """

    cost_kind: CostKind
    stage: MoneyStage
    month_on: date
    payer: str | None
    amount_cents: int
    label: str
    in_kind: bool = False


@dataclass(frozen=True, slots=True)
class CancelCost:
    """Takes back an expense that was recorded by mistake."""

    cost_id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class RecordReceipt:
    """Records money that comes in for a civil month; `payer` is where it comes from."""

    receipt_kind: ReceiptKind
    stage: MoneyStage
    month_on: date
    payer: str | None
    amount_cents: int
    label: str


@dataclass(frozen=True, slots=True)
class CancelReceipt:
    """Takes back a receipt that was recorded by mistake."""

    receipt_id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class RecordPeopleWithoutGP:
    """Records how many people of a commune had no médecin traitant on a day, in place of the same count before."""

    counted_on: date
    commune: str
    group: PeopleGroup
    people: int
    source: str
