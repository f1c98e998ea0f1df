"""The port where a process is watched: `/metrics`, `/livez`, `/readyz`. It never keeps the process from its work."""

import contextlib
import errno
import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from socketserver import TCPServer, ThreadingMixIn
from typing import TYPE_CHECKING, Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

import structlog
from prometheus_client import REGISTRY, make_wsgi_app

from chassis.core.config import MetricsAddress
from chassis.core.gauges import Gauges
from chassis.core.health import LIVE, READY, Health, probed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

# Who watches asks one thing at a time; a crowd, or somebody who says nothing, must not take the process's sockets.
_PLACES = 32
_IDLE_SECONDS = 5.0
_TRY_AGAIN = 5.0
_SAY_EVERY = 12
# How long closing may take to be noticed, at most.
_LOOK_SECONDS = 0.25
_REASONS = {
    errno.EADDRINUSE: "d'autres processus les ont pris ; donnez une plage à MAILLAGE_METRICS_PORT (9100-9199), ou 0",
    errno.EADDRNOTAVAIL: "MAILLAGE_METRICS_HOST n'est pas une adresse de cette machine",
    errno.EACCES: "ce compte n'a pas le droit d'écouter à ce port ; prenez-en un au-dessus de 1023",
}
_GOES_ON = " : le travail continue sans mesures, l'essai sera refait"

_log = structlog.get_logger()


@contextlib.contextmanager
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
    """A thread that takes a port, tries again while none can be taken, and answers until `close`."""

    def __init__(self, where: MetricsAddress, health: Health) -> None:
        self._where = where
        self._app = probed(health, _metrics)
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="metrics port", daemon=True)

    def open(self) -> None:
        self._thread.start()

    def close(self) -> None:
        """Returns once the port is free, and Prometheus is no longer told of it."""
        self._closing.set()
        self._thread.join()

    def _run(self) -> None:
        with contextlib.ExitStack() as stack:
            if (server := self._take()) is None:
                return
            stack.enter_context(server)
            address = f"{self._where.host}:{server.server_port}"
            _log.info("metrics_served", address=address, paths=["/metrics", LIVE, READY])
            if self._where.targets is not None:
                # Named by port: whoever takes the port of a process that was killed also takes its file.
                target = self._where.targets / f"maillage-{server.server_port}.json"
                stack.enter_context(_told_to_prometheus(target, address))
            while not self._closing.is_set():
                server.handle_request()

    def _take(self) -> "_Server | None":
        """The first that can be taken, however long it lasts; None when closed before."""
        tries = 0
        while not self._closing.is_set():
            refusals = []
            for port in self._where.ports:
                try:
                    return _Server(self._where.host, port, self._app)
                except OSError as error:  # in a shared configuration all processes but one meet it
                    refusals.append(error)
            if tries % _SAY_EVERY == 0:
                self._complain(refusals[-1])
            tries += 1
            self._closing.wait(_TRY_AGAIN)
        return None

    def _complain(self, refusal: OSError) -> None:
        ports = self._where.ports
        _log.warning(
            "metrics_port_busy",
            code="METRICS_PORT_BUSY",
            host=self._where.host,
            ports=str(ports[0]) if len(ports) == 1 else f"{ports[0]}-{ports[-1]}",
            error=errno.errorcode.get(refusal.errno or 0, type(refusal).__name__),
            reason=_REASONS.get(refusal.errno or 0, "ce port ne se laisse pas prendre") + _GOES_ON,
        )


@contextlib.contextmanager
def _told_to_prometheus(target: Path, address: str) -> Iterator[None]:
    """A file as `file_sd_configs` reads them, whole at once; the port is served also where it cannot be written."""
    half = target.with_suffix(".half")
    try:
        half.write_text(json.dumps([{"targets": [address]}]) + "\n", encoding="ascii")
        half.replace(target)
    except OSError as error:
        reason = "Prometheus ne saura pas ce port : vérifiez le dossier MAILLAGE_METRICS_TARGETS"
        code = "METRICS_TARGET_UNWRITTEN"
        _log.warning("metrics_target_unwritten", code=code, error=type(error).__name__, reason=reason)
    try:
        yield
    finally:
        target.unlink(missing_ok=True)


class _Server(ThreadingMixIn, WSGIServer):
    """A thread a connection, of which there are few, none for long."""

    daemon_threads = True
    block_on_close = False
    timeout = _LOOK_SECONDS

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
