"""Deliveries read in pieces are those that py-amqp reads by itself, wherever the pieces are cut."""

from collections.abc import Iterator
from contextlib import suppress
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pytest
from amqp.basic_message import Message as Told
from amqp.exceptions import UnexpectedFrame
from amqp.method_framing import frame_handler
from amqp.serialization import dumps
from amqp.transport import TCPTransport
from hypothesis import given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from chassis.bus.frames import LEANED_ON, ByLibrary, Frames, Message, frames_of

CHANNEL = 1
LONGEST_FRAME = 64


def frame(kind: int, payload: bytes, channel: int = CHANNEL) -> bytes:
    return bytes((kind,)) + channel.to_bytes(2, "big") + len(payload).to_bytes(4, "big") + payload + b"\xce"


def delivery(tag: int, body: bytes, *, channel: int = CHANNEL, **properties: Any) -> bytes:
    """What a broker sends, its body in as many frames as it takes."""
    arguments = dumps("sLbss", ("the consumer", tag, False, "permanence.events", "consultation_held.v2.romans"))
    written = frame(1, bytes((0, 60, 0, 60)) + arguments, channel)
    told = Told(b"", **properties)._serialize_properties()
    written += frame(2, (60).to_bytes(2, "big") + bytes(2) + len(body).to_bytes(8, "big") + told, channel)
    parts = [body[start : start + LONGEST_FRAME] for start in range(0, len(body), LONGEST_FRAME)]
    return written + b"".join(frame(3, part, channel) for part in parts)


HEARTBEAT = frame(8, b"", channel=0)


