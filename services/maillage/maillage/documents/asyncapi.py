"""The AsyncAPI 3.0 description of the network: one channel per event type, who sends on it and who receives from it."""

from collections.abc import Iterable
from importlib.metadata import version
from typing import Any

from chassis.core.instance import Instance
from contracts.catalogue import EventType, Reach
from contracts.envelope import CONTENT_TYPE
from maillage.documents.json_schemas import data_schema, envelope_schema, example, narrowed, required_besides

_BINDING = {"bindingVersion": "0.3.0"}
_DESCRIPTION = """\
Les faits que publient les services du réseau territorial de santé Maillage, par antenne.

Chaque message est un événement CloudEvents 1.0 en JSON structuré. Un lecteur ignore les champs qu'il ne connaît pas :
un champ facultatif peut s'ajouter à une version ; tout autre changement est une nouvelle version majeure, émise à côté
de l'ancienne. Même `source` et même `id` : le même événement, à n'appliquer qu'une fois. L'ordre d'arrivée n'est pas
promis : pour un même `subject`, `sequence` dit l'ordre. Aucune donnée n'identifie une personne.
"""
_BROKER = {
    "host": "{broker}",
    "protocol": "amqp",
    "protocolVersion": "0.9.1",
    "title": "Le RabbitMQ du réseau",
    "description": "Un lecteur déclare et lie sa propre file ; les échanges existent déjà, sans aucun argument.",
    "variables": {
        "broker": {
            "description": "Hôte et port du RabbitMQ de votre territoire.",
            "default": "rabbitmq.exemple.fr",
            "examples": ["rabbitmq.exemple.fr:5672"],
        }
    },
}


def asyncapi(catalogue: Iterable[EventType]) -> dict[str, Any]:
    entries = tuple(catalogue)
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "Maillage", "version": version("maillage-contracts"), "description": _DESCRIPTION},
        "defaultContentType": CONTENT_TYPE,
        "servers": {"rabbitmq": _BROKER},
        "channels": {entry.type: _channel(entry) for entry in entries},
        "operations": {name: operation for entry in entries for name, operation in _operations(entry)},
        "components": {
            "messages": {entry.type: _message(entry) for entry in entries},
            "schemas": {"enveloppe": envelope_schema()} | {entry.type: _payload(entry) for entry in entries},
        },
    }


def _channel(entry: EventType) -> dict[str, Any]:
    exchange = {"name": Instance(entry.owner, "").exchange, "type": "topic", "durable": True, "autoDelete": False}
    return {
        "address": entry.routing_key("{antenna}"),
        "title": entry.type,
        "summary": entry.sentence,
        "servers": [{"$ref": "#/servers/rabbitmq"}],
        "messages": {entry.type: {"$ref": f"#/components/messages/{entry.type}"}},
        "parameters": {
            "antenna": {
                "description": "Code de l'antenne que le fait concerne ; un lecteur lie `*` pour les recevoir toutes.",
                "location": "$message.payload#/antenna",
            }
        },
        "bindings": {"amqp": {"is": "routingKey", "exchange": exchange, **_BINDING}},
    }


def _operations(entry: EventType) -> Iterable[tuple[str, dict[str, Any]]]:
    common = {
        "channel": {"$ref": f"#/channels/{entry.type}"},
        "messages": [{"$ref": f"#/channels/{entry.type}/messages/{entry.type}"}],
    }
    yield (
        f"{entry.owner}.sends.{entry.name}.v{entry.version}",
        {
            "action": "send",
            "summary": f"{entry.owner} publie ce fait, et lui seul.",
            **common,
            "bindings": {"amqp": {"deliveryMode": 2, "mandatory": True, **_BINDING}},
        },
    )
    for reader, reach in entry.readers.items():
        queue = Instance(reader, "<antenne>").inbox
        key = entry.routing_key("*" if reach is Reach.ALL else "<antenne>")
        yield (
            f"{reader}.receives.{entry.type}",
            {
                "action": "receive",
                "summary": f"{reader} le lit dans sa file {queue}.",
                "description": f"Liaison : `{key}` ; l'instance du département lie `{entry.routing_key('*')}`.",
                **common,
                "bindings": {"amqp": {"ack": True, **_BINDING}},
            },
        )


def _message(entry: EventType) -> dict[str, Any]:
    return {
        "name": entry.type,
        "title": entry.type,
        "summary": entry.sentence,
        "contentType": CONTENT_TYPE,
        "correlationId": {"location": "$message.payload#/correlationid"},
        "payload": {"$ref": f"#/components/schemas/{entry.type}"},
        "bindings": {"amqp": {"contentEncoding": "utf-8", "messageType": entry.type, **_BINDING}},
        "examples": [{"name": "exemple-fige", "summary": "L'exemple figé de ce type.", "payload": example(entry)}],
    }


def _payload(entry: EventType) -> dict[str, Any]:
    """An envelope narrowed to this type. `type` is said beside `allOf`, which generators of code do not look into."""
    narrower: dict[str, Any] = {"properties": narrowed(entry) | {"data": data_schema(entry)}}
    if required := required_besides(entry):
        narrower["required"] = required
    return {"type": "object", "allOf": [{"$ref": "#/components/schemas/enveloppe"}, narrower]}
