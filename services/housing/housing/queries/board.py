"""What the pages of a house show: the stays of a board, one stay with its file and account, one request by its secret.

A page is a few statements however many stays it shows; names are in none of them.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from housing.domain.account import Account
from housing.domain.house import House
from housing.domain.occupant_kind import OccupantKind
from housing.domain.period import Period
from housing.domain.room import Room
from housing.domain.stay_facts import Intention
from housing.domain.stay_file import StayFile
from housing.domain.stay_state import WAITING, StayState, Wishes
from housing.domain.waiting_list import Request
from housing.store.houses import houses, rooms
from housing.store.money import accounts
from housing.store.stays import stay_files, stays

# What is not settled, and has not left by another door.
_LIVE = (*WAITING, StayState.CONFIRMED, StayState.ARRIVED, StayState.DEPARTED)


@dataclass(frozen=True, slots=True)
class StayLine:
    """A stay as the pages tell it, with the name of its room and nobody's name."""

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
    quote_cents: int
    price_cents: int | None
    state: StayState
    reason: str | None
    intention: Intention | None
    consents_to_contact: bool
    room: str | None

    @property
    def period(self) -> Period:
        """The nights as they are known now."""
        return Period(self.arrived_on or self.arrival_on, self.departed_on or self.departure_on)

    @property
    def first(self) -> date:
        return self.period.first

    @property
    def end(self) -> date:
        return self.period.end

    @property
    def nights(self) -> int:
        return self.period.nights

    @property
    def request(self) -> Request:
        return Request(
            self.stay_id,
            self.house,
            self.occupant_kind,
            self.period,
            Wishes(self.wants_parking, self.needs_accessible),
            self.requested_at,
        )


_LINE = sa.select(
    *(stays.c[name] for name in StayLine.__slots__ if name != "room"), rooms.c.label.label("room")
).join_from(stays, rooms, stays.c.room_id == rooms.c.room_id, isouter=True)
_WITH_ROOM = tuple(state for state in StayState if state.holds_room)
_FIRST = sa.func.coalesce(stays.c.arrived_on, stays.c.arrival_on)
_END = sa.func.coalesce(stays.c.departed_on, stays.c.departure_on)


def all_houses(session: Session) -> Sequence[House]:
    """The antenna's houses, by name: few, and what is decided by them is in their row."""
    return session.scalars(sa.select(House).order_by(houses.c.label, houses.c.code)).all()


def house_of(session: Session, house: str) -> House:
    """The house of a stay, which there is."""
    return session.scalars(sa.select(House).where(houses.c.code == house)).one()


def logo_of(session: Session, house: str) -> bytes | None:
    """Read by itself: only papers need it."""
    return session.scalar(sa.select(houses.c.logo).where(houses.c.code == house))


def rooms_of(session: Session, house: str) -> Sequence[Room]:
    return session.scalars(sa.select(Room).where(rooms.c.house == house).order_by(rooms.c.code)).all()


def stays_shown(session: Session, house: str, since: date) -> Sequence[StayLine]:
    """The stays of a house that are not settled, and those whose nights go on after a day."""
    with_nights = stays.c.state.in_((*_LIVE, StayState.SETTLED)) & (since < _END)
    query = _LINE.where(stays.c.house == house, stays.c.state.in_(_LIVE) | with_nights)
    return _lines(session, query.order_by(stays.c.arrival_on, stays.c.stay_id))


def stays_of_period(session: Session, house: str, period: Period, also: Collection[UUID] = ()) -> Sequence[StayLine]:
    """Who has nights of a period in the house, or had; and some others that are named."""
    has_nights = (
        (stays.c.house == house) & stays.c.state.in_(_WITH_ROOM) & (period.end > _FIRST) & (period.first < _END)
    )
    query = _LINE.where(has_nights | stays.c.stay_id.in_(also))
    return _lines(session, query.order_by(_FIRST, stays.c.stay_id))


def stay_line(session: Session, stay_id: UUID) -> StayLine | None:
    return next(iter(_lines(session, _LINE.where(stays.c.stay_id == stay_id))), None)


def stays_named(session: Session, stay_ids: Collection[UUID]) -> Mapping[UUID, StayLine]:
    return {line.stay_id: line for line in _lines(session, _LINE.where(stays.c.stay_id.in_(stay_ids)))}


def stay_of_digest(session: Session, status_digest: bytes) -> StayLine | None:
    """The stay of a public receipt, by the digest of its secret."""
    return next(iter(_lines(session, _LINE.where(stays.c.status_digest == status_digest))), None)


def waiting(session: Session, house: str) -> Sequence[StayLine]:
    """Those who are on the waiting list."""
    return _lines(session, _LINE.where(stays.c.house == house, stays.c.state == StayState.WAITLISTED))


def nights_held(session: Session, house: str, since: date) -> Sequence[tuple[UUID, UUID, Period]]:
    """Stay, room and nights of whoever has a room after a day."""
    query = _LINE.where(stays.c.house == house, stays.c.state.in_(_WITH_ROOM), since < _END)
    return [(line.stay_id, line.room_id, line.period) for line in _lines(session, query) if line.room_id is not None]


def files_of(session: Session, stay_ids: Collection[UUID]) -> Mapping[UUID, StayFile]:
    found = session.scalars(sa.select(StayFile).where(stay_files.c.stay_id.in_(stay_ids)))
    return {file.stay_id: file for file in found}


def accounts_of(session: Session, stay_ids: Collection[UUID]) -> Mapping[UUID, Account]:
    found = session.scalars(sa.select(Account).where(accounts.c.stay_id.in_(stay_ids)))
    return {account.stay_id: account for account in found}


def _lines(session: Session, query: sa.Select[Any]) -> Sequence[StayLine]:
    return [StayLine(*row) for row in session.execute(query)]
