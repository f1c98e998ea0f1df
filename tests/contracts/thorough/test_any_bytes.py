"""Whatever the bytes, reading gives an event or a refusal; nothing else ever comes out."""

import copy
import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.catalogue import CATALOGUE
from contracts.envelope import CONTENT_TYPE, Event, decode, encode
from contracts.rejection import Rejected
from maillage.documents.json_schemas import example

same_every_time = settings(
    max_examples=150, derandomize=True, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.datetimes().map(str) | st.uuids().map(str),
    lambda below: st.lists(below, max_size=4) | st.dictionaries(st.text(max_size=12), below, max_size=4),
    max_leaves=12,
)
examples = st.sampled_from([example(entry) for entry in CATALOGUE])
texts = st.text(max_size=40)
content_types = st.none() | texts | texts.map(lambda text: f"{CONTENT_TYPE};{text}")


@st.composite
def spoiled_examples(draw: st.DrawFn) -> dict[str, Any]:
    candidate: dict[str, Any] = copy.deepcopy(draw(examples))
    for _ in range(draw(st.integers(1, 3))):
        holder = draw(st.sampled_from([candidate, candidate["data"]])) if "data" in candidate else candidate
        if not isinstance(holder, dict):
            continue
        name = draw(st.sampled_from(sorted(holder)) | texts) if holder else draw(texts)
        if draw(st.booleans()):
            holder[name] = draw(json_values)
        else:
            holder.pop(name, None)
    return candidate


def read(body: bytes, content_type: str | None = CONTENT_TYPE, content_encoding: str | None = None) -> Event | None:
    try:
        return decode(body, content_type, content_encoding)
    except Rejected:
        return None


@same_every_time
@given(st.binary(max_size=2_000), content_types, st.none() | texts)
def test_any_bytes_of_any_type_are_refused(body: bytes, content_type: str | None, encoding: str | None) -> None:
    assert read(body, content_type, encoding) is None


@same_every_time
@given(json_values)
def test_any_json_is_refused(document: Any) -> None:
    assert read(json.dumps(document).encode()) is None


@same_every_time
@given(examples, st.integers(0, 2_000), st.binary(min_size=1, max_size=4))
def test_an_example_with_some_bytes_replaced_is_read_or_refused(
    document: dict[str, Any], position: int, other: bytes
) -> None:
    body = json.dumps(document).encode()
    position %= len(body)
    read(body[:position] + other + body[position + len(other) :])


@same_every_time
@given(spoiled_examples(), st.booleans())
def test_a_spoiled_example_is_refused_or_can_be_written_again(document: dict[str, Any], ascii_only: bool) -> None:
    event = read(json.dumps(document, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass"))
    if event is not None:
        assert read(encode(event)) == event
