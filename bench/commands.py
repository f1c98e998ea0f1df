"""Commands over HTTP: the real server of a permanence, asked by four clients that keep their connections."""

import http.client
import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

from bench.commits import RunInvalid, count
from bench.job import Contestant, Figures, Job
from bench.percentiles import percentile
from bench.place import PERMANENCE, Place
from bench.processes import Program
from chassis.http.tokens import create_token

_CLIENTS = 4
# Requests of each client that are not timed: the first ones load what the server had not needed yet.
_WARMING = 5
_STARTS_WITHIN = 20.0
COMMAND = {
    "registered_on": "2023-11-06",
    "birth_on": "1951-03-14",
    "commune": "26281",
    "ald": False,
    "no_medecin_traitant_reason": "newcomer",
}


def http_job(place: Place, seconds: int) -> Job:
    keys = (("http", "commands_per_s"), ("http", "p99_ms"))
    return Job(
        f"HTTP : commandes d'une permanence, {_CLIENTS} clients pendant {seconds} s",
        [Contestant("maillage", keys, lambda: _measure(place, seconds))],
    )


def _measure(place: Place, seconds: int) -> Figures:
    place.clear()
    command = [sys.executable, "-m", "maillage", "serve", PERMANENCE.service, "--antenna", PERMANENCE.antenna]
    log = place.logs / "http.log"
    with Program(command, log) as program, ThreadPoolExecutor(_CLIENTS) as pool:
        address = address_of(program, log)
        clients = [_Client(address, _token(place)) for _ in range(_CLIENTS)]
        for client in clients:
            client.warm_up()
        begun = time.monotonic()
        asked = [pool.submit(client.ask, begun + seconds) for client in clients]
        took = [duration for answered in asked for duration in answered.result()]
        lasted = time.monotonic() - begun
    handled = len(took) + _CLIENTS * _WARMING
    for table in ("commands", "patients", "outbox"):
        if (found := count(place.permanence.database, table)) != handled:
            raise RunInvalid(f"{found} lignes dans {table} pour {handled} requêtes")
    return {("http", "commands_per_s"): len(took) / lasted, ("http", "p99_ms"): 1000 * percentile(took, 99)}


def address_of(program: Program, log: Path) -> str:
    """Where the server says, in its log, that it listens."""
    deadline = time.monotonic() + _STARTS_WITHIN
    while time.monotonic() < deadline:
        program.check()
        for line in log.read_text(encoding="utf-8").splitlines(keepends=True):
            if line.endswith("}\n") and (said := json.loads(line))["event"] == "serving":
                return str(said["addresses"][0])
        time.sleep(0.05)
    raise RunInvalid(f"le serveur HTTP ne dit pas où il écoute (journal : {log})")


def _token(place: Place) -> str:
    now = place.permanence.clock.now()
    return create_token(
        place.network.keyring, person="bench", role="secretary", antenna=PERMANENCE.antenna, now=now, days=1
    )


class _Client:
    """One connection, one request after the other."""

    def __init__(self, address: str, token: str) -> None:
        parts = urlsplit(address)
        self._path = f"{parts.path}patients"
        self._connection = http.client.HTTPConnection(f"{parts.hostname}:{parts.port}")
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        self._body = json.dumps(COMMAND).encode()

    def warm_up(self) -> None:
        for _ in range(_WARMING):
            self._post()

    def ask(self, until: float) -> list[float]:
        """What each request took, in seconds."""
        took = []
        while time.monotonic() < until:
            started = time.perf_counter()
            self._post()
            took.append(time.perf_counter() - started)
        self._connection.close()
        return took

    def _post(self) -> None:
        self._connection.request("POST", self._path, self._body, {**self._headers, "Idempotency-Key": str(uuid4())})
        response = self._connection.getresponse()
        answer = response.read()
        if response.status >= http.client.MULTIPLE_CHOICES:
            raise RunInvalid(f"réponse {response.status} : {answer[:200]!r}")
