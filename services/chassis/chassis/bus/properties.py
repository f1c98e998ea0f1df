"""Reads a message's properties whatever they hold: a text that is not UTF-8 must not end the connection."""

from typing import Any

from amqp import serialization
from amqp.spec import Basic

_decode = serialization.PROPERTY_CLASSES[Basic.CLASS_ID]


def read(buffer: Any, offset: int) -> tuple[dict[str, Any], int]:
    """The properties, or none at all where one cannot be read: without a content type the inbox refuses the message.

    The broker passes on what any sender wrote. Raising here would close the connection before the message was seen,
    and the broker would deliver it again for ever.
    """
    try:
        properties: tuple[dict[str, Any], int] = _decode(buffer, offset)
    except Exception:  # noqa: BLE001 - bad UTF-8, an unknown type, an instant of no year, tables nested without end
        return {}, len(buffer)
    return properties


def returns(headers: Any) -> int:
    """How often the broker has taken the message back; anybody can write these headers, so they may hold anything.

    Until RabbitMQ 4.2 the first says it. From 4.3 it counts what failed only, without what came back because its reader
    was too slow or cut off; the second counts every time that a reader had it.
    """
    return max(_count(headers, "x-delivery-count"), _count(headers, "x-acquired-count")) if headers else 0


def _count(headers: Any, name: str) -> int:
    count = headers.get(name, 0)
    return count if isinstance(count, int) else 0


def install() -> None:
    """Makes py-amqp read properties this way; it looks the reader up in this table for every message."""
    serialization.PROPERTY_CLASSES[Basic.CLASS_ID] = read
