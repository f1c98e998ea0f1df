"""The page of a house: its rooms and their voids, tariff, convention, money of a year, contacts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from chassis.http.access import caller
from chassis.http.fields import whole
from chassis.http.pages import address, render
from chassis.http.routes import reading, today
from housing.domain.house.room import VoidReason
from housing.domain.money.cost import BudgetStage, CostKind
from housing.domain.stay.period import Period
from housing.http.api import MONEY
from housing.pages.site import pages, query
from housing.pages.words import choices_of, in_french
from housing.queries.houses import all_houses, house_of, rooms_in
from housing.queries.money import HouseMoney, KindCents, Share, costs_of, house_money
from housing.queries.objective import progress

HouseQuery = query(year=whole("L'année.", least=2000, most=2198, required=False))


@dataclass(frozen=True, slots=True)
class Column:
    """The money of a year at one stage, or as it was really spent."""

    title: str
    expenses: Mapping[CostKind, int]
    rents_cents: int
    net_cents: int
    equipment_cents: int
    shares: Mapping[str, int]


def part_of(house: str, part: str) -> str:
    """The address of a part of the page."""
    return address("house", house=house, _anchor=part)


@pages.page("/board/houses", roles=MONEY)
def houses() -> str:
    """Where an accountant begins."""
    with reading() as session:
        return render("houses.html.j2", houses=all_houses(session))


@pages.page("/board/houses/<house>", roles=MONEY, asks=HouseQuery)
def house(asked: dict[str, Any], house: str) -> str:
    day = today()
    year = asked.get("year", day.year)
    period = Period(date(year, 1, 1), date(year + 1, 1, 1))
    with reading() as session:
        shown = house_of(session, house)
        rooms = rooms_in(session, [house])
        money = house_money(session, house, period)
        lodged = progress(session, house, period)
        spent = costs_of(session, house, period)
    columns = [] if money is None else _columns(money, year)
    return render(
        "house.html.j2",
        house=shown,
        rooms=rooms,
        role=caller().role,
        today=day,
        year=year,
        progress=lodged,
        order=[in_french(kind) for kind in shown.rule_on(day).order],
        tariff=shown.tariffs[-1],
        columns=columns,
        costs=spent,
        party_labels=list(dict.fromkeys(label for column in columns for label in column.shares)),
        running_kinds=[kind for kind in CostKind if kind.is_running],
        cost_kinds=choices_of(CostKind),
        stages=choices_of(BudgetStage),
        void_reasons=choices_of(VoidReason),
        contact_lines="\n".join(
            " ; ".join(part or "" for part in (contact.label, contact.phone, contact.email)).rstrip(" ;")
            for contact in shown.contacts
        ),
        welcome_lines="\n".join(item.label for item in shown.welcome_items),
    )


def _columns(money: HouseMoney, year: int) -> list[Column]:
    actual = money.actual
    budgets = [
        Column(
            in_french(budget.stage),
            _by_kind(budget.expenses),
            budget.rents_cents,
            budget.net_cents,
            budget.equipment_cents,
            _by_party(budget.shares),
        )
        for budget in money.budgets
        if budget.year == year
    ]
    shares = [share for convention in actual.conventions for share in convention.shares]
    return [
        *budgets,
        Column(
            "réel",
            _by_kind(actual.expenses),
            actual.rents_due_cents,
            actual.net_cents,
            actual.equipment_cents,
            _by_party(shares),
        ),
    ]


def _by_kind(expenses: Sequence[KindCents]) -> Mapping[CostKind, int]:
    return {line.cost_kind: line.amount_cents for line in expenses}


def _by_party(shares: Sequence[Share]) -> Mapping[str, int]:
    """A party of two conventions of the year bears both its parts."""
    parts: dict[str, int] = {}
    for share in shares:
        parts[share.label] = parts.get(share.label, 0) + share.amount_cents
    return parts
