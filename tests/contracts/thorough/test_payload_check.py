"""A payload checked by code says what its schema says, for every type and whatever is put in any field."""

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from marshmallow import ValidationError

from contracts.catalogue import CATALOGUE, EventType
from support.examples import document as example_of

every_type = pytest.mark.parametrize("entry", CATALOGUE, ids=lambda entry: entry.type)

ODD: list[Any] = [
    None, "", " ", 0, 1, -1, 1.0, 1.5, True, False, [], ["a"], ["too_young"], ["too_young"] * 21, {}, {"a": 1},
    [{"party": "ville", "weight": 1}],
    "true", "1", 10**9, 10**17, -(10**17), "a", "A", "a" * 63, "a" * 64, "romans\n", "26281", "2A004", "2610", "2628é",
    "265300124", "gp_intern", "gp_intern ", "online", "other", "60-69", "90+", "retired_gp", "housing",
    "3f2b8c1a-9d64-4a52-8d0e-6a1f0b7c9e01", "3F2B8C1A-9D64-4A52-8D0E-6A1F0B7C9E01",
    "{3f2b8c1a-9d64-4a52-8d0e-6a1f0b7c9e01}", "3f2b8c1a9d644a528d0e6a1f0b7c9e01",
    "2023-09-04", "20230904", "2023-W36-1", "2023-02-29", "2024-02-29", "0001-01-01", "9999-12-31", "2023-9-4",
    "2023-09-04T00:00:00", "٢٠٢٣-٠٩-٠٤",
]  # fmt: skip


def by_schema(entry: EventType, data: dict[str, Any]) -> dict[str, Any] | None:
    try:
        loaded: dict[str, Any] = entry.schema.load(data)
    except ValidationError:
        return None
    return loaded


def agrees(entry: EventType, data: dict[str, Any]) -> bool:
    """What the code answers is what the schema answers; it may decline to answer."""
    answered = entry.check(data)
    if answered is None:
        return True
    expected = by_schema(entry, data)
    return answered == expected and [*map(type, answered.values())] == [type(expected[name]) for name in answered]


@every_type
def test_code_and_schema_agree_on_odd_values_of_each_field(entry: EventType) -> None:
    good = example_of(entry.type)["data"]
    for name in entry.schema.load_fields:
        for value in ODD:
            data = copy.deepcopy(good) | {name: value}
            assert agrees(entry, data), (name, value)
        assert agrees(entry, {known: value for known, value in good.items() if known != name}), name


@given(
    st.sampled_from(CATALOGUE),
    st.lists(st.tuples(st.integers(0, 20), st.sampled_from(ODD) | st.text(max_size=40)), max_size=3),
)
@settings(max_examples=500, derandomize=True, deadline=None)
def test_code_and_schema_agree_on_any_mixture(entry: EventType, odd: list[tuple[int, Any]]) -> None:
    names = [*entry.schema.load_fields, "unheard_of"]
    data = copy.deepcopy(example_of(entry.type)["data"]) | {names[number % len(names)]: value for number, value in odd}
    assert agrees(entry, data)


def test_all_but_lists_of_objects_is_loaded_by_code_alone() -> None:
    declined = [entry.type for entry in CATALOGUE if entry.check(example_of(entry.type)["data"]) is None]
    assert declined == ["housing.convention_signed.v1"]
