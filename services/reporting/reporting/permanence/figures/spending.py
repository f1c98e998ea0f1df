"""The figures of what a permanence costs, in whole cents: actual, forecast and voted apart, and who bears it."""

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.cents import half_up
from reporting.figure import (
    Breakdown,
    Count,
    Coverage,
    Cut,
    Days,
    Disclosure,
    Figure,
    Measure,
    Span,
    Unit,
    counting,
    held,
    side,
)
from reporting.permanence import words
from reporting.permanence.figures.activity import PATIENTS_SEEN
from reporting.permanence.projections import costs, receipts
from reporting.rounding import each


def _recorded(table: sa.Table, stage: str, *where: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    return sa.and_(table.c.cancelled_on.is_(None), table.c.stage == stage, *where)


def _sum(table: sa.Table, stage: str, *where: sa.ColumnElement[bool]) -> Count:
    return counting(table.c.month_on, sa.func.sum(table.c.amount_cents), _recorded(table, stage, *where))


_PAID, _IS_FEE = sa.not_(costs.c.in_kind), receipts.c.receipt_kind == "fees"
_COSTS = _sum(costs, "actual", _PAID)
_FEES = _sum(receipts, "actual", _IS_FEE)
_NET_COST = side(_COSTS, less=(_FEES,), covers=Coverage.RECORDED_COSTS)
_BY_PAYER = frozenset({Cut.ANTENNA, Cut.PAYER})

# What a payer gives to the permanence it bears, and all the others do not.
_GIVEN = sa.and_(_recorded(receipts, "actual", sa.not_(_IS_FEE)), held(receipts.c.month_on))
_BORNE = sa.union_all(
    sa.select(costs.c.payer, costs.c.amount_cents).where(_recorded(costs, "actual", _PAID), held(costs.c.month_on)),
    sa.select(receipts.c.payer, receipts.c.amount_cents).where(_GIVEN),
    sa.select(sa.null(), -receipts.c.amount_cents).where(_recorded(receipts, "actual"), held(receipts.c.month_on)),
).subquery()
_PAYER = sa.func.coalesce(_BORNE.c.payer, words.UNALLOCATED)
_NET_COST_BY_PAYER = sa.select(_PAYER, sa.func.sum(_BORNE.c.amount_cents)).group_by(_PAYER)
_SEEN = sa.select(*PATIENTS_SEEN.counts)


def net_cost_by_payer(session: Session, days: Days) -> Mapping[str, int]:
    borne = {row[0]: row[1] for row in session.execute(_NET_COST_BY_PAYER, days.told)}
    return dict(sorted(borne.items(), key=lambda pair: (pair[0] == words.UNALLOCATED, pair[0])))


def net_cost_per_patient_by_payer(session: Session, days: Days) -> Mapping[str, int]:
    patients = session.execute(_SEEN, days.told).scalar_one()
    borne = net_cost_by_payer(session, days) if patients else {}
    return {payer: half_up(amount, patients) for payer, amount in borne.items()}


_EUROS = Measure(Unit.CENTS, Span.FLOW, Disclosure.FREE, _BY_PAYER)
FIGURES: tuple[Figure, ...] = (
    Figure(
        "permanence.costs",
        "Dépenses",
        "Salaires, secrétariat, loyer et autres dépenses réelles, au mois auquel elles se rattachent. Une dépense "
        "annulée ne compte plus.",
        _EUROS,
        side(_COSTS, covers=Coverage.RECORDED_COSTS),
    ),
    Figure(
        "permanence.fees",
        "Honoraires",
        "Honoraires des actes, au mois auquel ils se rattachent.",
        _EUROS,
        side(_FEES, covers=Coverage.RECORDED_COSTS),
    ),
    Figure(
        "permanence.net_cost",
        "Coût net des honoraires",
        "Dépenses moins honoraires. Subventions et participations n’en sont pas déduites : elles disent qui le "
        "supporte. Ce qui est mis à disposition n’y est pas.",
        _EUROS,
        _NET_COST,
    ),
    Figure(
        "permanence.net_cost_per_patient",
        "Coût net des honoraires par patient suivi",
        "Ce coût divisé par le nombre de patients vus pendant la même période. Il n’y en a pas quand aucun n’a été vu.",
        Measure(Unit.CENTS, Span.FLOW, Disclosure.PATIENTS),
        _NET_COST,
        PATIENTS_SEEN,
        each,
    ),
    Figure(
        "permanence.in_kind",
        "Mises à disposition",
        "Valeur des postes et des locaux mis à disposition sans être payés, comptée à part du coût.",
        _EUROS,
        side(_sum(costs, "actual", costs.c.in_kind), covers=Coverage.RECORDED_COSTS),
    ),
    Figure(
        "permanence.forecast_costs",
        "Dépenses prévues",
        "Dépenses que l’employeur prévoyait pour la période, mises à disposition comprises.",
        _EUROS,
        side(_sum(costs, "forecast"), covers=Coverage.RECORDED_COSTS),
    ),
    Figure(
        "permanence.voted_costs",
        "Dépenses votées",
        "Dépenses votées pour la période par ceux qui les supportent, mises à disposition comprises.",
        _EUROS,
        side(_sum(costs, "voted"), covers=Coverage.RECORDED_COSTS),
    ),
)

BREAKDOWNS: tuple[Breakdown, ...] = (
    Breakdown(
        "permanence.net_cost_by_payer",
        "Coût net des honoraires, par financeur",
        "Ce que chacun supporte du coût net : les dépenses à sa charge, plus les subventions et participations qu’il "
        "verse. Le reste, dont les honoraires se déduisent, n’est affecté à personne. La somme est exacte.",
        Unit.CENTS,
        Disclosure.FREE,
        Cut.PAYER,
        net_cost_by_payer,
        words.payer,
    ),
    Breakdown(
        "permanence.net_cost_per_patient_by_payer",
        "Coût net des honoraires par patient suivi, par financeur",
        "La part de chacun divisée par le nombre de patients vus pendant la même période, arrondie au centime : la "
        "somme peut différer du coût net par patient de quelques centimes.",
        Unit.CENTS,
        Disclosure.PATIENTS,
        Cut.PAYER,
        net_cost_per_patient_by_payer,
        words.payer,
    ),
)
