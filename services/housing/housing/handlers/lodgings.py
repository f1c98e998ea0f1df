"""Stays that are lived: arrival, more nights, departure, settlement; and whoever is there without having asked."""

from collections.abc import Mapping
from typing import Any

from chassis.core.ids import new_id
from chassis.core.manifest import Handler
from chassis.core.work import UnitOfWork
from housing.commands.stays import ExtendStay, RecordArrival, RecordDeparture, RecordOverstay, SettleStay
from housing.domain.house.house import House
from housing.domain.house.room import Room
from housing.domain.occupant.kind import OccupantKind, rights_on
from housing.domain.stay.checks import check_arrival, check_departure, check_extension
from housing.domain.stay.period import Period
from housing.domain.stay.stay import Stay
from housing.handlers.blame import blaming
from housing.handlers.limits import check_limit, check_nights, quote
from housing.handlers.money import balance_cents, open_account, reissue
from housing.occupant_kinds import occupant_kinds
from housing.store import nights
from housing.store.houses import known_house, lock_rooms
from housing.store.stays import known_stay

Outcome = Mapping[str, Any]


def record_arrival(command: RecordArrival, work: UnitOfWork) -> Outcome:
    stay = known_stay(work.session, command.stay_id)
    check_arrival(stay, command.arrived_on, today=work.today)
    house = known_house(work.session, stay.house)
    period = Period(command.arrived_on, stay.departure_on)
    with blaming("arrived_on"):
        house.check_open(period)
        room = _locked_room(work, stay)
        if period.first < stay.arrival_on:
            check_limit(work, house, stay, period)
        _keep(work, room, stay, period)
        quote_cents = quote(house, period)
    work.save(stay, stay.arrive(command.arrived_on, quote_cents=quote_cents, today=work.today))
    return {"stay_id": str(stay.stay_id)}


def extend_stay(command: ExtendStay, work: UnitOfWork) -> Outcome:
    stay = known_stay(work.session, command.stay_id)
    period = check_extension(stay, command.departure_on)
    house = known_house(work.session, stay.house)
    room = _locked_room(work, stay)
    with blaming("departure_on"):
        house.check_open(period)
        check_limit(work, house, stay, period)
        _keep(work, room, stay, period)
    quote_cents = quote(house, period)
    work.save(stay, stay.extend(command.departure_on, quote_cents=quote_cents, today=work.today))
    reissue(work, stay, house)
    return {"stay_id": str(stay.stay_id), "quote_cents": quote_cents}


def record_overstay(command: RecordOverstay, work: UnitOfWork) -> Outcome:
    """No limit is checked: what is slept is recorded, in a room that nobody else was promised."""
    stay = known_stay(work.session, command.stay_id)
    period = check_extension(stay, command.departure_on)
    house = known_house(work.session, stay.house)
    room = _locked_room(work, stay)
    with blaming("departure_on"):
        house.check_open(period)
        _keep(work, room, stay, period)
    quote_cents = quote(house, period)
    overstayed = stay.overstay(
        command.departure_on, authorised=command.authorised, quote_cents=quote_cents, today=work.today
    )
    work.save(stay, overstayed)
    reissue(work, stay, house)
    return {"stay_id": str(stay.stay_id), "quote_cents": quote_cents}


def record_departure(command: RecordDeparture, work: UnitOfWork) -> Outcome:
    stay = known_stay(work.session, command.stay_id)
    slept = check_departure(stay, command.departed_on, today=work.today)
    house = known_house(work.session, stay.house)
    _keep(work, _locked_room(work, stay), stay, slept)
    departed = stay.depart(
        command.departed_on,
        price_cents=quote(house, slept),
        intention=command.intention,
        consents_to_contact=command.consents_to_contact,
        today=work.today,
    )
    work.save(stay, departed)
    reissue(work, stay, house)
    return {"stay_id": str(stay.stay_id), "price_cents": stay.price_cents}


def settle_stay(command: SettleStay, work: UnitOfWork) -> Outcome:
    stay = known_stay(work.session, command.stay_id)
    work.save(stay, stay.settle(balance_cents=balance_cents(work, stay.stay_id), today=work.today))
    return {"stay_id": str(stay.stay_id)}


def arrive_unannounced(
    work: UnitOfWork, house: House, room: Room, kind: OccupantKind, university: str, period: Period
) -> Stay:
    """Somebody is there whom the house did not expect: nobody knows who, so that their other stays do not count.

    The room is locked.
    """
    rights_on(occupant_kinds(), kind, period.first)  # who is not lodged at all is not refused for the days
    with blaming("arrived_on"):
        house.check_open(period)
        room.check_open(period)
    with blaming("expected_departure_on"):
        check_nights(house, kind, period, [])
    stay, arrived = Stay.arrive_unannounced(
        new_id(),
        house=house.code,
        room_id=room.room_id,
        occupant_id=None,
        kind=kind,
        university=university,
        period=period,
        quote_cents=quote(house, period),
        requested_at=work.now,
        today=work.today,
    )
    work.session.add(stay)
    work.session.flush()
    nights.keep_for_stay(work.session, room.room_id, stay.stay_id, period)
    work.save(stay, arrived)
    open_account(work, stay)
    return stay


def _locked_room(work: UnitOfWork, stay: Stay) -> Room | None:
    """A stay recorded before rooms were has none."""
    return None if stay.room_id is None else lock_rooms(work.session, [stay.room_id])[stay.room_id]


def _keep(work: UnitOfWork, room: Room | None, stay: Stay, period: Period) -> None:
    if room is not None:
        room.check_open(period)
        nights.keep_for_stay(work.session, room.room_id, stay.stay_id, period)


HANDLERS: Mapping[type, Handler] = {
    RecordArrival: record_arrival,
    ExtendStay: extend_stay,
    RecordOverstay: record_overstay,
    RecordDeparture: record_departure,
    SettleStay: settle_stay,
}
