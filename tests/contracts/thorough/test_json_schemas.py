"""A partner who checks a message with the published JSON Schema learns what our reader will say of it."""

from collections.abc import Iterator
from typing import Any

import pytest

from contracts.catalogue import BY_TYPE, CATALOGUE, EventType
from contracts.envelope import CONTENT_TYPE, decode
from contracts.rejection import Rejected
from maillage.documents.json_schemas import example, json_schema
from support.examples import INTERN_DEPARTED, body, document
from support.strict_json_schema import strict

# The envelope of one owner's events is the same whatever they say.
FIRST_OF_OWNER = {entry.owner: entry for entry in reversed(CATALOGUE)}
EXAMPLES = {entry.type: example(entry) for entry in CATALOGUE}
every_type = pytest.mark.parametrize("entry", CATALOGUE, ids=lambda entry: entry.type)

# Of every JSON type, and of every form that one of our fields takes or that a lenient reader would take for it.
VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, 1, -1, 1.5, 182, 3660, 3661, 10**17, [], ["romans"], {}, {"romans": 1}),
    *("", " ", "x", "é", "romans", "Romans", " romans", "romans\n", "true", "1", "1.0", "application/json"),
    *("3f2b8c1a-9d64-4a52-8d0e-6a1f0b7c9e01", "3F2B8C1A-9D64-4A52-8D0E-6A1F0B7C9E01"),
    *(
        "{3f2b8c1a-9d64-4a52-8d0e-6a1f0b7c9e01}",
        "3f2b8c1a9d644a528d0e6a1f0b7c9e01",
        "3f2b8c1a-9d64-4a52-8d0e-6a1f0b7c9e0",
    ),
    *("urn:uuid:3f2b8c1a-9d64-4a52-8d0e-6a1f0b7c9e01", "3f2b8c1a-9d64-4a52-8d0e-6a1f0b7c9e01\n"),
    *("2024-01-31", "2024-02-29", "2023-02-29", "2024-13-01", "20240131", "2024-W05-3", "2024-1-31", "0000-01-01"),
    *("2024-01-31T08:00:00Z", "2024-01-31T08:00:00+01:00", "2024-01-31T08:00:00.123456789Z", "2024-01-31T08:00:00"),
    *("2024-01-31 08:00:00Z", "2024-01-31T08:00Z", "2024-01-31T24:00:00Z", "2024-01-31T08:00:60Z", "20240131T080000Z"),
    *("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-01:00", "2024-01-31T08:00:00+25:00"),
    *(
        "0000000001",
        "000000001",
        "00000000001",
        "٠٠٠٠٠٠٠٠٠١",
        "26281",
        "2A004",
        "2C004",
        "٢٦٢٨١",
        "242600252",
        "24260025",
    ),
    *("/romans/housing", "/romans/permanence", "/partners/ccas", "romans/housing", "/romans/housing/", "//housing"),
    *([{}], [{"party": "ccas", "weight": 1}], [{"party": "ccas", "weight": 0}], [{"party": "Ccas", "weight": 1}], [[]]),
    *(
        "2024-02-01",
        100_000_000,
        100_000_001,
        -100_000_000,
        -100_000_001,
        1_000_000,
        20,
        "no_room_free",
        "STAY_TOO_LONG",
    ),
    *("gp_intern", "retired_gp", "paper", "60-69", "newcomer", "maison-des-internes", "housing.intern_arrived.v1"),
)


def accepted_by_reader(candidate: object) -> bool:
    try:
        decode(body(candidate), CONTENT_TYPE)
    except Rejected:
        return False
    return True


