"""What may be read of a house."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from housing.domain.stay import OccupantKind
from housing.store import stays


@dataclass(frozen=True, slots=True)
class StayState:
    """A stay; `departed_on` is None while the occupant is there."""

    stay_id: UUID
    house: str
    occupant_kind: OccupantKind
    university: str
    arrived_on: date
    expected_departure_on: date
    departed_on: date | None


def stay_state(session: Session, stay_id: UUID) -> StayState | None:
    columns = [stays.c[name] for name in StayState.__slots__]
    row = session.execute(sa.select(*columns).where(stays.c.stay_id == stay_id)).one_or_none()
    return StayState(*row) if row else None
