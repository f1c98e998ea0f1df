"""Costs, receipts and denominators."""

from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chassis.core.mapping import enumeration, version
from permanence.domain.money import rules as cost_rules
from permanence.domain.money.cost import Cost, CostKind, MoneyStage, Receipt, ReceiptKind
from permanence.domain.money.denominator import PeopleCount, PeopleGroup
from permanence.store.registry import mapper, metadata

costs = sa.Table(
    "costs",
    metadata,
    sa.Column("cost_id", sa.Uuid, primary_key=True),
    version(),
    sa.Column("cost_kind", enumeration(CostKind), nullable=False),
    sa.Column("stage", enumeration(MoneyStage), nullable=False),
    sa.Column("month_on", sa.Date, nullable=False),
    sa.Column("payer", sa.String(63)),
    sa.Column("in_kind", sa.Boolean, nullable=False),
    sa.Column("amount_cents", sa.BigInteger, nullable=False),
    sa.Column("label", sa.Text, nullable=False),
    sa.Column("cancelled_on", sa.Date),
    sa.Column("cancel_reason", sa.Text),
    sa.Index("ix_costs_month", "month_on", "stage"),
)

receipts = sa.Table(
    "receipts",
    metadata,
    sa.Column("receipt_id", sa.Uuid, primary_key=True),
    version(),
    sa.Column("receipt_kind", enumeration(ReceiptKind), nullable=False),
    sa.Column("stage", enumeration(MoneyStage), nullable=False),
    sa.Column("month_on", sa.Date, nullable=False),
    sa.Column("payer", sa.String(63)),
    sa.Column("amount_cents", sa.BigInteger, nullable=False),
    sa.Column("label", sa.Text, nullable=False),
    sa.Column("cancelled_on", sa.Date),
    sa.Column("cancel_reason", sa.Text),
    sa.Index("ix_receipts_month", "month_on", "stage"),
)

people_counts = sa.Table(
    "people_counts",
    metadata,
    sa.Column("count_id", sa.Uuid, primary_key=True),
    version(),
    sa.Column("counted_on", sa.Date, nullable=False),
    sa.Column("commune", sa.String(5), nullable=False),
    sa.Column("group", enumeration(PeopleGroup), nullable=False),
    sa.Column("people", sa.Integer, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.UniqueConstraint("group", "counted_on", "commune", name="people_counts_once"),
)

mapper.aggregate(Cost, costs)
mapper.aggregate(Receipt, receipts)
mapper.aggregate(PeopleCount, people_counts)


def known_cost(session: Session, cost_id: UUID) -> Cost:
    cost = session.get(Cost, cost_id)
    if cost is None:
        raise cost_rules.CostUnknown
    return cost


def known_receipt(session: Session, receipt_id: UUID) -> Receipt:
    receipt = session.get(Receipt, receipt_id)
    if receipt is None:
        raise cost_rules.ReceiptUnknown
    return receipt


def people_count(session: Session, counted_on: date, commune: str, group: PeopleGroup) -> PeopleCount | None:
    counts = people_counts.c
    return session.scalars(
        sa.select(PeopleCount).where(counts.group == group, counts.counted_on == counted_on, counts.commune == commune)
    ).one_or_none()
