"""What may be read of stays, without who: one, those of a house, those that wait, and what their files hold."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chassis.core.clock import civil_day
from housing.commands.words import DepartureDay, FirstNight, HouseCode, RoomCode, StayId
from housing.domain.occupant.kind import OccupantKind
from housing.domain.stay.facts import Intention
from housing.domain.stay.file import StayFile
from housing.domain.stay.period import Period
from housing.domain.stay.state import WAITING, StayState, Wishes
from housing.domain.stay.waiting_list import Request
from housing.store.houses import rooms
from housing.store.stays import END_ON, FIRST_ON, stay_files, stays
from kernel.said import CENTS, WITHIN

# What is not settled, and has not left by another door.
_LIVE = (*WAITING, StayState.CONFIRMED, StayState.ARRIVED, StayState.DEPARTED)


@dataclass(frozen=True, slots=True)
class StayRead:
    """A stay as a reference, its days and its amounts; `room` is the code of its room, if it has one."""

    stay_id: StayId
    house: HouseCode
    room_id: Annotated[UUID | None, "La chambre."]
    occupant_id: Annotated[UUID | None, "La personne, dont l'identité se lit à part."]
    occupant_kind: Annotated[OccupantKind, "Qui est logé."]
    university: Annotated[str, "Code de l'université."]
    wants_parking: Annotated[bool, "Souhaite une place de stationnement."]
    needs_accessible: Annotated[bool, "A besoin d'une chambre accessible."]
    requested_at: Annotated[datetime, WITHIN]
    arrival_on: FirstNight
    departure_on: DepartureDay
    held_until: Annotated[date | None, "Dernier jour pour confirmer"]
    arrived_on: Annotated[date | None, "Jour de l'arrivée"]
    departed_on: Annotated[date | None, "Jour du départ"]
    state: Annotated[StayState, "Où en est le séjour."]
    reason: Annotated[str | None, "Motif d'un refus ou d'une annulation."]
    quote_cents: Annotated[int, "Le plus que ces nuits coûteront", CENTS]
    price_cents: Annotated[int | None, "Prix du séjour terminé", CENTS]
    overrun_authorised: Annotated[bool, "Dépassement accordé par la commune."]
    intention: Annotated[Intention | None, "Ce que la personne a dit en partant."]
    consents_to_contact: Annotated[bool, "Accepte d'être recontactée."]
    room: RoomCode | None
    room_label: Annotated[str | None, WITHIN]

    @property
    def requested_on(self) -> Annotated[date, "Jour de la demande"]:
        return civil_day(self.requested_at)

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
            self.occupant_id,
        )


@dataclass(frozen=True, slots=True)
class StaysRead:
    stays: Annotated[Sequence[Annotated[StayRead, "Un séjour."]], "Dans l'ordre des premières nuits."]


_OF_ROOM = {"room": rooms.c.code, "room_label": rooms.c.label}
_STAY = sa.select(*(_OF_ROOM[name] if name in _OF_ROOM else stays.c[name] for name in StayRead.__slots__)).select_from(
    stays.outerjoin(rooms, stays.c.room_id == rooms.c.room_id)
)


def stay_read(session: Session, stay_id: UUID) -> StayRead | None:
    return _one(session, stays.c.stay_id == stay_id)


def stay_of_digest(session: Session, status_digest: bytes) -> StayRead | None:
    """The stay of a public receipt, by the digest of its secret."""
    return _one(session, stays.c.status_digest == status_digest)


def stays_named(session: Session, stay_ids: Collection[UUID]) -> Mapping[UUID, StayRead]:
    return {stay.stay_id: stay for stay in _several(session, _STAY.where(stays.c.stay_id.in_(stay_ids)))}


def stays_of_house(session: Session, house: str, period: Period, states: Collection[StayState]) -> Sequence[StayRead]:
    """The stays with a night in the period, planned or spent, in the order of their first nights."""
    has_nights = (period.end > FIRST_ON) & (period.first < END_ON)
    query = _STAY.where(stays.c.house == house, stays.c.state.in_(states), has_nights)
    return _several(session, query.order_by(FIRST_ON, stays.c.stay_id))


def stays_shown(session: Session, house: str, since: date) -> Sequence[StayRead]:
    """The stays of a house that are not settled, and those whose nights go on after a day."""
    with_nights = stays.c.state.in_((*_LIVE, StayState.SETTLED)) & (since < END_ON)
    query = _STAY.where(stays.c.house == house, stays.c.state.in_(_LIVE) | with_nights)
    return _several(session, query.order_by(stays.c.arrival_on, stays.c.stay_id))


def waiting(session: Session, house: str) -> Sequence[StayRead]:
    """Those who are on the waiting list."""
    return _several(session, _STAY.where(stays.c.house == house, stays.c.state == StayState.WAITLISTED))


def files_of(session: Session, stay_ids: Collection[UUID]) -> Mapping[UUID, StayFile]:
    found = session.scalars(sa.select(StayFile).where(stay_files.c.stay_id.in_(stay_ids)))
    return {file.stay_id: file for file in found}


def _one(session: Session, condition: sa.ColumnElement[bool]) -> StayRead | None:
    return next(iter(_several(session, _STAY.where(condition))), None)


def _several(session: Session, query: sa.Select[Any]) -> Sequence[StayRead]:
    return [StayRead(*row) for row in session.execute(query)]
