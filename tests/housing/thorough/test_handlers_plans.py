"""The plan of a semester by commands: proposed from what is there, edited, accepted by holding its rooms."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from housing.commands.plans import AcceptPlan, EditPlan, ProposePlan
from housing.commands.rooms import CloseRoom, VoidRoom
from housing.commands.stays import CancelStay, HoldStay
from housing.domain.house.room import VoidReason
from housing.domain.occupant.kind import OccupantKind
from housing.domain.plan.plan import PlanLine
from housing.domain.stay.facts import CancelledBy, RefusalReason
from support.housing.house_commands import DAY, HOUSE, ROOM, HouseCommands, house_commands
from support.recorded import rows

FIRST, END = date(2019, 5, 2), date(2019, 11, 2)
SECOND_ROOM = "chambre-2"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[HouseCommands]:
    with house_commands(tmp_path) as opened:
        yield opened


def propose(house: HouseCommands, *houses: str) -> UUID:
    return UUID(house.do(ProposePlan("2019-05", houses or (HOUSE,)))["plan_id"])


def lines(house: HouseCommands) -> dict[UUID, PlanLine]:
    (row,) = rows(house.runtime, "plans")
    return {line.stay_id: line for line in row["lines"]}


def room(house: HouseCommands, code: str) -> Any:
    return next(row["room_id"] for row in rows(house.runtime, "rooms") if row["code"] == code)


def test_a_plan_gives_rooms_by_priority_and_says_who_is_without_and_why(house: HouseCommands) -> None:
    house.confirm(house.request(1, FIRST, END), ROOM)
    extern = house.request(2, FIRST, FIRST + 60 * DAY, occupant_kind=OccupantKind.EXTERN)
    saspas = house.request(3, FIRST, END, occupant_kind=OccupantKind.SASPAS_INTERN)
    house.request(4, END + 30 * DAY, END + 60 * DAY)
    answer = house.do(ProposePlan("2019-05", (HOUSE,)))
    assert (answer["placed"], answer["unplaced"]) == (1, 1)
    planned = lines(house)
    assert list(planned) == [saspas, extern], "in the order of decision, the next semester left out"
    assert planned[saspas].room_id == room(house, SECOND_ROOM)
    assert planned[extern].reason is RefusalReason.NO_ROOM_FREE
    assert "interne en médecine générale, déjà attribuée" in planned[extern].explanation
    assert "interne en SASPAS, qui passe avant" in planned[extern].explanation


def test_a_plan_sees_withdrawn_rooms_and_those_who_are_lodged_or_stay_too_long(house: HouseCommands) -> None:
    house.do(VoidRoom(HOUSE, ROOM, FIRST, FIRST + DAY, VoidReason.WORKS))
    lodged, again = (house.request(1, FIRST, FIRST + nights * DAY) for nights in (30, 60))
    longer = house.request(2, FIRST, END)
    after = house.request(2, END + 3 * DAY, END + 60 * DAY)
    house.confirm(lodged, SECOND_ROOM)
    house.do(HoldStay(after, SECOND_ROOM, house.today))
    propose(house)
    planned = lines(house)
    assert planned[again].reason is RefusalReason.ALREADY_LODGED
    assert planned[again].explanation == "La même personne a déjà un séjour du 02/05/2019 au 01/06/2019."
    assert planned[longer].reason is RefusalReason.STAY_TOO_LONG
    house.do(CancelStay(after, CancelledBy.OCCUPANT))


def test_a_plan_is_accepted_in_part_then_whole(house: HouseCommands) -> None:
    first, second = house.request(1, FIRST, END), house.request(2, FIRST, END)
    plan_id = propose(house)
    assert house.do(AcceptPlan(plan_id, FIRST, (first,)))["held"] == [str(first)]
    assert house.refused(AcceptPlan(plan_id, FIRST, (first,))) == ("PLAN_LINE_ACCEPTED", "stay_id")
    assert house.do(AcceptPlan(plan_id, FIRST))["held"] == [str(second)]
    assert house.refused(AcceptPlan(plan_id, FIRST)) == ("PLAN_NOTHING_TO_ACCEPT", "plan_id")
    assert {fact.subject for fact in house.facts("stay_held")} == {first, second}
    assert {line.accepted_on for line in lines(house).values()} == {house.today}


def test_a_plan_that_cannot_be_held_whole_holds_nothing(house: HouseCommands) -> None:
    house.request(1, FIRST, END)
    house.request(2, FIRST, END)
    plan_id = propose(house)
    other = house.request(3, FIRST + DAY, FIRST + 2 * DAY)
    house.confirm(other, SECOND_ROOM)
    assert house.refused(AcceptPlan(plan_id, FIRST)) == ("ROOM_TAKEN", "room")
    assert house.refused(AcceptPlan(plan_id, END)) == ("HOLD_PAST", "held_until")


def test_a_request_given_up_since_is_not_held(house: HouseCommands) -> None:
    gone, kept = house.request(1, FIRST, END), house.request(2, FIRST, END)
    plan_id = propose(house)
    house.do(CancelStay(gone, CancelledBy.OCCUPANT))
    assert house.refused(AcceptPlan(plan_id, FIRST)) == ("STAY_STATE_WRONG", "stay_id")
    house.do(EditPlan(plan_id, gone))
    assert house.do(AcceptPlan(plan_id, FIRST))["held"] == [str(kept)]


def test_the_agent_gives_another_room_or_none(house: HouseCommands) -> None:
    house.request(1, FIRST, END)
    house.request(2, FIRST, END)
    plan_id = propose(house)
    first, second = lines(house)
    assert house.refused(EditPlan(plan_id, first, HOUSE, SECOND_ROOM)) == ("PLAN_CLASH", "room")
    house.do(EditPlan(plan_id, second))
    house.do(EditPlan(plan_id, first, HOUSE, SECOND_ROOM))
    planned = lines(house)
    assert (planned[first].room_id, planned[first].by_hand) == (room(house, SECOND_ROOM), True)
    assert (planned[second].room_id, planned[second].reason) == (None, RefusalReason.OTHER)
    assert house.refused(AcceptPlan(plan_id, FIRST, (second,))) == ("PLAN_LINE_UNPLACED", "stay_id")


def test_an_edition_that_breaks_a_rule_changes_nothing(house: HouseCommands) -> None:
    stay_id = house.request(1, FIRST, END)
    plan_id = propose(house)
    later = house.request(2, FIRST, END)
    house.do(CloseRoom(HOUSE, SECOND_ROOM, FIRST + DAY))
    assert house.refused(EditPlan(plan_id, stay_id, HOUSE, SECOND_ROOM)) == ("ROOM_NOT_OPEN", "room")
    assert house.refused(EditPlan(plan_id, stay_id, HOUSE, "chambre-9")) == ("ROOM_UNKNOWN", "room")
    assert house.refused(EditPlan(plan_id, stay_id, "autre-maison", ROOM)) == ("ROOM_UNKNOWN", "house")
    assert house.refused(EditPlan(plan_id, later, HOUSE, ROOM)) == ("PLAN_LINE_UNKNOWN", "stay_id")
    assert house.refused(EditPlan(UUID(int=0), stay_id)) == ("PLAN_UNKNOWN", "plan_id")
    house.confirm(later, ROOM)
    house.do(EditPlan(plan_id, stay_id))
    assert house.refused(EditPlan(plan_id, stay_id, HOUSE, ROOM)) == ("ROOM_TAKEN", "room")


def test_a_plan_is_of_known_houses_in_a_known_semester(house: HouseCommands) -> None:
    assert house.refused(ProposePlan("2019-06", (HOUSE,))) == ("SEMESTER_UNKNOWN", "semester")
    assert house.refused(ProposePlan("2019-05", (HOUSE, "ailleurs"))) == ("HOUSE_UNKNOWN", "house")
    assert house.refused(AcceptPlan(UUID(int=0), FIRST)) == ("PLAN_UNKNOWN", "plan_id")


def test_a_plan_of_several_houses_keeps_each_request_in_its_own(house: HouseCommands) -> None:
    house.open(1, house="autre-maison")
    here, there = house.request(1, FIRST, END), house.request(2, FIRST, END, house="autre-maison")
    plan_id = propose(house, HOUSE, "autre-maison")
    planned = lines(house)
    assert (planned[here].house, planned[there].house) == (HOUSE, "autre-maison")
    assert len(house.do(AcceptPlan(plan_id, FIRST))["held"]) == 2
