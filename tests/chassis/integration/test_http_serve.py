"""The HTTP process for real: waits for its database, serves, and ends cleanly when told to."""

import http.client
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from chassis.core.migrate import migrate
from chassis.http.tokens import create_token
from support import pace
from support.http_app import MANIFESTS
from support.http_process import runtime
from support.journals import JOURNALS
from support.probes import ask, gauge, probe, troubles
from support.processes import eventually
from support.registration import PATIENT, ROLE
from support.runtimes import KEYRING
from support.sample_pages.routes import MANIFEST as DESK

TESTS = Path(__file__).parents[2]


class Served:
    """The process and what it logs."""

    def __init__(self, process: "subprocess.Popen[bytes]", log: Path) -> None:
        self.process = process
        self.address = ""
        self._log = log

    @property
    def told(self) -> dict[str, dict[str, Any]]:
        """By event, the last line that tells of it."""
        lines = self._log.read_text().splitlines(keepends=True)
        # The last line may be half written.
        return {told["event"]: told for told in (json.loads(line) for line in lines if line.endswith("}\n"))}

    def wait_for(self, event: str) -> dict[str, Any]:
        def look() -> dict[str, Any] | None:
            has_ended = self.process.poll() is not None
            found = self.told.get(event)
            assert found or not has_ended, f"the process ended without saying {event}"
            return found

        found = eventually(look)
        assert found is not None
        return found

    def send(self, method: str, path: str, body: bytes = b"", length: int | None = None) -> http.client.HTTPConnection:
        token = create_token(KEYRING, person="anne", role=ROLE, antenna="romans", now=datetime.now(UTC), days=1)
        url = urlsplit(self.address)
        connection = http.client.HTTPConnection(url.hostname or "", url.port, timeout=pace.patience())
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
def started(file: Path, *service: str) -> Iterator[Served]:
    command = [sys.executable, "-m", "support.http_process", str(file), *service]
    environment = {**os.environ, "PYTHONPATH": str(TESTS)}
    log = JOURNALS.new("http")
    with log.open("wb") as stream, subprocess.Popen(command, stderr=stream, env=environment) as process:
        try:
            yield Served(process, log)
        finally:
            process.kill()


