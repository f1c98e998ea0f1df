"""A small service that follows rooms: what is said of one waits until that one is open.

Facts of a room come from a house, in any order. An opening told again replaces what was known when its sequence is
higher; so does a closing. The first day of a void says how its reaction behaves. Stays of interns are noted as they
are told.
"""

import os
import signal
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import registry

from chassis.core.column_types import Instant
from chassis.core.delivery import Delivery
from chassis.core.manifest import Manifest
from chassis.core.runtime import Runtime
from chassis.core.work import UnitOfWork
from contracts.envelope import CONTENT_TYPE, Event
from support.examples import INTERN_ARRIVED, body, document

ROOM_OPENED, ROOM_CLOSED = "housing.room_opened.v1", "housing.room_closed.v1"
ROOM_VOIDED = "housing.room_voided.v1"

REFUSED_ON = date(2024, 2, 10)  # breaks a rule of the reader
BROKEN_ON = date(2024, 2, 11)  # the reader's own fault, whose text quotes data
FATAL_ON = date(2024, 2, 12)  # ends the process that reads it, at once

metadata = sa.MetaData()
rooms = sa.Table(
    "rooms",
    metadata,
    sa.Column("room_id", sa.Uuid, primary_key=True),
    sa.Column("version", sa.BigInteger, nullable=False),
    sa.Column("code", sa.Text),
    sa.Column("opened_sequence", sa.BigInteger, nullable=False),
    sa.Column("closed_on", sa.Date),
    sa.Column("closed_sequence", sa.BigInteger, nullable=False),
)
voids = sa.Table(
    "voids",
    metadata,
    sa.Column("position", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("void_id", sa.Uuid, nullable=False),
    sa.Column("room_id", sa.Uuid, sa.ForeignKey(rooms.c.room_id), nullable=False),
    sa.Column("from_on", sa.Date, nullable=False),
)
stays = sa.Table(
    "stays",
    metadata,
    sa.Column("position", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("stay_id", sa.Uuid, nullable=False),
    sa.Column("arrived_on", sa.Date, nullable=False),
    sa.Column("expected_departure_on", sa.Date, nullable=False),
    sa.Column("told_at", Instant, nullable=False),
)


class Room:
    """What is known of a room; `0` is the sequence of what was never told."""

    def __init__(self, room_id: UUID) -> None:
        self.room_id = room_id
        self.version = 0
        self.code: str | None = None
        self.opened_sequence = 0
        self.closed_on: date | None = None
        self.closed_sequence = 0


registry(metadata=metadata).map_imperatively(Room, rooms, version_id_col=rooms.c.version, version_id_generator=False)


@dataclass(frozen=True, slots=True)
class OpenRoom:
    room_id: UUID


class DayRefused(Exception):
    code = "DAY_REFUSED"
    field = "from_on"
    text = "Ce jour est refusé."


def open_room_by_command(command: OpenRoom, work: UnitOfWork) -> Mapping[str, str]:
    work.save(Room(command.room_id))
    return {}


def on_room_opened(events: Sequence[Event], work: UnitOfWork) -> None:
    for event in events:
        room = _room(work, event.subject) or Room(event.subject)
        if event.sequence > room.opened_sequence:
            room.opened_sequence, room.code = event.sequence, event.data["room"]
            work.save(room)
            work.session.flush()


def on_room_closed(events: Sequence[Event], work: UnitOfWork) -> None:
    for event in events:
        room = _room(work, event.data["room_id"])
        if room is None:
            work.wait_for(event, event.data["room_id"])
        elif event.sequence > room.closed_sequence:
            room.closed_sequence, room.closed_on = event.sequence, event.data["closed_on"]
            work.save(room)


def on_room_voided(events: Sequence[Event], work: UnitOfWork) -> None:
    """One row an event: an event applied twice is two rows."""
    for event in events:
        room_id, from_on = event.data["room_id"], event.data["from_on"]
        if _room(work, room_id) is None:
            work.wait_for(event, room_id)
            continue
        _behave(from_on, room_id)
        work.session.execute(sa.insert(voids).values(void_id=event.subject, room_id=room_id, from_on=from_on))


def on_intern_arrived(events: Sequence[Event], work: UnitOfWork) -> None:
    names = ("stay_id", "arrived_on", "expected_departure_on")
    rows = [{name: event.data[name] for name in names} | {"told_at": event.time} for event in events]
    work.session.execute(sa.insert(stays), rows)


def _room(work: UnitOfWork, room_id: UUID) -> Room | None:
    return work.session.get(Room, room_id)


def _behave(from_on: date, room_id: UUID) -> None:
    if from_on == REFUSED_ON:
        raise DayRefused
    if from_on == BROKEN_ON:
        raise LookupError(f"no such room: {room_id}")
    if from_on == FATAL_ON:
        os.kill(os.getpid(), signal.SIGKILL)


MANIFEST = Manifest(
    name="reporting",
    metadata=metadata,
    migrations=Path(__file__).parent / "migrations",
    worker="",
    handlers={OpenRoom: open_room_by_command},
    reactions={
        ROOM_OPENED: on_room_opened,
        ROOM_VOIDED: on_room_voided,
        ROOM_CLOSED: on_room_closed,
        INTERN_ARRIVED: on_intern_arrived,
    },
    rule_broken=DayRefused,
)


def opened(room_id: UUID, sequence: int = 1, *, code: str = "chambre-60") -> dict[str, Any]:
    return _fact(ROOM_OPENED, room_id, sequence, {"room_id": str(room_id), "room": code})


def voided(room_id: UUID, from_on: date = date(2024, 2, 1), sequence: int = 1) -> dict[str, Any]:
    void_id, until_on = uuid4(), from_on + timedelta(days=1)
    data = {"void_id": str(void_id), "room_id": str(room_id), "from_on": str(from_on), "until_on": str(until_on)}
    return _fact(ROOM_VOIDED, void_id, sequence, data)


def closed(room_id: UUID, closing_id: UUID, sequence: int, closed_on: date) -> dict[str, Any]:
    return _fact(ROOM_CLOSED, closing_id, sequence, {"room_id": str(room_id), "closed_on": str(closed_on)})


def arrived(arrived_on: str, expected_departure_on: str, **attributes: Any) -> dict[str, Any]:
    stay_id = uuid4()
    data = {"stay_id": str(stay_id), "arrived_on": arrived_on, "expected_departure_on": expected_departure_on}
    return _fact(INTERN_ARRIVED, stay_id, 1, data) | attributes


def delivered(fact: dict[str, Any]) -> Delivery:
    return Delivery(body(fact), CONTENT_TYPE)


def state(runtime: Runtime) -> dict[UUID, tuple[Any, ...]]:
    """All that is known, by room: what an order of delivery must not change."""
    with runtime.database.engine.connect() as connection:
        voidings: dict[UUID, list[tuple[UUID, date]]] = {}
        for row in connection.execute(sa.select(voids)):
            voidings.setdefault(row.room_id, []).append((row.void_id, row.from_on))
        return {
            row.room_id: (row.code, row.closed_on, sorted(voidings.get(row.room_id, [])))
            for row in connection.execute(sa.select(rooms))
        }


def _fact(event_type: str, subject: UUID, sequence: int, data: dict[str, Any]) -> dict[str, Any]:
    attributes = {"id": str(uuid4()), "subject": str(subject), "sequence": f"{sequence:010d}"}
    owner = event_type.partition(".")[0]
    attributes |= {"source": f"/romans/{owner}", "antenna": "romans", "time": "2023-09-04T08:00:00+00:00"}
    return document(event_type, data=data, **attributes)
