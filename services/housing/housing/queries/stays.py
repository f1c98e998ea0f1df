"""What may be read of stays: their state and their place in the waiting list, without who; and who, audited."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chassis.core.audit import Reading
from housing.domain.identity import Identity
from housing.domain.occupant_kind import OccupantKind, labels
from housing.domain.period import Period
from housing.domain.priority import rule_on
from housing.domain.stay_facts import Intention
from housing.domain.stay_state import StayState, Wishes
from housing.domain.waiting_list import Place, Request, waiting_list
from housing.occupant_kinds import occupant_kinds
from housing.store.houses import houses, rooms
from housing.store.stays import occupants, stays


@dataclass(frozen=True, slots=True)
class StayRead:
    """A stay as a reference, its days and its amounts: `room` is the code of its room, if it has one."""

    stay_id: UUID
    house: str
    room_id: UUID | None
    occupant_id: UUID | None
    occupant_kind: OccupantKind
    university: str
    wants_parking: bool
    needs_accessible: bool
    requested_at: datetime
    arrival_on: date
    departure_on: date
    held_until: date | None
    arrived_on: date | None
    departed_on: date | None
    state: StayState
    reason: str | None
    quote_cents: int
    price_cents: int | None
    overrun_authorised: bool
    intention: Intention | None
    consents_to_contact: bool
    room: str | None


_STAY = sa.select(
    *(stays.c[name] for name in StayRead.__slots__ if name != "room"), rooms.c.code.label("room")
).select_from(stays.outerjoin(rooms, stays.c.room_id == rooms.c.room_id))
_first = sa.func.coalesce(stays.c.arrived_on, stays.c.arrival_on)
_end = sa.func.coalesce(stays.c.departed_on, stays.c.departure_on)


def stay_read(session: Session, stay_id: UUID) -> StayRead | None:
    row = session.execute(_STAY.where(stays.c.stay_id == stay_id)).mappings().one_or_none()
    return StayRead(**row) if row else None


def stays_of_house(session: Session, house: str, period: Period, state: StayState | None = None) -> Sequence[StayRead]:
    """The stays with a night in the period, planned or spent, in the order of their first nights."""
    query = _STAY.where(stays.c.house == house, _first < period.end, _end > period.first)
    if state is not None:
        query = query.where(stays.c.state == state)
    return [StayRead(**row) for row in session.execute(query.order_by(_first, stays.c.stay_id)).mappings()]


def house_exists(session: Session, house: str) -> bool:
    return bool(session.scalar(sa.select(sa.exists().where(houses.c.code == house))))


def places_of_house(session: Session, house: str, today: date) -> Sequence[Place]:
    """The waiting list of a house by the rule of today, each place explained."""
    rules = session.scalar(sa.select(houses.c.priority_rules).where(houses.c.code == house))
    if rules is None:
        return []
    waiting = sa.select(stays).where(stays.c.house == house, stays.c.state == StayState.WAITLISTED)
    requests = [
        Request(
            row.stay_id,
            row.house,
            row.occupant_kind,
            Period(row.arrival_on, row.departure_on),
            Wishes(row.wants_parking, row.needs_accessible),
            row.requested_at,
            row.occupant_id,
        )
        for row in session.execute(waiting)
    ]
    return waiting_list(requests, rule_on(rules, today), labels(occupant_kinds()))


def identity_of(reading: Reading, occupant_id: UUID) -> Identity | None:
    """Who a person is, unless nobody has this reference or they were erased: then nothing is read."""
    sealed = reading.session.scalar(
        sa.select(occupants.c.sealed_identity).where(occupants.c.occupant_id == occupant_id)
    )
    if sealed is None:
        return None
    return Identity(**json.loads(reading.unseal("housing.identity", sealed, of=occupant_id)))
