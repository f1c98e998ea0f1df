"""Commands of the house from end to end on SQLite: outcome, rows, facts in the outbox."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest

import contracts.housing as contract
from chassis.core.application import execute
from chassis.core.clock import SetClock
from chassis.core.errors import CommandReused
from chassis.core.runtime import Runtime
from housing.commands import RecordArrival, RecordDeparture
from housing.domain import rules
from housing.domain.stay import OccupantKind
from housing.manifest import MANIFEST
from support.recorded import facts, row_counts, rows
from support.runtimes import sqlite_runtime

TODAY = date(2024, 5, 2)
NOBODY = UUID("00000000-0000-4000-8000-000000000000")
ARRIVAL = RecordArrival(
    house="maison-des-internes",
    occupant_kind=OccupantKind.GP_INTERN,
    university="lyon",
    arrived_on=date(2023, 11, 2),
    expected_departure_on=date(2024, 5, 2),
)


@pytest.fixture
def romans(tmp_path: Path) -> Iterator[Runtime]:
    runtime = sqlite_runtime(tmp_path, MANIFEST, clock=SetClock(datetime(2024, 5, 2, 8, tzinfo=UTC)))
    yield runtime
    runtime.database.close()


def arrive(runtime: Runtime, command: RecordArrival = ARRIVAL) -> UUID:
    return UUID(execute(runtime, command, uuid4())["stay_id"])


def test_an_arrival_answers_the_stays_reference_and_tells_the_first_fact(romans: Runtime) -> None:
    command_id = uuid4()
    outcome = execute(romans, ARRIVAL, command_id)
    stay_id = UUID(outcome["stay_id"])
    assert list(outcome) == ["stay_id"]
    (fact,) = facts(romans)
    assert (fact.type, fact.subject, fact.sequence) == ("housing.intern_arrived.v1", stay_id, 1)
    assert (fact.source, fact.antenna, fact.causationid) == ("/romans/housing", "romans", command_id)
    assert fact.data == {
        "stay_id": stay_id,
        "house": "maison-des-internes",
        "occupant_kind": "gp_intern",
        "university": "lyon",
        "arrived_on": date(2023, 11, 2),
        "expected_departure_on": date(2024, 5, 2),
    }


def test_a_departure_tells_the_second_fact_of_the_same_stay(romans: Runtime) -> None:
    stay_id = arrive(romans)
    assert execute(romans, RecordDeparture(stay_id, date(2024, 4, 30)), uuid4()) == {"stay_id": str(stay_id)}
    arrived, departed = facts(romans)
    assert [(fact.subject, fact.sequence) for fact in (arrived, departed)] == [(stay_id, 1), (stay_id, 2)]
    assert departed.type == "housing.intern_departed.v1"
    assert departed.data == {
        "stay_id": stay_id,
        "house": "maison-des-internes",
        "occupant_kind": "gp_intern",
        "university": "lyon",
        "departed_on": date(2024, 4, 30),
        "nights": 180,
    }
    (row,) = rows(romans, "stays")
    assert (row["version"], row["departed_on"]) == (2, date(2024, 4, 30))


def test_two_stays_count_their_facts_apart(romans: Runtime) -> None:
    first, second = arrive(romans), arrive(romans)
    execute(romans, RecordDeparture(second, TODAY), uuid4())
    told = [(fact.subject, fact.sequence) for fact in facts(romans)]
    assert told == [(first, 1), (second, 1), (second, 2)]


def test_a_second_departure_is_refused_and_writes_nothing(romans: Runtime) -> None:
    stay_id = arrive(romans)
    execute(romans, RecordDeparture(stay_id, date(2024, 4, 30)), uuid4())
    before = row_counts(romans), rows(romans, "stays")
    with pytest.raises(rules.AlreadyDeparted):
        execute(romans, RecordDeparture(stay_id, TODAY), uuid4())
    assert (row_counts(romans), rows(romans, "stays")) == before


def test_a_departure_from_an_unknown_stay_is_refused_and_writes_nothing(romans: Runtime) -> None:
    with pytest.raises(rules.StayUnknown):
        execute(romans, RecordDeparture(NOBODY, TODAY), uuid4())
    assert not any(row_counts(romans).values())


def test_a_departure_before_the_arrival_or_in_the_future_is_refused_and_writes_nothing(romans: Runtime) -> None:
    stay_id = arrive(romans)
    before = row_counts(romans), rows(romans, "stays")
    with pytest.raises(rules.DepartedBeforeArrival):
        execute(romans, RecordDeparture(stay_id, date(2023, 11, 2)), uuid4())
    with pytest.raises(rules.DepartedInFuture):
        execute(romans, RecordDeparture(stay_id, date(2024, 5, 3)), uuid4())
    assert (row_counts(romans), rows(romans, "stays")) == before


def test_a_refused_arrival_writes_nothing(romans: Runtime) -> None:
    with pytest.raises(rules.ArrivedInFuture):
        arrive(romans, replace(ARRIVAL, arrived_on=date(2024, 5, 3), expected_departure_on=date(2024, 5, 4)))
    assert not any(row_counts(romans).values())


def test_the_same_arrival_twice_is_one_stay_and_one_fact(romans: Runtime) -> None:
    command_id = uuid4()
    first = execute(romans, ARRIVAL, command_id)
    assert execute(romans, replace(ARRIVAL), command_id) == first
    assert {name: count for name, count in row_counts(romans).items() if count} == {
        "commands": 1,
        "outbox": 1,
        "stays": 1,
    }


def test_the_same_departure_twice_gets_the_first_answer_and_is_one_fact(romans: Runtime) -> None:
    command_id, departure = uuid4(), RecordDeparture(arrive(romans), TODAY)
    assert execute(romans, departure, command_id) == execute(romans, departure, command_id)
    assert [fact.sequence for fact in facts(romans)] == [1, 2]


def test_another_content_under_a_used_command_id_is_refused_and_writes_nothing(romans: Runtime) -> None:
    command_id = uuid4()
    execute(romans, ARRIVAL, command_id)
    before = row_counts(romans)
    with pytest.raises(CommandReused):
        execute(romans, replace(ARRIVAL, university="grenoble"), command_id)
    assert row_counts(romans) == before


def test_today_is_the_civil_day_of_paris(tmp_path: Path) -> None:
    just_after_midnight = SetClock(datetime(2023, 11, 1, 23, 30, tzinfo=UTC))
    runtime = sqlite_runtime(tmp_path, MANIFEST, clock=just_after_midnight)
    arrive(runtime)
    assert [fact.data["arrived_on"] for fact in facts(runtime)] == [date(2023, 11, 2)]
    runtime.database.close()


def test_the_kinds_of_occupant_are_those_of_the_contract() -> None:
    assert tuple(OccupantKind) == contract.OCCUPANT_KINDS
