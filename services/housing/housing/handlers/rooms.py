"""Rooms open, are withdrawn for some nights, given back, closed."""

from collections.abc import Mapping
from uuid import UUID

from chassis.core.ids import new_id
from chassis.core.manifest import Handler
from chassis.core.work import UnitOfWork
from housing.commands.rooms import CloseRoom, OpenRoom, RestoreRoom, RoomReference, VoidRoom, VoidRoomOutcome
from housing.domain.house.room import Room
from housing.domain.stay.period import Period
from housing.store import nights
from housing.store.houses import check_room_code, known_house, lock_house, lock_rooms, room_named
from kernel.rule import blaming


def open_room(command: OpenRoom, work: UnitOfWork) -> RoomReference:
    house = lock_house(work, command.house)
    check_room_code(work.session, house.code, command.room)
    room, opened = Room.open(
        new_id(),
        house,
        code=command.room,
        label=command.label,
        parking=command.parking,
        minutes_to_placements=command.minutes_to_placements,
        accessible=command.accessible,
        floor=command.floor,
        opened_on=command.opened_on,
    )
    work.save(room, opened)
    return RoomReference(room.room_id)


def void_room(command: VoidRoom, work: UnitOfWork) -> VoidRoomOutcome:
    room = _locked_room(work, command.house, command.room)
    voided = room.void(new_id(), command.first_on, command.end_on, command.reason, today=work.today)
    with blaming("first_on"):
        nights.keep_for_void(work.session, room.room_id, voided.void_id, Period(voided.from_on, voided.until_on))
    work.save(room, voided)
    return VoidRoomOutcome(room.room_id, voided.void_id)


def restore_room(command: RestoreRoom, work: UnitOfWork) -> RoomReference:
    room = _locked_room(work, command.house, command.room)
    restored = room.restore(command.void_id, command.restored_on)
    nights.release_void(work.session, room.room_id, command.void_id, command.restored_on)
    work.save(room, restored)
    return RoomReference(room.room_id)


def close_room(command: CloseRoom, work: UnitOfWork) -> RoomReference:
    room = _locked_room(work, command.house, command.room)
    booked_until = nights.booked_until(work.session, [room.room_id])
    work.save(room, room.close(command.closed_on, booked_until=booked_until))
    return RoomReference(room.room_id)


def _locked_room(work: UnitOfWork, house: str, code: str) -> Room:
    known_house(work.session, house)
    room_id: UUID = room_named(work.session, house, code)
    return lock_rooms(work, [room_id])[room_id]


HANDLERS: Mapping[type, Handler] = {
    OpenRoom: open_room,
    VoidRoom: void_room,
    RestoreRoom: restore_room,
    CloseRoom: close_room,
}
