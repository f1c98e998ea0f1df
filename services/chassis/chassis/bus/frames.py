"""Reads and writes a broker's socket in large pieces, and reads at once the deliveries that lie whole in a piece.

py-amqp asks the socket for each part of each frame, nine times a message, makes a dozen calls of one delivery, and
sends each message by itself. Whatever is not plainly a whole delivery is left to it: it alone knows the protocol.
`frames_of` is the one switch: it leaves everything to py-amqp where that has moved what this leans on.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from struct import Struct
from typing import Any

import structlog
from amqp import serialization
from amqp.spec import Basic

# What is read and replaced of a transport of py-amqp, and is not public.
LEANED_ON = ("_quick_recv", "_read_buffer", "_write")
_PIECE_BYTES = 65_536
# A frame (AMQP 0-9-1, 2.3.5): type, channel and size; the payload; a mark.
_header = Struct(">BHI").unpack_from
_HEADER_BYTES = 7
_MARK = 0xCE
_METHOD, _CONTENT_HEADER, _BODY = 1, 2, 3
# The payload of the first frame of a delivery: class and method, the consumer's tag (a short text), our tag, whether it
# was delivered before, the exchange it came by and the routing key (short texts); …
_DELIVER = bytes((0, Basic.Deliver[0], 0, Basic.Deliver[1]))
_tag = Struct(">Q").unpack_from
_TAG_BYTES = 8
# … of the second: class, weight, size of the body, then the properties; the third is the body.
_content = Struct(">HHQ").unpack_from
_CONTENT_BYTES = 12


@dataclass(slots=True)  # not frozen: one is made of each message
class Message:
    """A delivery as the broker sent it, and the way it came; `tag` acknowledges it on its own channel."""

    tag: int
    exchange: str
    routing_key: str
    properties: dict[str, Any]
    body: bytes


class _Pieces:
    """Stands in for a socket's `recv`: gives what is asked out of the last piece, and reads the next when needed."""

    def __init__(self, receive: Callable[[int], bytes]) -> None:
        self._receive = receive
        self._piece = b""
        self._used = 0

    def __call__(self, size: int) -> bytes:
        """At most `size` bytes, as `recv` does; none when the peer has closed. Raises what the socket raises."""
        if self._used == len(self._piece):
            self._piece = self._receive(_PIECE_BYTES)
            self._used = 0
        start = self._used
        part = self._piece[start : start + size]
        self._used = start + len(part)
        return part

    def hold_a_frame(self) -> bool:
        """Whether a whole frame is there, when the last one was read to its end."""
        return self._frame(self._used) is not None

    def take_message(self, channel: int) -> Message | None:
        """The delivery that comes next on that channel, if its three frames are there."""
        piece = self._piece
        method = self._frame(self._used)
        if method is None or method[:2] != (_METHOD, channel) or not piece.startswith(_DELIVER, method[2]):
            return None
        content = self._frame(method[3])
        if content is None or content[:2] != (_CONTENT_HEADER, channel):
            return None
        body = self._frame(content[3])
        _, _, size = _content(piece, content[2])
        if body is None or body[:2] != (_BODY, channel) or body[3] - 1 - body[2] != size:
            return None
        read_properties = serialization.PROPERTY_CLASSES[Basic.CLASS_ID]
        properties, _ = read_properties(piece[content[2] + _CONTENT_BYTES : content[3] - 1], 0)
        self._used = body[3]
        consumer_tag = method[2] + len(_DELIVER)
        tag_at = consumer_tag + 1 + piece[consumer_tag]
        (tag,) = _tag(piece, tag_at)
        exchange_at = tag_at + _TAG_BYTES + 1
        key_at = exchange_at + 1 + piece[exchange_at]
        exchange = piece[exchange_at + 1 : key_at].decode("utf-8", "replace")
        routing_key = piece[key_at + 1 : key_at + 1 + piece[key_at]].decode("utf-8", "replace")
        return Message(tag, exchange, routing_key, properties, piece[body[2] : body[3] - 1])

    def _frame(self, start: int) -> tuple[int, int, int, int] | None:
        """Type, channel, and where the payload begins and the next frame begins; None unless it is there whole."""
        payload = start + _HEADER_BYTES
        if payload > len(self._piece):
            return None
        kind, channel, size = _header(self._piece, start)
        following = payload + size + 1
        if following > len(self._piece) or self._piece[following - 1] != _MARK:
            return None
        return kind, channel, payload, following


class Frames:
    """The frames of one connected py-amqp connection, over TCP or TLS."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._transport = connection.transport
        self._pieces = _Pieces(self._transport._quick_recv)
        self._transport._quick_recv = self._pieces
        self._channel = 0
        self._take: Callable[[Message], None] | None = None

    def give_messages(self, channel: int, take: Callable[[Message], None]) -> None:
        """From now on deliveries on that channel that lie whole in a piece go to `take`, the others to py-amqp."""
        self._channel = channel
        self._take = take

    @contextmanager
    def gathered(self) -> Iterator[None]:
        """What is written meanwhile is sent in pieces; raises what the socket raises. Nobody else may write."""
        send = self._transport._write
        waiting = bytearray()

        def gather(part: memoryview | bytes) -> None:
            waiting.extend(part)
            if len(waiting) >= _PIECE_BYTES:
                send(bytes(waiting))
                waiting.clear()

        self._transport._write = gather
        try:
            yield
        finally:
            self._transport._write = send
        send(bytes(waiting))

    def read(self, timeout: float) -> None:
        """Waits for a frame, then handles it and all that came with it; `TimeoutError` when none came in time."""
        if not self._has_one():
            self._connection.blocking_read(timeout)
        while self._has_one():
            if not self._give_message():
                self._connection.blocking_read()

    def _has_one(self) -> bool:
        # A frame whose reading was interrupted begins in py-amqp's own buffer: it is finished with a timeout.
        return not self._transport._read_buffer and self._pieces.hold_a_frame()

    def _give_message(self) -> bool:
        if self._take is None or (message := self._pieces.take_message(self._channel)) is None:
            return False
        self._connection.bytes_recv += 3  # frames, despite the name: what the connection's pulse is felt by
        self._take(message)
        return True


class ByLibrary:
    """What `Frames` does, in small pieces: py-amqp reads and sends each part by itself, and gives its own messages."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def give_messages(self, channel: int, take: Callable[[Message], None]) -> None:
        pass

    @contextmanager
    def gathered(self) -> Iterator[None]:
        yield

    def read(self, timeout: float) -> None:
        """Waits for one frame and handles it; `TimeoutError` when none came in time."""
        self._connection.blocking_read(timeout)


def frames_of(connection: Any) -> Frames | ByLibrary:
    """The frames of one connected py-amqp connection, which reads them alone, with a warning, when it has changed."""
    missing = [name for name in LEANED_ON if not hasattr(connection.transport, name)]
    if not missing:
        return Frames(connection)
    structlog.get_logger().warning("frames_by_library", missing=missing)
    return ByLibrary(connection)
