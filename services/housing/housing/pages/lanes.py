"""From rooms, stays and voids to the lanes of the picture, and to the rooms that are free for somebody."""

from collections.abc import Mapping, Sequence
from datetime import date

from chassis.http.pages import address
from housing.domain.house.room import Room
from housing.domain.stay.period import Period
from housing.pages.picture import Bar, Lane
from housing.pages.universities import university_named
from housing.pages.words import in_french
from housing.queries.stays import StayRead
from kernel import french
from kernel.period import add_months

MONTHS_SHOWN = 3


def shown_from(day: date) -> Period:
    """Three civil months from the first of that day's month."""
    first = day.replace(day=1)
    return Period(first, add_months(first, MONTHS_SHOWN))


def lanes_of(rooms: Sequence[Room], stays: Sequence[StayRead], shown: Period) -> list[Lane]:
    """The rooms that are open on some of these nights, with what takes them."""
    return [
        Lane(room.label, tuple(_bars(room, stays, shown)))
        for room in rooms
        if room.opened_on < shown.end and (room.closed_on is None or room.closed_on > shown.first)
    ]


def _bars(room: Room, stays: Sequence[StayRead], shown: Period) -> list[Bar]:
    bars = [_of_stay(stay) for stay in stays if stay.room_id == room.room_id]
    for void in room.voids:
        reason = in_french(void.reason)
        bars.append(Bar(void.period, "void", (reason,), f"Chambre retirée : {reason}, {_dates(void.period)}"))
    if room.opened_on > shown.first:
        bars.append(Bar(Period(shown.first, room.opened_on), "closed", (), "Pas encore ouverte"))
    if room.closed_on is not None and room.closed_on < shown.end:
        bars.append(Bar(Period(room.closed_on, shown.end), "closed", (), "Fermée"))
    return bars


def _of_stay(stay: StayRead) -> Bar:
    kind, university = in_french(stay.occupant_kind), university_named(stay.university)
    sentence = f"{french.capital(kind)} ({university}), {in_french(stay.state)}, {_dates(stay.period)}"
    return Bar(
        stay.period,
        stay.state.value,
        (f"{kind}, {university}", kind, university),
        sentence,
        address("stay", stay_id=stay.stay_id),
    )


def free_rooms(stay: StayRead, rooms: Sequence[Room], stays: Sequence[StayRead]) -> Mapping[str, str]:
    """The rooms that are free on all the nights asked for, by code, the best suited first.

    Whatever the stay itself holds already is no obstacle to it.
    """
    taken = {
        other.room_id
        for other in stays
        if other.state.holds_room and other.stay_id != stay.stay_id and other.period.overlaps(stay.period)
    }
    free = [
        room
        for room in rooms
        if room.is_open(stay.period)
        and room.room_id not in taken
        and not any(void.period.overlaps(stay.period) for void in room.voids)
    ]
    wishes = stay.request.wishes
    free.sort(
        key=lambda room: (
            wishes.needs_accessible and not room.accessible,
            wishes.wants_parking and not room.parking,
            room.accessible and not wishes.needs_accessible,
            room.code,
        )
    )
    return {room.code: room.label + _traits(room) for room in free}


def _traits(room: Room) -> str:
    traits = ["stationnement"] * room.parking + ["accessible"] * room.accessible
    return f" ({', '.join(traits)})" if traits else ""


def _dates(period: Period) -> str:
    return french.span(period.first, period.end)
