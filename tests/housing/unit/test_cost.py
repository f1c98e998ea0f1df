"""What a house costs: expenses that happened, budgets that are voted or forecast, and the net cost to share."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from housing.domain.money import rules as money_rules
from housing.domain.money.amounts import AmountInvalid, AmountNegative, AmountNotPositive
from housing.domain.money.convention import Party, split
from housing.domain.money.cost import (
    Budget,
    BudgetStage,
    Cost,
    CostCancelled,
    CostKind,
    CostRecorded,
    net_cost,
)

COST, BUDGET = UUID(int=1), UUID(int=2)
TODAY = date(2019, 3, 4)
DAY = timedelta(days=1)
# The convention gives 14,000 € for rents, electricity, heating, water and upkeep together: how it divides is made up.
ROMANS = {
    CostKind.RENT: 9_600_00,
    CostKind.ELECTRICITY: 1_100_00,
    CostKind.HEATING: 1_800_00,
    CostKind.WATER: 500_00,
    CostKind.UPKEEP: 1_000_00,
}


def record(**changes: Any) -> tuple[Cost, CostRecorded]:
    asked = {
        "house": "maison-des-internes",
        "kind": CostKind.WATER,
        "amount_cents": 120_50,
        "incurred_on": TODAY,
        "label": "Facture du trimestre",
        "today": TODAY,
    }
    return Cost.record(COST, **{**asked, **changes})


def budget() -> Budget:
    return Budget(BUDGET, "maison-des-internes", 2019, BudgetStage.VOTED)


def test_a_cost_is_told_with_its_kind_and_without_its_label() -> None:
    cost, recorded = record()
    assert recorded == CostRecorded(COST, "maison-des-internes", CostKind.WATER, TODAY, 120_50)
    assert (cost.label, cost.cancelled_on) == ("Facture du trimestre", None)


@pytest.mark.parametrize("cents", [0, -1])
def test_a_cost_is_of_one_cent_at_least(cents: int) -> None:
    assert record(amount_cents=1)[1].amount_cents == 1
    with pytest.raises(AmountNotPositive):
        record(amount_cents=cents)


def test_an_expense_or_a_budget_of_more_than_a_million_euros_is_a_typing_error() -> None:
    assert record(amount_cents=10**8)[1].amount_cents == 10**8
    with pytest.raises(AmountInvalid):
        record(amount_cents=10**8 + 1)
    with pytest.raises(AmountInvalid):
        budget().set({CostKind.RENT: 10**8 + 1}, rents_cents=0)


def test_a_cost_of_tomorrow_is_a_forecast() -> None:
    with pytest.raises(money_rules.IncurredInFuture):
        record(incurred_on=TODAY + DAY)


def test_a_cost_is_cancelled_once_with_its_reason() -> None:
    cost, _ = record()
    assert cost.cancel("Saisie deux fois", TODAY + DAY) == CostCancelled(COST, "maison-des-internes", TODAY + DAY)
    with pytest.raises(money_rules.CostAlreadyCancelled):
        cost.cancel("Encore", TODAY + 2 * DAY)
    assert (cost.cancelled_on, cost.cancel_reason) == (TODAY + DAY, "Saisie deux fois")


def test_equipment_alone_is_not_a_running_cost() -> None:
    assert [kind for kind in CostKind if not kind.is_running] == [CostKind.EQUIPMENT]


def test_the_budget_of_romans_leaves_9300_euros_of_which_each_party_bears_4650_and_equipment_is_apart() -> None:
    voted = budget()
    voted.set({**ROMANS, CostKind.EQUIPMENT: 5_100_00}, rents_cents=4_700_00)
    assert (voted.running_cents, voted.equipment_cents, voted.rents_cents) == (14_000_00, 5_100_00, 4_700_00)
    assert voted.net_cents == net_cost(14_000_00, 4_700_00) == 9_300_00
    parties = [Party("ville-de-romans", "Ville", 1), Party("departement", "Département", 1)]
    assert split(voted.net_cents, parties) == {"ville-de-romans": 4_650_00, "departement": 4_650_00}


def test_setting_a_budget_again_replaces_its_figures() -> None:
    voted = budget()
    voted.set({CostKind.RENT: 100_00, CostKind.EQUIPMENT: 50_00}, rents_cents=10_00)
    voted.set({CostKind.WATER: 30_00}, rents_cents=40_00)
    assert (voted.running_cents, voted.equipment_cents, voted.rents_cents) == (30_00, 0, 40_00)
    assert voted.net_cents == -10_00


@pytest.mark.parametrize(("expenses", "rents"), [({CostKind.RENT: -1}, 0), ({}, -1)])
def test_a_negative_figure_is_refused_and_changes_nothing(expenses: dict[CostKind, int], rents: int) -> None:
    voted = budget()
    voted.set(ROMANS, rents_cents=4_700_00)
    with pytest.raises(AmountNegative):
        voted.set(expenses, rents_cents=rents)
    assert voted.net_cents == 9_300_00


@pytest.mark.parametrize("year", [1999, 2200])
def test_a_budget_of_a_year_out_of_reason_is_a_typing_error(year: int) -> None:
    with pytest.raises(money_rules.YearInvalid):
        Budget(BUDGET, "maison-des-internes", year, BudgetStage.FORECAST)
