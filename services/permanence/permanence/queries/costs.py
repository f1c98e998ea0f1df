"""What may be read of money: lines, months by payer, the cost of a consultation, and counts of people to serve."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Annotated
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.cents import half_up
from kernel.said import CENTS, WITHIN
from permanence.domain.money.cost import (
    CostKind,
    MoneyStage,
    ReceiptKind,
    check_period,
    per_consultation,
    share_of_month,
)
from permanence.domain.money.denominator import PeopleGroup
from permanence.queries.acts import consultations_between
from permanence.store.costs import costs, people_counts, receipts

Stage = Annotated[MoneyStage, "Prévu, voté ou réalisé."]
Month = Annotated[date, "Premier jour du mois"]
Payer = Annotated[str | None, "Code du payeur ; nul : à personne encore."]
Amount = Annotated[int, "Montant", CENTS]
InKind = Annotated[int, "Valeur des mises à disposition, à part", CENTS]
Received = Annotated[int, "Recettes", CENTS]
Purpose = Annotated[str, "Objet."]


@dataclass(frozen=True, slots=True)
class CostLine:
    """An expense that counts."""

    cost_id: Annotated[UUID, "La dépense."]
    cost_kind: Annotated[CostKind, "Nature de la dépense."]
    stage: Stage
    month_on: Month
    payer: Payer
    in_kind: Annotated[bool, "Mise à disposition, sans paiement."]
    amount_cents: Amount
    label: Purpose


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """A receipt that counts."""

    receipt_id: Annotated[UUID, "La recette."]
    receipt_kind: Annotated[ReceiptKind, "Nature de la recette."]
    stage: Stage
    month_on: Month
    payer: Payer
    amount_cents: Amount
    label: Purpose


@dataclass(frozen=True, slots=True)
class MonthOfPayer:
    """What one payer (None: nobody) bears and brings in a month, at one stage; what is in kind is no payment."""

    month_on: Month
    stage: Annotated[MoneyStage, WITHIN]
    payer: Payer
    cost_cents: Annotated[int, "Dépenses", CENTS]
    in_kind_cents: InKind
    receipt_cents: Received


@dataclass(frozen=True, slots=True)
class ConsultationCost:
    """Money and consultations of the same days. Net is gross less fees; nobody is said to pay `unallocated`.

    Grants say who bears the net and lessen it no more than what was made available in kind, which is beside.
    """

    first_on: Annotated[date, "Premier jour"]
    end_on: Annotated[date, "Fin, jour non compris"]
    stage: Stage
    consultations: Annotated[int, "Consultations des mêmes jours : médecins et internes supervisés."]
    gross_cents: Annotated[int, "Dépenses", CENTS]
    receipt_cents: Received
    net_cents: Annotated[int, "Dépenses moins recettes", CENTS]
    in_kind_cents: InKind
    unallocated_cents: Annotated[int, "Dépenses qu'aucun payeur ne supporte encore", CENTS]
    gross_per_consultation_cents: Annotated[int | None, "Coût brut d'une consultation ; nul sans consultation", CENTS]
    net_per_consultation_cents: Annotated[int | None, "Coût net d'une consultation ; nul sans consultation", CENTS]


@dataclass(frozen=True, slots=True)
class PeopleCountRead:
    """A denominator, with its date and its source."""

    count_id: Annotated[UUID, "Le comptage."]
    counted_on: Annotated[date, "Jour auquel il se rapporte"]
    commune: Annotated[str, "Code INSEE de la commune."]
    group: Annotated[PeopleGroup, "Qui est compté."]
    people: Annotated[int, "Nombre de personnes sans médecin traitant."]
    source: Annotated[str, "D'où vient ce nombre."]


@dataclass(frozen=True, slots=True)
class Costs:
    costs: Annotated[Sequence[Annotated[CostLine, "Une dépense."]], "Du mois le plus récent au plus ancien."]


@dataclass(frozen=True, slots=True)
class Receipts:
    receipts: Annotated[Sequence[Annotated[ReceiptLine, "Une recette."]], "Du mois le plus récent au plus ancien."]


@dataclass(frozen=True, slots=True)
class MoneyByMonth:
    months: Annotated[Sequence[Annotated[MonthOfPayer, "Un mois d'un payeur."]], "Du plus ancien au plus récent."]


@dataclass(frozen=True, slots=True)
class PeopleCounts:
    counts: Annotated[Sequence[Annotated[PeopleCountRead, "Un comptage."]], "Le dernier de chaque commune."]


def cost_lines(session: Session, first_on: date, end_on: date, *, limit: int, offset: int = 0) -> Sequence[CostLine]:
    """The expenses of the months that begin in a period, the latest first."""
    query = sa.select(*(costs.c[name] for name in CostLine.__slots__)).where(_counted(costs, first_on, end_on))
    ordered = query.order_by(costs.c.month_on.desc(), costs.c.cost_id).limit(limit).offset(offset)
    return [CostLine(*row) for row in session.execute(ordered)]


def receipt_lines(
    session: Session, first_on: date, end_on: date, *, limit: int, offset: int = 0
) -> Sequence[ReceiptLine]:
    """The receipts of the months that begin in a period, the latest first."""
    query = sa.select(*(receipts.c[name] for name in ReceiptLine.__slots__)).where(_counted(receipts, first_on, end_on))
    ordered = query.order_by(receipts.c.month_on.desc(), receipts.c.receipt_id).limit(limit).offset(offset)
    return [ReceiptLine(*row) for row in session.execute(ordered)]


def money_by_month(session: Session, first_on: date, end_on: date, stage: MoneyStage) -> Sequence[MonthOfPayer]:
    """The months that begin in a period, each payer apart, at one stage: stages are never added up."""
    check_period(first_on, end_on)
    return _months(session, first_on, end_on, stage)


def consultation_cost(session: Session, first_on: date, end_on: date, stage: MoneyStage) -> ConsultationCost:
    """The days from `first_on` to the day before `end_on`: a month that they cut counts for the days it has in them."""
    check_period(first_on, end_on)
    gross = in_kind = unallocated = received = fees = Fraction(0)
    # The month that the first day is in begins before it.
    for line in _months(session, first_on.replace(day=1), end_on, stage):
        gross += share_of_month(line.cost_cents, line.month_on, first_on, end_on)
        in_kind += share_of_month(line.in_kind_cents, line.month_on, first_on, end_on)
        if line.payer is None:
            unallocated += share_of_month(line.cost_cents, line.month_on, first_on, end_on)
        received += share_of_month(line.receipt_cents, line.month_on, first_on, end_on)
    for month_on, cents in _fees(session, first_on.replace(day=1), end_on, stage):
        fees += share_of_month(cents, month_on, first_on, end_on)
    consultations = consultations_between(session, first_on, end_on)
    return ConsultationCost(
        first_on,
        end_on,
        stage,
        consultations,
        half_up(gross),
        half_up(received),
        half_up(gross - fees),
        half_up(in_kind),
        half_up(unallocated),
        per_consultation(gross, consultations),
        per_consultation(gross - fees, consultations),
    )


def people_without_gp(
    session: Session, group: PeopleGroup, on: date, *, limit: int, offset: int = 0
) -> Sequence[PeopleCountRead]:
    """The latest count of each commune as of a day, one group at a time: groups overlap and are never added up."""
    counts = people_counts.c
    rank = sa.func.row_number().over(partition_by=counts.commune, order_by=counts.counted_on.desc())
    ranked = (
        sa.select(*(counts[name] for name in PeopleCountRead.__slots__), rank.label("rank"))
        .where(counts.group == group, counts.counted_on <= on)
        .subquery()
    )
    query = sa.select(*(ranked.c[name] for name in PeopleCountRead.__slots__)).where(ranked.c.rank == 1)
    ordered = query.order_by(ranked.c.commune).limit(limit).offset(offset)
    return [PeopleCountRead(*row) for row in session.execute(ordered)]


def _months(session: Session, first_on: date, end_on: date, stage: MoneyStage) -> Sequence[MonthOfPayer]:
    found: dict[tuple[date, str | None], list[int]] = {}
    spent = (
        sa.select(costs.c.month_on, costs.c.payer, costs.c.in_kind, sa.func.sum(costs.c.amount_cents))
        .where(_counted(costs, first_on, end_on), costs.c.stage == stage)
        .group_by(costs.c.month_on, costs.c.payer, costs.c.in_kind)
    )
    for month_on, payer, in_kind, cents in session.execute(spent):
        found.setdefault((month_on, payer), [0, 0, 0])[1 if in_kind else 0] += int(cents)
    received = (
        sa.select(receipts.c.month_on, receipts.c.payer, sa.func.sum(receipts.c.amount_cents))
        .where(_counted(receipts, first_on, end_on), receipts.c.stage == stage)
        .group_by(receipts.c.month_on, receipts.c.payer)
    )
    for month_on, payer, cents in session.execute(received):
        found.setdefault((month_on, payer), [0, 0, 0])[2] += int(cents)
    in_order = sorted(found.items(), key=lambda line: (line[0][0], line[0][1] is None, line[0][1] or ""))
    return [MonthOfPayer(month_on, stage, payer, *cents) for (month_on, payer), cents in in_order]


def _fees(session: Session, first_on: date, end_on: date, stage: MoneyStage) -> Sequence[tuple[date, int]]:
    query = (
        sa.select(receipts.c.month_on, sa.func.sum(receipts.c.amount_cents))
        .where(
            _counted(receipts, first_on, end_on),
            receipts.c.stage == stage,
            receipts.c.receipt_kind == ReceiptKind.FEES,
        )
        .group_by(receipts.c.month_on)
    )
    return [(month_on, int(cents)) for month_on, cents in session.execute(query)]


def _counted(table: sa.Table, first_on: date, end_on: date) -> sa.ColumnElement[bool]:
    """Lines that were not cancelled, of the months that begin in a period."""
    return sa.and_(table.c.cancelled_on.is_(None), table.c.month_on >= first_on, table.c.month_on < end_on)
