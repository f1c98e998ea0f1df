"""The envelope checked by code says what the envelope's schema says, for whatever is put in any attribute."""

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from marshmallow import ValidationError

from contracts.catalogue import CATALOGUE
from contracts.envelope import EnvelopeSchema
from contracts.envelope_check import checked
from support.examples import document as example_of

SCHEMA = EnvelopeSchema()
ATTRIBUTES = sorted(SCHEMA.fields)
GOOD: dict[str, Any] = example_of(CATALOGUE[0].type)

ODD: list[Any] = [
    None, "", " ", 0, 1, 1.0, True, [], {}, {"a": 1}, "1.0", "1.1", "application/json", "text/plain",
    "romans", "Romans", "r", "a" * 31, "a" * 32, "ro mans", "romans\n", "/romans/housing", "/partners/chu",
    "/romans", "romans/housing", "/romans/housing/x", "housing.intern_arrived.v1", "housing.intern_arrived.v0",
    "housing.intern_arrived", "0000000001", "000000001", "٠٠٠٠٠٠٠٠٠١", 1, "0000000001\n",
    "3f2b8c1a-9d64-4a52-8d0e-6a1f0b7c9e01", "3F2B8C1A-9D64-4A52-8D0E-6A1F0B7C9E01",
    "{3f2b8c1a-9d64-4a52-8d0e-6a1f0b7c9e01}",
    "3f2b8c1a9d644a528d0e6a1f0b7c9e01", "3f2b8c1a-9d64-4a52-8d0e-6a1f0b7c9e0g",
    "2023-09-04T07:12:45Z", "2023-09-04T07:12:45+00:00", "2023-09-04T07:12:45.120000+02:00", "2023-09-04T07:12:45",
    "2023-09-04", "2023-09-04T24:00:00Z", "2023-02-29T00:00:00Z", "2023-09-04T07:12:60Z", "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00", "2023-09-04T07:12:45.123456789Z", "2023-09-04T07:12:45+24:00", "2023-W36-1T00:00:00Z",
    "2023-09-04 07:12:45Z", "2023-09-04T07:12:45.1Z", "2023-09-04T07:12:45-00:00", "2023-09-04T07:12:45+00:60",
]  # fmt: skip


def by_schema(document: dict[str, Any]) -> dict[str, Any] | None:
    try:
        loaded: dict[str, Any] = SCHEMA.load(document)
    except ValidationError:
        return None
    # What the reader takes from it: absent and null are the same, and two attributes serve only to be checked.
    return {
        name: value
        for name, value in loaded.items()
        if value is not None and name not in ("specversion", "datacontenttype")
    }


@pytest.mark.parametrize("attribute", ATTRIBUTES)
def test_code_and_schema_agree_on_odd_values_of_each_attribute(attribute: str) -> None:
    for value in ODD:
        document = copy.deepcopy(GOOD) | {attribute: value}
        assert checked(document) == by_schema(document), value


@pytest.mark.parametrize("attribute", ATTRIBUTES)
def test_code_and_schema_agree_when_an_attribute_is_missing(attribute: str) -> None:
    document = {name: value for name, value in GOOD.items() if name != attribute}
    assert checked(document) == by_schema(document)


@given(st.dictionaries(st.sampled_from(ATTRIBUTES), st.sampled_from(ODD) | st.text(max_size=40), max_size=3))
@settings(max_examples=300, derandomize=True, deadline=None)
def test_code_and_schema_agree_on_any_mixture(odd: dict[str, Any]) -> None:
    document = copy.deepcopy(GOOD) | odd
    assert checked(document) == by_schema(document)


def test_every_example_passes_by_code_alone() -> None:
    for entry in CATALOGUE:
        document = example_of(entry.type)
        assert checked(document) is not None
        assert checked(document) == by_schema(document)
