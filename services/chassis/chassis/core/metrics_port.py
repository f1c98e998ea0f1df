"""The port where a process is watched: `/metrics`, `/livez`, `/readyz`. It never keeps the process from its work."""

import json
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from socketserver import TCPServer, ThreadingMixIn
from typing import TYPE_CHECKING, Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

import structlog
from prometheus_client import REGISTRY, make_wsgi_app

from chassis.core.config import MetricsAddress
from chassis.core.gauges import Gauges
from chassis.core.health import Health, probed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

# Who watches asks one thing at a time; a crowd, or somebody who says nothing, must not take the process's sockets.
_PLACES = 32
_IDLE_SECONDS = 5.0
_TRY_AGAIN = 5.0
_SAY_EVERY = 12

_log = structlog.get_logger()


@contextmanager
def watched(health: Health, where: MetricsAddress | None) -> Iterator[None]:
    """Opens the port meanwhile, where one is configured."""
    if where is None:
        yield
        return
    port, gauges = MetricsPort(where, health), Gauges(health)
    REGISTRY.register(gauges)
    port.open()
    try:
        yield
    finally:
        port.close()
        REGISTRY.unregister(gauges)


class MetricsPort:
    """A thread that takes a port, tries again while all are busy, and answers until `close`."""

    def __init__(self, where: MetricsAddress, health: Health) -> None:
        self._where = where
        self._app = probed(health, _metrics)
        self._server: _Server | None = None
        self._target: Path | None = None
        self._closing = threading.Event()

    def open(self) -> None:
        threading.Thread(target=self._run, name="metrics port", daemon=True).start()

    def close(self) -> None:
        """Lets the port go, and takes back what was told to Prometheus."""
        self._closing.set()
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
        if self._target is not None:
            self._target.unlink(missing_ok=True)

    def _run(self) -> None:
        tries = 0
        while not self._closing.is_set() and (server := self._take()) is None:
            if tries % _SAY_EVERY == 0:
                _log.warning(
                    "metrics_port_busy",
                    code="METRICS_PORT_BUSY",
                    host=self._where.host,
                    ports=_written(self._where.ports),
                    reason="aucun de ces ports ne se laisse prendre : le travail continue sans mesures ; donnez une "
                    "plage à MAILLAGE_METRICS_PORT (9100-9199), ou 0",
                )
            tries += 1
            self._closing.wait(_TRY_AGAIN)
        if self._closing.is_set() or server is None:
            return
        self._server = server
        self._tell(server)
        server.serve_forever()

    def _take(self) -> "_Server | None":
        for port in self._where.ports:
            try:
                return _Server(self._where.host, port, self._app)
            except OSError:
                continue  # taken by another process, as in a shared configuration all but one find it
        return None

    def _tell(self, server: "_Server") -> None:
        address = f"{self._where.host}:{server.server_port}"
        _log.info("metrics_served", address=address, paths=["/metrics", "/livez", "/readyz"])
        if self._where.targets is None:
            return
        # Named by port: whoever takes the port of a process that was killed also takes its file.
        target = self._where.targets / f"maillage-{server.server_port}.json"
        half = target.with_suffix(".half")
        try:
            half.write_text(json.dumps([{"targets": [address]}]) + "\n", encoding="ascii")
            half.replace(target)
        except OSError as error:
            _log.warning(
                "metrics_target_unwritten",
                code="METRICS_TARGET_UNWRITTEN",
                error=type(error).__name__,
                reason="Prometheus ne saura pas ce port : vérifiez le dossier MAILLAGE_METRICS_TARGETS",
            )
        else:
            self._target = target


class _Server(ThreadingMixIn, WSGIServer):
    """A thread a connection, of which there are few, none for long."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, host: str, port: int, app: "WSGIApplication") -> None:
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._places = threading.BoundedSemaphore(_PLACES)
        super().__init__((host, port), _Request)
        self.set_app(app)

    def server_bind(self) -> None:
        # Without asking a name server how we are called, as the library does.
        TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])
        self.setup_environ()

    def process_request(self, request: Any, client_address: Any) -> None:
        if self._places.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._places.release()

    def handle_error(self, _request: Any, _client_address: Any) -> None:
        _log.debug("metrics_request_broken", exc_info=True)


class _Request(WSGIRequestHandler):
    timeout = _IDLE_SECONDS

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """Nobody reads a line for each probe."""


def _metrics(environ: "WSGIEnvironment", start_response: "StartResponse") -> "Iterable[bytes]":
    if environ.get("PATH_INFO") == "/metrics":
        return _EXPOSITION(environ, start_response)
    start_response("404 Not Found", [("Content-Length", "0")])
    return []


_EXPOSITION: "WSGIApplication" = make_wsgi_app()


def _written(ports: Sequence[int]) -> str:
    return str(ports[0]) if len(ports) == 1 else f"{ports[0]}-{ports[-1]}"
