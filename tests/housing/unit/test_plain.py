"""Values kept in one JSON column come back with the very types that were written, or not at all."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from msgspec import ValidationError

from chassis.core.plain import Plain
from housing.domain.house.priority import PriorityRule
from housing.domain.house.room import Void, VoidReason
from housing.domain.money.convention import Convention, Party
from housing.domain.money.cost import CostKind
from housing.domain.money.tariff import Tariff
from housing.domain.plan.plan import PlanLine
from housing.domain.stay.facts import RefusalReason
from housing.domain.stay.file import Condition, Inventory, InventoryLine
from housing.domain.stay.period import Period, PeriodEmpty

DAY, LATER = date(2019, 5, 2), date(2019, 11, 2)
PERIOD = Period(DAY, LATER)


@pytest.mark.parametrize(
    ("annotation", "value"),
    [
        (list[Tariff], [Tariff(DAY, LATER, 15_00, 150_00, voted_on=DAY), Tariff(LATER, None, 16_00, 160_00)]),
        (list[Convention], [Convention(DAY, DAY, (Party("ville", "Ville", 2), Party("ccas", "CCAS", 1)), 10, "É")]),
        (list[PriorityRule], [PriorityRule(DAY)]),
        (list[Void], [Void(UUID(int=7), PERIOD, VoidReason.SANITARY)]),
        (
            list[PlanLine],
            [
                PlanLine(UUID(int=1), "maison", PERIOD, UUID(int=2), None, "Chambre 2", accepted_on=DAY),
                PlanLine(UUID(int=3), "maison", PERIOD, None, RefusalReason.NO_ROOM_FREE, "Aucune", by_hand=True),
            ],
        ),
        (Inventory | None, Inventory(DAY, (InventoryLine("lit", Condition.WORN, "rayure"),))),
        (Inventory | None, None),
        (list[str], ["pièce d'identité"]),
        (Mapping[CostKind, int], {CostKind.WATER: 12_00, CostKind.RENT: 0}),
        (tuple[str, ...], ()),
    ],
)
def test_a_value_is_written_as_json_and_read_back(annotation: Any, value: object) -> None:
    plain = Plain(annotation)
    read = plain.read(json.loads(json.dumps(plain.write(value))))
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    ("annotation", "written"),
    [
        (list[PriorityRule], [{"order": ["extern"]}]),
        (list[PriorityRule], [{"starts_on": "2 mai", "order": ["extern"]}]),
        (list[PriorityRule], [{"starts_on": "20190502", "order": ["extern"]}]),
        (list[PriorityRule], [{"starts_on": "2019-05-02", "order": ["notary"]}]),
        (Mapping[CostKind, int], {"water": True}),
        (Mapping[CostKind, int], {"water": 12.5}),
        (Mapping[CostKind, int], {"water": 12.0}),
        (Mapping[CostKind, int], {"water": "12"}),
    ],
)
def test_what_was_not_written_by_the_house_is_not_read(annotation: Any, written: Any) -> None:
    with pytest.raises(ValidationError):
        Plain(annotation).read(written)


def test_a_value_that_breaks_its_own_rule_is_not_read() -> None:
    with pytest.raises(ValidationError) as refused:
        Plain(Period).read({"first": "2019-05-02", "end": "2019-05-02"})
    assert isinstance(refused.value.__cause__, PeriodEmpty)


@pytest.mark.parametrize("cents", [True, 12.5, "12", None])
def test_what_could_not_be_read_back_is_not_written(cents: Any) -> None:
    with pytest.raises(ValidationError):
        Plain(Mapping[CostKind, int]).write({CostKind.WATER: cents})


def test_a_value_written_before_it_had_a_field_reads_with_the_default_of_that_field() -> None:
    assert Plain(PriorityRule).read({"starts_on": "2019-05-02"}) == PriorityRule(DAY)


def test_a_type_that_has_no_plain_form_is_a_fault_of_the_programmer() -> None:
    with pytest.raises(TypeError, match="complex"):
        Plain(list[complex])
