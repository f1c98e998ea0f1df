"""Stays before they begin, from the request to the promised room."""

from collections.abc import Callable, Mapping
from datetime import date

from chassis.core.ids import new_id
from chassis.core.manifest import Handler
from chassis.core.work import UnitOfWork
from housing.commands.stays import (
    CancelStay,
    ConfirmStay,
    ExpireHolds,
    ExpireHoldsOutcome,
    HoldStay,
    HoldStayOutcome,
    RecordNotArrived,
    RefuseStay,
    RequestStay,
    RequestStayOutcome,
    WaitlistStay,
    WaitlistStayOutcome,
)
from housing.commands.words import StayReference
from housing.domain.house.room import Room
from housing.domain.occupant.kind import labels, rights_on
from housing.domain.stay.limit import StayLimit
from housing.domain.stay.period import Period
from housing.domain.stay.state import StayState
from housing.domain.stay.stay import Stay
from housing.domain.stay.waiting_list import Request, waiting_list
from housing.handlers.money import open_account
from housing.handlers.occupants import found_or_registered
from housing.occupant_kinds import occupant_kinds
from housing.store import nights
from housing.store.houses import known_house, lock_rooms, room_named
from housing.store.stays import holds_past, known_stay, lock_occupant, nights_of, stays_waiting
from kernel.rule import blaming


def request_stay(command: RequestStay, work: UnitOfWork) -> RequestStayOutcome:
    house = known_house(work.session, command.house)
    period = Period(command.arrival_on, command.departure_on)
    rights = rights_on(occupant_kinds(), command.occupant_kind, period.first)
    occupant = found_or_registered(work, command.identity, rights)
    stay, requested = Stay.request(
        new_id(),
        house=house,
        occupant_id=occupant.occupant_id,
        limit=StayLimit(occupant_kinds(), command.occupant_kind, nights_of(work.session, occupant.occupant_id)),
        university=command.university,
        period=period,
        wishes=command.wishes,
        requested_at=work.now,
        today=work.today,
        status_digest=command.status_digest,
    )
    work.save(stay, requested)
    return RequestStayOutcome(stay.stay_id, occupant.occupant_id, stay.quote_cents)


def waitlist_stay(command: WaitlistStay, work: UnitOfWork) -> WaitlistStayOutcome:
    stay = known_stay(work.session, command.stay_id)
    others = stays_waiting(work.session, [stay.house], [StayState.WAITLISTED])
    requests = [Request.of(other) for other in {stay, *others}]
    rule = known_house(work.session, stay.house).rule_on(work.today)
    places = waiting_list(requests, rule, labels(occupant_kinds()))
    rank = next(place.rank for place in places if place.request.stay_id == stay.stay_id)
    work.save(stay, stay.wait(rank, today=work.today))
    return WaitlistStayOutcome(stay.stay_id, rank)


def hold_stay(command: HoldStay, work: UnitOfWork) -> HoldStayOutcome:
    stay = known_stay(work.session, command.stay_id)
    room_id = room_named(work.session, stay.house, command.room)
    rooms = lock_rooms(work, {room_id, stay.room_id or room_id})
    hold_room(work, stay, rooms[room_id], command.held_until)
    return HoldStayOutcome(stay.stay_id, room_id)


def limit_of(work: UnitOfWork, stay: Stay) -> StayLimit:
    """What limits a stay beside the others of its person, who gets no other room meanwhile."""
    if stay.occupant_id is None:
        return StayLimit(occupant_kinds(), stay.kind)
    lock_occupant(work, stay.occupant_id)
    return StayLimit(occupant_kinds(), stay.kind, nights_of(work.session, stay.occupant_id, besides=stay.stay_id))


def hold_room(work: UnitOfWork, stay: Stay, room: Room, held_until: date) -> None:
    """The room is locked, and the one that the stay had before."""
    house = known_house(work.session, stay.house)
    with blaming("stay_id"):
        limit = limit_of(work, stay)
    held = stay.hold(room.room_id, held_until, house=house, limit=limit, today=work.today)
    work.save(stay, held)
    room.check_open(stay.period)
    nights.keep_for_stay(work.session, room.room_id, stay.stay_id, stay.period)


def confirm_stay(command: ConfirmStay, work: UnitOfWork) -> StayReference:
    """Checks again what the hold had checked: the limit may be reached elsewhere since, the nights must be there."""
    stay = known_stay(work.session, command.stay_id)
    rooms = lock_rooms(work, [stay.room_id] if stay.room_id is not None else [])
    house = known_house(work.session, stay.house)
    with blaming("stay_id"):
        limit = limit_of(work, stay)
    confirmed = stay.confirm(house=house, limit=limit, today=work.today)
    work.save(stay, confirmed)
    with blaming("stay_id"):
        rooms[confirmed.room_id].check_open(stay.period)
        nights.check_kept(work.session, confirmed.room_id, stay.stay_id, stay.period)
    open_account(work, stay)
    return StayReference(stay.stay_id)


def refuse_stay(command: RefuseStay, work: UnitOfWork) -> StayReference:
    stay = known_stay(work.session, command.stay_id)
    return _leave(work, stay, lambda: stay.refuse(command.reason, today=work.today))


def cancel_stay(command: CancelStay, work: UnitOfWork) -> StayReference:
    stay = known_stay(work.session, command.stay_id)
    return _leave(work, stay, lambda: stay.cancel(command.by, command.reason, today=work.today))


def record_not_arrived(command: RecordNotArrived, work: UnitOfWork) -> StayReference:
    stay = known_stay(work.session, command.stay_id)
    return _leave(work, stay, lambda: stay.miss(today=work.today))


def expire_holds(command: ExpireHolds, work: UnitOfWork) -> ExpireHoldsOutcome:
    """Frees every night of every hold that is past; one that was renewed or confirmed meanwhile is left alone."""
    lock_rooms(work, {room_id for _, room_id in holds_past(work.session, work.today)})
    expired = [known_stay(work.session, stay_id) for stay_id, _ in holds_past(work.session, work.today)]
    for stay in expired:
        work.save(stay, stay.expire(today=work.today))
        nights.release(work.session, stay.stay_id)
    return ExpireHoldsOutcome(tuple(stay.stay_id for stay in expired))


def _leave(work: UnitOfWork, stay: Stay, leave: Callable[[], object]) -> StayReference:
    """One of the ways out: whatever room there was is free again."""
    if stay.room_id is not None:
        lock_rooms(work, [stay.room_id])
    work.save(stay, leave())
    nights.release(work.session, stay.stay_id)
    return StayReference(stay.stay_id)


HANDLERS: Mapping[type, Handler] = {
    RequestStay: request_stay,
    WaitlistStay: waitlist_stay,
    HoldStay: hold_stay,
    ConfirmStay: confirm_stay,
    RefuseStay: refuse_stay,
    ExpireHolds: expire_holds,
    CancelStay: cancel_stay,
    RecordNotArrived: record_not_arrived,
}
