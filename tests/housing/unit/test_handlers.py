"""Commands of the house, whichever: once each, all or nothing, on the day of Paris."""

import dataclasses
import importlib
import pkgutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from types import ModuleType
from typing import get_type_hints
from uuid import uuid4

import pytest

import contracts.housing.words as contract
import housing.commands
import housing.domain
from chassis.core.application import execute
from chassis.core.clock import SetClock
from chassis.core.errors import CommandReused
from housing.commands.rooms import OpenRoom
from housing.domain.house.room import VoidReason
from housing.domain.money.cost import CostKind
from housing.domain.occupant.kind import OccupantKind
from housing.domain.stay.facts import CancelledBy, Intention
from housing.manifest import MANIFEST
from kernel.flat import flat_fields
from kernel.named import Named
from support.housing.house_commands import DAY, HOUSE, OPENED_ON, HouseCommands, house_commands, request, told
from support.recorded import facts, row_counts

MAY, NOVEMBER = date(2019, 5, 2), date(2019, 11, 2)
ROOM_3 = OpenRoom(HOUSE, "chambre-3", "Chambre 3", OPENED_ON)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[HouseCommands]:
    with house_commands(tmp_path) as opened:
        yield opened


def test_the_same_command_twice_is_one_fact_and_one_answer(house: HouseCommands) -> None:
    command_id = uuid4()
    first = execute(house.runtime, ROOM_3, command_id)
    before = row_counts(house.runtime)
    assert execute(house.runtime, dataclasses.replace(ROOM_3), command_id) == first
    assert row_counts(house.runtime) == before


def test_another_content_under_a_used_command_id_is_refused_and_writes_nothing(house: HouseCommands) -> None:
    command_id = uuid4()
    execute(house.runtime, ROOM_3, command_id)
    before = row_counts(house.runtime)
    with pytest.raises(CommandReused):
        execute(house.runtime, dataclasses.replace(ROOM_3, floor=1), command_id)
    assert row_counts(house.runtime) == before


def test_a_fact_says_which_command_caused_it(house: HouseCommands) -> None:
    command_id = uuid4()
    execute(house.runtime, ROOM_3, command_id)
    fact = facts(house.runtime)[-1]
    assert (fact.source, fact.antenna) == ("/romans/housing", "romans")
    assert fact.causationid == fact.correlationid == command_id


def test_the_facts_of_a_stay_are_numbered_by_its_versions(house: HouseCommands) -> None:
    stay_id = house.lodge(1, MAY, NOVEMBER)
    other = house.request(2, MAY, NOVEMBER)
    of_stay = [fact for fact in facts(house.runtime) if fact.subject == stay_id]
    assert told(of_stay) == ["stay_requested", "stay_held", "stay_confirmed", "intern_arrived"]
    assert [fact.sequence for fact in of_stay] == [1, 2, 3, 4]
    assert [fact.sequence for fact in facts(house.runtime) if fact.subject == other] == [1]


def test_today_is_the_civil_day_of_paris(house: HouseCommands) -> None:
    clock = house.runtime.clock
    assert isinstance(clock, SetClock)
    clock.set(datetime(2019, 5, 1, 22, 30, tzinfo=UTC))  # half past midnight
    assert house.refused(request(1, MAY - DAY, NOVEMBER)) == ("ARRIVAL_PAST", "arrival_on")
    house.do(request(1, MAY, NOVEMBER))
    assert [fact.data["requested_on"] for fact in house.facts("stay_requested")] == [MAY]


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (OccupantKind, contract.OCCUPANT_KINDS),
        (VoidReason, contract.VOID_REASONS),
        (CancelledBy, contract.CANCELLED_BY),
        (Intention, contract.INTENTIONS),
    ],
)
def test_the_words_of_the_house_are_those_of_the_contract(ours: type[StrEnum], theirs: tuple[str, ...]) -> None:
    assert tuple(ours) == theirs


def test_the_kinds_of_cost_are_those_of_the_contract_in_whatever_order() -> None:
    assert set(CostKind) == set(contract.COST_KINDS)


def test_every_command_has_a_handler() -> None:
    declared = {found for module in _modules(housing.commands) for found in _dataclasses_of(module)}
    outcomes = {kind for handler in MANIFEST.handlers.values() for kind in get_type_hints(handler)["return"].__mro__}
    parts = {owner for command in MANIFEST.handlers for owner, _ in flat_fields(command)} - MANIFEST.handlers.keys()
    assert set(MANIFEST.handlers) == declared - outcomes - parts


def _modules(package: ModuleType) -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        yield importlib.import_module(found.name)


def _dataclasses_of(module: ModuleType) -> Iterator[type]:
    own = (value for value in vars(module).values() if getattr(value, "__module__", None) == module.__name__)
    return (value for value in own if isinstance(value, type) and dataclasses.is_dataclass(value))


def test_every_word_that_people_read_has_a_french_name() -> None:
    own = [found for module in _modules(housing.domain) for found in vars(module).values() if isinstance(found, type)]
    named = {kind for kind in own if issubclass(kind, Named) and kind is not Named}
    assert CostKind in named
    assert [value for kind in named for value in kind if not value.french] == []
