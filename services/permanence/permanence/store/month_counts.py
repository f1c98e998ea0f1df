"""Which figures of which months were told, and what would tell that they come out otherwise."""

from collections.abc import Mapping
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chassis.core.mapping import version
from permanence.domain.month.count import MonthCount
from permanence.store.registry import mapper, metadata

month_counts = sa.Table(
    "month_counts",
    metadata,
    sa.Column("count_id", sa.Uuid, primary_key=True),
    version(),
    sa.Column("month_on", sa.Date, nullable=False),
    sa.Column("figure", sa.String(40), nullable=False),
    sa.Column("digest", sa.LargeBinary(32), nullable=False),
    sa.UniqueConstraint("month_on", "figure", name="month_counts_once"),
)

mapper.aggregate(MonthCount, month_counts)


def counts_told(session: Session) -> Mapping[tuple[date, str], MonthCount]:
    """Every one of them, by month and figure: six a month."""
    return {(count.month_on, count.figure): count for count in session.scalars(sa.select(MonthCount))}