def spoiled(entry: EventType) -> Iterator[tuple[str, dict[str, Any]]]:
    """The example with each field in turn absent, then given each value; then with fields that nobody knows."""
    schema = json_schema(entry)
    envelope = schema["properties"] if entry is FIRST_OF_OWNER[entry.owner] else ("data", "type", "source")
    places: list[tuple[str, ...]] = [(name,) for name in envelope]
    places += [("data", name) for name in schema["properties"]["data"]["properties"]]
    for place in places:
        yield f"no {'.'.join(place)}", replaced(entry, place)
        for value in VALUES:
            yield f"{'.'.join(place)} = {value!r}", replaced(entry, place, value)
    if entry is FIRST_OF_OWNER[entry.owner]:
        for extra in VALUES:
            yield f"unknown fields = {extra!r}", document(entry.type, data={"unknown": extra}, unknown=extra)


def replaced(entry: EventType, place: tuple[str, ...], *value: Any) -> dict[str, Any]:
    told = EXAMPLES[entry.type]
    candidate = {**told, "data": dict(told["data"])}
    holder: dict[str, Any] = candidate if len(place) == 1 else candidate["data"]
    holder.pop(place[-1], None)
    holder |= dict(zip(place[-1:], value, strict=False))  # no value: the field stays away
    return candidate


def in_order(entry: EventType, data: object) -> bool:
    """What the schema's description says in words, of data that the schema accepts."""
    first, second = entry.payload.in_order or ("", "")
    return not isinstance(data, dict) or second not in data or data[first] < data[second]


@every_type
def test_the_example_obeys_the_published_schema(entry: EventType) -> None:
    strict(json_schema(entry)).validate(example(entry))


@every_type
def test_schema_and_reader_accept_and_refuse_the_same_messages(entry: EventType) -> None:
    schema = strict(json_schema(entry))
    verdicts = {
        name: (schema.is_valid(one) and in_order(entry, one["data"]), accepted_by_reader(one))
        for name, one in spoiled(entry)
    }
    assert {name: verdict for name, verdict in verdicts.items() if verdict[0] != verdict[1]} == {}
    assert {True, False} == {accepted for accepted, _ in verdicts.values()}


@every_type
def test_each_required_field_is_missed_by_both(entry: EventType) -> None:
    schema = json_schema(entry)
    required: list[tuple[str, ...]] = [(name,) for name in schema["required"]]
    required += [("data", name) for name in schema["properties"]["data"]["required"]]
    validator = strict(schema)
    for place in required:
        candidate = replaced(entry, place)
        assert not validator.is_valid(candidate), place
        with pytest.raises(Rejected) as refused:
            decode(body(candidate), CONTENT_TYPE)
        assert refused.value.path == ".".join(place)


IN_ORDER = [(entry, *entry.payload.in_order) for entry in CATALOGUE if entry.payload.in_order]


@pytest.mark.parametrize(("entry", "first", "second"), IN_ORDER, ids=[entry.type for entry, *_ in IN_ORDER])
def test_a_rule_that_json_schema_has_no_words_for_is_in_the_description(
    entry: EventType, first: str, second: str
) -> None:
    schema = json_schema(entry)
    assert schema["properties"]["data"]["description"] == f"`{second}` est postérieur à `{first}`."
    for day, accepted in (("2024-05-01", False), ("2024-05-02", False), ("2024-05-03", True)):
        candidate = document(entry.type, data={first: "2024-05-02", second: day})
        assert strict(schema).is_valid(candidate)
        assert accepted_by_reader(candidate) is accepted


def test_a_period_that_may_have_no_end_needs_none() -> None:
    candidate = document("housing.convention_signed.v1")
    del candidate["data"]["ends_on"]
    assert accepted_by_reader(candidate)


def test_only_the_reader_refuses_a_whole_number_written_with_a_point() -> None:
    candidate = document(INTERN_DEPARTED, data={"nights": 182.0})
    assert strict(json_schema(BY_TYPE[INTERN_DEPARTED])).is_valid(candidate)
    assert not accepted_by_reader(candidate)


@every_type
def test_published_patterns_are_not_python_only(entry: EventType) -> None:
    text = str(json_schema(entry))
    assert r"\Z" not in text
    assert r"\d" not in text
    assert "additionalProperties" not in text