class Connection:
    """As much of py-amqp's connection as reading needs: its own transport and its own handler of frames."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self.bytes_recv = 0
        self.by_py_amqp: list[Message] = []
        self.transport: Any = TCPTransport("localhost")
        self.transport._read_buffer = b""
        self.transport._quick_recv = lambda _size: self._next(pieces)
        self.sent: list[bytes] = []
        self.transport._write = lambda part: self.sent.append(bytes(part))
        self._handle = frame_handler(self, self._on_method)

    @staticmethod
    def _next(pieces: Iterator[bytes]) -> bytes:
        piece = next(pieces, None)
        if piece is None:
            raise TimeoutError
        return piece

    def blocking_read(self, timeout: float | None = None) -> Any:
        return self._handle(self.transport.read_frame())

    def _on_method(self, _channel: int, _method: Any, arguments: bytes, content: Any) -> None:
        tag_at = 5 + arguments[4]
        tag = int.from_bytes(arguments[tag_at : tag_at + 8], "big")
        exchange_at = tag_at + 9
        key_at = exchange_at + 1 + arguments[exchange_at]
        exchange = arguments[exchange_at + 1 : key_at].decode()
        routing_key = arguments[key_at + 1 : key_at + 1 + arguments[key_at]].decode()
        self.by_py_amqp.append(Message(tag, exchange, routing_key, content.properties, content.body or b""))


def read_all(pieces: list[bytes]) -> tuple[list[Message], Connection]:
    """All that was delivered, in order, and the connection it came by."""
    connection = Connection(iter(pieces))
    frames, taken = Frames(connection), connection.by_py_amqp
    frames.give_messages(CHANNEL, taken.append)
    with suppress(TimeoutError):  # the last piece has been read
        while True:
            frames.read(1.0)
    return taken, connection


def cut(written: bytes, places: list[int]) -> list[bytes]:
    edges = sorted({0, len(written), *(place % (len(written) + 1) for place in places)})
    return [written[start:end] for start, end in pairwise(edges)]


SENT: list[tuple[int, bytes, dict[str, Any]]] = [
    (1, b"{}", {"content_type": "application/cloudevents+json", "content_encoding": "utf-8"}),
    (2, b"x" * LONGEST_FRAME, {"application_headers": {"x-delivery-count": 3}}),
    (3, b"y" * (3 * LONGEST_FRAME + 5), {"message_id": "one of several frames"}),
    (4, b"", {"type": "without a body"}),
    (2**40, b"\xce\x01\x00\x01", {}),
]
WRITTEN = b"".join(delivery(tag, body, **properties) + HEARTBEAT for tag, body, properties in SENT)


@given(st.lists(st.integers(0, 10_000), max_size=12))
@settings(max_examples=200, derandomize=True, deadline=None)
def test_wherever_the_pieces_are_cut_each_delivery_is_read_once_and_in_order(places: list[int]) -> None:
    taken, connection = read_all(cut(WRITTEN, places))
    assert [(message.tag, message.body, message.properties) for message in taken] == SENT
    assert {message.exchange for message in taken} == {"permanence.events"}
    assert connection.bytes_recv == 5 * 2 + (1 + 1 + 4 + 0 + 1) + 5, "frames: what the pulse is felt by"


def test_another_channel_is_left_to_py_amqp() -> None:
    connection = Connection(iter([delivery(7, b"{}", channel=2)]))
    given_away: list[Message] = []
    frames = Frames(connection)
    frames.give_messages(CHANNEL, given_away.append)
    frames.read(1.0)
    assert (len(given_away), len(connection.by_py_amqp)) == (0, 1)


def test_a_frame_without_its_mark_is_left_to_py_amqp_which_ends_the_connection() -> None:
    broken = bytearray(delivery(1, b"{}"))
    broken[-1] = 0
    with pytest.raises(UnexpectedFrame, match="frame_end"):
        read_all([bytes(broken)])


def test_a_closed_socket_is_noticed() -> None:
    with pytest.raises(OSError, match="closed"):
        Frames(Connection(iter([b""]))).read(1.0)


def test_what_is_gathered_is_sent_whole_in_order_and_in_few_pieces() -> None:
    connection = Connection(iter([]))
    parts = [bytes([number % 256]) * 700 for number in range(500)]
    with Frames(connection).gathered():
        for part in parts:
            connection.transport._write(memoryview(bytearray(part)))
    assert b"".join(connection.sent) == b"".join(parts)
    assert len(connection.sent) == 6
    connection.transport._write(b"as before")
    assert connection.sent[-1] == b"as before"


def test_nothing_gathered_is_sent_when_the_writing_fails() -> None:
    connection = Connection(iter([]))

    def write_half_a_batch() -> None:
        with Frames(connection).gathered():
            connection.transport._write(b"half of a batch")
            raise KeyError

    with pytest.raises(KeyError):
        write_half_a_batch()
    assert connection.sent == []


def test_py_amqp_as_we_know_it_is_read_in_pieces() -> None:
    assert isinstance(frames_of(Connection(iter([]))), Frames)


@pytest.mark.parametrize("moved", LEANED_ON)
def test_a_py_amqp_that_has_moved_what_we_lean_on_is_left_to_itself_with_a_warning(moved: str) -> None:
    connection = Connection(iter([]))
    kept = {name: getattr(connection.transport, name) for name in LEANED_ON if name != moved}
    connection.transport = SimpleNamespace(**kept)
    with capture_logs() as logged:
        frames = frames_of(connection)
    assert isinstance(frames, ByLibrary)
    assert [(line["event"], line["log_level"], line["missing"]) for line in logged] == [
        ("frames_by_library", "warning", [moved])
    ]


def test_what_is_left_to_py_amqp_is_read_and_sent_by_it_as_it_comes() -> None:
    connection = Connection(iter([delivery(7, b"{}")]))
    given_away: list[Message] = []
    frames = ByLibrary(connection)
    frames.give_messages(CHANNEL, given_away.append)
    with pytest.raises(TimeoutError):
        read_by_parts(frames)
    with frames.gathered():
        connection.transport._write(b"at once")
        assert connection.sent == [b"at once"]
    assert (given_away, [message.tag for message in connection.by_py_amqp]) == ([], [7])


def read_by_parts(frames: ByLibrary) -> None:
    while True:
        frames.read(1.0)
