"""What leaves the house is a table, whose names are checked when it is made."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

import pytest

from chassis.core.told import Telling, TellingWrong, table, tells

EXITED = "permanence.patient_exited.v1"


@dataclass(frozen=True, slots=True)
class Exited:
    patient_id: UUID
    left_on: date
    reason: str | None = None


def exited(*names: str, exited_on: str | None = None) -> Telling:
    if exited_on is None:
        return tells(EXITED, "patient_id", *names)
    return tells(EXITED, "patient_id", *names, exited_on=exited_on)


def test_a_part_that_is_not_known_is_left_out_and_one_may_have_another_name_on_the_wire() -> None:
    telling = exited("patient_id", "reason", exited_on="left_on")
    fact = Exited(uuid4(), date(2024, 5, 2))
    assert telling.subject(fact) == fact.patient_id
    assert telling.data(fact, None) == {"patient_id": fact.patient_id, "exited_on": fact.left_on}


def test_what_is_computed_is_added_with_the_parameters_of_the_antenna() -> None:
    telling = tells(
        EXITED, "patient_id", "patient_id", more=lambda fact, until: {"exited_on": max(fact.left_on, until)}
    )
    fact = Exited(uuid4(), date(2024, 5, 2))
    assert telling.data(fact, date(2024, 6, 1))["exited_on"] == date(2024, 6, 1)


@pytest.mark.parametrize(
    ("telling", "named"),
    [
        (exited("patient_id", "reason", "exited_on"), "exited_on"),  # the fact has no such part
        (exited("patient_id", "reason", "left_on"), "left_on"),  # the contract has no such field
        (exited("patient_id", exited_on="left_on"), "reason"),  # the contract requires it
        (tells(EXITED, "file_id", "patient_id", "reason", exited_on="left_on"), "file_id"),
    ],
)
def test_a_name_that_is_wrong_is_told_when_the_table_is_made(telling: Telling, named: str) -> None:
    with pytest.raises(TellingWrong, match=named):
        table({Exited: telling})


def test_an_event_is_one_of_the_catalogue() -> None:
    with pytest.raises(TellingWrong, match="patient_vanished"):
        tells("permanence.patient_vanished.v1", "patient_id")
