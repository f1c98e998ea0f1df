"""What may be read of a house's money: its expenses, what a period cost and who bears it, its budgets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from housing.commands.words import ANY_NUMBER, HouseCode
from housing.domain.money.convention import Convention, Party, split
from housing.domain.money.cost import BudgetStage, CostKind, net_cost
from housing.domain.stay.period import Period
from housing.store.houses import houses
from housing.store.money import accounts, budgets, costs, payments, rent_dues
from kernel.dated import version_on
from kernel.said import CENTS


@dataclass(frozen=True, slots=True)
class CostLine:
    """An expense that counts."""

    cost_id: UUID
    kind: CostKind
    amount_cents: int
    incurred_on: date
    label: str


@dataclass(frozen=True, slots=True)
class KindCents:
    cost_kind: Annotated[CostKind, "Nature de la dépense."]
    amount_cents: Annotated[int, "Montant", CENTS]


@dataclass(frozen=True, slots=True)
class Share:
    """What one party bears; the parts of one convention add up to its net cost."""

    party: Annotated[str, "Code de la collectivité."]
    label: Annotated[str, "Son nom."]
    amount_cents: Annotated[int, "Sa part du coût net", CENTS]


_Expenses = Sequence[Annotated[KindCents, "Une nature."]]
_Shares = Annotated[Sequence[Annotated[Share, "Une part."]], "Leur somme est le coût net, au centime."]


@dataclass(frozen=True, slots=True)
class ConventionCost:
    """The net cost of the days of one convention, and its split; `label` is None for days that none covers."""

    label: Annotated[str | None, "Intitulé de la convention ; nul pour les jours sans convention."]
    net_cents: Annotated[int, "Coût net de ses jours", CENTS]
    shares: _Shares


@dataclass(frozen=True, slots=True)
class ActualMoney:
    """What was really spent and due. Equipment is in no net cost; rents are those of months begun in the period."""

    expenses: Annotated[_Expenses, "Dépenses par nature, équipement compris."]
    running_cents: Annotated[int, "Dépenses de fonctionnement", CENTS]
    equipment_cents: Annotated[int, "Équipement, compté à part du coût net", CENTS]
    rents_due_cents: Annotated[int, "Loyers dus pour les mois qui commencent dans la période", CENTS]
    rents_paid_cents: Annotated[int, "Loyers payés dans la période", CENTS]
    net_cents: Annotated[int, "Coût net : fonctionnement moins loyers dus", CENTS]
    conventions: Annotated[
        Sequence[Annotated[ConventionCost, "Une convention."]], "Le coût net, selon la convention du jour."
    ]


@dataclass(frozen=True, slots=True)
class BudgetRead:
    """The figures of one civil year at one stage, whole: a year is never cut to fit a period."""

    year: Annotated[int, "Année civile.", ANY_NUMBER]
    stage: Annotated[BudgetStage, "Voté, ou prévisionnel."]
    expenses: Annotated[_Expenses, "Dépenses par nature."]
    running_cents: Annotated[int, "Dépenses de fonctionnement", CENTS]
    equipment_cents: Annotated[int, "Équipement", CENTS]
    rents_cents: Annotated[int, "Loyers attendus", CENTS]
    net_cents: Annotated[int, "Coût net attendu", CENTS]
    shares: _Shares


@dataclass(frozen=True, slots=True)
class HouseMoney:
    """Voted, forecast and actual beside each other, never added up."""

    house: HouseCode
    first_on: Annotated[date, "Premier jour"]
    end_on: Annotated[date, "Fin, jour non compris"]
    actual: Annotated[ActualMoney, "Ce qui a été dépensé et dû."]
    budgets: Annotated[Sequence[Annotated[BudgetRead, "Un budget."]], "Ceux des années que la période touche, entiers."]


def costs_of(session: Session, house: str, period: Period) -> Sequence[CostLine]:
    """The expenses of a period one by one, the latest first."""
    query = sa.select(*(costs.c[name] for name in CostLine.__slots__)).where(_counted(house, period))
    return [CostLine(*row) for row in session.execute(query.order_by(costs.c.incurred_on.desc(), costs.c.cost_id))]


def house_money(session: Session, house: str, period: Period) -> HouseMoney | None:
    """The money of a period, to the cent; None when there is no such house."""
    conventions = session.scalar(sa.select(houses.c.conventions).where(houses.c.code == house))
    if conventions is None:
        return None
    actual = _actual(session, house, period, conventions)
    return HouseMoney(house, period.first, period.end, actual, _budgets(session, house, period, conventions))


def _actual(session: Session, house: str, period: Period, conventions: Sequence[Convention]) -> ActualMoney:
    spent = [
        (day, kind, cents)
        for day, kind, cents in session.execute(
            sa.select(costs.c.incurred_on, costs.c.kind, sa.func.sum(costs.c.amount_cents))
            .where(_counted(house, period))
            .group_by(costs.c.incurred_on, costs.c.kind)
        )
    ]
    rents = [
        (month, cents)
        for month, cents in session.execute(
            sa.select(rent_dues.c.month, sa.func.sum(rent_dues.c.amount_cents))
            .join(accounts, accounts.c.account_id == rent_dues.c.account_id)
            .where(accounts.c.house == house, _within(rent_dues.c.month, period))
            .group_by(rent_dues.c.month)
        )
    ]
    paid = session.scalar(
        sa.select(sa.func.sum(payments.c.amount_cents))
        .join(accounts, accounts.c.account_id == payments.c.account_id)
        .where(accounts.c.house == house, _within(payments.c.paid_on, period))
    )
    by_kind = dict.fromkeys(CostKind, 0)
    for _, kind, cents in spent:
        by_kind[kind] += int(cents)
    running = sum(cents for kind, cents in by_kind.items() if kind.is_running)
    due = sum(int(cents) for _, cents in rents)
    dated = [(day, int(cents)) for day, kind, cents in spent if kind.is_running]
    dated += [(month, -int(cents)) for month, cents in rents]
    return ActualMoney(
        _by_kind(by_kind),
        running,
        by_kind[CostKind.EQUIPMENT],
        due,
        int(paid or 0),
        net_cost(running, due),
        _by_convention(dated, conventions),
    )


def _by_convention(dated: Sequence[tuple[date, int]], conventions: Sequence[Convention]) -> Sequence[ConventionCost]:
    """Each amount goes to the convention in force on its day; what none covers is told apart, shared by nobody."""
    net: dict[Convention | None, int] = {}
    for day, cents in sorted(dated):
        convention = version_on(conventions, day)
        net[convention] = net.get(convention, 0) + cents
    return [
        ConventionCost(
            convention.label if convention else None, cents, _shares(cents, convention.parties) if convention else []
        )
        for convention, cents in net.items()
    ]


def _budgets(session: Session, house: str, period: Period, conventions: Sequence[Convention]) -> Sequence[BudgetRead]:
    """Those of the years that the period touches, each split by the convention in force when its year begins."""
    years = sa.and_(budgets.c.year >= period.first.year, budgets.c.year <= _last_year(period))
    query = sa.select(budgets).where(budgets.c.house == house, years).order_by(budgets.c.year, budgets.c.stage.desc())
    return [_budget(row, conventions) for row in session.execute(query)]


def _budget(row: sa.Row[tuple[object, ...]], conventions: Sequence[Convention]) -> BudgetRead:
    expenses: Mapping[CostKind, int] = row.expenses
    running = sum(cents for kind, cents in expenses.items() if kind.is_running)
    net = net_cost(running, row.rents_cents)
    year_end = date(row.year, 12, 31)
    convention = version_on(conventions, date(row.year, 1, 1)) or version_on(conventions, year_end)
    return BudgetRead(
        row.year,
        row.stage,
        _by_kind(expenses),
        running,
        expenses.get(CostKind.EQUIPMENT, 0),
        row.rents_cents,
        net,
        _shares(net, convention.parties) if convention else [],
    )


def _shares(cents: int, parties: Sequence[Party]) -> Sequence[Share]:
    parts = split(cents, parties)
    return [Share(party.code, party.label, parts[party.code]) for party in parties]


def _by_kind(cents: Mapping[CostKind, int]) -> Sequence[KindCents]:
    return [KindCents(kind, cents[kind]) for kind in CostKind if cents.get(kind)]


def _counted(house: str, period: Period) -> sa.ColumnElement[bool]:
    """The expenses of a period that were not cancelled."""
    return sa.and_(costs.c.house == house, costs.c.cancelled_on.is_(None), _within(costs.c.incurred_on, period))


def _within(column: sa.Column[date], period: Period) -> sa.ColumnElement[bool]:
    return sa.and_(column >= period.first, column < period.end)


def _last_year(period: Period) -> int:
    """The year of its last day, which is the one before its end."""
    return period.end.year if period.end > date(period.end.year, 1, 1) else period.end.year - 1
