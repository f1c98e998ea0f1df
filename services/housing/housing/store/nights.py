"""The nights of rooms, one row a night that is taken: its primary key makes two stays of one night impossible."""

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chassis.core.bulk import insert_rows
from housing.domain.house.rules import RoomTaken
from housing.domain.stay.period import Period
from housing.store.registry import metadata

room_nights = sa.Table(
    "room_nights",
    metadata,
    sa.Column("room_id", sa.Uuid, sa.ForeignKey("rooms.room_id"), primary_key=True),
    sa.Column("night", sa.Date, primary_key=True),
    sa.Column("stay_id", sa.Uuid, sa.ForeignKey("stays.stay_id"), index=True),
    sa.Column("void_id", sa.Uuid),
    sa.CheckConstraint("(stay_id IS NULL) <> (void_id IS NULL)", name="room_nights_taken_once"),
)
_nights = room_nights.c


def keep_for_stay(session: Session, room_id: UUID, stay_id: UUID, period: Period) -> None:
    """Makes these nights, and no other, those of the stay; the room is locked. Raises `RoomTaken` naming dates."""
    mine = set(session.scalars(sa.select(_nights.night).where(_of_stay(room_id, stay_id))))
    wanted = set(period.days())
    _check_free(session, room_id, wanted - mine)
    session.execute(
        sa.delete(room_nights).where(
            _nights.stay_id == stay_id,
            (_nights.room_id != room_id) | (_nights.night < period.first) | (_nights.night >= period.end),
        )
    )
    _take(session, room_id, wanted - mine, stay_id=stay_id)


def keep_for_void(session: Session, room_id: UUID, void_id: UUID, period: Period) -> None:
    """Withdraws nights that nobody has."""
    _check_free(session, room_id, set(period.days()))
    _take(session, room_id, set(period.days()), void_id=void_id)


def check_free(session: Session, room_id: UUID, period: Period) -> None:
    """Raises the rule that nobody has one of these nights."""
    _check_free(session, room_id, set(period.days()))


def check_kept(session: Session, room_id: UUID, stay_id: UUID, period: Period) -> None:
    """Raises the rule that every one of these nights is the stay's own."""
    kept = session.scalar(
        sa.select(sa.func.count())
        .select_from(room_nights)
        .where(_of_stay(room_id, stay_id), _nights.night >= period.first, _nights.night < period.end)
    )
    if kept != period.nights:
        raise RoomTaken


def release(session: Session, stay_id: UUID) -> None:
    session.execute(sa.delete(room_nights).where(_nights.stay_id == stay_id))


def release_void(session: Session, room_id: UUID, void_id: UUID, restored_on: date) -> None:
    session.execute(
        sa.delete(room_nights).where(
            _nights.room_id == room_id, _nights.void_id == void_id, _nights.night >= restored_on
        )
    )


def booked_until(session: Session, room_ids: Collection[UUID]) -> date | None:
    """The end of the last night that is taken in one of these rooms."""
    last = session.scalar(sa.select(sa.func.max(_nights.night)).where(_nights.room_id.in_(room_ids)))
    return last + timedelta(days=1) if last else None


def _of_stay(room_id: UUID, stay_id: UUID) -> sa.ColumnElement[bool]:
    return (_nights.room_id == room_id) & (_nights.stay_id == stay_id)


def _check_free(session: Session, room_id: UUID, nights: Collection[date]) -> None:
    if not nights:
        return
    first, last = min(nights), max(nights)
    query = sa.select(_nights.night).where(_nights.room_id == room_id, _nights.night.between(first, last))
    if taken := sorted(night for night in session.scalars(query) if night in nights):
        raise RoomTaken(_when(taken))


def _when(taken: list[date]) -> str:
    """The first nights in a row that are another's."""
    end = taken[0]
    for night in taken:
        if night != end:
            break
        end += timedelta(days=1)
    return f"La chambre est déjà prise du {taken[0]:%d/%m/%Y} au {end:%d/%m/%Y} exclu."


def _take(
    session: Session,
    room_id: UUID,
    nights: Collection[date],
    *,
    stay_id: UUID | None = None,
    void_id: UUID | None = None,
) -> None:
    rows = [{"room_id": room_id, "night": night, "stay_id": stay_id, "void_id": void_id} for night in sorted(nights)]
    if rows:
        insert_rows(session, room_nights, rows, lambda insert: insert)
