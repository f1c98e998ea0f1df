"""A room opens in an open house, is withdrawn for some nights with a reason, and closes when its nights are over."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from housing.domain.house import rules
from housing.domain.house.room import Room, RoomClosed, RoomOpened, RoomRestored, RoomVoided, Void, VoidReason
from housing.domain.rules import RuleBroken
from housing.domain.stay.period import Period, PeriodEmpty
from support.houses import CODE, DAY, OPENED_ON, open_house, room

ROOM = UUID(int=1)
VOID = UUID(int=20)
TODAY = date(2019, 3, 4)
FIRST, END = date(2019, 3, 10), date(2019, 3, 20)


@pytest.fixture
def one() -> Room:
    return room(1)


def void(room: Room, first_on: date = FIRST, end_on: date = END, void_id: UUID = VOID) -> RoomVoided:
    return room.void(void_id, first_on, end_on, VoidReason.WORKS, today=TODAY)


def test_a_room_is_told_with_its_house_and_its_code() -> None:
    opened = Room.open(
        ROOM,
        open_house()[0],
        code="chambre-1",
        label="Chambre 1",
        parking=True,
        minutes_to_placements=15,
        accessible=True,
        floor=1,
        opened_on=OPENED_ON,
    )
    assert opened[1] == RoomOpened(ROOM, CODE, "chambre-1", OPENED_ON)
    assert (opened[0].house, opened[0].house_id, opened[0].voids) == (CODE, UUID(int=1), [])


@pytest.mark.parametrize(
    ("change", "rule", "field"),
    [
        ({"code": "Chambre 1"}, rules.RoomCodeMalformed, "room"),
        ({"label": ""}, rules.LabelInvalid, "label"),
        ({"label": "c" * 121}, rules.LabelInvalid, "label"),
        ({"opened_on": OPENED_ON - DAY}, rules.RoomOutsideHouse, "opened_on"),
    ],
)
def test_a_room_that_breaks_a_rule_is_refused(change: dict[str, Any], rule: type[RuleBroken], field: str) -> None:
    with pytest.raises(rule) as refused:
        room(1, **change)
    assert refused.value.field == field


def test_no_room_opens_in_a_house_that_is_closed() -> None:
    house, _ = open_house()
    house.close(END, booked_until=None)
    with pytest.raises(rules.RoomOutsideHouse):
        Room.open(
            ROOM,
            house,
            code="chambre-1",
            label="Chambre 1",
            parking=False,
            minutes_to_placements=None,
            accessible=False,
            floor=0,
            opened_on=END,
        )


def test_a_withdrawal_is_told_with_its_nights_and_its_reason(one: Room) -> None:
    assert void(one) == RoomVoided(VOID, ROOM, CODE, FIRST, END, VoidReason.WORKS)
    assert one.voids == [Void(VOID, Period(FIRST, END), VoidReason.WORKS)]


def test_a_night_is_not_withdrawn_twice_and_the_days_are_told(one: Room) -> None:
    void(one)
    with pytest.raises(rules.VoidOverlap, match="du 19/03/2019 au 20/03/2019"):
        void(one, END - DAY, END + DAY, UUID(int=21))
    assert len(one.voids) == 1


def test_a_withdrawal_may_follow_another_on_the_same_day(one: Room) -> None:
    void(one)
    void(one, END, END + DAY, UUID(int=21))
    void(one, FIRST - DAY, FIRST, UUID(int=22))
    assert [each.period.first for each in one.voids] == [FIRST - DAY, FIRST, END]


@pytest.mark.parametrize(
    ("first_on", "end_on", "rule", "field"),
    [
        (FIRST, FIRST, PeriodEmpty, "end_on"),
        (FIRST, date(2021, 3, 10), rules.VoidTooLong, "end_on"),
        (date(2018, 3, 3), date(2018, 3, 5), rules.VoidDayInvalid, "first_on"),
        (date(2021, 3, 5), date(2021, 3, 6), rules.VoidDayInvalid, "first_on"),
        (OPENED_ON - DAY, OPENED_ON + DAY, rules.RoomNotOpen, "room"),
    ],
)
def test_a_withdrawal_that_breaks_a_rule_is_refused(
    one: Room, first_on: date, end_on: date, rule: type[RuleBroken], field: str
) -> None:
    with pytest.raises(rule) as refused:
        void(one, first_on, end_on)
    assert refused.value.field == field
    assert one.voids == []


def test_a_withdrawal_lasts_two_years_at_most(one: Room) -> None:
    assert void(one, FIRST, date(2021, 3, 9)).until_on == date(2021, 3, 9)


def test_a_room_is_given_back_before_the_end(one: Room) -> None:
    void(one)
    assert one.restore(VOID, END - DAY) == RoomRestored(VOID, ROOM, CODE, END - DAY)
    assert [each.period for each in one.voids] == [Period(FIRST, END - DAY)]


@pytest.mark.parametrize("restored_on", [FIRST, FIRST - DAY])
def test_a_withdrawal_that_ends_before_its_first_night_is_as_if_it_had_not_been(one: Room, restored_on: date) -> None:
    void(one)
    one.restore(VOID, restored_on)
    assert one.voids == []


def test_a_room_is_not_given_back_after_the_end_nor_from_what_never_withdrew_it(one: Room) -> None:
    void(one)
    with pytest.raises(rules.VoidOver):
        one.restore(VOID, END)
    with pytest.raises(rules.VoidUnknown):
        one.restore(UUID(int=99), FIRST)


def test_a_room_closes_when_its_last_night_is_over(one: Room) -> None:
    assert one.close(END, booked_until=END) == RoomClosed(ROOM, CODE, END)
    assert one.is_open(Period(FIRST, END))
    with pytest.raises(rules.RoomNotOpen):
        one.check_open(Period(FIRST, END + DAY))


def test_a_room_does_not_close_twice_nor_before_it_opened_nor_over_nights_that_are_taken(one: Room) -> None:
    with pytest.raises(rules.NightsStillHeld):
        one.close(END, booked_until=END + DAY)
    with pytest.raises(rules.ClosedBeforeOpening):
        one.close(OPENED_ON, booked_until=None)
    one.close(END, booked_until=None)
    with pytest.raises(rules.RoomAlreadyClosed):
        one.close(END + DAY, booked_until=None)
