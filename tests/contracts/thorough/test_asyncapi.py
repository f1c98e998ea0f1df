"""The AsyncAPI description is one that AsyncAPI's own schema accepts, and it says what the catalogue says."""

import copy
import json
from functools import reduce
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from contracts.catalogue import CATALOGUE, EventType
from maillage.documents.asyncapi import asyncapi
from maillage.documents.json_schemas import example

OFFICIAL = Draft7Validator(
    json.loads(Path(__file__).parents[1].joinpath("asyncapi-3.0.0.json").read_text(encoding="utf-8"))
)
CHANNEL = ("channels", "housing.intern_arrived.v1")
MESSAGE = ("components", "messages", "housing.intern_arrived.v1")

every_type = pytest.mark.parametrize("entry", CATALOGUE, ids=lambda entry: entry.type)


@pytest.fixture(scope="module")
def description() -> dict[str, Any]:
    return asyncapi(CATALOGUE)


def at(document: Any, *place: str) -> Any:
    return reduce(lambda below, name: below[name], place, document)


def test_the_official_schema_accepts_the_description(description: dict[str, Any]) -> None:
    assert [f"{error.json_path}: {error.message[:200]}" for error in OFFICIAL.iter_errors(description)] == []


@pytest.mark.parametrize(
    "place",
    [
        (),
        ("info",),
        ("servers", "rabbitmq"),
        CHANNEL,
        (*CHANNEL, "parameters", "antenna"),
        (*CHANNEL, "bindings", "amqp"),
        ("operations", "housing.sends.intern_arrived.v1"),
        ("operations", "reporting.receives.housing.intern_arrived.v1", "bindings", "amqp"),
        MESSAGE,
        (*MESSAGE, "bindings", "amqp"),
    ],
    ids=lambda place: ".".join(place) or "top",
)
def test_the_official_schema_catches_a_key_that_does_not_exist(
    description: dict[str, Any], place: tuple[str, ...]
) -> None:
    spoiled = copy.deepcopy(description)
    at(spoiled, *place)["bogus"] = 1
    assert not OFFICIAL.is_valid(spoiled)


def test_the_official_schema_catches_an_exchange_of_a_type_that_does_not_exist(description: dict[str, Any]) -> None:
    spoiled = copy.deepcopy(description)
    at(spoiled, *CHANNEL, "bindings", "amqp", "exchange")["type"] = "subject"
    assert not OFFICIAL.is_valid(spoiled)


def test_the_committed_file_reads_back_as_the_description(description: dict[str, Any]) -> None:
    file = Path(__file__).parents[3] / "docs/asyncapi.yaml"
    assert yaml.safe_load(file.read_text(encoding="utf-8")) == description


def test_every_reference_leads_somewhere(description: dict[str, Any]) -> None:
    waiting: list[Any] = [description]
    references = set()
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            references |= {value["$ref"]} if isinstance(value.get("$ref"), str) else set()
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
    assert references
    for reference in references:
        at(description, *reference.removeprefix("#/").split("/"))


@every_type
def test_a_channel_is_the_routing_key_on_the_owners_exchange(description: dict[str, Any], entry: EventType) -> None:
    channel = at(description, "channels", entry.type)
    assert channel["address"] == f"{entry.name}.v{entry.version}.{{antenna}}"
    assert at(channel, "bindings", "amqp", "exchange") == {
        "name": f"{entry.owner}.events",
        "type": "topic",
        "durable": True,
        "autoDelete": False,
    }


@every_type
def test_the_owner_sends_and_each_reader_receives(description: dict[str, Any], entry: EventType) -> None:
    here = {"$ref": f"#/channels/{entry.type}"}
    operations = {name: one["action"] for name, one in description["operations"].items() if one["channel"] == here}
    assert operations == {
        f"{entry.owner}.sends.{entry.name}.v{entry.version}": "send",
        **{f"{reader}.receives.{entry.type}": "receive" for reader in entry.readers},
    }


@every_type
def test_the_payload_says_that_it_is_an_object_where_a_generator_looks(
    description: dict[str, Any], entry: EventType
) -> None:
    payload = at(description, "components", "messages", entry.type, "payload")
    schema = at(description, *payload["$ref"].removeprefix("#/").split("/"))
    assert schema["type"] == "object"
    assert schema["allOf"][1]["properties"]["data"]["type"] == "object"


@every_type
def test_the_payload_accepts_its_example_and_no_other_type(description: dict[str, Any], entry: EventType) -> None:
    # An AsyncAPI schema object is a JSON Schema of draft 7; the references are to the document itself.
    payload = Draft7Validator({**description, **at(description, "components", "messages", entry.type, "payload")})
    assert payload.is_valid(example(entry))
    assert not payload.is_valid(example(entry) | {"antenna": "Romans"})
    assert not payload.is_valid(example(entry) | {"data": []})
    others = [other for other in CATALOGUE if other != entry]
    assert not any(payload.is_valid(example(other)) for other in others)
