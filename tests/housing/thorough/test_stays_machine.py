"""Any sequence of commands about stays: whatever people ask, in whatever order, what must hold of a house holds."""

from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import date
from itertools import groupby, pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from housing.commands.lodgings import ExtendStay, RecordArrival, RecordDeparture, RecordOverstay, SettleStay
from housing.commands.money import IssueRents, RecordPayment, RecordRefund
from housing.commands.rooms import RestoreRoom, VoidRoom
from housing.commands.stays import (
    CancelStay,
    ConfirmStay,
    ExpireHolds,
    HoldStay,
    RecordNotArrived,
    RefuseStay,
    WaitlistStay,
)
from housing.domain.house.room import VoidReason
from housing.domain.money.lines import PaymentGiven, PaymentMethod
from housing.domain.occupant.kind import OccupantKind
from housing.domain.rules import RuleBroken
from housing.domain.stay.facts import CancelledBy, CancelReason, RefusalReason
from housing.domain.stay.period import Period
from housing.domain.stay.state import WITH_ROOM, StayState
from support.housing.house_commands import DAY, HOUSE, HouseCommands, house_commands, request
from support.machines import run_until_granted
from support.recorded import rows

KINDS = {1: OccupantKind.GP_INTERN, 2: OccupantKind.SASPAS_INTERN, 3: OccupantKind.EXTERN}
# The most nights that six months, or three, can have, and the tolerance; stays less than a month apart count together.
MOST_NIGHTS = {kind: (92 if kind is OccupantKind.EXTERN else 184) + 7 for kind in KINDS.values()}
LINKED_WITHIN = 30 * DAY
# What a run must have seen granted to mean something.
MAIN = (HoldStay, ConfirmStay, RecordArrival, ExtendStay, RecordOverstay, RecordDeparture, SettleStay, VoidRoom)
ROOMS = ("chambre-1", "chambre-2")

people, rooms_ = st.sampled_from(sorted(KINDS)), st.sampled_from(ROOMS)
some, nights = st.integers(0, 9), st.sampled_from((1, 6, 29, 30, 61, 90, 150, 184, 191, 200))
Row = dict[str, Any]
done: Counter[str] = Counter()


