"""Interns who are lodged nearby: whom the permanence might have as a supervised intern, by kind and not by name."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from permanence.store.lodged_interns import lodged_interns

MOST_LODGED = 200


@dataclass(frozen=True, slots=True)
class LodgedIntern:
    """One stay in a house of the antenna."""

    house: str
    occupant_kind: str
    arrived_on: date
    expected_departure_on: date


def lodged_on(session: Session, day: date) -> list[LodgedIntern]:
    """Those who are there that night, the last ones to arrive first."""
    told = lodged_interns.c
    query = (
        sa.select(told.house, told.occupant_kind, told.arrived_on, told.expected_departure_on)
        .where(told.arrived_on <= day, sa.or_(told.departed_on.is_(None), told.departed_on > day))
        .order_by(told.arrived_on.desc(), told.stay_id)
        .limit(MOST_LODGED)
    )
    return [LodgedIntern(*row) for row in session.execute(query)]
