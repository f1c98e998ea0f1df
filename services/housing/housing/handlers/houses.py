"""Houses and rooms: they open, are described, withdrawn and closed; prices, conventions and priorities are decided."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from chassis.core.ids import new_id
from chassis.core.manifest import Handler
from chassis.core.work import UnitOfWork
from housing.commands.houses import (
    CloseHouse,
    CloseRoom,
    DescribeHouse,
    OpenHouse,
    OpenRoom,
    RestoreRoom,
    SetPriorityRule,
    SignConvention,
    VoidRoom,
    VoteTariff,
)
from housing.domain.house.house import House
from housing.domain.house.priority import PriorityRule
from housing.domain.house.room import Room
from housing.domain.house.rules import HouseCodeTaken, RoomCodeTaken
from housing.domain.money.convention import Convention
from housing.domain.money.tariff import Tariff
from housing.domain.stay.period import Period
from housing.store import nights
from housing.store.houses import has_house, has_room, known_house, lock_house, lock_rooms, room_named, rooms_of
from kernel.rule import blaming

Outcome = Mapping[str, Any]


def open_house(command: OpenHouse, work: UnitOfWork) -> Outcome:
    if has_house(work.session, command.house):
        raise HouseCodeTaken
    tariff = Tariff(
        command.opened_on,
        None,
        command.night_cents,
        command.month_cents,
        command.longest_months,
        command.free_nights,
        command.linked_within_nights,
    )
    house, opened = House.open(
        new_id(),
        code=command.house,
        label=command.label,
        town=command.town,
        address=command.address,
        commune=command.commune,
        area_m2=command.area_m2,
        opened_on=command.opened_on,
        collection=command.collection,
        tariff=tariff,
    )
    work.save(house, opened)
    return {"house_id": str(house.house_id), "house": house.code}


def describe_house(command: DescribeHouse, work: UnitOfWork) -> Outcome:
    house = known_house(work.session, command.house)
    house.describe(
        label=command.label,
        address=command.address,
        contacts=command.contacts,
        welcome_items=command.welcome_items,
        logo=command.logo,
    )
    work.save(house)
    return {"house_id": str(house.house_id)}


def vote_tariff(command: VoteTariff, work: UnitOfWork) -> Outcome:
    house = known_house(work.session, command.house)
    tariff = Tariff(
        command.starts_on,
        command.ends_on,
        command.night_cents,
        command.month_cents,
        command.longest_months,
        command.free_nights,
        command.linked_within_nights,
        command.voted_on,
    )
    house.vote_tariff(tariff)
    work.save(house)
    return {"house_id": str(house.house_id)}


def sign_convention(command: SignConvention, work: UnitOfWork) -> Outcome:
    house = known_house(work.session, command.house)
    convention = Convention(
        command.signed_on,
        command.starts_on,
        command.ends_on,
        command.parties,
        command.interns_per_year,
        command.label,
    )
    signed = house.sign_convention(new_id(), convention)
    work.save(house, signed)
    return {"house_id": str(house.house_id), "convention_id": str(signed.convention_id)}


def set_priority_rule(command: SetPriorityRule, work: UnitOfWork) -> Outcome:
    house = known_house(work.session, command.house)
    house.set_priority_rule(PriorityRule(command.starts_on, command.order))
    work.save(house)
    return {"house_id": str(house.house_id)}


def close_house(command: CloseHouse, work: UnitOfWork) -> Outcome:
    """Closes the rooms that are not closed yet in the same transaction: none outlives its house."""
    house = lock_house(work, command.house)
    rooms = lock_rooms(work, rooms_of(work.session, house.code))
    booked_until = nights.booked_until(work.session, rooms)
    house.close(command.closed_on, booked_until=booked_until)
    work.save(house)
    for room in rooms.values():
        if room.closed_on is None:
            work.save(room, room.close(command.closed_on, booked_until=booked_until))
    return {"house_id": str(house.house_id)}


def open_room(command: OpenRoom, work: UnitOfWork) -> Outcome:
    house = lock_house(work, command.house)
    if has_room(work.session, house.code, command.room):
        raise RoomCodeTaken
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
    return {"room_id": str(room.room_id)}


def void_room(command: VoidRoom, work: UnitOfWork) -> Outcome:
    room = _locked_room(work, command.house, command.room)
    voided = room.void(new_id(), command.first_on, command.end_on, command.reason, today=work.today)
    with blaming("first_on"):
        nights.keep_for_void(work.session, room.room_id, voided.void_id, Period(voided.from_on, voided.until_on))
    work.save(room, voided)
    return {"room_id": str(room.room_id), "void_id": str(voided.void_id)}


def restore_room(command: RestoreRoom, work: UnitOfWork) -> Outcome:
    room = _locked_room(work, command.house, command.room)
    restored = room.restore(command.void_id, command.restored_on)
    nights.release_void(work.session, room.room_id, command.void_id, command.restored_on)
    work.save(room, restored)
    return {"room_id": str(room.room_id)}


def close_room(command: CloseRoom, work: UnitOfWork) -> Outcome:
    room = _locked_room(work, command.house, command.room)
    booked_until = nights.booked_until(work.session, [room.room_id])
    work.save(room, room.close(command.closed_on, booked_until=booked_until))
    return {"room_id": str(room.room_id)}


def _locked_room(work: UnitOfWork, house: str, code: str) -> Room:
    known_house(work.session, house)
    room_id: UUID = room_named(work.session, house, code)
    return lock_rooms(work, [room_id])[room_id]


HANDLERS: Mapping[type, Handler] = {
    OpenHouse: open_house,
    DescribeHouse: describe_house,
    VoteTariff: vote_tariff,
    SignConvention: sign_convention,
    SetPriorityRule: set_priority_rule,
    CloseHouse: close_house,
    OpenRoom: open_room,
    VoidRoom: void_room,
    RestoreRoom: restore_room,
    CloseRoom: close_room,
}
