"""Publishes any bytes to an instance's queue, with any properties: what no sender of ours would write."""

from collections.abc import Sequence
from types import TracebackType
from typing import Any, Self

import amqp
import kombu

from chassis.core.instance import Instance
from contracts.envelope import CONTENT_TYPE
from support import pace
from support.surroundings import Server

_AT_ONCE = 500


class Direct:
    """A connection that publishes with confirms; `put` returns once the broker has everything."""

    def __init__(self, surroundings: Server, instance: Instance) -> None:
        self._connection: kombu.Connection = surroundings.broker()
        self._queue = instance.inbox
        self._channel: Any = self._connection.channel()
        self._channel.confirm_select()
        self._channel.events["basic_ack"].add(self._confirmed)
        self._last = 0
        self._unconfirmed: set[int] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _type: type[BaseException] | None, _error: object, _trace: TracebackType | None) -> None:
        self._connection.release()

    def put(self, messages: Sequence[amqp.Message], *, exchange: str = "", routing_key: str | None = None) -> None:
        """On the queue itself, unless an exchange and a key are given."""
        for start in range(0, len(messages), _AT_ONCE):
            for message in messages[start : start + _AT_ONCE]:
                self._channel.basic_publish(message, exchange=exchange, routing_key=routing_key or self._queue)
                self._last += 1
                self._unconfirmed.add(self._last)
            while self._unconfirmed:
                self._connection.drain_events(timeout=pace.patience())

    def _confirmed(self, tag: int, multiple: bool) -> None:
        self._unconfirmed = {one for one in self._unconfirmed if one != tag and not (multiple and one < tag)}


def message(body: bytes, **properties: Any) -> amqp.Message:
    """An event's message unless the properties say otherwise; None leaves one out."""
    given = {"content_type": CONTENT_TYPE, "delivery_mode": 2} | properties
    return amqp.Message(body, **{name: value for name, value in given.items() if value is not None})
