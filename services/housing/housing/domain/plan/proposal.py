"""A proposal of rooms for many requests at once: strictly by priority, and for each request without a room, why.

Requests take their turn in the order of the rule. At its turn a request takes a room that is free of what was taken
before and of those who came before; nobody who comes later is ever looked at, so nobody later can be in the way.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from housing.domain.house.priority import PriorityRule
from housing.domain.house.room import Room
from housing.domain.occupant.kind import OccupantKind
from housing.domain.stay.facts import RefusalReason
from housing.domain.stay.period import Period
from housing.domain.stay.waiting_list import Request, by_priority


@dataclass(frozen=True, slots=True)
class Taken:
    """Nights of a room that are not to be given; `by` says in French whose they are, never by name."""

    room_id: UUID
    period: Period
    by: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed for one request: a room, or the reason why there is none; the explanation is French."""

    request: Request
    room_id: UUID | None
    reason: RefusalReason | None
    explanation: str


def propose(
    requests: Sequence[Request],
    rooms: Sequence[Room],
    taken: Sequence[Taken],
    rules: Mapping[str, PriorityRule],
    labels: Mapping[OccupantKind, str],
) -> Sequence[Proposal]:
    """One a request, in the order of decision; `rules` is by code of house, `taken` the nights of stays."""
    nights = _Nights(rooms, taken)
    proposals: list[Proposal] = []
    for request in sorted(requests, key=lambda request: by_priority(request, rules[request.house])):
        proposal = _place(request, nights, proposals)
        if proposal.room_id is not None:
            nights.take(Taken(proposal.room_id, request.period, f"{labels[request.kind]}, qui passe avant"))
        proposals.append(proposal)
    return proposals


class _Nights:
    """Which room is taken when, while a proposal is made."""

    def __init__(self, rooms: Sequence[Room], taken: Iterable[Taken]) -> None:
        self.rooms = sorted(rooms, key=lambda room: (room.house, room.code))
        self._taken: dict[UUID, list[Taken]] = {
            room.room_id: [Taken(room.room_id, void.period, f"retirée, {void.reason.french}") for void in room.voids]
            for room in rooms
        }
        for nights in taken:
            if nights.room_id in self._taken:
                self.take(nights)

    def take(self, nights: Taken) -> None:
        self._taken[nights.room_id].append(nights)

    def in_the_way(self, room: Room, period: Period) -> Taken | None:
        """The first nights of the room that the period would share."""
        clashes = [taken for taken in self._taken[room.room_id] if taken.period.overlaps(period)]
        return min(clashes, key=lambda taken: taken.period, default=None)

    def idle_nights(self, room: Room, period: Period) -> int:
        """How many nights would be left empty just before and just after: a close fit keeps long spans for others."""
        before = max(
            (taken.period.end for taken in self._taken[room.room_id] if taken.period.end <= period.first),
            default=room.opened_on,
        )
        after = min(
            (taken.period.first for taken in self._taken[room.room_id] if taken.period.first >= period.end),
            default=date.max,
        )
        return (period.first - before).days + (after - period.end).days


def _place(request: Request, nights: _Nights, proposals: Sequence[Proposal]) -> Proposal:
    if refusal := _refusal_of_the_person(request, proposals):
        return Proposal(request, None, *refusal)
    opened = [room for room in nights.rooms if room.house == request.house and room.is_open(request.period)]
    suitable = [room for room in opened if room.accessible or not request.wishes.needs_accessible]
    free = [room for room in suitable if nights.in_the_way(room, request.period) is None]
    if not free:
        return Proposal(request, None, *_refusal_of_the_rooms(request, opened, suitable, nights))
    room = min(free, key=lambda room: _preference(room, request, nights))
    return Proposal(request, room.room_id, None, _chosen(room, request))


def _refusal_of_the_person(request: Request, proposals: Sequence[Proposal]) -> tuple[RefusalReason, str] | None:
    """Why this person could take no room, were they all free."""
    if request.lodged_already is not None:
        return RefusalReason.ALREADY_LODGED, f"La même personne a déjà un séjour {_dates(request.lodged_already)}."
    latest = request.latest_departure_on
    if latest is not None and request.period.end > latest:
        if latest <= request.period.first:
            text = "La durée permise est épuisée par les séjours proches de la même personne."
        else:
            text = f"Départ demandé le {request.period.end:%d/%m/%Y}, permis le {latest:%d/%m/%Y} au plus tard."
        return RefusalReason.STAY_TOO_LONG, text
    for proposal in proposals:
        other = proposal.request
        if (
            proposal.room_id is not None
            and other.occupant_id is not None
            and other.occupant_id == request.occupant_id
            and other.period.overlaps(request.period)
        ):
            text = f"La même personne a déjà une chambre proposée {_dates(other.period)}."
            return RefusalReason.ALREADY_LODGED, text
    return None


def _refusal_of_the_rooms(
    request: Request, opened: Sequence[Room], suitable: Sequence[Room], nights: _Nights
) -> tuple[RefusalReason, str]:
    dates = _dates(request.period)
    if not opened:
        return RefusalReason.HOUSE_CLOSED, f"Aucune chambre de la maison n'est ouverte {dates}."
    if not suitable:
        return RefusalReason.WISH_UNMET, f"Aucune chambre accessible n'est ouverte {dates}."
    clashes = [(room, clash) for room in suitable if (clash := nights.in_the_way(room, request.period))]
    lines = [f"{room.label} : {clash.by} ({_dates(clash.period)})" for room, clash in clashes]
    which = "chambre accessible" if request.wishes.needs_accessible else "chambre"
    return RefusalReason.NO_ROOM_FREE, f"Aucune {which} libre {dates}. {' ; '.join(lines)}."


def _preference(room: Room, request: Request, nights: _Nights) -> tuple[bool, bool, bool, int, bool, int, str]:
    """The person's wish first; then traits are kept for who may need them, spans for who may fill them."""
    return (
        request.wishes.wants_parking and not room.parking,
        room.accessible and not request.wishes.needs_accessible,
        room.parking and not request.wishes.wants_parking,
        nights.idle_nights(room, request.period),
        room.minutes_to_placements is None,
        room.minutes_to_placements or 0,
        room.code,
    )


def _chosen(room: Room, request: Request) -> str:
    without = " ; sans le stationnement souhaité" if request.wishes.wants_parking and not room.parking else ""
    return f"{room.label} {_dates(request.period)}{without}."


def _dates(period: Period) -> str:
    return f"du {period.first:%d/%m/%Y} au {period.end:%d/%m/%Y}"
