"""The HTTP process of one instance: serves with threads once its database is there, ends cleanly on SIGTERM."""

import errno
import signal
import threading
from types import FrameType
from typing import Any, NoReturn

import structlog
from waitress.server import create_server

from chassis.core.config import ConfigurationInvalid, MetricsAddress
from chassis.core.health import Health, probed
from chassis.core.key_check import KeyRefused
from chassis.core.log import log_what_nobody_caught
from chassis.core.metrics_port import watched
from chassis.core.readiness import keep_looking, wait_for_database
from chassis.core.runtime import Runtime
from chassis.core.supervision import Supervision
from chassis.http.app import MAX_BODY_BYTES, create_app
from chassis.http.openapi import prefix

_log = structlog.get_logger()

THREADS = 8
# Above our own limit, so that a body slightly too large gets our problem document and a huge one is never buffered.
_BUFFERED_BODY_BYTES = 4 * MAX_BODY_BYTES
_HEADER_BYTES = 16_384
_IDLE_SECONDS = 30
_LISTENING = {
    errno.EADDRINUSE: "un autre processus écoute déjà à cette adresse ; chaque accès HTTP a son port",
    errno.EADDRNOTAVAIL: "cette adresse n'est pas à cette machine",
    errno.EACCES: "ce compte n'a pas le droit d'écouter à ce port ; prenez-en un au-dessus de 1023",
}


def serve(
    runtime: Runtime,
    host: str,
    port: int,
    trusted_proxy: str | None = None,
    watched_at: MetricsAddress | None = None,
) -> None:
    """Serves until SIGTERM or SIGINT; requests that run are finished first. Port 0 takes a free one and tells it.

    Until the database is there probes are answered, and every other request is refused; one that is sealed with another
    key ends the process (`KeyRefused`). What `trusted_proxy` says of who asks, and whether by HTTPS, is believed; the
    same said by others is thrown away.
    """
    log_what_nobody_caught()
    refused: list[KeyRefused] = []
    main = threading.get_ident()
    is_open = threading.Event()
    health = Health([runtime])
    supervision = Supervision(health)

    def stop(_number: int, _frame: FrameType | None) -> NoReturn:
        supervision.stopping()
        raise SystemExit(0)  # what waitress catches to let running requests end

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    server = _bound(probed(health, create_app(runtime, is_open.is_set)), host, port, trusted_proxy)
    listening = getattr(server, "effective_listen", None) or [(server.effective_host, server.effective_port)]
    addresses = [f"http://{address}:{number}" for address, number in listening]
    _log.info("listening", addresses=addresses)

    def open_when_ready() -> None:
        try:
            wait_for_database(runtime)
        except KeyRefused as error:
            refused.append(error)
            signal.pthread_kill(main, signal.SIGTERM)
            return
        is_open.set()
        supervision.running()
        served = [f"{address}{prefix(runtime)}/" for address in addresses]
        _log.info("serving", addresses=served)
        keep_looking(runtime)

    try:
        with supervision, watched(health, watched_at):
            threading.Thread(target=open_when_ready, daemon=True).start()
            server.run()
            server.close()
    except SystemExit:  # told to stop before it ran
        if not refused:
            raise
    if refused:
        raise refused[0]
    _log.info("stopped")


def _bound(app: Any, host: str, port: int, trusted_proxy: str | None) -> Any:
    """The server, listening; an address where it cannot listen is a fault of the configuration."""
    try:
        return create_server(
            app,
            host=host,
            port=port,
            threads=THREADS,
            ident=None,
            channel_timeout=_IDLE_SECONDS,
            max_request_body_size=_BUFFERED_BODY_BYTES,
            max_request_header_size=_HEADER_BYTES,
            clear_untrusted_proxy_headers=True,
            **(_proxied(trusted_proxy) if trusted_proxy else {}),
        )
    except OSError as error:
        what = _LISTENING.get(error.errno or 0, error.strerror)
        raise ConfigurationInvalid(f"MAILLAGE_HTTP_HOST, MAILLAGE_HTTP_PORT ({port}) : {what}") from error


def _proxied(address: str) -> dict[str, Any]:
    return {
        "trusted_proxy": address,
        "trusted_proxy_count": 1,
        "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"},
    }
