"""The HTTP process for real: waits for its database, serves, and ends cleanly when told to."""

import http.client
import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from chassis.core.migrate import migrate
from chassis.http.tokens import create_token
from support.http_app import MANIFESTS
from support.http_process import runtime
from support.runtimes import KEYRING

TESTS = Path(__file__).parents[2]
ARRIVAL = {
    "house": "maison-des-internes",
    "occupant_kind": "gp_intern",
    "university": "grenoble",
    "arrived_on": "2024-02-01",
    "expected_departure_on": "2024-04-30",
}


class Served:
    """The process and what it logs."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        self.address = ""

    def wait_for(self, event: str) -> dict[str, Any]:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            told: dict[str, Any] = json.loads(line)
            if told["event"] == event:
                return told
        raise AssertionError(f"the process ended without saying {event}")

    def send(self, method: str, path: str, body: bytes = b"", length: int | None = None) -> http.client.HTTPConnection:
        token = create_token(
            KEYRING, person="anne", role="housing_agent", antenna="romans", now=datetime.now(UTC), days=1
        )
        url = urlsplit(self.address)
        connection = http.client.HTTPConnection(url.hostname or "", url.port, timeout=10)
        known = {
            "Authorization": f"Bearer {token}",
            "Idempotency-Key": str(uuid4()),
            "Content-Type": "application/json",
        }
        announced = str(len(body) if length is None else length)
        connection.request(method, url.path + path, body, {**known, "Content-Length": announced})
        return connection


def answer(connection: http.client.HTTPConnection) -> tuple[int, http.client.HTTPMessage, bytes]:
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response.status, response.headers, body


@contextmanager
def started(file: Path) -> Iterator[Served]:
    command = [sys.executable, "-m", "support.http_process", str(file)]
    environment = {**os.environ, "PYTHONPATH": str(TESTS)}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as process:
        try:
            yield Served(process)
        finally:
            process.kill()


@pytest.fixture
def database(tmp_path: Path) -> Path:
    file = tmp_path / "housing.db"
    instance = runtime(str(file))
    migrate(instance.database.engine, instance.manifest.migrations)
    instance.database.close()
    return file


@pytest.fixture
def served(database: Path) -> Iterator[Served]:
    with started(database) as process:
        (process.address,) = process.wait_for("serving")["addresses"]
        yield process


def test_a_database_that_is_not_migrated_is_waited_for_saying_what_to_type(tmp_path: Path) -> None:
    file = tmp_path / "housing.db"
    with started(file) as process:
        told = process.wait_for("waiting_for_database")
        assert "maillage migrate housing --antenna romans" in told["reason"]
        instance = runtime(str(file))
        migrate(instance.database.engine, instance.manifest.migrations)
        instance.database.close()
        assert process.wait_for("serving")["addresses"]


def test_a_process_that_waits_for_its_database_ends_when_told_to(tmp_path: Path) -> None:
    with started(tmp_path / "housing.db") as process:
        process.wait_for("waiting_for_database")
        process.process.send_signal(signal.SIGTERM)
        assert process.process.wait(timeout=5) == 0


def test_it_answers_without_naming_its_server(served: Served) -> None:
    status, headers, body = answer(served.send("POST", "stays", json.dumps(ARRIVAL).encode()))
    assert (status, list(json.loads(body))) == (201, ["stay_id"])
    assert "Server" not in headers


def test_too_large_a_body_gets_our_problem_document(served: Served) -> None:
    status, headers, _body = answer(served.send("POST", "stays", b"x" * 70_000))
    assert (status, headers["Content-Type"]) == (413, "application/problem+json")


def test_a_huge_body_is_refused_on_its_announcement(served: Served) -> None:
    status, _headers, _body = answer(served.send("POST", "stays", length=1_000_000))
    assert status == 413


def test_a_request_that_runs_is_answered_before_the_process_ends(served: Served, database: Path) -> None:
    other = sqlite3.connect(database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    running = served.send("POST", "stays", json.dumps(ARRIVAL).encode())
    # What was sent later and needs no database is answered: so the first request is being handled by now.
    assert answer(served.send("GET", "openapi.json"))[0] == 200
    served.process.send_signal(signal.SIGTERM)
    other.close()
    assert answer(running)[0] == 201
    served.wait_for("stopped")
    assert served.process.wait(timeout=10) == 0


def test_importing_everything_http_imports_neither_eventlet_nor_nameko_nor_kombu() -> None:
    modules = ["chassis.http.serve", *(str(manifest.blueprint).partition(":")[0] for manifest in MANIFESTS)]
    check = (
        f"import sys, {', '.join(modules)}; print(sorted({{'eventlet', 'nameko', 'kombu', 'amqp'}} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True, timeout=30)
    assert done.stdout.strip() == "[]"
