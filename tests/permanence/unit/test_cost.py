"""Money of the permanence: which lines are accepted, and what a consultation costs over the same days."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

import pytest

from permanence.domain.money import rules
from permanence.domain.money.cost import (
    MOST_CENTS,
    Cost,
    CostCancelled,
    CostKind,
    CostRecorded,
    MoneyLine,
    MoneyStage,
    Receipt,
    ReceiptCancelled,
    ReceiptKind,
    ReceiptRecorded,
    check_period,
    days_of_month,
    per_consultation,
    share_of_month,
)
from permanence.domain.money.denominator import PeopleCount, PeopleGroup, PeopleWithoutGPCounted
from permanence.domain.rules import RuleBroken

TODAY = date(2024, 3, 15)
MARCH, APRIL = date(2024, 3, 1), date(2024, 4, 1)
COST, RECEIPT = UUID(int=1), UUID(int=2)
RENT = MoneyLine(MoneyStage.ACTUAL, MARCH, "commune-de-romans", 1_250_00, "loyer")
FEES = MoneyLine(MoneyStage.ACTUAL, MARCH, None, 900_00, "actes")


def record(**changes: Any) -> tuple[Cost, CostRecorded]:
    return Cost.record(COST, CostKind.RENT, replace(RENT, **changes), in_kind=False, today=TODAY)


def receive(**changes: Any) -> tuple[Receipt, ReceiptRecorded]:
    return Receipt.record(RECEIPT, ReceiptKind.FEES, replace(FEES, **changes), today=TODAY)


def test_a_cost_and_a_receipt_are_kept_as_they_are_told() -> None:
    cost, recorded = record()
    assert recorded == CostRecorded(COST, CostKind.RENT, MoneyStage.ACTUAL, MARCH, "commune-de-romans", False, 1_250_00)
    assert (cost.label, cost.amount_cents, cost.payer) == ("loyer", 1_250_00, "commune-de-romans")
    receipt, received = receive()
    assert received == ReceiptRecorded(RECEIPT, ReceiptKind.FEES, MoneyStage.ACTUAL, MARCH, None, 900_00)
    assert (receipt.label, receipt.amount_cents, receipt.payer) == ("actes", 900_00, None)


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"amount_cents": 0}, rules.AmountNotPositive),
        ({"amount_cents": -1}, rules.AmountNotPositive),
        ({"amount_cents": MOST_CENTS + 1}, rules.AmountInvalid),
        ({"month_on": date(2024, 3, 2)}, rules.MonthMalformed),
        ({"month_on": date(1999, 12, 1)}, rules.MonthMalformed),
        ({"month_on": date(2200, 1, 1)}, rules.MonthMalformed),
        ({"month_on": APRIL}, rules.ActualInFuture),
        ({"payer": "Commune de Romans"}, rules.PayerMalformed),
        ({"payer": ""}, rules.PayerMalformed),
    ],
)
def test_a_line_that_breaks_a_rule_is_refused(change: dict[str, Any], rule: type[RuleBroken]) -> None:
    for ask in (record, receive):
        with pytest.raises(rule):
            ask(**change)


@pytest.mark.parametrize("stage", [MoneyStage.FORECAST, MoneyStage.VOTED])
def test_a_month_to_come_is_forecast_or_voted(stage: MoneyStage) -> None:
    assert record(stage=stage, month_on=APRIL)[0].month_on == APRIL


@pytest.mark.parametrize("cents", [1, MOST_CENTS])
def test_the_least_and_the_greatest_amount_are_accepted(cents: int) -> None:
    assert record(amount_cents=cents)[0].amount_cents == cents


def test_a_line_is_cancelled_once() -> None:
    cost, receipt = record()[0], receive()[0]
    assert cost.cancel("en double", TODAY) == CostCancelled(UUID(int=1), TODAY)
    assert receipt.cancel("en double", TODAY) == ReceiptCancelled(UUID(int=2), TODAY)
    with pytest.raises(rules.CostAlreadyCancelled):
        cost.cancel("", TODAY)
    with pytest.raises(rules.ReceiptAlreadyCancelled):
        receipt.cancel("", TODAY)


def test_155000_euros_a_year_over_272_days_and_3500_consultations_are_32_euros_91() -> None:
    """Romans: the money of the days that the consultations were counted in, of a year of 366 days."""
    first_on, end_on = date(2024, 1, 1), date(2024, 9, 29)
    assert (end_on - first_on).days == 272
    months = [date(2024, month, 1) for month in range(1, 13)]
    spread = {month: Fraction(155_000_00 * days_of_month(month), 366) for month in months}
    spent = sum((share_of_month(1, month, first_on, end_on) * cents for month, cents in spread.items()), Fraction(0))
    assert spent == Fraction(155_000_00 * 272, 366)
    assert per_consultation(spent, 3_500) == 32_91


@pytest.mark.parametrize(
    ("first_on", "end_on", "share"),
    [
        (MARCH, APRIL, Fraction(1)),
        (date(2024, 2, 1), date(2024, 5, 1), Fraction(1)),
        (MARCH, date(2024, 3, 2), Fraction(1, 31)),
        (date(2024, 3, 31), date(2024, 4, 30), Fraction(1, 31)),
        (date(2024, 3, 11), date(2024, 3, 21), Fraction(10, 31)),
        (APRIL, date(2024, 5, 1), Fraction(0)),
        (date(2024, 2, 1), MARCH, Fraction(0)),
    ],
)
def test_a_month_weighs_the_days_that_it_has_in_the_period(first_on: date, end_on: date, share: Fraction) -> None:
    assert share_of_month(3100, MARCH, first_on, end_on) == 3100 * share


def test_without_a_consultation_there_is_no_cost_of_one() -> None:
    assert per_consultation(Fraction(100), 0) is None


@pytest.mark.parametrize(
    ("cents", "whole"), [(Fraction(1, 2), 1), (Fraction(49, 100), 0), (Fraction(-1, 2), 0), (Fraction(7), 7)]
)
def test_half_a_cent_goes_up(cents: Fraction, whole: int) -> None:
    assert per_consultation(cents, 1) == whole


@pytest.mark.parametrize(
    ("first_on", "end_on"),
    [(MARCH, MARCH), (APRIL, MARCH), (date(2010, 1, 1), MARCH), (date(1999, 1, 1), date(2000, 1, 1))],
)
def test_a_period_lasts_from_a_day_to_ten_years(first_on: date, end_on: date) -> None:
    with pytest.raises(rules.MoneyPeriodInvalid) as broken:
        check_period(first_on, end_on)
    assert broken.value.field == "end_on"
    check_period(MARCH, date(2034, 3, 1))


def count(*, counted_on: date = TODAY, people: int = 2_400, source: str = "CPAM") -> PeopleWithoutGPCounted:
    counted = PeopleCount(UUID(int=3), counted_on, "26281", PeopleGroup.ALD)
    return counted.set(people, source, today=TODAY)


def test_people_without_gp_are_counted_as_of_a_day() -> None:
    assert count() == PeopleWithoutGPCounted(UUID(int=3), TODAY, "26281", PeopleGroup.ALD, 2_400)
    assert count(people=0).people == 0


@pytest.mark.parametrize(
    ("refused", "rule"),
    [
        (lambda: count(counted_on=APRIL), rules.CountedInFuture),
        (lambda: count(people=-1), rules.PeopleInvalid),
        (lambda: count(people=3_000_001), rules.PeopleInvalid),
        (lambda: count(source=" "), rules.SourceMissing),
        (lambda: count(source="x" * 201), rules.SourceMissing),
    ],
)
def test_a_count_that_cannot_be_true_is_refused(refused: Callable[[], object], rule: type[RuleBroken]) -> None:
    with pytest.raises(rule):
        refused()