class StaysMachine(RuleBasedStateMachine):
    """Two rooms, three people, days that pass; commands that a rule refuses change nothing and are part of the game."""

    def __init__(self) -> None:
        super().__init__()
        self._stack = ExitStack()
        directory = Path(self._stack.enter_context(TemporaryDirectory()))
        self.house: HouseCommands = self._stack.enter_context(house_commands(directory))
        self.voids: list[tuple[str, UUID]] = []
        self.beyond_limit: set[UUID] = set()
        self._read: dict[str, list[Row]] = {}

    def teardown(self) -> None:
        self._stack.close()

    def do(self, command: Any) -> dict[str, Any] | None:
        """What the command is answered, None when a rule refuses it; anything else that is raised fails the test."""
        try:
            answer = self.house.do(command)
        except RuleBroken:
            return None
        self._read = {}
        done[type(command).__name__] += 1
        return answer

    def rows(self, table: str) -> list[Row]:
        if table not in self._read:
            self._read[table] = [dict(row) for row in rows(self.house.runtime, table)]
        return self._read[table]

    def pick(self, which: int, *states: StayState) -> Row | None:
        """One of the stays in these states, sometimes one in another."""
        wanted = [stay for stay in self.rows("stays") if stay["state"] in states and which < 9]
        wanted = wanted or self.rows("stays")
        return wanted[which % len(wanted)] if wanted else None

    def wait_until(self, day: date) -> None:
        self.house.on(max(self.house.today, day))

    @initialize(first=nights, second=nights, third=nights)
    def begin(self, first: int, second: int, third: int) -> None:
        """Two are there, paid for or not, and another is expected: what comes late in a stay is reached early."""
        today = self.house.today
        for person, room, starts_on, length in (
            (1, ROOMS[0], today, first),
            (2, ROOMS[1], today + 2 * DAY, second),
            (3, ROOMS[0], today + (first + 3) * DAY, third),
        ):
            self.lodge(person, room, starts_on, starts_on + length * DAY)
        self.wait_until(today + 2 * DAY)
        for stay in self.rows("stays"):
            self.do(RecordArrival(stay["stay_id"], stay["arrival_on"]))

    def lodge(self, person: int, room: str, first: date, end: date) -> None:
        if answer := self.do(request(person, first, end, occupant_kind=KINDS[person])):
            stay_id = UUID(answer["stay_id"])
            self.do(HoldStay(stay_id, room, self.house.today))
            self.do(ConfirmStay(stay_id))

    @rule(days=st.sampled_from((1, 2, 8, 30, 90)), holds_expire=st.booleans())
    def pass_days(self, days: int, holds_expire: bool) -> None:
        self.wait_until(self.house.today + days * DAY)
        if holds_expire:
            self.do(ExpireHolds())

    @rule(person=people, starts_in=st.integers(0, 40), length=nights)
    def ask(self, person: int, starts_in: int, length: int) -> None:
        first = self.house.today + starts_in * DAY
        self.do(request(person, first, first + length * DAY, occupant_kind=KINDS[person]))

    @rule(which=some, room=rooms_, days=st.integers(-1, 5), at_once=st.booleans())
    def hold(self, which: int, room: str, days: int, at_once: bool) -> None:
        if stay := self.pick(which, StayState.REQUESTED, StayState.WAITLISTED, StayState.HELD):
            self.do(HoldStay(stay["stay_id"], room, self.house.today + days * DAY))
            if at_once:
                self.do(ConfirmStay(stay["stay_id"]))

    @rule(which=some, refused=st.booleans())
    def put_off(self, which: int, refused: bool) -> None:
        if stay := self.pick(which, StayState.REQUESTED, StayState.HELD):
            command = RefuseStay(stay["stay_id"], RefusalReason.OTHER) if refused else WaitlistStay(stay["stay_id"])
            self.do(command)

    @rule(which=some)
    def confirm(self, which: int) -> None:
        if stay := self.pick(which, StayState.HELD):
            self.do(ConfirmStay(stay["stay_id"]))

    @rule(which=some, late=st.sampled_from((0, 1, 1)), cancelled=st.booleans())
    def not_come(self, which: int, late: int, cancelled: bool) -> None:
        if stay := self.pick(which, StayState.CONFIRMED):
            if cancelled:
                self.do(CancelStay(stay["stay_id"], CancelledBy.HOUSE, CancelReason.WORKS))
            else:
                self.wait_until(stay["arrival_on"] + late * DAY)
                self.do(RecordNotArrived(stay["stay_id"]))

    @rule(which=some, shift=st.integers(-3, 3))
    def arrive(self, which: int, shift: int) -> None:
        """On the planned day, or a little before or after, once it has come."""
        if stay := self.pick(which, StayState.CONFIRMED):
            day = stay["arrival_on"] + shift * DAY
            self.wait_until(day)
            self.do(RecordArrival(stay["stay_id"], day))

    @rule(
        which=some,
        length=st.sampled_from((1, 2, 7, 30, 90)),
        beyond=st.sampled_from((False, False, True)),
        authorised=st.booleans(),
    )
    def stay_longer(self, which: int, length: int, beyond: bool, authorised: bool) -> None:
        if stay := self.pick(which, StayState.ARRIVED):
            departure_on = stay["departure_on"] + length * DAY
            if not beyond:
                self.do(ExtendStay(stay["stay_id"], departure_on))
            elif self.do(RecordOverstay(stay["stay_id"], departure_on, authorised)):
                self.beyond_limit.add(stay["occupant_id"])

    @rule(which=some, early=st.sampled_from((0, 1, 20, None, None)), settles=st.booleans())
    def leave(self, which: int, early: int | None, settles: bool) -> None:
        """On the planned day, or earlier, once it has come; or today."""
        if stay := self.pick(which, StayState.ARRIVED):
            day = self.house.today if early is None else stay["departure_on"] - early * DAY
            self.wait_until(day)
            self.do(RecordDeparture(stay["stay_id"], day))
            if settles:
                self.settle_account(stay["stay_id"])

    @rule(room=rooms_, starts_in=st.integers(-5, 40), length=st.integers(0, 20))
    def void(self, room: str, starts_in: int, length: int) -> None:
        first = self.house.today + starts_in * DAY
        if answer := self.do(VoidRoom(HOUSE, room, first, first + length * DAY, VoidReason.WORKS)):
            self.voids.append((room, UUID(answer["void_id"])))

    @rule(which=some, shift=st.integers(-5, 20))
    def restore(self, which: int, shift: int) -> None:
        if self.voids:
            room, void_id = self.voids[which % len(self.voids)]
            self.do(RestoreRoom(HOUSE, room, void_id, self.house.today + shift * DAY))

    @rule(which=some, part=st.sampled_from((1, 1, 2, 3)), above=st.sampled_from((0, 0, 0, 1)))
    def issue_and_pay(self, which: int, part: int, above: int) -> None:
        """This month's rent, of which whoever is there pays all, or a part, or too much."""
        self.do(IssueRents(HOUSE, self.house.today.replace(day=1)))
        if stay := self.pick(which, StayState.ARRIVED):
            cents = self.balance(stay["stay_id"]) // part + above
            self.do(RecordPayment(stay["stay_id"], PaymentGiven(cents, self.house.today, PaymentMethod.CARD)))

    @rule(which=some)
    def settle(self, which: int) -> None:
        if stay := self.pick(which, StayState.DEPARTED):
            self.do(SettleStay(stay["stay_id"]))
            self.settle_account(stay["stay_id"])

    def settle_account(self, stay_id: UUID) -> None:
        """What is left is paid, or given back."""
        left = self.balance(stay_id)
        if left > 0:
            self.do(RecordPayment(stay_id, PaymentGiven(left, self.house.today, PaymentMethod.CARD)))
        elif left < 0:
            self.do(RecordRefund(stay_id, PaymentGiven(-left, self.house.today, PaymentMethod.TRANSFER)))
        self.do(SettleStay(stay_id))

    @invariant()
    def a_room_is_one_persons_at_a_time(self) -> None:
        for one, other in pairwise(sorted(self.taken())):
            assert one[0] != other[0] or one[1].end <= other[1].first

    @invariant()
    def the_nights_of_a_room_are_those_of_its_stays_and_voids(self) -> None:
        taken = {(room_id, night): by for room_id, period, by in self.taken() for night in period.days()}
        kept = self.rows("room_nights")
        assert {(night["room_id"], night["night"]): night["stay_id"] or night["void_id"] for night in kept} == taken

    @invariant()
    def nobody_pays_more_than_the_quote(self) -> None:
        for stay in self.rows("stays"):
            assert (stay["price_cents"] is None) == (stay["departed_on"] is None)
            assert stay["price_cents"] is None or 0 <= stay["price_cents"] <= stay["quote_cents"]

    @invariant()
    def accounts_balance(self) -> None:
        for stay in self.rows("stays"):
            due, paid = self.due(stay["stay_id"]), self.paid(stay["stay_id"])
            assert 0 <= due <= stay["quote_cents"]
            assert paid >= 0
            if stay["price_cents"] is not None:
                assert due == stay["price_cents"]
            if stay["state"] == StayState.SETTLED:
                assert due == paid

    @invariant()
    def nobody_stays_longer_than_the_limit(self) -> None:
        by_person = sorted(self.with_room(), key=lambda stay: (stay["occupant_id"].int, _period(stay)))
        for occupant_id, theirs in groupby(by_person, key=lambda stay: stay["occupant_id"]):
            if occupant_id not in self.beyond_limit:
                stays = list(theirs)
                for linked in _chains([_period(stay) for stay in stays]):
                    assert sum(period.nights for period in linked) <= MOST_NIGHTS[stays[0]["occupant_kind"]]

    def taken(self) -> list[tuple[UUID, Period, UUID]]:
        """Each room, when, and the stay or the void that has it then."""
        by_stays = [(stay["room_id"], _period(stay), stay["stay_id"]) for stay in self.with_room()]
        voids = [(room["room_id"], void) for room in self.rows("rooms") for void in room["voids"]]
        return by_stays + [(room_id, void.period, void.void_id) for room_id, void in voids]

    def with_room(self) -> list[Row]:
        return [stay for stay in self.rows("stays") if stay["state"] in WITH_ROOM]

    def balance(self, stay_id: UUID) -> int:
        return self.due(stay_id) - self.paid(stay_id)

    def due(self, stay_id: UUID) -> int:
        return self._sum("rent_dues", stay_id)

    def paid(self, stay_id: UUID) -> int:
        return self._sum("payments", stay_id)

    def _sum(self, lines: str, stay_id: UUID) -> int:
        own = {account["account_id"] for account in self.rows("accounts") if account["stay_id"] == stay_id}
        return sum(line["amount_cents"] for line in self.rows(lines) if line["account_id"] in own)


def _period(stay: Row) -> Period:
    return Period(stay["arrived_on"] or stay["arrival_on"], stay["departed_on"] or stay["departure_on"])


def _chains(periods: Sequence[Period]) -> list[list[Period]]:
    """Stays less than a month apart; none shares a night with another."""
    chains = [[periods[0]]]
    for earlier, later in pairwise(periods):
        assert earlier.end <= later.first, "one person sleeps in one room"
        if later.first - earlier.end >= LINKED_WITHIN:
            chains.append([])
        chains[-1].append(later)
    return chains


def test_what_must_hold_of_a_house_holds_whatever_is_asked_of_its_stays() -> None:
    run_until_granted(StaysMachine, done, MAIN)
