"""What leaves the house is a table, whose names are checked when it is made."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

import pytest

from chassis.core.told import Telling, TellingWrong, table, tells

CANCELLED = "housing.stay_cancelled.v1"


@dataclass(frozen=True, slots=True)
class Cancelled:
    stay_id: UUID
    left_on: date
    by: str = "occupant"
    house: str = "maison-des-internes"
    reason: str | None = None


def cancelled(*names: str, cancelled_on: str | None = None) -> Telling:
    if cancelled_on is None:
        return tells(CANCELLED, "stay_id", *names)
    return tells(CANCELLED, "stay_id", *names, cancelled_on=cancelled_on)


def test_a_part_that_is_not_known_is_left_out_and_one_may_have_another_name_on_the_wire() -> None:
    telling = cancelled("stay_id", "reason", cancelled_on="left_on")
    fact = Cancelled(uuid4(), date(2024, 5, 2))
    assert telling.subject(fact) == fact.stay_id
    assert telling.data(fact, None) == {"stay_id": fact.stay_id, "cancelled_on": fact.left_on}


def test_what_is_computed_is_added_with_the_parameters_of_the_antenna() -> None:
    telling = tells(
        CANCELLED, "stay_id", "stay_id", more=lambda fact, until: {"cancelled_on": max(fact.left_on, until)}
    )
    fact = Cancelled(uuid4(), date(2024, 5, 2))
    assert telling.data(fact, date(2024, 6, 1))["cancelled_on"] == date(2024, 6, 1)


@pytest.mark.parametrize(
    ("telling", "named"),
    [
        (cancelled("stay_id", "house", "by", "cancelled_on"), "cancelled_on"),  # the fact has no such part
        (cancelled("stay_id", "house", "by", "left_on"), "left_on"),  # the contract has no such field
        (cancelled("stay_id", "house", cancelled_on="left_on"), "requires by"),  # the contract requires it
        (tells(CANCELLED, "file_id", "stay_id", "house", "by", cancelled_on="left_on"), "file_id"),
    ],
)
def test_a_name_that_is_wrong_is_told_when_the_table_is_made(telling: Telling, named: str) -> None:
    with pytest.raises(TellingWrong, match=named):
        table({Cancelled: telling})


def test_an_event_is_one_of_the_catalogue() -> None:
    with pytest.raises(TellingWrong, match="patient_vanished"):
        tells("permanence.patient_vanished.v1", "stay_id")
