"""The expenses of a house, one by one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from housing.domain.cost import CostKind
from housing.domain.period import Period
from housing.store.money import costs


@dataclass(frozen=True, slots=True)
class CostLine:
    """An expense that counts."""

    cost_id: UUID
    kind: CostKind
    amount_cents: int
    incurred_on: date
    label: str


def costs_of(session: Session, house: str, period: Period) -> Sequence[CostLine]:
    """Those of a period that were not cancelled, the latest first."""
    columns = [costs.c[name] for name in CostLine.__slots__]
    query = sa.select(*columns).where(
        costs.c.house == house,
        costs.c.cancelled_on.is_(None),
        costs.c.incurred_on >= period.first,
        costs.c.incurred_on < period.end,
    )
    rows = session.execute(query.order_by(costs.c.incurred_on.desc(), costs.c.cost_id))
    return [CostLine(*row) for row in rows]
