"""Stays, the people whose they are, and the file of each stay: tables, mapping, look-ups."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chassis.core.column_types import Instant
from chassis.core.mapping import Values, enumeration, version
from chassis.core.work import UnitOfWork
from housing.domain.occupant import rules as occupant_rules
from housing.domain.occupant.kind import IdentifiedBy, OccupantKind
from housing.domain.occupant.occupant import Occupant
from housing.domain.stay import rules as stay_rules
from housing.domain.stay.facts import Intention
from housing.domain.stay.file import Inventory, StayFile
from housing.domain.stay.period import Period
from housing.domain.stay.state import WITH_ROOM, StayState
from housing.domain.stay.stay import Stay
from housing.store.registry import mapper, metadata

BEGUN = (StayState.ARRIVED, StayState.DEPARTED, StayState.SETTLED)

occupants = sa.Table(
    "occupants",
    metadata,
    sa.Column("occupant_id", sa.Uuid, primary_key=True),
    version(),
    sa.Column("kind_of_number", enumeration(IdentifiedBy)),
    sa.Column("number_digest", sa.LargeBinary(32)),
    sa.Column("contact_digest", sa.LargeBinary(32), index=True),
    sa.Column("sealed_identity", sa.LargeBinary),
    sa.Column("erased_on", sa.Date),
    sa.UniqueConstraint("number_digest", name="occupants_one_a_number"),
)

stays = sa.Table(
    "stays",
    metadata,
    sa.Column("stay_id", sa.Uuid, primary_key=True),
    version(),
    sa.Column("house", sa.String(63), nullable=False),
    sa.Column("room_id", sa.Uuid, sa.ForeignKey("rooms.room_id", name="stays_room_id_fkey")),
    sa.Column(
        "occupant_id", sa.Uuid, sa.ForeignKey("occupants.occupant_id", name="stays_occupant_id_fkey"), index=True
    ),
    sa.Column("occupant_kind", enumeration(OccupantKind), nullable=False),
    sa.Column("university", sa.String(63), nullable=False),
    sa.Column("wants_parking", sa.Boolean, nullable=False),
    sa.Column("needs_accessible", sa.Boolean, nullable=False),
    sa.Column("requested_at", Instant, nullable=False),
    sa.Column("arrival_on", sa.Date, nullable=False),
    sa.Column("departure_on", sa.Date, nullable=False),
    sa.Column("held_until", sa.Date, index=True),
    sa.Column("arrived_on", sa.Date, index=True),
    sa.Column("departed_on", sa.Date),
    sa.Column("quote_cents", sa.BigInteger, nullable=False),
    sa.Column("price_cents", sa.BigInteger),
    sa.Column("state", enumeration(StayState), nullable=False),
    sa.Column("reason", sa.String(40)),
    sa.Column("overrun_authorised", sa.Boolean, nullable=False),
    sa.Column("intention", enumeration(Intention)),
    sa.Column("consents_to_contact", sa.Boolean, nullable=False),
    sa.Column("status_digest", sa.LargeBinary(32)),
    sa.Index("ix_stays_house_state", "house", "state"),
    sa.Index("ix_stays_house_dates", "house", "arrival_on", "departure_on"),
    sa.Index("ix_stays_room_dates", "room_id", "arrival_on", "departure_on"),
    sa.Index("ix_stays_status", "status_digest", unique=True),
)

stay_files = sa.Table(
    "stay_files",
    metadata,
    sa.Column("stay_id", sa.Uuid, sa.ForeignKey("stays.stay_id"), primary_key=True),
    version(),
    sa.Column("proofs_seen", Values(list[str]), nullable=False),
    sa.Column("agreement_signed_on", sa.Date),
    sa.Column("rules_accepted_on", sa.Date),
    sa.Column("inventory_in", Values(Inventory)),
    sa.Column("inventory_out", Values(Inventory)),
    sa.Column("keys_given", sa.Integer, nullable=False),
    sa.Column("keys_returned", sa.Integer, nullable=False),
    sa.Column("welcome_done", Values(list[str]), nullable=False),
)

# The nights of a stay as they are known now: as they were lived, else as they are planned.
FIRST_ON = sa.func.coalesce(stays.c.arrived_on, stays.c.arrival_on)
END_ON = sa.func.coalesce(stays.c.departed_on, stays.c.departure_on)

mapper.aggregate(Occupant, occupants)
mapper.aggregate(Stay, stays, kind=stays.c.occupant_kind)
mapper.aggregate(StayFile, stay_files)

# Made once: every request asks it.
_NUMBERED = sa.select(occupants.c.occupant_id).where(occupants.c.number_digest == sa.bindparam("number_digest"))


def known_stay(session: Session, stay_id: UUID) -> Stay:
    """The stay with this reference, or the rule that somebody must have asked for it."""
    stay = session.get(Stay, stay_id)
    if stay is None:
        raise stay_rules.StayUnknown
    return stay


def lock_occupants(work: UnitOfWork, stays: Collection[Stay]) -> None:
    """The people of these stays, where they are known."""
    work.lock({Occupant: {stay.occupant_id for stay in stays if stay.occupant_id is not None}})


def lock_occupant(work: UnitOfWork, occupant_id: UUID) -> Occupant:
    """The person, locked: whoever adds to what they have, or forgets them, is alone to do it."""
    occupant = work.lock({Occupant: [occupant_id]}).of(Occupant).get(occupant_id)
    if occupant is None:
        raise occupant_rules.OccupantUnknown
    return occupant


def occupant_numbered(session: Session, number_digest: bytes) -> UUID | None:
    """Whose this number is."""
    return session.scalar(_NUMBERED, {"number_digest": number_digest})


def nights_of(session: Session, occupant_id: UUID, besides: UUID | None = None) -> list[Period]:
    """When this person has a room in any house of the antenna, one of their stays left out."""
    query = sa.select(FIRST_ON, END_ON).where(stays.c.occupant_id == occupant_id, stays.c.state.in_(WITH_ROOM))
    if besides is not None:
        query = query.where(stays.c.stay_id != besides)
    return [Period(first, end) for first, end in session.execute(query)]


def latest_kind(session: Session, occupant_id: UUID) -> tuple[OccupantKind, date]:
    """As what this person asked for a room the last time, and for which day: nobody is registered without a stay."""
    query = sa.select(stays.c.occupant_kind, stays.c.arrival_on).where(stays.c.occupant_id == occupant_id)
    kind, arrival_on = session.execute(query.order_by(stays.c.arrival_on.desc()).limit(1)).one()
    return kind, arrival_on


def stays_of(session: Session, occupant_id: UUID) -> list[Stay]:
    return list(session.scalars(sa.select(Stay).where(stays.c.occupant_id == occupant_id)))


def stays_waiting(session: Session, houses: Collection[str], states: Collection[StayState]) -> list[Stay]:
    return list(session.scalars(sa.select(Stay).where(stays.c.house.in_(houses), stays.c.state.in_(states))))


def stays_begun_in(session: Session, house: str, start: date, end: date) -> list[Stay]:
    """The stays of a house with a night from `start` to the day before `end`, in the order of their references."""
    query = sa.select(Stay).where(
        stays.c.house == house,
        stays.c.state.in_(BEGUN),
        stays.c.arrived_on < end,
        start < END_ON,
    )
    return list(session.scalars(query.order_by(stays.c.stay_id)))


def stay_arrived(session: Session, room_id: UUID, arrived_on: date) -> Stay | None:
    """The stay that began in a room on a day."""
    query = sa.select(Stay).where(stays.c.room_id == room_id, stays.c.arrived_on == arrived_on)
    return session.scalar(query)


def holds_past(session: Session, today: date) -> list[tuple[UUID, UUID]]:
    """The stays whose hold is over, and their rooms."""
    query = sa.select(stays.c.stay_id, stays.c.room_id).where(
        stays.c.state == StayState.HELD, stays.c.held_until < today
    )
    return [(stay_id, room_id) for stay_id, room_id in session.execute(query)]


def file_of(session: Session, stay_id: UUID) -> StayFile | None:
    return session.get(StayFile, stay_id)
