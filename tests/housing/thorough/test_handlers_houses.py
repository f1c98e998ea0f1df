"""Houses and rooms by commands: what is told, what is kept, which rule refuses."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from housing.commands.houses import CloseHouse, DescribeHouse, SetPriorityRule, SignConvention, TariffVoted, VoteTariff
from housing.commands.rooms import CloseRoom, OpenRoom, RestoreRoom, VoidRoom
from housing.commands.stays import HoldStay
from housing.domain.house.house import Contact, House, WelcomeItem
from housing.domain.house.priority import DEFAULT_ORDER, PriorityRule
from housing.domain.house.room import VoidReason
from housing.domain.money.convention import Convention, Party
from housing.domain.money.tariff import Tariff
from housing.domain.occupant.kind import OccupantKind
from housing.store.houses import known_house
from support.housing.house_commands import DAY, HOUSE, OPENED_ON, OPENING, ROOM, HouseCommands, house_commands, told
from support.housing.house_papers import png
from support.recorded import facts, rows

SPRING, SUMMER = date(2019, 4, 1), date(2019, 7, 1)
PARTIES = (Party("departement", "Département", 2), Party("ccas", "CCAS", 1))
CONVENTION = SignConvention(HOUSE, Convention(date(2018, 11, 5), OPENED_ON, PARTIES, 10, "Convention"))
VOID = VoidRoom(HOUSE, ROOM, SPRING, SPRING + 3 * DAY, VoidReason.WORKS)
DESCRIPTION = DescribeHouse(HOUSE, "La Maison", "1 place Maurice-Faure")
TARIFF = VoteTariff(HOUSE, TariffVoted(SUMMER, 16_00, 160_00, 6, 7, 30))


@pytest.fixture
def house(tmp_path: Path) -> Iterator[HouseCommands]:
    with house_commands(tmp_path) as opened:
        yield opened


def kept(house: HouseCommands) -> House:
    """As it was written, not as it is remembered."""
    with Session(house.runtime.database.reading) as session:
        return known_house(session, HOUSE)


def test_a_house_and_its_rooms_open(house: HouseCommands) -> None:
    opened, room, _ = facts(house.runtime)
    assert opened.type == "housing.house_opened.v1"
    assert opened.data == {"house": HOUSE, "commune": "26281", "area_m2": 135, "opened_on": OPENED_ON}
    assert room.type == "housing.room_opened.v1"
    assert room.data == {"room_id": room.subject, "house": HOUSE, "room": ROOM, "opened_on": OPENED_ON}
    assert kept(house).tariffs == [Tariff(OPENED_ON, None, 15_00, 150_00)]
    assert kept(house).priority_rules == [PriorityRule(OPENED_ON, DEFAULT_ORDER)]


def test_codes_are_given_once(house: HouseCommands) -> None:
    assert house.refused(OPENING) == ("HOUSE_CODE_TAKEN", "house")
    assert house.refused(OpenRoom(HOUSE, ROOM, "Encore", OPENED_ON)) == ("ROOM_CODE_TAKEN", "room")
    house.do(replace(OPENING, house="autre-maison"))
    house.do(OpenRoom("autre-maison", ROOM, "Chambre 1", OPENED_ON))


@pytest.mark.parametrize(
    "command",
    [
        OpenRoom("ailleurs", ROOM, "Chambre", OPENED_ON),
        CloseHouse("ailleurs", SUMMER),
        replace(VOID, house="ailleurs"),
        replace(DESCRIPTION, house="ailleurs"),
        replace(TARIFF, house="ailleurs"),
        replace(CONVENTION, house="ailleurs"),
        SetPriorityRule("ailleurs", SUMMER, DEFAULT_ORDER),
        CloseRoom("ailleurs", ROOM, SUMMER),
    ],
)
def test_what_is_asked_is_asked_of_a_house_that_was_opened(house: HouseCommands, command: object) -> None:
    assert house.refused(command) == ("HOUSE_UNKNOWN", "house")


def test_what_is_asked_of_a_room_is_asked_of_one_that_was_opened(house: HouseCommands) -> None:
    assert house.refused(replace(VOID, room="chambre-9")) == ("ROOM_UNKNOWN", "room")
    assert house.refused(CloseRoom(HOUSE, "chambre-9", SUMMER)) == ("ROOM_UNKNOWN", "room")


def test_prices_conventions_and_priorities_are_kept_by_their_dates(house: HouseCommands) -> None:
    order = (OccupantKind.EXTERN, OccupantKind.LOCUM)
    house.do(TARIFF)
    convention_id = UUID(house.do(CONVENTION)["convention_id"])
    house.do(SetPriorityRule(HOUSE, SUMMER, order))
    now = kept(house)
    assert now.tariffs == [Tariff(OPENED_ON, SUMMER, 15_00, 150_00), Tariff(SUMMER, None, 16_00, 160_00)]
    assert now.conventions == [CONVENTION.convention]
    assert now.priority_rules == [PriorityRule(OPENED_ON), PriorityRule(SUMMER, order)]
    (signed,) = house.facts("convention_signed")
    assert (signed.subject, signed.sequence) == (now.house_id, 3)
    assert signed.data == {
        "convention_id": convention_id,
        "house": HOUSE,
        "starts_on": OPENED_ON,
        "interns_per_year": 10,
        "shares": [{"party": "departement", "weight": 2}, {"party": "ccas", "weight": 1}],
    }
    assert now.version == 4


def test_what_people_read_is_replaced_and_told_to_nobody(house: HouseCommands) -> None:
    before = told(facts(house.runtime))
    contacts = (Contact("Agent", phone="0475000000"),)
    items = (WelcomeItem("plan", "Plan de la ville"),)
    logo = png()
    house.do(replace(DESCRIPTION, contacts=contacts, welcome_items=items, logo=logo))
    now = kept(house)
    assert (now.label, now.contacts, now.welcome_items) == ("La Maison", [*contacts], [*items])
    assert [row["logo"] for row in rows(house.runtime, "houses")] == [logo]
    assert told(facts(house.runtime)) == before


def test_a_room_is_withdrawn_and_given_back(house: HouseCommands) -> None:
    answer = house.do(VOID)
    void_id, room_id = UUID(answer["void_id"]), UUID(answer["room_id"])
    assert house.nights(void_id) == [SPRING, SPRING + DAY, SPRING + 2 * DAY]
    house.do(RestoreRoom(HOUSE, ROOM, void_id, SPRING + DAY))
    assert house.nights(void_id) == [SPRING]
    voided, restored = house.facts("room_voided")[0], house.facts("room_restored")[0]
    assert (voided.subject, voided.data["until_on"], voided.data["reason"]) == (room_id, SPRING + 3 * DAY, "works")
    assert restored.data == {"void_id": void_id, "room_id": room_id, "house": HOUSE, "restored_on": SPRING + DAY}
    assert house.refused(RestoreRoom(HOUSE, ROOM, UUID(int=1), SPRING)) == ("VOID_UNKNOWN", "void_id")


def test_nobody_is_put_out_by_a_withdrawal_and_nobody_sleeps_in_a_room_withdrawn(house: HouseCommands) -> None:
    held = house.request(1, SPRING + DAY, SPRING + 2 * DAY)
    house.do(HoldStay(held, ROOM, house.today))
    assert house.refused(VOID) == ("ROOM_TAKEN", "first_on")
    house.do(replace(VOID, room="chambre-2"))
    assert house.refused(replace(VOID, room="chambre-2", first_on=SPRING + DAY)) == ("VOID_OVERLAP", "first_on")
    other = house.request(2, SPRING + 2 * DAY, SPRING + 5 * DAY)
    assert house.refused(HoldStay(other, "chambre-2", house.today)) == ("ROOM_TAKEN", "room")
    house.do(HoldStay(other, ROOM, house.today))


def test_a_house_closes_with_all_its_rooms_once_nobody_has_a_night_in_it(house: HouseCommands) -> None:
    house.do(CloseRoom(HOUSE, "chambre-2", SPRING))
    stay_id = house.request(1, SPRING, SUMMER)
    house.confirm(stay_id)
    assert house.refused(CloseHouse(HOUSE, SUMMER - DAY)) == ("NIGHTS_STILL_HELD", "closed_on")
    assert house.refused(CloseRoom(HOUSE, ROOM, SUMMER - DAY)) == ("NIGHTS_STILL_HELD", "closed_on")
    house.do(CloseHouse(HOUSE, SUMMER))
    assert sorted(fact.data["closed_on"] for fact in house.facts("room_closed")) == [SPRING, SUMMER]
    assert house.refused(CloseHouse(HOUSE, SUMMER)) == ("HOUSE_ALREADY_CLOSED", "house")
    assert house.refused(CloseRoom(HOUSE, ROOM, SUMMER)) == ("ROOM_ALREADY_CLOSED", "room")
    assert house.refused(OpenRoom(HOUSE, "chambre-3", "Chambre 3", SUMMER)) == ("ROOM_OUTSIDE_HOUSE", "opened_on")


def test_a_room_is_held_while_it_is_open_only(house: HouseCommands) -> None:
    house.do(CloseRoom(HOUSE, "chambre-2", SPRING + DAY))
    stay_id = house.request(1, SPRING, SPRING + 2 * DAY)
    assert house.refused(HoldStay(stay_id, "chambre-2", house.today)) == ("ROOM_NOT_OPEN", "room")
