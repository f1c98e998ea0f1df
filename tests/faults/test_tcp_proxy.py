"""The bad network does what it is told: every fault of the network in this suite rests on it."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest

from support import pace
from support.processes import eventually
from support.tcp_proxy import TcpProxy

SOON = 0.3


class Echo:
    """A server that sends back what it is sent, and remembers it."""

    def __init__(self) -> None:
        self.heard = b""
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):  # closed by the test
            while True:
                end, _ = self._listener.accept()
                threading.Thread(target=self._answer, args=(end,), daemon=True).start()

    def _answer(self, end: socket.socket) -> None:
        with end, suppress(OSError):  # cut by the proxy
            while chunk := end.recv(65_536):
                self.heard += chunk
                end.sendall(chunk)


@pytest.fixture
def echo() -> Iterator[Echo]:
    server = Echo()
    yield server
    server.close()


@pytest.fixture
def proxy(echo: Echo) -> Iterator[TcpProxy]:
    with TcpProxy(echo.port) as proxy:
        yield proxy


@pytest.fixture
def client(proxy: TcpProxy) -> Iterator[socket.socket]:
    with call(proxy) as client:
        assert said(client, b"hello") == b"hello"
        yield client


def call(proxy: TcpProxy) -> socket.socket:
    return socket.create_connection(("127.0.0.1", proxy.port), timeout=pace.patience())


def said(client: socket.socket, chunk: bytes) -> bytes:
    client.sendall(chunk)
    return heard(client)


def heard(client: socket.socket) -> bytes:
    client.settimeout(pace.patience())
    return client.recv(65_536)


def assert_silent(client: socket.socket) -> None:
    client.settimeout(SOON)
    with pytest.raises(TimeoutError):
        client.recv(65_536)


def test_what_is_sent_arrives_both_ways_and_in_order(proxy: TcpProxy, client: socket.socket) -> None:
    sent = bytes(range(256)) * 4_096
    threading.Thread(target=client.sendall, args=(sent,), daemon=True).start()
    received = b""
    while len(received) < len(sent):
        received += heard(client)
    assert received == sent


def test_the_end_of_one_side_is_the_end_of_the_other(echo: Echo, proxy: TcpProxy, client: socket.socket) -> None:
    client.shutdown(socket.SHUT_WR)
    assert heard(client) == b""


def test_a_cut_closes_what_was_open_refuses_what_is_new_and_heals(proxy: TcpProxy, client: socket.socket) -> None:
    proxy.cut()
    with suppress(ConnectionResetError):
        assert heard(client) == b""
    with pytest.raises(ConnectionRefusedError):
        call(proxy)
    proxy.heal()
    with call(proxy) as again:
        assert said(again, b"again") == b"again"


@pytest.mark.parametrize("hole", [{"to_server": True, "to_client": False}, {"to_server": False, "to_client": True}])
def test_a_black_hole_keeps_one_direction_and_gives_it_back_when_healed(
    echo: Echo, proxy: TcpProxy, client: socket.socket, hole: dict[str, bool]
) -> None:
    proxy.black_hole(**hole)
    with call(proxy) as another:
        for end in (client, another):
            end.sendall(b"kept")
            assert_silent(end)
        assert (b"kept" in echo.heard) is hole["to_client"]
        proxy.heal()
        assert heard(client) == heard(another) == b"kept"


def test_a_client_that_leaves_a_black_hole_is_not_seen_to_leave(
    echo: Echo, proxy: TcpProxy, client: socket.socket
) -> None:
    proxy.black_hole(to_server=True, to_client=True)
    client.sendall(b"last words")
    client.close()
    time.sleep(SOON)
    assert b"last words" not in echo.heard
    proxy.heal()
    eventually(lambda: b"last words" in echo.heard)


def test_a_stranded_connection_stays_so_while_new_ones_pass(proxy: TcpProxy, client: socket.socket) -> None:
    proxy.strand()
    proxy.heal()
    with call(proxy) as new:
        assert said(new, b"new") == b"new"
    client.sendall(b"old")
    assert_silent(client)


def test_a_delay_holds_each_direction_up_and_not_the_flow(proxy: TcpProxy, client: socket.socket) -> None:
    proxy.delay(SOON)
    began = time.monotonic()
    for _ in range(50):
        client.sendall(b"x")
        time.sleep(0.01)
    received = b""
    while len(received) < 50:
        received += heard(client)
    assert 2 * SOON <= time.monotonic() - began < 50 * SOON, "one after the other"


def test_a_caller_of_a_server_that_is_not_there_sees_its_connection_close() -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        with TcpProxy(nobody.getsockname()[1]) as proxy, call(proxy) as client, suppress(ConnectionResetError):
            assert heard(client) == b""
