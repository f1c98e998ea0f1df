"""A bad network on demand: a port of loopback that carries to a server, or late, or one way, or not at all."""

import asyncio
import threading
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any, Self

from local_servers.ports import reserve_port
from support import pace

_CHUNK = 65_536
# Chunks on their way in one direction of one connection: beyond that the sender is held up, as by a full socket.
_ON_THE_WAY = 64

_Chunks = asyncio.Queue[tuple[float, bytes]]


class TcpProxy:
    """Carries bytes both ways until told otherwise; its methods are for the test's thread, the carrying is in its own.

    A black hole keeps what enters it and gives it back when it is healed, as TCP's repetitions would.
    """

    def __init__(self, server_port: int) -> None:
        # Ours also while nothing listens there, so that who calls a cut network is refused.
        self.port = reserve_port(self)
        self._server_port = server_port
        self._delay = 0.0
        self._links: set[_Link] = set()
        self._listener: asyncio.Server | None = None
        self._to_server, self._to_client = asyncio.Event(), asyncio.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self.heal()
        return self

    def __exit__(self, *_: object) -> None:
        self.cut()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def heal(self) -> None:
        """Lets everything pass at once, also what a black hole kept."""
        self._do(self._heal())

    def cut(self) -> None:
        """Closes every connection and refuses new ones."""
        self._do(self._cut())

    def black_hole(self, *, to_server: bool, to_client: bool) -> None:
        """Nothing arrives any more in these directions, on old connections or new ones, and nobody is told."""
        self._do(self._open(to_server=not to_server, to_client=not to_client))

    def strand(self) -> None:
        """The connections of now carry nothing any more, for ever; new ones do."""
        self._do(self._strand())

    def delay(self, seconds: float) -> None:
        """What is sent from now on arrives that much later, in each direction."""
        self._do(self._set_delay(seconds))

    def _do(self, order: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(order, self._loop).result(timeout=pace.patience())

    async def _heal(self) -> None:
        self._delay = 0.0
        await self._open(to_server=True, to_client=True)
        if self._listener is None:
            self._listener = await asyncio.start_server(self._carry, "127.0.0.1", self.port)

    async def _cut(self) -> None:
        if self._listener is not None:
            self._listener.close()
            self._listener = None
        carried = [link.task for link in self._links]
        for task in carried:
            task.cancel()
        await asyncio.gather(*carried, return_exceptions=True)

    async def _open(self, *, to_server: bool, to_client: bool) -> None:
        for gate, opens in ((self._to_server, to_server), (self._to_client, to_client)):
            if opens:
                gate.set()
            else:
                gate.clear()

    async def _strand(self) -> None:
        for link in self._links:
            link.is_stranded = True

    async def _set_delay(self, seconds: float) -> None:
        self._delay = seconds

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        link = _Link(writer)
        self._links.add(link)
        try:
            server_reader, server_writer = await asyncio.open_connection("127.0.0.1", self._server_port)
            link.writers.append(server_writer)
            async with asyncio.TaskGroup() as ways:
                for source, sink, gate in (
                    (reader, server_writer, self._to_server),
                    (server_reader, writer, self._to_client),
                ):
                    chunks = _Chunks(_ON_THE_WAY)
                    ways.create_task(self._collect(source, chunks))
                    ways.create_task(link.deliver(chunks, sink, gate))
        except ConnectionRefusedError:
            pass  # nobody serves there: the caller sees its connection close
        finally:
            self._links.discard(link)
            for end in link.writers:
                end.transport.abort()

    async def _collect(self, source: asyncio.StreamReader, chunks: _Chunks) -> None:
        chunk = None
        while chunk != b"":
            try:
                chunk = await source.read(_CHUNK)
            except OSError:  # closed with bytes unread: an end like another
                chunk = b""
            await chunks.put((self._loop.time() + self._delay, chunk))


class _Link:
    """One carried connection, in its own task."""

    def __init__(self, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self.task = task
        self.writers = [writer]
        self.is_stranded = False

    async def deliver(self, chunks: _Chunks, sink: asyncio.StreamWriter, gate: asyncio.Event) -> None:
        """The end of the stream travels like the bytes before it, and closes the other side."""
        chunk = None
        while chunk != b"":
            due, chunk = await chunks.get()
            await asyncio.sleep(due - asyncio.get_running_loop().time())
            await gate.wait()
            if self.is_stranded:
                await asyncio.get_running_loop().create_future()
            if not sink.is_closing():  # else the receiver is gone, and its own end travels the other way
                with suppress(OSError):
                    sink.write(chunk)
                    await sink.drain()
        sink.close()
