"""Which figures of which months were told, and what would tell that they come out otherwise."""

from collections.abc import Mapping
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chassis.core.mapping import enumeration, version
from permanence.domain.month.count import MonthCount
from permanence.domain.month.counting import Figure
from permanence.store.registry import mapper, metadata

month_counts = sa.Table(
    "month_counts",
    metadata,
    sa.Column("count_id", sa.Uuid, primary_key=True),
    version(),
    sa.Column("month_on", sa.Date, nullable=False),
    sa.Column("figure", enumeration(Figure), nullable=False),
    sa.Column("digest", sa.LargeBinary(32), nullable=False),
    sa.UniqueConstraint("month_on", "figure", name="month_counts_once"),
)

mapper.aggregate(MonthCount, month_counts)


def counts_told(session: Session) -> Mapping[UUID, MonthCount]:
    """Every one of them: six a month."""
    return {count.count_id: count for count in session.scalars(sa.select(MonthCount))}
