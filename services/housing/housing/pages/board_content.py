"""What a board says, worked out from the stays of a house with their files and accounts; nobody's name is in it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from housing.domain.house.house import House
from housing.domain.house.room import Room
from housing.domain.money.account import Account
from housing.domain.stay.file import StayFile
from housing.domain.stay.period import Period
from housing.domain.stay.state import WAITING, StayState
from housing.domain.stay.waiting_list import Place
from housing.pages.lanes import free_rooms
from housing.pages.stay import held_until, proofs_asked, settles
from housing.queries.accounts import LateDue, late_dues
from housing.queries.stays import StayRead
from housing.queries.waiting_list import place_of

WEEK = timedelta(days=7)
# The papers that a stay lacks, by the view that makes each.
_PAPERS = {
    "convention d'occupation signée": ("agreement", "convention"),
    "règlement accepté": ("rules", "règlement"),
    "état des lieux d'entrée": ("inventory_in", "état des lieux"),
}


@dataclass(frozen=True, slots=True)
class Move:
    """Somebody comes or goes this week, or should have."""

    stay: StayRead
    is_late: bool
    missing: Sequence[str]


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, with its place if it waits, and the rooms that it could have."""

    stay: StayRead
    place: Place | None
    rooms: Mapping[str, str]
    until: date
    alarm: str | None


@dataclass(frozen=True, slots=True)
class Unpaid:
    """What is left of a due that is late, with whose it is."""

    stay: StayRead
    due: LateDue


@dataclass(frozen=True, slots=True)
class Left:
    """What is still to be done for a stay, and the papers for it."""

    stay: StayRead
    missing: Sequence[str]
    papers: Sequence[tuple[str, str]]
    settles: bool


@dataclass(frozen=True, slots=True)
class Board:
    """One house, one day."""

    taken_tonight: int
    rooms_tonight: int
    arrivals: Sequence[Move]
    departures: Sequence[Move]
    asked: Sequence[Asked]
    unpaid: Sequence[Unpaid]
    to_do: Sequence[Left]

    @property
    def to_meet(self) -> Sequence[StayRead]:
        """Whose names are needed."""
        moving = [move.stay for move in (*self.arrivals, *self.departures)]
        return [*moving, *(late.stay for late in self.unpaid)]

    @property
    def has_expired_holds(self) -> bool:
        return any(request.alarm is not None and request.stay.state is StayState.HELD for request in self.asked)


def board_of(
    house: House,
    rooms: Sequence[Room],
    stays: Sequence[StayRead],
    *,
    files: Mapping[UUID, StayFile],
    accounts: Mapping[UUID, Account],
    day: date,
) -> Board:
    tonight = Period(day, day + timedelta(days=1))
    to_do = [left for stay in stays if (left := _left(stay, files, accounts)) is not None]
    by_stay = {left.stay.stay_id: left.missing for left in to_do}
    return Board(
        taken_tonight=sum(stay.state is StayState.ARRIVED and stay.period.overlaps(tonight) for stay in stays),
        rooms_tonight=sum(
            room.is_open(tonight) and not any(void.period.overlaps(tonight) for void in room.voids) for room in rooms
        ),
        arrivals=[
            Move(stay, stay.first < day, by_stay.get(stay.stay_id, ()))
            for stay in stays
            if stay.state is StayState.CONFIRMED and stay.first < day + WEEK
        ],
        departures=[
            Move(stay, stay.end < day, by_stay.get(stay.stay_id, ()))
            for stay in sorted(stays, key=lambda stay: stay.end)
            if stay.state is StayState.ARRIVED and stay.end < day + WEEK
        ],
        asked=_asked(house, rooms, stays, day),
        unpaid=list(_unpaid(stays, accounts, day)),
        to_do=to_do,
    )


def _asked(house: House, rooms: Sequence[Room], stays: Sequence[StayRead], day: date) -> list[Asked]:
    """Holds first, the soonest to end; then what nobody has answered, then the waiting list, both in its order."""
    waiting = [stay for stay in stays if stay.state is StayState.WAITLISTED]
    asked = [
        Asked(
            stay,
            place_of(stay, waiting, house, day),
            free_rooms(stay, rooms, stays),
            held_until(stay, day),
            _alarm(stay, day),
        )
        for stay in stays
        if stay.state in WAITING
    ]
    return sorted(asked, key=_turn)


def _turn(asked: Asked) -> tuple[int, date, int]:
    stay = asked.stay
    order = (StayState.HELD, StayState.REQUESTED, StayState.WAITLISTED)
    return order.index(stay.state), stay.held_until or date.max, asked.place.rank if asked.place else 0


def _alarm(stay: StayRead, day: date) -> str | None:
    if stay.state is StayState.HELD and stay.held_until is not None and stay.held_until < day:
        return "L’option est échue."
    return "L’arrivée demandée est passée." if stay.first < day else None


def _unpaid(stays: Sequence[StayRead], accounts: Mapping[UUID, Account], day: date) -> Iterator[Unpaid]:
    for stay in stays:
        if (account := accounts.get(stay.stay_id)) is not None:
            for due in late_dues(account, day):
                yield Unpaid(stay, due)


def _left(stay: StayRead, files: Mapping[UUID, StayFile], accounts: Mapping[UUID, Account]) -> Left | None:
    file = files.get(stay.stay_id) or StayFile(stay.stay_id)
    missing: list[str] = []
    if stay.state in (StayState.CONFIRMED, StayState.ARRIVED):
        missing += file.missing(proofs_asked(stay.occupant_kind, stay.first))
    if stay.state in (StayState.DEPARTED, StayState.SETTLED) and file.keys_out > 0:
        missing.append("clés à reprendre")
    is_settling = settles(stay, accounts.get(stay.stay_id))
    if is_settling:
        missing.append("séjour à solder")
    if not missing:
        return None
    papers = [_PAPERS[what] for what in missing if what in _PAPERS]
    if stay.state in (StayState.DEPARTED, StayState.SETTLED):
        papers += [("keys_returned", "clés rendues"), ("statement_of_account", "relevé")]
    return Left(stay, missing, papers, is_settling)
