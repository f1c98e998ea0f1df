"""A stay in a house: asked for, given a room, lived in, left, settled. Nights are half-open, [arrival, departure)."""

from datetime import date, datetime
from typing import Self
from uuid import UUID

from housing.domain.code import checked_code
from housing.domain.occupant.kind import OccupantKind
from housing.domain.rules import HouseCodeMalformed
from housing.domain.stay import facts, rules
from housing.domain.stay.checks import check_arrival, check_asked, check_departure, check_extension, check_state
from housing.domain.stay.facts import CancelledBy, CancelReason, Intention, RefusalReason
from housing.domain.stay.limit import check_countable
from housing.domain.stay.period import Period
from housing.domain.stay.state import WAITING, StayState, Wishes


class Stay:
    """One person in one house: from the request to the settled account, or to one of the four ways out.

    Whether a room is free these nights is the database's to guard; what a method is given as `quote_cents` or
    `price_cents` comes from the tariff. `held_until` is a day, and the hold lasts to its end.
    """

    def __init__(
        self,
        stay_id: UUID,
        house: str,
        occupant_id: UUID | None,
        kind: OccupantKind,
        university: str,
        period: Period,
        requested_at: datetime,
        quote_cents: int,
        state: StayState,
    ) -> None:
        self.stay_id = stay_id
        self.house = house
        self.room_id: UUID | None = None
        self.occupant_id = occupant_id
        self.kind = kind
        self.university = university
        self.wants_parking = False
        self.needs_accessible = False
        self.requested_at = requested_at
        self.arrival_on = period.first
        self.departure_on = period.end
        self.held_until: date | None = None
        self.arrived_on: date | None = None
        self.departed_on: date | None = None
        self.quote_cents = quote_cents
        self.price_cents: int | None = None
        self.state = state
        self.reason: str | None = None
        self.overrun_authorised = False
        self.intention: Intention | None = None
        self.consents_to_contact = False
        self.status_digest: bytes | None = None
        self.version = 0

    @property
    def period(self) -> Period:
        """The nights of the stay as they are known now: planned, then lived."""
        return Period(self.arrived_on or self.arrival_on, self.departed_on or self.departure_on)

    @property
    def holds_room(self) -> bool:
        return self.state.holds_room and self.room_id is not None

    @property
    def wishes(self) -> Wishes:
        return Wishes(self.wants_parking, self.needs_accessible)

    @classmethod
    def request(
        cls,
        stay_id: UUID,
        *,
        house: str,
        occupant_id: UUID,
        kind: OccupantKind,
        university: str,
        period: Period,
        wishes: Wishes,
        requested_at: datetime,
        quote_cents: int,
        today: date,
        status_digest: bytes | None = None,
    ) -> tuple[Self, facts.StayRequested]:
        """Returns the stay and its fact, or raises the rule that forbids it."""
        checked_code(house, HouseCodeMalformed)
        checked_code(university)
        check_asked(period, today=today)
        stay = cls(
            stay_id, house, occupant_id, kind, university, period, requested_at, quote_cents, StayState.REQUESTED
        )
        stay.wants_parking, stay.needs_accessible = wishes.parking, wishes.accessible
        stay.status_digest = status_digest
        return stay, facts.StayRequested(
            stay_id, house, occupant_id, kind, university, today, period.first, period.end, quote_cents
        )

    @classmethod
    def arrive_unannounced(
        cls,
        stay_id: UUID,
        *,
        house: str,
        room_id: UUID | None,
        occupant_id: UUID | None,
        kind: OccupantKind,
        university: str,
        period: Period,
        quote_cents: int,
        requested_at: datetime,
        today: date,
    ) -> tuple[Self, facts.InternArrived]:
        """Somebody is there who had asked for nothing: the stay begins as arrived."""
        checked_code(house, HouseCodeMalformed)
        checked_code(university)
        if period.first > today:
            raise rules.ArrivedInFuture
        check_countable(period)
        stay = cls(stay_id, house, occupant_id, kind, university, period, requested_at, quote_cents, StayState.ARRIVED)
        stay.room_id = room_id
        stay.arrived_on = period.first
        return stay, stay._arrived(period.first)

    def wait(self, rank: int, *, today: date) -> facts.StayWaitlisted:
        """Puts the request on the waiting list, or tells its new place there."""
        check_state(self, StayState.REQUESTED, StayState.WAITLISTED)
        self.state = StayState.WAITLISTED
        return facts.StayWaitlisted(self.stay_id, self.house, today, rank)

    def hold(self, room_id: UUID, until: date, *, today: date) -> facts.StayHeld:
        """Keeps a room to the end of a day; from a hold that runs, or is past, takes another room or another day."""
        check_state(self, *WAITING)
        if not today <= until < self.departure_on:
            raise rules.HoldPast
        self.room_id, self.held_until, self.state = room_id, until, StayState.HELD
        return facts.StayHeld(self.stay_id, self.house, room_id, today, until)

    def confirm(self, *, today: date) -> facts.StayConfirmed:
        room_id, held_until = self._held()
        if today > held_until:
            raise rules.HoldExpired
        self.held_until, self.state = None, StayState.CONFIRMED
        return facts.StayConfirmed(self.stay_id, self.house, room_id, today, self.arrival_on, self.departure_on)

    def expire(self, *, today: date) -> facts.StayExpired:
        _, held_until = self._held()
        if today <= held_until:
            raise rules.HoldStillRuns
        self._leave(StayState.EXPIRED)
        return facts.StayExpired(self.stay_id, self.house, today)

    def refuse(self, reason: RefusalReason, *, today: date) -> facts.StayRefused:
        """Says no to a request; what is confirmed is no request any more."""
        check_state(self, *WAITING)
        self._leave(StayState.REFUSED, reason)
        return facts.StayRefused(self.stay_id, self.house, today, reason)

    def cancel(self, by: CancelledBy, reason: CancelReason | None = None, *, today: date) -> facts.StayCancelled:
        check_state(self, *WAITING, StayState.CONFIRMED)
        if by is CancelledBy.HOUSE and reason is None:
            raise rules.ReasonMissing
        self._leave(StayState.CANCELLED, reason)
        return facts.StayCancelled(self.stay_id, self.house, today, by, reason)

    def miss(self, *, today: date) -> facts.StayNotArrived:
        check_state(self, StayState.CONFIRMED)
        if today <= self.arrival_on:
            raise rules.StillExpected
        self._leave(StayState.NOT_ARRIVED)
        return facts.StayNotArrived(self.stay_id, self.house, self.arrival_on)

    def arrive(self, arrived_on: date, *, quote_cents: int, today: date) -> facts.InternArrived:
        """Begins the stay, on the planned day or another; `quote_cents` prices the nights from there.

        Whoever comes on the planned day or later pays no more than was quoted; nights added before it are due.
        """
        check_arrival(self, arrived_on, today=today)
        self.quote_cents = quote_cents if arrived_on < self.arrival_on else min(quote_cents, self.quote_cents)
        self.arrived_on, self.state = arrived_on, StayState.ARRIVED
        return self._arrived(arrived_on)

    def extend(self, new_departure_on: date, *, quote_cents: int, today: date) -> facts.StayExtended:
        """Adds nights within the limit, which the caller has checked with the person's other stays."""
        previous = self._stay_longer(new_departure_on, quote_cents)
        return facts.StayExtended(self.stay_id, self.house, today, previous, new_departure_on)

    def overstay(
        self, new_departure_on: date, *, authorised: bool, quote_cents: int, today: date
    ) -> facts.StayOverstayed:
        """Adds nights beyond the limit: they are slept, so they are recorded, and priced."""
        previous = self._stay_longer(new_departure_on, quote_cents)
        self.overrun_authorised = authorised
        return facts.StayOverstayed(self.stay_id, self.house, today, previous, new_departure_on, authorised)

    def depart(
        self,
        departed_on: date,
        *,
        price_cents: int,
        intention: Intention | None,
        consents_to_contact: bool,
        today: date,
    ) -> facts.InternDeparted:
        """Ends the stay, on the planned day or earlier; whoever leaves earlier never pays more than was quoted."""
        slept = check_departure(self, departed_on, today=today)
        self.departed_on, self.state = departed_on, StayState.DEPARTED
        self.price_cents = min(price_cents, self.quote_cents)
        self.intention, self.consents_to_contact = intention, consents_to_contact
        return facts.InternDeparted(
            self.stay_id,
            self.house,
            self.room_id,
            self.kind,
            self.university,
            departed_on,
            slept.nights,
            self.price_cents,
            intention,
        )

    def settle(self, *, balance_cents: int, today: date) -> facts.StaySettled:
        check_state(self, StayState.DEPARTED)
        if balance_cents != 0:
            raise rules.AccountNotBalanced
        assert self.price_cents is not None, "who departed has a price"
        self.state = StayState.SETTLED
        return facts.StaySettled(self.stay_id, self.house, today, self.price_cents)

    def _held(self) -> tuple[UUID, date]:
        check_state(self, StayState.HELD)
        assert self.room_id is not None, "a hold is on a room"
        assert self.held_until is not None, "a hold has an end"
        return self.room_id, self.held_until

    def _arrived(self, arrived_on: date) -> facts.InternArrived:
        return facts.InternArrived(
            self.stay_id,
            self.house,
            self.room_id,
            self.occupant_id,
            self.kind,
            self.university,
            arrived_on,
            self.departure_on,
        )

    def _stay_longer(self, new_departure_on: date, quote_cents: int) -> date:
        """Returns the departure that was planned until now."""
        check_extension(self, new_departure_on)
        previous = self.departure_on
        self.departure_on, self.quote_cents = new_departure_on, quote_cents
        return previous

    def _leave(self, state: StayState, reason: RefusalReason | CancelReason | None = None) -> None:
        """One of the four ways out: the room is free again."""
        self.room_id, self.held_until, self.state = None, None, state
        self.reason = None if reason is None else reason.value
