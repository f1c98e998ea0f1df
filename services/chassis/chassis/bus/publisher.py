"""Publishes outbox rows with pipelined confirms: many in flight, none called sent before the broker said so."""

import contextlib
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import kombu

from chassis.bus import declare
from chassis.bus.connection import connect, drop, is_memory
from chassis.core.outbox import OutboxRow
from contracts.envelope import CONTENT_TYPE

PUBLISH_TIMEOUT = 5
# With what surrounds it, a relay gives a silent broker up within ten seconds.
CONFIRM_TIMEOUT = 8
_PERSISTENT = 2


class NotConfirmed(ConnectionError):
    """The broker did not confirm in time: the connection is worthless, the rows stay unsent."""


@dataclass(slots=True)
class Published:
    """Positions of the rows the broker has taken, and of those it gave back because no queue wanted them."""

    confirmed: list[int] = field(default_factory=list)
    returned: list[int] = field(default_factory=list)


class Publisher:
    """One connection, one channel in confirm mode, for one exchange. Errors are `bus.connection.CONNECTION_ERRORS`."""

    def __init__(self, url: str, exchange: str, *, heartbeat: int, name: str) -> None:
        self._exchange = exchange
        self._memory = is_memory(url)
        self._connection = connect(url, heartbeat=heartbeat, name=name)
        self._channel: Any = self._connection.channel()
        self._producer = kombu.Producer(self._channel, auto_declare=False)
        self._in_flight: dict[int, int] = {}
        self._published = Published()
        self._returned_ids: set[UUID] = set()
        if not self._memory:
            self._channel.confirm_select()
            self._channel.events["basic_ack"].add(self._on_ack)
            self._channel.events["basic_nack"].add(self._on_nack)
            self._channel.events["basic_return"].add(self._on_return)
        self._sent = 0

    def missing(self, queues: Sequence[str]) -> list[str]:
        """What the exchange's readers still lack on the broker."""
        return list(declare.missing(self._connection, exchanges=[self._exchange], queues=queues))

    def publish(self, rows: Sequence[OutboxRow]) -> Published:
        """Publishes rows in order and waits for all confirms, or raises; then the caller drops this publisher."""
        self._published = Published()
        self._in_flight.clear()
        self._returned_ids.clear()
        for row in rows:
            self._send(row)
        if self._memory:
            self._published.confirmed = [row.position for row in rows]
        else:
            self._await_confirms()
        returned = [row.position for row in rows if row.event_id in self._returned_ids]
        confirmed = set(self._published.confirmed) - set(returned)
        return Published([row.position for row in rows if row.position in confirmed], returned)

    def _send(self, row: OutboxRow) -> None:
        self._producer.publish(
            row.body,
            exchange=self._exchange,
            routing_key=row.routing_key,
            content_type=CONTENT_TYPE,
            content_encoding="utf-8",
            delivery_mode=_PERSISTENT,
            mandatory=True,
            message_id=str(row.event_id),
            type=row.type,
            timeout=PUBLISH_TIMEOUT,
        )
        self._sent += 1
        self._in_flight[self._sent] = row.position

    def _await_confirms(self) -> None:
        deadline = time.monotonic() + CONFIRM_TIMEOUT
        while self._in_flight:
            remaining = deadline - time.monotonic()
            if remaining <= 0:
                raise NotConfirmed(f"{len(self._in_flight)} messages not confirmed within {CONFIRM_TIMEOUT} s")
            self._connection.drain_events(timeout=remaining)

    def _on_ack(self, delivery_tag: int, multiple: bool) -> None:
        self._published.confirmed += self._settled(delivery_tag, multiple)

    def _on_nack(self, delivery_tag: int, multiple: bool) -> None:
        # The broker could not take them: they stay unsent and are offered again.
        self._settled(delivery_tag, multiple)

    def _settled(self, delivery_tag: int, multiple: bool) -> list[int]:
        tags = [tag for tag in self._in_flight if tag <= delivery_tag] if multiple else [delivery_tag]
        return [self._in_flight.pop(tag) for tag in tags if tag in self._in_flight]

    def _on_return(self, _error: Exception, _exchange: str, _routing_key: str, message: Any) -> None:
        self._returned_ids.add(UUID(message.properties["message_id"]))

    def keep_alive(self) -> None:
        """Reads and sends heartbeats while there is nothing to publish."""
        if self._memory:
            return
        with contextlib.suppress(TimeoutError):  # raised when nothing more is waiting to be read
            while True:
                self._connection.drain_events(timeout=0.001)
        self._connection.heartbeat_check()

    def drop(self) -> None:
        drop(self._connection)
