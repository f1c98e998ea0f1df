"""The figures of money, in whole cents: rents, costs, and the net cost that the parties share."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from reporting.figure import (
    Breakdown,
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
from reporting.housing import words
from reporting.housing.figures.lodged import BY_HOUSE, INTERNS_LODGED
from reporting.housing.projections import conventions, costs, dues, payments
from reporting.rounding import each

_EQUIPMENT = costs.c.cost_kind == "equipment"
_RUNNING = sa.and_(costs.c.cancelled_on.is_(None), sa.not_(_EQUIPMENT))

_RENTS_DUE = counting(dues.c.month_on, sa.func.sum(dues.c.amount_cents))
_RUNNING_COSTS = counting(costs.c.incurred_on, sa.func.sum(costs.c.amount_cents), _RUNNING)
_NET_COST = side(_RUNNING_COSTS, less=(_RENTS_DUE,), covers=Coverage.RECORDED_COSTS)


def split(amount_cents: int, shares: Sequence[tuple[str, int]]) -> dict[str, int]:
    """Each party's part by its weight; the cents that do not divide go to the first named, so that the sum is exact."""
    total = sum(weight for _, weight in shares)
    sign = -1 if amount_cents < 0 else 1
    parts = {party: sign * (abs(amount_cents) * weight // total) for party, weight in shares}
    parts[shares[0][0]] += amount_cents - sum(parts.values())
    return parts


_LINES = sa.union_all(
    sa.select(costs.c.source, costs.c.house, costs.c.incurred_on.label("day"), costs.c.amount_cents).where(
        _RUNNING, held(costs.c.incurred_on)
    ),
    sa.select(dues.c.source, dues.c.house, dues.c.month_on, -dues.c.amount_cents).where(held(dues.c.month_on)),
).subquery()
_IN_FORCE = (
    sa.select(conventions.c.convention_id)
    .where(
        conventions.c.source == _LINES.c.source,
        conventions.c.house == _LINES.c.house,
        conventions.c.starts_on <= _LINES.c.day,
        sa.or_(conventions.c.ends_on.is_(None), conventions.c.ends_on > _LINES.c.day),
    )
    .order_by(conventions.c.starts_on.desc(), conventions.c.sequence.desc())
    .limit(1)
    .scalar_subquery()
)
_DATED = sa.select(_LINES.c.source, _IN_FORCE.label("convention_id"), _LINES.c.amount_cents).subquery()
_NET_COST_BY_CONVENTION = (
    sa.select(conventions.c.shares, sa.func.sum(_DATED.c.amount_cents))
    .select_from(
        _DATED.outerjoin(
            conventions,
            sa.and_(_DATED.c.source == conventions.c.source, _DATED.c.convention_id == conventions.c.convention_id),
        )
    )
    .group_by(_DATED.c.source, conventions.c.convention_id, conventions.c.shares)
    .order_by(_DATED.c.source, conventions.c.convention_id)
)


def net_cost_by_party(session: Session, days: Days) -> Mapping[str, int]:
    """Each house's net cost is split by the convention in force on the day of each amount, then summed by party."""
    by_party: dict[str, int] = defaultdict(int)
    for shares, amount in session.execute(_NET_COST_BY_CONVENTION, days.told):
        for party, part in split(amount, json.loads(shares) if shares else [(words.NO_CONVENTION, 1)]).items():
            by_party[party] += part
    return by_party


_EUROS = Measure(Unit.CENTS, Span.FLOW, Disclosure.FREE, BY_HOUSE)
FIGURES: tuple[Figure, ...] = (
    Figure(
        "housing.rents_due",
        "Loyers dus",
        "Loyers des nuits et des mois de la période, d’après les avis d’échéance, avoirs déduits.",
        _EUROS,
        side(_RENTS_DUE),
    ),
    Figure(
        "housing.rents_paid",
        "Loyers payés",
        "Sommes reçues pendant la période, remboursements déduits, quel que soit le mois de location qu’elles règlent.",
        _EUROS,
        side(counting(payments.c.paid_on, sa.func.sum(payments.c.amount_cents))),
    ),
    Figure(
        "housing.running_costs",
        "Dépenses de fonctionnement",
        "Loyer de la maison, électricité, chauffage, eau, entretien, assurance et autres dépenses, au jour auquel "
        "elles se rattachent. L’équipement n’y est pas ; une dépense annulée ne compte plus.",
        _EUROS,
        side(_RUNNING_COSTS, covers=Coverage.RECORDED_COSTS),
    ),
    Figure(
        "housing.net_cost",
        "Coût net",
        "Dépenses de fonctionnement moins loyers dus, qu’ils soient déjà payés ou non.",
        _EUROS,
        _NET_COST,
    ),
    Figure(
        "housing.cost_per_intern",
        "Coût net par interne hébergé",
        "Coût net divisé par le nombre d’internes hébergés dans la période. Il n’y en a pas quand aucun ne l’était.",
        _EUROS,
        _NET_COST,
        side(INTERNS_LODGED),
        each,
    ),
    Figure(
        "housing.equipment_costs",
        "Équipement",
        "Dépenses faites une fois pour meubler et équiper, comptées à part du coût net.",
        _EUROS,
        side(
            counting(
                costs.c.incurred_on,
                sa.func.sum(costs.c.amount_cents),
                sa.and_(costs.c.cancelled_on.is_(None), _EQUIPMENT),
            ),
            covers=Coverage.RECORDED_COSTS,
        ),
    ),
)

BREAKDOWNS: tuple[Breakdown, ...] = (
    Breakdown(
        "housing.net_cost_by_party",
        "Coût net par collectivité",
        "Le coût net de chaque maison, partagé selon sa convention. Les centimes qui ne se partagent pas vont à la "
        "première collectivité nommée : la somme est exacte pour chaque période. Deux collectivités de même nom (les "
        "CCAS de deux communes) sont additionnées.",
        Unit.CENTS,
        Disclosure.FREE,
        Cut.PARTY,
        net_cost_by_party,
        words.party,
    ),
)
