"""The figures of what a permanence costs, in whole cents: actual, forecast and voted apart, and who bears it."""

from collections.abc import Mapping
from operator import sub

import sqlalchemy as sa
from sqlalchemy.orm import Session

from reporting import words
from reporting.figures.figure import Breakdown, Count, Days, Figure, Value, counting, held
from reporting.figures.permanence import PATIENTS_SEEN
from reporting.store import expenses, receipts


def _recorded(table: sa.Table, stage: str, *where: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    return sa.and_(table.c.cancelled_on.is_(None), table.c.stage == stage, *where)


def _sum(table: sa.Table, stage: str, *where: sa.ColumnElement[bool]) -> Count:
    return counting(table.c.month_on, sa.func.sum(table.c.amount_cents), _recorded(table, stage, *where))


_PAID, _IS_FEE = sa.not_(expenses.c.in_kind), receipts.c.receipt_kind == "fees"
_COSTS = _sum(expenses, "actual", _PAID)
_FEES = _sum(receipts, "actual", _IS_FEE)


def rounded(amount_cents: int, among: int) -> int:
    """To the cent: a half goes up."""
    return (2 * amount_cents + among) // (2 * among)


def net_cost_per_patient(costs: int, fees: int, patients: int) -> Value:
    return rounded(costs - fees, patients) if patients else None


# What a payer gives to the permanence it bears, and all the others do not.
_GIVEN = sa.and_(_recorded(receipts, "actual", sa.not_(_IS_FEE)), held(receipts.c.month_on))
_BORNE = sa.union_all(
    sa.select(expenses.c.payer, expenses.c.amount_cents).where(
        _recorded(expenses, "actual", _PAID), held(expenses.c.month_on)
    ),
    sa.select(receipts.c.payer, receipts.c.amount_cents).where(_GIVEN),
    sa.select(sa.null(), -receipts.c.amount_cents).where(_recorded(receipts, "actual"), held(receipts.c.month_on)),
).subquery()
_PAYER = sa.func.coalesce(_BORNE.c.payer, words.UNALLOCATED)
_NET_COST_BY_PAYER = sa.select(_PAYER, sa.func.sum(_BORNE.c.amount_cents)).group_by(_PAYER)
_SEEN = sa.select(PATIENTS_SEEN)


def net_cost_by_payer(session: Session, days: Days) -> Mapping[str, int]:
    borne = {row[0]: row[1] for row in session.execute(_NET_COST_BY_PAYER, days.told)}
    return dict(sorted(borne.items(), key=lambda pair: (pair[0] == words.UNALLOCATED, pair[0])))


def net_cost_per_patient_by_payer(session: Session, days: Days) -> Mapping[str, int]:
    patients = session.execute(_SEEN, days.told).scalar_one()
    borne = net_cost_by_payer(session, days) if patients else {}
    return {payer: rounded(amount, patients) for payer, amount in borne.items()}


FIGURES: tuple[Figure, ...] = (
    Figure(
        "permanence.costs",
        "Dépenses",
        "centimes",
        "Salaires, secrétariat, loyer et autres dépenses réelles, au mois auquel elles se rattachent. Une dépense "
        "annulée ne compte plus.",
        (_COSTS,),
    ),
    Figure(
        "permanence.fees",
        "Honoraires",
        "centimes",
        "Honoraires des actes, au mois auquel ils se rattachent.",
        (_FEES,),
    ),
    Figure(
        "permanence.net_cost",
        "Coût net des honoraires",
        "centimes",
        "Dépenses moins honoraires. Subventions et participations n’en sont pas déduites : elles disent qui le "
        "supporte. Ce qui est mis à disposition n’y est pas.",
        (_COSTS, _FEES),
        sub,
    ),
    Figure(
        "permanence.net_cost_per_patient",
        "Coût net des honoraires par patient suivi",
        "centimes",
        "Ce coût divisé par le nombre de patients vus pendant la même période. Il n’y en a pas quand aucun n’a été vu.",
        (_COSTS, _FEES, PATIENTS_SEEN),
        net_cost_per_patient,
    ),
    Figure(
        "permanence.in_kind",
        "Mises à disposition",
        "centimes",
        "Valeur des postes et des locaux mis à disposition sans être payés, comptée à part du coût.",
        (_sum(expenses, "actual", expenses.c.in_kind),),
    ),
    Figure(
        "permanence.forecast_costs",
        "Dépenses prévues",
        "centimes",
        "Dépenses que l’employeur prévoyait pour la période, mises à disposition comprises.",
        (_sum(expenses, "forecast"),),
    ),
    Figure(
        "permanence.voted_costs",
        "Dépenses votées",
        "centimes",
        "Dépenses votées pour la période par ceux qui les supportent, mises à disposition comprises.",
        (_sum(expenses, "voted"),),
    ),
)

BREAKDOWNS: tuple[Breakdown, ...] = (
    Breakdown(
        "permanence.net_cost_by_payer",
        "Coût net des honoraires, par financeur",
        "centimes",
        "Ce que chacun supporte du coût net : les dépenses à sa charge, plus les subventions et participations qu’il "
        "verse. Le reste, dont les honoraires se déduisent, n’est affecté à personne. La somme est exacte.",
        net_cost_by_payer,
        words.payer,
    ),
    Breakdown(
        "permanence.net_cost_per_patient_by_payer",
        "Coût net des honoraires par patient suivi, par financeur",
        "centimes",
        "La part de chacun divisée par le nombre de patients vus pendant la même période, arrondie au centime : la "
        "somme peut différer du coût net par patient de quelques centimes.",
        net_cost_per_patient_by_payer,
        words.payer,
    ),
)
