"""Houses and their rooms: tables, mapping, look-ups and locks."""

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, deferred

from chassis.core.mapping import Values, enumeration, version
from chassis.core.work import UnitOfWork
from housing.domain.house import rules
from housing.domain.house.house import CollectionMode, Contact, House, WelcomeItem
from housing.domain.house.priority import PriorityRule
from housing.domain.house.room import Room, Void
from housing.domain.money.convention import Convention
from housing.domain.money.tariff import Tariff
from housing.store.registry import mapper, metadata

houses = sa.Table(
    "houses",
    metadata,
    sa.Column("house_id", sa.Uuid, primary_key=True),
    version(),
    sa.Column("code", sa.String(63), nullable=False),
    sa.Column("label", sa.Text, nullable=False),
    sa.Column("town", sa.Text, nullable=False),
    sa.Column("address", sa.Text, nullable=False),
    sa.Column("commune", sa.String(5), nullable=False),
    sa.Column("area_m2", sa.Integer, nullable=False),
    sa.Column("opened_on", sa.Date, nullable=False),
    sa.Column("closed_on", sa.Date),
    sa.Column("collection", enumeration(CollectionMode), nullable=False),
    sa.Column("tariffs", Values(list[Tariff]), nullable=False),
    sa.Column("conventions", Values(list[Convention]), nullable=False),
    sa.Column("priority_rules", Values(list[PriorityRule]), nullable=False),
    sa.Column("contacts", Values(list[Contact]), nullable=False),
    sa.Column("welcome_items", Values(list[WelcomeItem]), nullable=False),
    sa.Column("logo", sa.LargeBinary),
    sa.UniqueConstraint("code", name="houses_one_a_code"),
)

rooms = sa.Table(
    "rooms",
    metadata,
    sa.Column("room_id", sa.Uuid, primary_key=True),
    version(),
    sa.Column("house_id", sa.Uuid, sa.ForeignKey("houses.house_id"), nullable=False),
    sa.Column("house", sa.String(63), nullable=False),
    sa.Column("code", sa.String(63), nullable=False),
    sa.Column("label", sa.Text, nullable=False),
    sa.Column("parking", sa.Boolean, nullable=False),
    sa.Column("minutes_to_placements", sa.Integer),
    sa.Column("accessible", sa.Boolean, nullable=False),
    sa.Column("floor", sa.Integer, nullable=False),
    sa.Column("opened_on", sa.Date, nullable=False),
    sa.Column("closed_on", sa.Date),
    sa.Column("voids", Values(list[Void]), nullable=False),
    sa.UniqueConstraint("house", "code", name="rooms_one_a_code"),
)

# Only the papers need the logo: no command loads it unless it replaces it.
mapper.aggregate(House, houses, logo=deferred(houses.c.logo))
mapper.aggregate(Room, rooms)

# Made once: nearly every command asks it, and making it costs as much as asking it.
_OF_CODE = sa.select(House).where(houses.c.code == sa.bindparam("code"))


def known_house(session: Session, code: str) -> House:
    """The house of this code, or the rule that there must be one."""
    house = session.scalars(_OF_CODE, {"code": code}).one_or_none()
    if house is None:
        raise rules.HouseUnknown
    return house


def lock_house(work: UnitOfWork, code: str) -> House:
    """The same, locked while its rooms open or it closes."""
    house_id = known_house(work.session, code).house_id
    return work.lock({House: [house_id]}).of(House)[house_id]


def check_house_code(session: Session, code: str) -> None:
    """Raises the rule that a code names one house; the table's constraint guards it against a command at once."""
    if session.scalar(sa.select(sa.exists().where(houses.c.code == code))):
        raise rules.HouseCodeTaken


def check_room_code(session: Session, house: str, code: str) -> None:
    """The same of a room in its house."""
    if session.scalar(sa.select(sa.exists().where(rooms.c.house == house, rooms.c.code == code))):
        raise rules.RoomCodeTaken


def room_named(session: Session, house: str, code: str) -> UUID:
    """The reference of a room by its code; nothing else of it is true until it is locked."""
    room_id: UUID | None = session.scalar(
        sa.select(rooms.c.room_id).where(rooms.c.house == house, rooms.c.code == code)
    )
    if room_id is None:
        raise rules.RoomUnknown
    return room_id


def rooms_of(session: Session, house: str) -> list[UUID]:
    return list(session.scalars(sa.select(rooms.c.room_id).where(rooms.c.house == house)))


def lock_rooms(work: UnitOfWork, room_ids: Collection[UUID]) -> dict[UUID, Room]:
    """The rooms, once nobody else changes who sleeps there: to be taken before a night is given or taken back."""
    return work.lock({Room: room_ids}).of(Room)
