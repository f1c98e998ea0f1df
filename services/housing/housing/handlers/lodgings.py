"""Stays that are lived: arrival, more nights, departure, settlement; and whoever is there without having asked."""

from collections.abc import Mapping

from chassis.core.ids import new_id
from chassis.core.manifest import Handler
from chassis.core.work import UnitOfWork
from housing.commands.lodgings import (
    ExtendStay,
    RecordArrival,
    RecordDeparture,
    RecordDepartureOutcome,
    RecordOverstay,
    SettleStay,
    StayLongerOutcome,
)
from housing.commands.words import StayReference
from housing.domain.house.house import House
from housing.domain.house.room import Room
from housing.domain.occupant.kind import OccupantKind, rights_on
from housing.domain.stay.limit import StayLimit
from housing.domain.stay.period import Period
from housing.domain.stay.stay import Stay
from housing.handlers.money import balance_cents, open_account, reissue
from housing.handlers.stays import limit_of
from housing.occupant_kinds import occupant_kinds
from housing.store import nights
from housing.store.houses import known_house, lock_rooms
from housing.store.stays import known_stay
from kernel.rule import blaming


def record_arrival(command: RecordArrival, work: UnitOfWork) -> StayReference:
    stay = known_stay(work.session, command.stay_id)
    house = known_house(work.session, stay.house)
    room = _locked_room(work, stay)
    with blaming("arrived_on"):
        limit = limit_of(work, stay) if command.arrived_on < stay.arrival_on else None
    work.save(stay, stay.arrive(command.arrived_on, house=house, limit=limit, today=work.today))
    with blaming("arrived_on"):
        _keep(work, room, stay)
    return StayReference(stay.stay_id)


def extend_stay(command: ExtendStay, work: UnitOfWork) -> StayLongerOutcome:
    stay = known_stay(work.session, command.stay_id)
    house = known_house(work.session, stay.house)
    room = _locked_room(work, stay)
    extended = stay.extend(command.departure_on, house=house, limit=limit_of(work, stay), today=work.today)
    work.save(stay, extended)
    return _stayed_longer(work, room, stay, house)


def record_overstay(command: RecordOverstay, work: UnitOfWork) -> StayLongerOutcome:
    """No limit is checked: what is slept is recorded, in a room that nobody else was promised."""
    stay = known_stay(work.session, command.stay_id)
    house = known_house(work.session, stay.house)
    room = _locked_room(work, stay)
    overstayed = stay.overstay(command.departure_on, authorised=command.authorised, house=house, today=work.today)
    work.save(stay, overstayed)
    return _stayed_longer(work, room, stay, house)


def record_departure(command: RecordDeparture, work: UnitOfWork) -> RecordDepartureOutcome:
    stay = known_stay(work.session, command.stay_id)
    house = known_house(work.session, stay.house)
    room = _locked_room(work, stay)
    departed = stay.depart(
        command.departed_on,
        house=house,
        intention=command.intention,
        consents_to_contact=command.consents_to_contact,
        today=work.today,
    )
    work.save(stay, departed)
    _keep(work, room, stay)
    reissue(work, stay, house)
    return RecordDepartureOutcome(stay.stay_id, departed.price_cents)


def settle_stay(command: SettleStay, work: UnitOfWork) -> StayReference:
    stay = known_stay(work.session, command.stay_id)
    work.save(stay, stay.settle(balance_cents=balance_cents(work, stay.stay_id), today=work.today))
    return StayReference(stay.stay_id)


def arrive_unannounced(
    work: UnitOfWork, house: House, room: Room, kind: OccupantKind, university: str, period: Period
) -> Stay:
    """Somebody is there whom the house did not expect: nobody knows who, so that their other stays do not count.

    The room is locked.
    """
    rights_on(occupant_kinds(), kind, period.first)  # who is not lodged at all is not refused for the days
    stay, arrived = Stay.arrive_unannounced(
        new_id(),
        house=house,
        room=room,
        limit=StayLimit(occupant_kinds(), kind),
        university=university,
        period=period,
        requested_at=work.now,
        today=work.today,
    )
    work.save(stay, arrived)
    nights.keep_for_stay(work.session, room.room_id, stay.stay_id, period)
    open_account(work, stay)
    return stay


def _stayed_longer(work: UnitOfWork, room: Room | None, stay: Stay, house: House) -> StayLongerOutcome:
    with blaming("departure_on"):
        _keep(work, room, stay)
    reissue(work, stay, house)
    return StayLongerOutcome(stay.stay_id, stay.quote_cents)


def _locked_room(work: UnitOfWork, stay: Stay) -> Room | None:
    """A stay recorded before rooms were has none."""
    return None if stay.room_id is None else lock_rooms(work, [stay.room_id])[stay.room_id]


def _keep(work: UnitOfWork, room: Room | None, stay: Stay) -> None:
    if room is not None:
        room.check_open(stay.period)
        nights.keep_for_stay(work.session, room.room_id, stay.stay_id, stay.period)


HANDLERS: Mapping[type, Handler] = {
    RecordArrival: record_arrival,
    ExtendStay: extend_stay,
    RecordOverstay: record_overstay,
    RecordDeparture: record_departure,
    SettleStay: settle_stay,
}