def migrated(folder: Path) -> Path:
    file = folder / "permanence.db"
    instance = runtime(str(file))
    migrate(instance)
    instance.database.close()
    return file


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One for all who leave it running."""
    with started(migrated(tmp_path_factory.mktemp("served"))) as process:
        (process.address,) = process.wait_for("serving")["addresses"]
        yield process


def test_a_database_that_is_not_migrated_is_waited_for_saying_what_to_type(tmp_path: Path) -> None:
    file = tmp_path / "permanence.db"
    with started(file) as process:
        told = process.wait_for("waiting_for_database")
        assert "maillage migrate permanence --antenna romans" in told["reason"]
        (address,) = process.told["listening"]["addresses"]
        assert troubles(address) == [("database", "DATABASE_NOT_MIGRATED"), ("process", "STARTING")]
        assert probe(address, "/livez") == (200, {"alive": True})
        status, problem = probe(address, "/romans/permanence/v1/patients")
        assert (status, problem["code"]) == (503, "DATABASE_UNAVAILABLE")
        instance = runtime(str(file))
        migrate(instance)
        instance.database.close()
        assert process.wait_for("serving")["addresses"]
        assert probe(address, "/readyz") == (200, {"ready": True})


def test_a_flood_of_probes_locks_nobody_out(served: Served) -> None:
    with ThreadPoolExecutor(16) as crowd:
        flood = crowd.map(lambda path: ask(served.address, path)[0], ("/livez", "/readyz") * 1_000)
        status, _headers, _body = answer(served.send("POST", "patients", json.dumps(PATIENT).encode()))
        assert status == 201
        assert set(flood) == {200}


def test_measures_are_told_on_a_port_of_their_own_and_never_to_the_public(served: Served) -> None:
    told = served.told.get("metrics_served") or served.wait_for("metrics_served")
    watched = f"http://{told['address']}"
    labels = {"kind": "command", "status": "2xx", "service": "permanence", "antenna": "romans"}

    def count_another() -> float:
        assert answer(served.send("POST", "patients", json.dumps(PATIENT).encode()))[0] == 201
        counted = gauge(watched, "maillage_http_request_seconds_count", **labels)
        assert counted is not None
        return counted

    assert count_another() == count_another() - 1
    assert gauge(watched, "maillage_http_requests_in_flight") == 0
    assert gauge(watched, "maillage_ready") == 1
    for path in ("/metrics", "/romans/permanence/v1/metrics"):
        status, body = ask(served.address, path)
        assert (status, b"maillage_" in body) == (401, False)


def test_a_process_that_waits_for_its_database_ends_when_told_to(tmp_path: Path) -> None:
    with started(tmp_path / "permanence.db") as process:
        process.wait_for("waiting_for_database")
        process.process.send_signal(signal.SIGTERM)
        assert process.process.wait(timeout=pace.patience()) == 0


def test_it_answers_without_naming_its_server(served: Served) -> None:
    status, headers, body = answer(served.send("POST", "patients", json.dumps(PATIENT).encode()))
    assert (status, json.loads(body)["verdict"]) == (201, "eligible")
    assert "Server" not in headers


def test_too_large_a_body_gets_our_problem_document(served: Served) -> None:
    status, headers, _body = answer(served.send("POST", "patients", b"x" * 70_000))
    assert (status, headers["Content-Type"]) == (413, "application/problem+json")


def test_a_huge_body_is_refused_on_its_announcement(served: Served) -> None:
    status, _headers, _body = answer(served.send("POST", "patients", length=1_000_000))
    assert status == 413


def test_a_request_that_runs_is_answered_before_the_process_ends(tmp_path: Path) -> None:
    database = migrated(tmp_path)
    with started(database) as served:
        (served.address,) = served.wait_for("serving")["addresses"]
        other = sqlite3.connect(database, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        running = served.send("POST", "patients", json.dumps(PATIENT).encode())
        # What was sent later and needs no database is answered: so the first request is being handled by now.
        assert answer(served.send("GET", "openapi.json"))[0] == 200
        served.process.send_signal(signal.SIGTERM)
        other.close()
        assert answer(running)[0] == 201
        served.wait_for("stopped")
        assert served.process.wait(timeout=pace.patience()) == 0


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    file = tmp_path_factory.mktemp("desk") / "desk.db"
    instance = runtime(str(file), DESK)
    migrate(instance)
    instance.database.close()
    with started(file, "desk") as process:
        (process.address,) = process.wait_for("serving")["addresses"]
        yield process


def asked(process: Served, method: str, path: str, **headers: str) -> tuple[int, http.client.HTTPMessage, bytes]:
    """A browser's request, through a proxy that says these things of it."""
    url = urlsplit(process.address)
    connection = http.client.HTTPConnection(url.hostname or "", url.port, timeout=pace.patience())
    known = {"Content-Type": "application/x-www-form-urlencoded", "Content-Length": "0"} if method == "POST" else {}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, url.path + path, headers={**known, **named})
    return answer(connection)


def test_a_cookie_given_through_a_proxy_with_https_is_never_sent_in_clear(desk: Served) -> None:
    for scheme, is_secure in (("https", True), ("http", False)):
        status, headers, _body = asked(desk, "GET", "sign-in", X_Forwarded_Proto=scheme)
        assert (status, "Secure" in headers["Set-Cookie"].split("; ")) == (200, is_secure)


def test_a_flood_is_counted_by_the_address_that_the_proxy_tells_and_not_by_what_the_sender_adds(desk: Served) -> None:
    told = [asked(desk, "POST", "ask", X_Forwarded_For=f"10.9.8.{number}, 192.0.2.1")[0] for number in range(21)]
    assert told == [403] * 20 + [429]
    assert asked(desk, "POST", "ask", X_Forwarded_For="192.0.2.2")[0] == 403


def test_the_style_sheet_may_be_kept_by_the_proxy(desk: Served) -> None:
    (style,) = re.findall(rb"style-[0-9a-f]+\.css", asked(desk, "GET", "sign-in")[2])
    status, headers, _body = asked(desk, "GET", style.decode())
    assert (status, headers["Cache-Control"]) == (200, "public, max-age=31536000, immutable")


def test_importing_everything_http_imports_neither_eventlet_nor_nameko_nor_kombu() -> None:
    served = [path for manifest in (*MANIFESTS, DESK) for path in (manifest.blueprint, manifest.pages) if path]
    modules = ["chassis.http.serve", *sorted({path.partition(":")[0] for path in served})]
    check = (
        f"import sys, {', '.join(modules)}; print(sorted({{'eventlet', 'nameko', 'kombu', 'amqp'}} & set(sys.modules)))"
    )
    environment = {**os.environ, "PYTHONPATH": str(TESTS)}
    done = subprocess.run(
        [sys.executable, "-c", check],
        capture_output=True,
        text=True,
        check=True,
        timeout=pace.patience(),
        env=environment,
    )
    assert done.stdout.strip() == "[]"
