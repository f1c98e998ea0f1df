"""Publishes outbox rows with pipelined confirms: many in flight, none called sent before the broker said so."""

import contextlib
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any
from uuid import UUID

from chassis.bus import declare
from chassis.bus.connection import connect, drop, is_memory, user_of
from chassis.bus.frames import ByLibrary, Frames, frames_of
from chassis.core.outbox import OutboxRow

PUBLISH_TIMEOUT = 5
# With what surrounds it, a relay gives a silent broker up within ten seconds.
CONFIRM_TIMEOUT = 8
_PERSISTENT = 2


class NotConfirmed(TimeoutError):
    """The broker did not confirm in time: the connection is worthless, the rows stay unsent."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message for one queue; `position` tells it from the others of its outlet."""

    position: int
    event_id: UUID
    type: str
    routing_key: str
    body: bytes
    content_type: str


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows that have been written to the broker and are not all confirmed yet; `deadline` on the monotonic clock."""

    rows: Sequence[OutboxRow | Parcel]
    last_tag: int
    deadline: float

    @property
    def positions(self) -> list[int]:
        return [row.position for row in self.rows]


@dataclass(frozen=True, slots=True)
class Published:
    """Positions of the rows the broker has taken, and of those it gave back because no queue wanted them."""

    confirmed: Sequence[int] = ()
    returned: Sequence[int] = ()


class Publisher:
    """One connection to publish with. Errors are `bus.connection.CONNECTION_ERRORS`; then drop it."""

    def __init__(self, url: str, *, heartbeat: int, name: str) -> None:
        self._connection = connect(url, heartbeat=heartbeat, name=name, answer_timeout=PUBLISH_TIMEOUT)
        self._frames = None if is_memory(url) else frames_of(self._connection.connection)
        # Said with each message where the broker knows us by a name: it checks it, and readers can rely on it.
        self._user = user_of(url)
        if self._frames is not None:
            _do_not_look_for_alarms(self._connection)

    def missing(self, *, exchanges: Sequence[str], queues: Iterable[str]) -> list[str]:
        """Which of these the broker does not hold."""
        return list(declare.missing(self._connection, exchanges=exchanges, queues=queues))

    def outlet(self, exchange: str) -> "Outlet":
        """A way to publish to one exchange, beside others."""
        return Outlet(self._connection.channel(), self._frames, exchange, self._user)

    def keep_alive(self) -> None:
        """Reads and sends heartbeats while there is nothing to publish."""
        if self._frames is None:
            return
        with contextlib.suppress(TimeoutError):  # raised when nothing more is waiting to be read
            while True:
                self._frames.read(0.001)
        self._connection.heartbeat_check()

    def drop(self) -> None:
        drop(self._connection)


class Outlet:
    """One channel in confirm mode, for one exchange; errors as the publisher's."""

    def __init__(self, channel: Any, frames: Frames | ByLibrary | None, exchange: str, user: str | None) -> None:
        self._channel = channel
        self._frames = frames
        self._exchange = exchange
        self._properties = {"delivery_mode": _PERSISTENT, **({"user_id": user} if user else {})}
        # What the broker has not settled yet, by its tag, in order; then what it has, by position.
        self._in_flight: dict[int, int] = {}
        self._confirmed: set[int] = set()
        self._returned_ids: set[UUID] = set()
        if frames is not None:
            channel.confirm_select()
            channel.events["basic_ack"].add(self._on_ack)
            channel.events["basic_nack"].add(self._on_nack)
            channel.events["basic_return"].add(self._on_return)
        self._sent = 0

    def begin(self, rows: Sequence[OutboxRow | Parcel]) -> Batch:
        """Writes rows in order, without waiting for the broker."""
        if self._frames is None:
            for row in rows:
                self._send(row)
        else:
            with self._frames.gathered():
                for row in rows:
                    self._send(row)
        return Batch(rows, self._sent, time.monotonic() + CONFIRM_TIMEOUT)

    def finish(self, batch: Batch) -> Published:
        """Waits until the broker has settled a batch, or raises; then the caller drops the publisher."""
        if self._frames is None:
            return Published(batch.positions)
        while self._in_flight and next(iter(self._in_flight)) <= batch.last_tag:
            remaining = batch.deadline - time.monotonic()
            if remaining <= 0:
                raise NotConfirmed(f"{len(self._in_flight)} messages not confirmed within {CONFIRM_TIMEOUT} s")
            self._frames.read(remaining)
        returned = [row.position for row in batch.rows if row.event_id in self._returned_ids]
        confirmed = [position for position in batch.positions if position in self._confirmed]
        self._confirmed.difference_update(confirmed)
        self._returned_ids.difference_update(row.event_id for row in batch.rows)
        return Published([position for position in confirmed if position not in returned], returned)

    def _send(self, row: OutboxRow | Parcel) -> None:
        # The channel itself: kombu's Producer would prepare for retries and serializers, ten times the work.
        properties = {**self._properties, "message_id": str(row.event_id), "type": row.type}
        message = self._channel.prepare_message(
            row.body, content_type=row.content_type, content_encoding="utf-8", properties=properties
        )
        self._channel.basic_publish(message, exchange=self._exchange, routing_key=row.routing_key, mandatory=True)
        self._sent += 1
        self._in_flight[self._sent] = row.position

    def _on_ack(self, delivery_tag: int, multiple: bool) -> None:
        self._confirmed.update(self._settled(delivery_tag, multiple))

    def _on_nack(self, delivery_tag: int, multiple: bool) -> None:
        # The broker could not take them: they stay unsent and are offered again.
        self._settled(delivery_tag, multiple)

    def _settled(self, delivery_tag: int, multiple: bool) -> list[int]:
        if not multiple:
            return [self._in_flight.pop(delivery_tag)]
        tags = list(takewhile(lambda tag: tag <= delivery_tag, self._in_flight))
        return [self._in_flight.pop(tag) for tag in tags]

    def _on_return(self, _error: Exception, _exchange: str, _routing_key: str, message: Any) -> None:
        self._returned_ids.add(UUID(message.properties["message_id"]))


def _do_not_look_for_alarms(connection: Any) -> None:
    """py-amqp would read the socket before each message, for a notice that the broker is full.

    Without it a full broker takes no more bytes, or does not confirm: both have their timeout.
    """
    connection.connection.client_properties["capabilities"]["connection.blocked"] = False
