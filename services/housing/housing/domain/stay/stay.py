"""A stay in a house: asked for, given a room, lived in, left, settled. Nights are half-open, [arrival, departure)."""

from datetime import date, datetime
from typing import Self
from uuid import UUID

from housing.domain.house.house import House
from housing.domain.house.room import Room
from housing.domain.house.rules import CodeMalformed
from housing.domain.occupant.kind import OccupantKind
from housing.domain.stay import facts, rules
from housing.domain.stay.facts import CancelledBy, CancelReason, Intention, RefusalReason
from housing.domain.stay.limit import StayLimit, check_countable
from housing.domain.stay.period import Period
from housing.domain.stay.state import LEFT, WAITING, StayState, Wishes
from kernel.code import checked_code
from kernel.period import add_months
from kernel.rule import blaming

FURTHEST_MONTHS = 24


class Stay:
    """One person in one house: from the request to the settled account, or to one of the four ways out.

    Whether a room is free these nights is the database's to guard; the house says whether it is open and what nights
    cost, the limit how many a person may have. `held_until` is a day, and the hold lasts to its end.
    """

    def __init__(
        self,
        stay_id: UUID,
        house: House,
        occupant_id: UUID | None,
        kind: OccupantKind,
        university: str,
        period: Period,
        requested_at: datetime,
        state: StayState,
    ) -> None:
        self.stay_id = stay_id
        self.house = house.code
        self.room_id: UUID | None = None
        self.occupant_id = occupant_id
        self.kind = kind
        self.university = checked_code(university, CodeMalformed)
        self.wants_parking = False
        self.needs_accessible = False
        self.requested_at = requested_at
        self.arrival_on = period.first
        self.departure_on = period.end
        self.held_until: date | None = None
        self.arrived_on: date | None = None
        self.departed_on: date | None = None
        self.quote_cents = house.price(period)
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
    def wishes(self) -> Wishes:
        return Wishes(self.wants_parking, self.needs_accessible)

    @classmethod
    def request(
        cls,
        stay_id: UUID,
        *,
        house: House,
        occupant_id: UUID,
        limit: StayLimit,
        university: str,
        period: Period,
        wishes: Wishes,
        requested_at: datetime,
        today: date,
        status_digest: bytes | None = None,
    ) -> tuple[Self, facts.StayRequested]:
        """Returns the stay and its fact, or raises the rule that forbids it."""
        if period.first < today:
            raise rules.ArrivalPast
        if period.first > add_months(today, FURTHEST_MONTHS):
            raise rules.ArrivalTooFar
        check_countable(period)
        _check_lodged(period, house, limit)
        stay = cls(stay_id, house, occupant_id, limit.kind, university, period, requested_at, StayState.REQUESTED)
        stay.wants_parking, stay.needs_accessible = wishes.wants_parking, wishes.needs_accessible
        stay.status_digest = status_digest
        return stay, facts.StayRequested(
            stay_id, stay.house, occupant_id, stay.kind, university, today, period.first, period.end, stay.quote_cents
        )

    @classmethod
    def arrive_unannounced(
        cls,
        stay_id: UUID,
        *,
        house: House,
        room: Room,
        limit: StayLimit,
        university: str,
        period: Period,
        requested_at: datetime,
        today: date,
    ) -> tuple[Self, facts.InternArrived]:
        """Somebody is there who had asked for nothing, nobody knows who: the stay begins as arrived."""
        with blaming("arrived_on"):
            house.check_open(period)
            room.check_open(period)
        with blaming("expected_departure_on"):
            check_countable(period)
            _check_lodged(period, house, limit)
        if period.first > today:
            raise rules.ArrivedInFuture
        stay = cls(stay_id, house, None, limit.kind, university, period, requested_at, StayState.ARRIVED)
        stay.room_id = room.room_id
        stay.arrived_on = period.first
        return stay, stay._arrived(period.first)

    def wait(self, rank: int, *, today: date) -> facts.StayWaitlisted:
        """Puts the request on the waiting list, or tells its new place there."""
        self._check_state(StayState.REQUESTED, StayState.WAITLISTED)
        self.state = StayState.WAITLISTED
        return facts.StayWaitlisted(self.stay_id, self.house, today, rank)

    def hold(self, room_id: UUID, until: date, *, house: House, limit: StayLimit, today: date) -> facts.StayHeld:
        """Keeps a room to the end of a day; from a hold that runs, or is past, takes another room or another day."""
        self._check_state(*WAITING)
        with blaming("stay_id"):
            _check_lodged(self.period, house, limit)
        if not today <= until < self.departure_on:
            raise rules.HoldPast
        self.room_id, self.held_until, self.state = room_id, until, StayState.HELD
        return facts.StayHeld(self.stay_id, self.house, room_id, today, until)

    def confirm(self, *, house: House, limit: StayLimit, today: date) -> facts.StayConfirmed:
        """Promises the room; the hold had checked the limit, which may be reached elsewhere since."""
        room_id, held_until = self._held()
        with blaming("stay_id"):
            _check_lodged(self.period, house, limit)
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
        self._check_state(*WAITING)
        self._leave(StayState.REFUSED, reason)
        return facts.StayRefused(self.stay_id, self.house, today, reason)

    def cancel(self, by: CancelledBy, reason: CancelReason | None = None, *, today: date) -> facts.StayCancelled:
        self._check_state(*WAITING, StayState.CONFIRMED)
        if by is CancelledBy.HOUSE and reason is None:
            raise rules.ReasonMissing
        self._leave(StayState.CANCELLED, reason)
        return facts.StayCancelled(self.stay_id, self.house, today, by, reason)

    def miss(self, *, today: date) -> facts.StayNotArrived:
        self._check_state(StayState.CONFIRMED)
        if today <= self.arrival_on:
            raise rules.StillExpected
        self._leave(StayState.NOT_ARRIVED)
        return facts.StayNotArrived(self.stay_id, self.house, self.arrival_on)

    def arrive(self, arrived_on: date, *, house: House, limit: StayLimit | None, today: date) -> facts.InternArrived:
        """Begins the stay, on the planned day or another.

        Whoever comes on the planned day or later pays no more than was quoted, and needs no limit; nights added before
        it are due.
        """
        if self.state is StayState.ARRIVED or self.state in LEFT:
            raise rules.AlreadyArrived
        self._check_state(StayState.CONFIRMED)
        if arrived_on > today:
            raise rules.ArrivedInFuture
        if arrived_on >= self.departure_on:
            raise rules.ArrivedAfterDeparture
        if arrived_on < add_months(self.arrival_on, -1):
            raise rules.ArrivedTooEarly
        period = Period(arrived_on, self.departure_on)
        check_countable(period)
        with blaming("arrived_on"):
            _check_lodged(period, house, limit)
            price_cents = house.price(period)
        self.quote_cents = price_cents if arrived_on < self.arrival_on else min(price_cents, self.quote_cents)
        self.arrived_on, self.state = arrived_on, StayState.ARRIVED
        return self._arrived(arrived_on)

    def extend(self, new_departure_on: date, *, house: House, limit: StayLimit, today: date) -> facts.StayExtended:
        """Adds nights within the limit."""
        previous = self._stay_longer(new_departure_on, house, limit)
        return facts.StayExtended(self.stay_id, self.house, today, previous, new_departure_on)

    def overstay(self, new_departure_on: date, *, authorised: bool, house: House, today: date) -> facts.StayOverstayed:
        """Adds nights beyond the limit: they are slept, so they are recorded, and priced."""
        previous = self._stay_longer(new_departure_on, house, None)
        self.overrun_authorised = authorised
        return facts.StayOverstayed(self.stay_id, self.house, today, previous, new_departure_on, authorised)

    def depart(
        self,
        departed_on: date,
        *,
        house: House,
        intention: Intention | None,
        consents_to_contact: bool,
        today: date,
    ) -> facts.InternDeparted:
        """Ends the stay, on the planned day or earlier; whoever leaves earlier never pays more than was quoted."""
        arrived_on = self._there_since()
        if departed_on > today:
            raise rules.DepartedInFuture
        if departed_on <= arrived_on:
            raise rules.DepartedBeforeArrival
        if departed_on > self.departure_on:
            raise rules.DepartedLaterThanPlanned
        slept = Period(arrived_on, departed_on)
        price_cents = self.price_cents = min(house.price(slept), self.quote_cents)
        self.departed_on, self.state = departed_on, StayState.DEPARTED
        self.intention, self.consents_to_contact = intention, consents_to_contact
        return facts.InternDeparted(
            *(self.stay_id, self.house, self.room_id, self.kind, self.university),
            *(departed_on, slept.nights, price_cents, intention),
        )

    def settle(self, *, balance_cents: int, today: date) -> facts.StaySettled:
        self._check_state(StayState.DEPARTED)
        if balance_cents != 0:
            raise rules.AccountNotBalanced
        assert self.price_cents is not None, "who departed has a price"
        self.state = StayState.SETTLED
        return facts.StaySettled(self.stay_id, self.house, today, self.price_cents)

    def _check_state(self, *states: StayState) -> None:
        if self.state not in states:
            raise rules.StayStateWrong(f"Le séjour est {self.state.french} : cette action n'est pas possible.")

    def _there_since(self) -> date:
        """The first night of somebody who is there."""
        if self.state in LEFT:
            raise rules.AlreadyDeparted
        if self.state is not StayState.ARRIVED:
            raise rules.NotArrivedYet
        assert self.arrived_on is not None, "who is there arrived"
        return self.arrived_on

    def _held(self) -> tuple[UUID, date]:
        self._check_state(StayState.HELD)
        assert self.room_id is not None, "a hold is on a room"
        assert self.held_until is not None, "a hold has an end"
        return self.room_id, self.held_until

    def _arrived(self, arrived_on: date) -> facts.InternArrived:
        return facts.InternArrived(
            *(self.stay_id, self.house, self.room_id, self.occupant_id, self.kind, self.university),
            *(arrived_on, self.departure_on),
        )

    def _stay_longer(self, new_departure_on: date, house: House, limit: StayLimit | None) -> date:
        """Returns the departure that was planned until now."""
        arrived_on, previous = self._there_since(), self.departure_on
        if new_departure_on <= previous:
            raise rules.ExtensionNotLater
        period = Period(arrived_on, new_departure_on)
        check_countable(period)
        with blaming("departure_on"):
            _check_lodged(period, house, limit)
        self.departure_on, self.quote_cents = new_departure_on, house.price(period)
        return previous

    def _leave(self, state: StayState, reason: RefusalReason | CancelReason | None = None) -> None:
        """One of the four ways out: the room is free again."""
        self.room_id, self.held_until, self.state = None, None, state
        self.reason = None if reason is None else reason.value


def _check_lodged(period: Period, house: House, limit: StayLimit | None) -> None:
    """Raises the rule by which the house does not lodge this person on these nights."""
    house.check_open(period)
    if limit is not None:
        limit.check(period, house.tariff_on(period.first))
