"""One JSON Schema (2020-12) per event type, made by apispec from the marshmallow schemas that decode events."""

import json
from importlib import resources
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from marshmallow import Schema

from contracts.catalogue import EventType
from contracts.catalogue.event_type import DOOR
from contracts.envelope import EnvelopeSchema

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
# JSON Schema 2020-12 is OpenAPI 3.1's own dialect; the plugin is only good for a specification, which stays empty.
# A schema inside another one has no name to be referred by: it is written where it is used.
_PLUGIN = MarshmallowPlugin(schema_name_resolver=lambda _schema: "")
APISpec(title="", version="", openapi_version="3.1.0", plugins=[_PLUGIN])


def json_schema(entry: EventType) -> dict[str, Any]:
    """The whole event: an envelope of this type and this owner, with its data inside."""
    envelope = envelope_schema()
    envelope["properties"] |= narrowed(entry) | {"data": data_schema(entry)}
    required = {*envelope["required"], *required_besides(entry)}
    envelope["required"] = [name for name in envelope["properties"] if name in required]
    return {
        "$schema": _DIALECT,
        "$id": f"urn:maillage:event:{entry.type}",
        "title": entry.type,
        "description": entry.sentence,
        **envelope,
        "examples": [example(entry)],
    }


def envelope_schema() -> dict[str, Any]:
    """What is around `data`, whatever the type."""
    converted = _converted(EnvelopeSchema())
    # apispec says that values of a dict may be anything; so does silence.
    converted["properties"]["data"].pop("additionalProperties")
    return converted


def narrowed(entry: EventType) -> dict[str, Any]:
    """The envelope's fields that say less in general than for one type."""
    general = envelope_schema()["properties"]
    if entry.is_claim:
        return {
            "source": {"type": "string", "const": DOOR, "description": general["source"]["description"]},
            "type": {"type": "string", "const": entry.type, "description": general["type"]["description"]},
            "partner": {**general["partner"], "type": "string"},
        }
    antenna = general["antenna"]["pattern"].removeprefix("^").removesuffix("$")
    return {
        "source": {**general["source"], "pattern": f"^/{antenna}/{entry.owner}$"},
        "type": {"type": "string", "const": entry.type, "description": general["type"]["description"]},
    }


def required_besides(entry: EventType) -> list[str]:
    """What the envelope of this type holds besides what every envelope does."""
    return ["partner"] if entry.is_claim else []


def data_schema(entry: EventType) -> dict[str, Any]:
    schema = _converted(entry.schema)
    if entry.payload.in_order:
        first, second = entry.payload.in_order
        schema["description"] = f"`{second}` est postérieur à `{first}`."
    return schema


def example(entry: EventType) -> dict[str, Any]:
    """The type's frozen example."""
    file = resources.files("contracts") / "examples" / f"{entry.type}.json"
    document: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return document


def _converted(schema: Schema) -> dict[str, Any]:
    assert _PLUGIN.converter is not None  # made by the specification
    converted: dict[str, Any] = _PLUGIN.converter.schema2jsonschema(schema)  # type: ignore[no-untyped-call]  # apispec is half typed
    return _plain(converted)


def _plain(schema: dict[str, Any]) -> dict[str, Any]:
    """Patterns that are not Python's alone, and required fields in the order in which they are declared."""
    if "pattern" in schema:
        # Python's end of text; in JSON Schema's dialect of patterns `$` is that end, and nothing before it.
        schema["pattern"] = schema["pattern"].replace(r"\Z", "$")
    if "items" in schema:
        _plain(schema["items"])
    if "properties" in schema:
        for field in schema["properties"].values():
            _plain(field)
        schema["required"] = [name for name in schema["properties"] if name in schema["required"]]
    return schema
