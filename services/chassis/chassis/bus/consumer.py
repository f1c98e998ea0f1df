"""Reads one instance's inbox queue: deliveries in, acknowledgements out, and the pulse of the connection."""

import contextlib
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from chassis.bus import declare, properties
from chassis.bus.connection import connect, drop, is_memory, user_of
from chassis.bus.frames import Message, frames_of
from chassis.core.delivery import Delivery

properties.install()

PREFETCH = 500
# A batch is kept for as long as the database is away, by design: where the broker lets a reader say how long that may
# be (RabbitMQ 4.3), a day, in milliseconds, and not its half-hour. Older ones do not look at this argument.
KEPT_AT_MOST = 24 * 3_600_000
_TICK = 0.5


@dataclass(slots=True)  # not frozen: one is made of each message
class Received:
    """A delivery with the tag that acknowledges it on its own channel."""

    delivery: Delivery
    tag: Any


class Consumer:
    """One connection that consumes one queue. Errors are `bus.connection.CONNECTION_ERRORS`; then drop it."""

    def __init__(self, url: str, queue: str, *, heartbeat: int, name: str) -> None:
        self._memory = is_memory(url)
        self._queue = queue
        self._user = user_of(url)
        self._connection = connect(url, heartbeat=heartbeat, name=name)
        self._frames = None if self._memory else frames_of(self._connection.connection)
        self._channel: Any = self._connection.channel()
        # Bodies are bytes for us: the transport must not decode them by the sender's word.
        self._channel.auto_decode = False
        # The reader sends heartbeats while another thread acknowledges: frames must not mix.
        self._writing = threading.Lock()
        self._consuming = False
        self._next_pulse = 0.0

    def missing(self) -> list[str]:
        return list(declare.missing(self._connection, exchanges=[], queues=[self._queue]))

    def start(self, received: Callable[[Received], None], *, survived: int = 0) -> None:
        """Begins to consume; each message is given to `received`, undecoded.

        `survived` is how many connections this process has outlived: each may have given every message back once,
        through no fault of the message.
        """

        def take(message: Message) -> None:
            received(_received(message, survived, self._user))

        if self._frames is not None:
            self._frames.give_messages(self._channel.channel_id, take)
        # The channel itself rather than kombu's Consumer, which would decompress and decode by the sender's word.
        self._channel.basic_qos(0, PREFETCH, False)
        self._channel.basic_consume(
            self._queue,
            no_ack=False,
            consumer_tag=self._queue,
            callback=lambda message: take(_message(message)),
            arguments={"x-consumer-timeout": KEPT_AT_MOST},
        )
        self._consuming = True

    def read(self) -> None:
        """Waits up to half a second for messages, gives all that came, and keeps the connection's pulse."""
        with contextlib.suppress(TimeoutError):  # nothing came: the pulse below tells a quiet peer from a dead one
            if self._frames is None:
                self._connection.drain_events(timeout=_TICK)
            else:
                self._frames.read(_TICK)
        if not self._memory and time.monotonic() >= self._next_pulse:
            self._next_pulse = time.monotonic() + _TICK
            with self._writing:
                self._connection.heartbeat_check()

    def settle(self, batch: Sequence[Received]) -> None:
        """Acknowledges a whole batch, in the order received."""
        with self._writing:
            if self._memory:
                # The in-memory transport ignores multiple acknowledgements.
                for item in batch:
                    self._channel.basic_ack(item.tag)
            else:
                self._channel.basic_ack(batch[-1].tag, multiple=True)

    def stop(self) -> None:
        """Stops deliveries; what was received but not settled goes back to the queue when the connection closes."""
        if self._consuming:
            self._channel.basic_cancel(self._queue)

    def close(self) -> None:
        self._connection.close()

    def drop(self) -> None:
        drop(self._connection)


def _message(message: Any) -> Message:
    """What py-amqp or the in-memory transport read, in our words."""
    properties = {
        "content_type": getattr(message, "content_type", None),
        "content_encoding": getattr(message, "content_encoding", None),
        "application_headers": message.headers,
        "message_id": message.properties.get("message_id"),
        "user_id": message.properties.get("user_id"),
    }
    exchange, routing_key = message.delivery_info["exchange"], message.delivery_info["routing_key"]
    body = message.body
    return Message(
        message.delivery_tag, exchange, routing_key, properties, body.encode() if isinstance(body, str) else bytes(body)
    )


def _received(message: Message, survived: int, user: str | None) -> Received:
    told = message.properties.get
    delivery = Delivery(
        body=message.body,
        content_type=told("content_type"),
        content_encoding=told("content_encoding"),
        returns=max(0, properties.returns(told("application_headers")) - survived),
        exchange=message.exchange,
        routing_key=message.routing_key,
        user_id=told("user_id"),
        shares_account=told("user_id") == user,
        message_id=told("message_id"),
    )
    return Received(delivery, message.tag)
