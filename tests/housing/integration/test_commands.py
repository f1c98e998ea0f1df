"""Commands of the house on a migrated PostgreSQL database, also when two people give the same one at once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest

from chassis.core.clock import SetClock
from chassis.core.database import Database
from chassis.core.migrate import migrate
from chassis.core.runtime import Runtime
from housing.commands.houses import CloseHouse, OpenHouse
from housing.commands.lodgings import RecordDeparture
from housing.commands.money import IssueRents
from housing.commands.plans import AcceptPlan, ProposePlan
from housing.commands.rooms import OpenRoom, VoidRoom
from housing.commands.stays import ConfirmStay, ExpireHolds, HoldStay
from housing.domain.house.room import VoidReason
from housing.domain.rules import RuleBroken
from housing.manifest import MANIFEST
from support.housing.house_commands import DAY, HOUSE, OPENED_ON, OPENING, ROOM, HouseCommands, request, told
from support.recorded import facts, rows
from support.runtimes import KEYRING, an_antenna, instance_of
from support.servers import Servers

MAY, AUGUST, NOVEMBER = date(2019, 5, 2), date(2019, 8, 2), date(2019, 11, 2)
Command = Any


@pytest.fixture
def house(servers: Servers) -> Iterator[HouseCommands]:
    database = Database(servers.database())
    migrate(instance_of(database, MANIFEST))
    clock = SetClock(datetime(2019, 3, 4, 9, tzinfo=UTC))
    opened = HouseCommands(Runtime(MANIFEST, an_antenna(), database, KEYRING, clock))
    opened.open(2)
    yield opened
    database.close()


def together(house: HouseCommands, *commands: Command) -> list[str]:
    """What each of several people who give a command at once is answered: done, or the rule."""
    begun = Barrier(len(commands))

    def give(command: Command) -> str:
        begun.wait()
        try:
            house.do(command)
        except RuleBroken as refused:
            return refused.code
        return "done"

    with ThreadPoolExecutor(len(commands)) as people:
        return sorted(people.map(give, commands))


def test_a_stay_goes_from_the_request_to_the_departure(house: HouseCommands) -> None:
    stay_id = house.lodge(1, MAY, NOVEMBER)
    house.do(IssueRents(HOUSE, date(2019, 5, 1)))
    house.on(AUGUST)
    assert house.do(RecordDeparture(stay_id, AUGUST))["price_cents"] == 450_00
    of_stay = [fact for fact in facts(house.runtime) if fact.subject == stay_id]
    assert told(of_stay) == ["stay_requested", "stay_held", "stay_confirmed", "intern_arrived", "intern_departed"]
    assert len(house.nights(stay_id)) == 92


def test_a_plan_is_proposed_and_accepted(house: HouseCommands) -> None:
    stay_ids = {house.request(person, MAY, NOVEMBER) for person in (1, 2)}
    plan_id = UUID(house.do(ProposePlan("2019-05", (HOUSE,)))["plan_id"])
    assert {UUID(held) for held in house.do(AcceptPlan(plan_id, MAY))["held"]} == stay_ids


@pytest.mark.parametrize("turn", range(5))
def test_of_two_departures_recorded_at_once_one_wins_and_the_other_is_told_why(house: HouseCommands, turn: int) -> None:
    stay_id = house.lodge(1, MAY, NOVEMBER)
    house.on(AUGUST)
    answers = together(house, RecordDeparture(stay_id, AUGUST), RecordDeparture(stay_id, AUGUST - DAY))
    assert answers == ["ALREADY_DEPARTED", "done"]
    assert house.stay(stay_id)["version"] == 5


def test_of_two_houses_or_rooms_of_one_code_opened_at_once_one_is(house: HouseCommands) -> None:
    other = OpenHouse(**{name: getattr(OPENING, name) for name in OPENING.__slots__} | {"house": "autre-maison"})
    assert together(house, other, other) == ["HOUSE_CODE_TAKEN", "done"]
    room = OpenRoom(HOUSE, "chambre-3", "Chambre 3", OPENED_ON)
    assert together(house, room, room) == ["ROOM_CODE_TAKEN", "done"]


def test_two_first_requests_of_one_person_at_once_are_of_one_person(house: HouseCommands) -> None:
    assert together(house, request(1, MAY, NOVEMBER), request(1, MAY, AUGUST)) == ["done", "done"]
    assert len(rows(house.runtime, "occupants")) == 1


def test_one_person_is_not_given_two_rooms_at_once(house: HouseCommands) -> None:
    first, second = house.request(1, MAY, NOVEMBER), house.request(1, MAY, NOVEMBER)
    holds = (HoldStay(first, ROOM, house.today), HoldStay(second, "chambre-2", house.today))
    assert together(house, *holds) == ["ALREADY_LODGED_THEN", "done"]


def test_a_room_is_held_or_withdrawn_or_closed_but_not_two_of_these(house: HouseCommands) -> None:
    stay_id = house.request(1, MAY, NOVEMBER)
    void = VoidRoom(HOUSE, ROOM, MAY + DAY, MAY + 2 * DAY, VoidReason.WORKS)
    assert together(house, HoldStay(stay_id, ROOM, house.today), void) == ["ROOM_TAKEN", "done"]
    other = house.request(2, MAY, NOVEMBER)
    answers = together(house, HoldStay(other, "chambre-2", house.today), CloseHouse(HOUSE, MAY + 3 * DAY))
    assert answers in (["NIGHTS_STILL_HELD", "done"], ["ROOM_NOT_OPEN", "done"], ["HOUSE_NOT_OPEN", "done"])


def test_a_room_does_not_open_in_a_house_that_closes(house: HouseCommands) -> None:
    opening = OpenRoom(HOUSE, "chambre-3", "Chambre 3", NOVEMBER)
    answers = together(house, opening, CloseHouse(HOUSE, NOVEMBER))
    assert answers in (["ROOM_OUTSIDE_HOUSE", "done"], ["CLOSED_BEFORE_OPENING", "done"])


def test_holds_that_end_while_they_are_renewed_do_one_or_the_other(house: HouseCommands) -> None:
    stay_ids = [house.request(person, MAY, NOVEMBER) for person in (1, 2)]
    for stay_id, room in zip(stay_ids, (ROOM, "chambre-2"), strict=True):
        house.do(HoldStay(stay_id, room, house.today))
    house.on(house.today + DAY)
    renewal = HoldStay(stay_ids[0], ROOM, house.today)
    answers = together(house, ExpireHolds(), renewal, ExpireHolds())
    assert answers in (["done", "done", "done"], ["STAY_STATE_WRONG", "done", "done"])
    states = [house.stay(stay_id)["state"] for stay_id in stay_ids]
    assert states == [("expired" if "STAY_STATE_WRONG" in answers else "held"), "expired"]
    if states[0] == "held":
        house.do(ConfirmStay(stay_ids[0]))
