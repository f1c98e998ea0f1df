"""Questions asked over HTTP of the real server of one instance, one after the other, and how long each took."""

import http.client
import sys
import time
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from bench.commands import address_of
from bench.commits import RunInvalid
from bench.place import Place
from bench.processes import Program
from chassis.core.runtime import Runtime
from chassis.http.tokens import create_token


def asked(place: Place, runtime: Runtime, role: str, paths: Iterable[str], log_name: str) -> Sequence[float]:
    """Seconds until the whole answer to each GET was there."""
    instance, now = runtime.instance, runtime.clock.now()
    command = [sys.executable, "-m", "maillage", "serve", instance.service, "--antenna", instance.antenna]
    log = place.logs / f"{log_name}.log"
    token = create_token(runtime.keyring, person="bench", role=role, antenna=instance.antenna, now=now, days=1)
    with Program(command, log) as program:
        parts = urlsplit(address_of(program, log))
        connection = http.client.HTTPConnection(f"{parts.hostname}:{parts.port}")
        took = [_ask(connection, parts.path + path, token) for path in paths]
        connection.close()
    return took


def _ask(connection: http.client.HTTPConnection, path: str, token: str) -> float:
    started = time.perf_counter()
    connection.request("GET", path, headers={"Authorization": f"Bearer {token}"})
    response = connection.getresponse()
    answer = response.read()
    took = time.perf_counter() - started
    if response.status != http.client.OK:
        raise RunInvalid(f"réponse {response.status} : {answer[:200]!r}")
    return took
