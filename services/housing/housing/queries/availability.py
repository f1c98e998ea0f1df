"""Which rooms are free: read from the nights that are taken, by their primary key, never from stays."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from housing.commands.words import ANY_NUMBER, HouseCode, RoomCode, RoomId
from housing.domain.stay.period import Period
from housing.store.houses import rooms
from housing.store.nights import room_nights

_NIGHT = timedelta(days=1)
_Label = Annotated[str, "Nom de la chambre."]


@dataclass(frozen=True, slots=True)
class FreeRoom:
    """A room that nobody has on any night of the period, and its traits."""

    room_id: RoomId
    house: HouseCode
    room: RoomCode
    label: _Label
    floor: Annotated[int, "Étage.", ANY_NUMBER]
    parking: Annotated[bool, "Avec une place de stationnement."]
    accessible: Annotated[bool, "Accessible."]
    minutes_to_placements: Annotated[int | None, "Minutes jusqu'aux terrains de stage.", ANY_NUMBER]


@dataclass(frozen=True, slots=True)
class Availability:
    rooms: Annotated[Sequence[Annotated[FreeRoom, "Une chambre."]], "Libres toutes ces nuits, par maison."]


@dataclass(frozen=True, slots=True)
class FreePeriod:
    """Half-open, as any period."""

    first_on: Annotated[date, "Première nuit libre"]
    end_on: Annotated[date, "Fin, nuit non libre"]


@dataclass(frozen=True, slots=True)
class FreePeriodsOfRoom:
    """When a room is free."""

    room_id: RoomId
    room: RoomCode
    label: _Label
    free: Annotated[Sequence[Annotated[FreePeriod, "Une période."]], "Dans l'ordre."]


@dataclass(frozen=True, slots=True)
class FreePeriods:
    rooms: Annotated[
        Sequence[Annotated[FreePeriodsOfRoom, "Une chambre."]], "Les chambres ouvertes pendant la période."
    ]


def free_rooms(
    session: Session, period: Period, *, parking: bool = False, accessible: bool = False, house: str | None = None
) -> Sequence[FreeRoom]:
    """The rooms that are open and free on all these nights, with a trait where it is asked for."""
    taken = sa.exists().where(
        room_nights.c.room_id == rooms.c.room_id,
        room_nights.c.night >= period.first,
        room_nights.c.night < period.end,
    )
    is_open = sa.and_(
        rooms.c.opened_on <= period.first, sa.or_(rooms.c.closed_on.is_(None), rooms.c.closed_on >= period.end)
    )
    query = sa.select(
        rooms.c.room_id,
        rooms.c.house,
        rooms.c.code,
        rooms.c.label,
        rooms.c.floor,
        rooms.c.parking,
        rooms.c.accessible,
        rooms.c.minutes_to_placements,
    ).where(is_open, ~taken)
    if parking:
        query = query.where(rooms.c.parking)
    if accessible:
        query = query.where(rooms.c.accessible)
    if house is not None:
        query = query.where(rooms.c.house == house)
    return [FreeRoom(*row) for row in session.execute(query.order_by(rooms.c.house, rooms.c.code))]


def free_periods(session: Session, house: str, period: Period) -> Sequence[FreePeriodsOfRoom]:
    """When each room of a house is free within a period; a room that is not open then is not told."""
    of_house = (
        sa.select(rooms.c.room_id, rooms.c.code, rooms.c.label, rooms.c.opened_on, rooms.c.closed_on)
        .where(
            rooms.c.house == house,
            rooms.c.opened_on < period.end,
            sa.or_(rooms.c.closed_on.is_(None), rooms.c.closed_on > period.first),
        )
        .order_by(rooms.c.code)
    )
    opened = session.execute(of_house).all()
    taken = _taken(session, [row.room_id for row in opened], period)
    return [
        FreePeriodsOfRoom(
            row.room_id,
            row.code,
            row.label,
            [
                FreePeriod(free.first, free.end)
                for free in gaps(
                    taken[row.room_id],
                    max(period.first, row.opened_on),
                    period.end if row.closed_on is None else min(period.end, row.closed_on),
                )
            ],
        )
        for row in opened
    ]


def _taken(session: Session, room_ids: Sequence[UUID], period: Period) -> Mapping[UUID, Sequence[Period]]:
    """The nights of each stay and of each void, in order: in one room they follow one another."""
    night = room_nights.c.night
    runs = (
        sa.select(room_nights.c.room_id, sa.func.min(night), sa.func.max(night))
        .where(room_nights.c.room_id.in_(room_ids), night >= period.first, night < period.end)
        .group_by(room_nights.c.room_id, room_nights.c.stay_id, room_nights.c.void_id)
        .order_by(room_nights.c.room_id, sa.func.min(night))
    )
    taken: dict[UUID, list[Period]] = {room_id: [] for room_id in room_ids}
    for room_id, first, last in session.execute(runs):
        taken[room_id].append(Period(first, last + _NIGHT))
    return taken


def gaps(taken: Iterable[Period], first: date, end: date) -> Iterator[Period]:
    """What is left of the days from `first` to the day before `end` once these periods are taken, in order."""
    for period in taken:
        if first < period.first:
            yield Period(first, period.first)
        first = max(first, period.end)
    if first < end:
        yield Period(first, end)
