"""Houses as they are: few, and all that is decided by one is in its row."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chassis.core.errors import NotFound
from housing.domain.house.house import House
from housing.domain.house.room import Room
from housing.store.houses import houses, rooms


def all_houses(session: Session) -> Sequence[House]:
    """The antenna's houses, by name."""
    return session.scalars(sa.select(House).order_by(houses.c.label, houses.c.code)).all()


def house_of(session: Session, code: str) -> House:
    """The house of this code, or `NotFound`."""
    house = session.scalar(sa.select(House).where(houses.c.code == code))
    if house is None:
        raise NotFound
    return house


def logo_of(session: Session, code: str) -> bytes | None:
    """Read by itself: only papers need it."""
    return session.scalar(sa.select(houses.c.logo).where(houses.c.code == code))


def rooms_in(session: Session, codes: Collection[str]) -> list[Room]:
    """The rooms of these houses as they are now, by code: to be read or proposed, not to be changed."""
    return list(session.scalars(sa.select(Room).where(rooms.c.house.in_(codes)).order_by(rooms.c.house, rooms.c.code)))
