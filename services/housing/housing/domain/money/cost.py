"""What a house costs: each expense as it is met, and the yearly budget, voted and forecast."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Self
from uuid import UUID

from housing.domain.money import rules as money_rules
from housing.domain.money.amounts import checked_amount, checked_price
from kernel.named import Named

_YEARS = range(2000, 2200)


class CostKind(Named):
    """What money is spent on (source: the budget of Romans, and what other towns' budgets have)."""

    RENT = "rent", "loyer"
    ELECTRICITY = "electricity", "électricité"
    HEATING = "heating", "chauffage"
    WATER = "water", "eau"
    UPKEEP = "upkeep", "entretien"
    INSURANCE = "insurance", "assurance"
    OTHER = "other", "autre"
    EQUIPMENT = "equipment", "équipement"

    @property
    def is_running(self) -> bool:
        """Equipment is bought once and counted apart: it is in no net cost."""
        return self is not CostKind.EQUIPMENT


class BudgetStage(Named):
    """Voted by the council, or forecast by the house; what is actually spent is made of costs."""

    VOTED = "voted", "voté"
    FORECAST = "forecast", "prévu"


@dataclass(frozen=True, slots=True)
class CostRecorded:
    """An expense was met."""

    cost_id: UUID
    house: str
    kind: CostKind
    incurred_on: date
    amount_cents: int


@dataclass(frozen=True, slots=True)
class CostCancelled:
    """An expense was recorded by mistake, and no longer counts."""

    cost_id: UUID
    house: str
    cancelled_on: date


class Cost:
    """One expense of one house; it is cancelled, never changed."""

    def __init__(
        self, cost_id: UUID, house: str, kind: CostKind, amount_cents: int, incurred_on: date, label: str
    ) -> None:
        self.cost_id = cost_id
        self.house = house
        self.kind = kind
        self.amount_cents = amount_cents
        self.incurred_on = incurred_on
        self.label = label
        self.cancelled_on: date | None = None
        self.cancel_reason: str | None = None
        self.version = 0

    @classmethod
    def record(
        cls,
        cost_id: UUID,
        *,
        house: str,
        kind: CostKind,
        amount_cents: int,
        incurred_on: date,
        label: str,
        today: date,
    ) -> tuple[Self, CostRecorded]:
        """Returns the cost and its fact, or raises the rule that forbids it."""
        checked_amount(amount_cents)
        if incurred_on > today:
            raise money_rules.IncurredInFuture
        cost = cls(cost_id, house, kind, amount_cents, incurred_on, label)
        return cost, CostRecorded(cost_id, house, kind, incurred_on, amount_cents)

    def cancel(self, reason: str, today: date) -> CostCancelled:
        if self.cancelled_on is not None:
            raise money_rules.CostAlreadyCancelled
        self.cancelled_on = today
        self.cancel_reason = reason
        return CostCancelled(self.cost_id, self.house, today)


class Budget:
    """The yearly figures of a house at one stage: expenses by kind, and the rents that come in."""

    def __init__(self, budget_id: UUID, house: str, year: int, stage: BudgetStage) -> None:
        if year not in _YEARS:
            raise money_rules.YearInvalid
        self.budget_id = budget_id
        self.house = house
        self.year = year
        self.stage = stage
        self.expenses: Mapping[CostKind, int] = {}
        self.rents_cents = 0
        self.version = 0

    @property
    def running_cents(self) -> int:
        return sum(cents for kind, cents in self.expenses.items() if kind.is_running)

    @property
    def equipment_cents(self) -> int:
        return self.expenses.get(CostKind.EQUIPMENT, 0)

    @property
    def net_cents(self) -> int:
        return net_cost(self.running_cents, self.rents_cents)

    def set(self, expenses: Mapping[CostKind, int], rents_cents: int) -> None:
        """Replaces the figures of the year."""
        for cents in (rents_cents, *expenses.values()):
            checked_price(cents)
        self.expenses = dict(expenses)
        self.rents_cents = rents_cents


def net_cost(running_cents: int, rents_cents: int) -> int:
    """What the parties share: running expenses less rents; negative when rents are more."""
    return running_cents - rents_cents
