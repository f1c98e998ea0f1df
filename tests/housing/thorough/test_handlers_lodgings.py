"""Stays by commands, from the arrival to the settled account: nights follow what happens, prices never surprise."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from housing.commands.lodgings import ExtendStay, RecordArrival, RecordDeparture, RecordOverstay, SettleStay
from housing.commands.money import IssueRents, RecordPayment
from housing.domain.money.lines import PaymentGiven, PaymentMethod
from housing.domain.stay.facts import Intention
from support.housing.house_commands import DAY, HOUSE, ROOM, HouseCommands, house_commands

MAY, JUNE, AUGUST, NOVEMBER = (date(2019, month, 2) for month in (5, 6, 8, 11))
LATEST = NOVEMBER + 7 * DAY


@pytest.fixture
def house(tmp_path: Path) -> Iterator[HouseCommands]:
    with house_commands(tmp_path) as opened:
        yield opened


@pytest.fixture
def confirmed(house: HouseCommands) -> UUID:
    """From May to November in `chambre-1`."""
    stay_id = house.request(1, MAY, NOVEMBER)
    house.confirm(stay_id)
    return stay_id


def dues(house: HouseCommands) -> int:
    return sum(fact.data["amount_cents"] for fact in house.facts("rent_due"))


def test_an_arrival_on_the_day_is_told_with_the_room_and_the_person(house: HouseCommands, confirmed: UUID) -> None:
    house.on(MAY)
    house.do(RecordArrival(confirmed, MAY))
    (arrived,) = house.facts("intern_arrived")
    row = house.stay(confirmed)
    assert arrived.data == {
        "stay_id": confirmed,
        "house": HOUSE,
        "room_id": row["room_id"],
        "occupant_id": row["occupant_id"],
        "occupant_kind": "gp_intern",
        "university": "grenoble",
        "arrived_on": MAY,
        "expected_departure_on": NOVEMBER,
    }
    assert house.refused(RecordArrival(confirmed, MAY)) == ("ALREADY_ARRIVED", "stay_id")


def test_whoever_comes_later_gives_the_first_nights_back(house: HouseCommands, confirmed: UUID) -> None:
    house.on(JUNE)
    house.do(RecordArrival(confirmed, JUNE))
    assert house.nights(confirmed)[0] == JUNE
    assert house.stay(confirmed)["quote_cents"] == 750_00
    assert house.stay(confirmed)["arrival_on"] == MAY


def test_whoever_comes_earlier_keeps_within_the_limit(house: HouseCommands) -> None:
    stay_id = house.request(1, MAY, NOVEMBER)
    house.confirm(stay_id)
    house.on(MAY)
    assert house.refused(RecordArrival(stay_id, MAY - 32 * DAY)) == ("ARRIVED_TOO_EARLY", "arrived_on")
    assert house.refused(RecordArrival(stay_id, MAY - 7 * DAY)) == ("STAY_TOO_LONG", "arrived_on")
    house.do(RecordArrival(stay_id, MAY - 6 * DAY))
    assert house.nights(stay_id)[0] == MAY - 6 * DAY


def test_nobody_comes_earlier_while_another_is_there(house: HouseCommands) -> None:
    house.confirm(house.request(2, MAY - 20 * DAY, MAY - 10 * DAY))
    stay_id = house.request(1, MAY, AUGUST)
    house.confirm(stay_id)
    house.on(MAY)
    assert house.refused(RecordArrival(stay_id, MAY - 11 * DAY)) == ("ROOM_TAKEN", "arrived_on")
    house.do(RecordArrival(stay_id, MAY - 10 * DAY))


def test_nobody_comes_before_the_house_is_open(house: HouseCommands) -> None:
    stay_id = house.request(1, house.today, house.today + 30 * DAY, house=another(house))
    house.confirm(stay_id)
    assert house.refused(RecordArrival(stay_id, house.today - DAY)) == ("HOUSE_NOT_OPEN", "arrived_on")


def another(house: HouseCommands) -> str:
    """A house that opens today."""
    house.open(1, house="autre-maison", opened_on=house.today)
    return "autre-maison"


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (MAY + DAY, "ARRIVED_IN_FUTURE"),
        (date(1, 1, 1), "ARRIVED_TOO_EARLY"),
    ],
)
def test_an_arrival_on_a_day_that_makes_no_sense_is_refused(
    house: HouseCommands, confirmed: UUID, day: date, code: str
) -> None:
    house.on(MAY)
    assert house.refused(RecordArrival(confirmed, day)) == (code, "arrived_on")


def test_nobody_arrives_when_the_stay_would_be_over(house: HouseCommands, confirmed: UUID) -> None:
    house.on(NOVEMBER)
    assert house.refused(RecordArrival(confirmed, NOVEMBER)) == ("ARRIVED_AFTER_DEPARTURE", "arrived_on")


def test_a_stay_is_extended_within_the_limit_and_where_the_room_is_free(house: HouseCommands) -> None:
    stay_id = house.lodge(1, MAY, AUGUST)
    house.confirm(house.request(2, NOVEMBER, NOVEMBER + 30 * DAY))
    assert house.refused(ExtendStay(stay_id, AUGUST)) == ("EXTENSION_NOT_LATER", "departure_on")
    assert house.refused(ExtendStay(stay_id, LATEST + DAY)) == ("STAY_TOO_LONG", "departure_on")
    assert house.refused(ExtendStay(stay_id, LATEST)) == ("ROOM_TAKEN", "departure_on")
    assert house.do(ExtendStay(stay_id, NOVEMBER)) == {"stay_id": str(stay_id), "quote_cents": 900_00}
    assert house.nights(stay_id)[-1] == NOVEMBER - DAY
    (extended,) = house.facts("stay_extended")
    assert (extended.data["previous_departure_on"], extended.data["new_departure_on"]) == (AUGUST, NOVEMBER)


def test_an_overstay_is_beyond_the_limit_but_in_nobody_elses_room(house: HouseCommands) -> None:
    stay_id = house.lodge(1, MAY, NOVEMBER)
    house.confirm(house.request(2, LATEST + 20 * DAY, LATEST + 30 * DAY))
    house.on(NOVEMBER)
    assert house.refused(RecordOverstay(stay_id, LATEST + 21 * DAY, True)) == ("ROOM_TAKEN", "departure_on")
    answer = house.do(RecordOverstay(stay_id, LATEST + 10 * DAY, True))
    assert answer == {"stay_id": str(stay_id), "quote_cents": 1050_00}
    (overstayed,) = house.facts("stay_overstayed")
    assert overstayed.data["authorised"] is True
    assert house.stay(stay_id)["overrun_authorised"] is True


def test_an_early_departure_frees_the_room_and_costs_no_more_than_its_nights(house: HouseCommands) -> None:
    stay_id = house.lodge(1, MAY, NOVEMBER)
    house.do(IssueRents(HOUSE, date(2019, 5, 1)))
    house.on(AUGUST)
    answer = house.do(RecordDeparture(stay_id, AUGUST, Intention.SETTLE_HERE, consents_to_contact=True))
    assert answer == {"stay_id": str(stay_id), "price_cents": 450_00}
    assert house.nights(stay_id)[-1] == AUGUST - DAY
    (departed,) = house.facts("intern_departed")
    assert departed.data == {
        "stay_id": stay_id,
        "house": HOUSE,
        "room_id": house.stay(stay_id)["room_id"],
        "occupant_kind": "gp_intern",
        "university": "grenoble",
        "departed_on": AUGUST,
        "nights": 92,
        "price_cents": 450_00,
        "intention": "settle_here",
    }
    assert house.stay(stay_id)["consents_to_contact"] is True
    assert dues(house) == 450_00
    house.confirm(house.request(2, AUGUST, NOVEMBER))


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (MAY, "DEPARTED_BEFORE_ARRIVAL"),
        (date(1, 1, 1), "DEPARTED_BEFORE_ARRIVAL"),
        (NOVEMBER + 2 * DAY, "DEPARTED_IN_FUTURE"),
        (NOVEMBER + DAY, "DEPARTED_LATER_THAN_PLANNED"),
    ],
)
def test_a_departure_on_a_day_that_makes_no_sense_is_refused(house: HouseCommands, day: date, code: str) -> None:
    stay_id = house.lodge(1, MAY, NOVEMBER)
    house.on(NOVEMBER + DAY)
    assert house.refused(RecordDeparture(stay_id, day)) == (code, "departed_on")


def test_only_somebody_who_is_there_stays_longer_or_leaves(house: HouseCommands, confirmed: UUID) -> None:
    for command in (
        ExtendStay(confirmed, NOVEMBER + DAY),
        RecordOverstay(confirmed, NOVEMBER + DAY, False),
        RecordDeparture(confirmed, MAY),
    ):
        assert house.refused(command) == ("NOT_ARRIVED_YET", "stay_id")


def test_a_stay_is_settled_once_its_price_is_paid(house: HouseCommands) -> None:
    stay_id = house.lodge(1, MAY, JUNE)
    assert house.refused(SettleStay(stay_id)) == ("STAY_STATE_WRONG", "stay_id")
    house.on(JUNE)
    house.do(RecordDeparture(stay_id, JUNE))
    assert house.refused(RecordDeparture(stay_id, JUNE)) == ("ALREADY_DEPARTED", "stay_id")
    assert house.refused(SettleStay(stay_id)) == ("ACCOUNT_NOT_BALANCED", "stay_id")
    house.do(RecordPayment(stay_id, PaymentGiven(150_00, JUNE, PaymentMethod.CARD)))
    house.do(SettleStay(stay_id))
    (settled,) = house.facts("stay_settled")
    assert settled.data == {"stay_id": stay_id, "house": HOUSE, "settled_on": JUNE, "price_cents": 150_00}


@pytest.mark.parametrize(
    "command",
    [
        RecordArrival(UUID(int=0), MAY),
        ExtendStay(UUID(int=0), MAY),
        RecordOverstay(UUID(int=0), MAY, False),
        RecordDeparture(UUID(int=0), MAY),
        SettleStay(UUID(int=0)),
    ],
)
def test_what_is_asked_of_a_stay_is_asked_of_one_that_was_requested(house: HouseCommands, command: object) -> None:
    assert house.refused(command) == ("STAY_UNKNOWN", "stay_id")


def test_the_nights_of_past_stays_stay_theirs(house: HouseCommands) -> None:
    stay_id = house.lodge(1, MAY, JUNE)
    house.on(JUNE)
    house.do(RecordDeparture(stay_id, JUNE))
    house.on(JUNE + DAY)
    assert len(house.nights(stay_id)) == (JUNE - MAY).days
    assert house.stay(stay_id)["room_id"] is not None
    house.confirm(house.request(2, JUNE + DAY, AUGUST), ROOM)
