"""Sixteen racers for one thing, round after round: over HTTP to two processes of one instance, or in this one."""

import http.client
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from contextlib import ExitStack, contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from threading import Barrier
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from chassis.core.database import Database
from chassis.http.tokens import create_token
from support import pace
from support.journals import JOURNALS
from support.processes import TESTS, eventually
from support.runtimes import KEYRING

RACERS, ROUNDS = 16, 60
HTTP_PROCESSES = 2
WON = "won"
# What a racer does in a round; returns how it ended: won, the code of a rule, or what went wrong.
Race = Callable[[int, int], str]


def run_race(rounds: int, abreast: int, race: Race) -> list[Counter[str]]:
    """How each round ended; all racers begin it together, or so many of them one after the other.

    A racer that fails ends the race, with what it raised.
    """
    together = Barrier(RACERS, timeout=pace.patience())

    def run(racer: int) -> list[str]:
        ended = []
        for turn in range(rounds):
            if turn % abreast == 0:
                together.wait()
            ended.append(race(racer, turn))
        return ended

    with ThreadPoolExecutor(RACERS) as racers:
        racing = [racers.submit(run, racer) for racer in range(RACERS)]
        over, _ = wait(racing, return_when=FIRST_EXCEPTION)
        together.abort()  # or the others would wait for a racer that failed
        for one in over:
            one.result()
        return [Counter(turn) for turn in zip(*(one.result() for one in racing), strict=True)]


@contextmanager
def served(module: str, url: str) -> Iterator[Sequence[str]]:
    """The addresses of HTTP processes, `python -m support.<module> <database url>`, of one instance."""
    with ExitStack() as stack:
        processes = []
        for _ in range(HTTP_PROCESSES):
            command = [sys.executable, "-m", f"support.{module}", url]
            log = JOURNALS.new(module)
            with log.open("wb") as stream:
                process = stack.enter_context(subprocess.Popen(command, cwd=TESTS, stderr=stream))
            processes.append((process, log))
            stack.callback(process.kill)
        yield [eventually(partial(address_served, process, log)) for process, log in processes]


def post(address: str, path: str, body: Mapping[str, Any], *, role: str, now: datetime) -> tuple[int, dict[str, Any]]:
    """The status and the answer of a command that is sent once, on a connection of its own."""
    token = create_token(KEYRING, person="agent", role=role, antenna="romans", now=now, days=1)
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": str(uuid4()), "Content-Type": "application/json"}
    url = urlsplit(address)
    connection = http.client.HTTPConnection(url.hostname or "", url.port, timeout=pace.patience())
    connection.request("POST", url.path + path, json.dumps(body), headers)
    response = connection.getresponse()
    told: dict[str, Any] = json.loads(response.read())
    connection.close()
    return response.status, told


def address_of(database: Database) -> str:
    return database.url.render_as_string(hide_password=False)


def address_served(process: "subprocess.Popen[Any]", log: Path) -> str:
    """Where a process serves by its log; empty as long as it does not."""
    lines = log.read_text(encoding="utf-8").splitlines(keepends=True)
    told = [json.loads(line) for line in lines if line.endswith("}\n")]  # the last line may be half written
    served = [str(line["addresses"][0]) for line in told if line["event"] == "serving"]
    assert served or process.poll() is None, "the process ended without serving"
    return served[0] if served else ""
