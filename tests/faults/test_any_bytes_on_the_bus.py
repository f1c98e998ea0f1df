"""Any bytes on the queue of a running worker: each has one effect or one quarantine row, and none is ever logged."""

import hashlib
import json
import os
import re
import socket
import urllib.request
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import amqp
import pytest
import sqlalchemy as sa

from chassis.core import tables
from faults.budget import BUDGET, FOLDER, a_random
from support.bad_inputs import HOSTILE
from support.direct import Direct, message
from support.examples import body
from support.fuzzed import HOSTILE_PROPERTIES, an_event, fuzzed
from support.oracle import Verdict, report
from support.processes import WorkerProcess, eventually
from support.recorded import row_counts, rows
from support.servers import Servers
from support.surroundings import DEPARTEMENT, Server

READER = DEPARTEMENT
AT_ONCE = 1_000


@pytest.fixture(scope="module")
def metrics_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def surroundings(
    tmp_path_factory: pytest.TempPathFactory, servers: Servers, virtual_host: str, metrics_port: int
) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("bus")
    surroundings = Server(folder, servers, virtual_host, {"METRICS_PORT": str(metrics_port)})
    surroundings.prepare(READER)
    surroundings.start(READER)
    yield surroundings
    surroundings.stop()


@pytest.fixture
def worker(surroundings: Server) -> Iterator[WorkerProcess]:
    """The one worker of all these tests: nothing may end it, or make it lose its connection."""
    (worker,) = surroundings.processes
    yield worker
    assert worker.running
    told = worker.log.read_text()
    assert "Canari" not in told
    for line in told.splitlines():
        assert json.loads(line)["event"] not in ("forged", "connection_lost")


def digest(of_body: bytes) -> bytes:
    return hashlib.sha256(of_body).digest()


def settled(surroundings: Server) -> Counter[bytes]:
    """How often each body was applied or quarantined."""
    runtime = surroundings.runtime(READER)
    return Counter(row["digest"] for table in ("inbox", "quarantine") for row in rows(runtime, table))


def wait_until_settled(surroundings: Server, wanted: int) -> None:
    runtime = surroundings.runtime(READER)

    def seen() -> int:
        counts = row_counts(runtime)
        return counts["inbox"] + counts["quarantine"]

    eventually(seen, lambda count: count >= wanted)


def test_whatever_the_bytes_each_message_has_one_effect_or_one_quarantine_row(
    surroundings: Server, worker: WorkerProcess, metrics_port: int, tmp_path: Path
) -> None:
    seed, generator = a_random("any-bytes")
    before = settled(surroundings)
    sent: set[bytes] = set()

    with Direct(surroundings, READER) as bus:
        for start in range(0, BUDGET.fuzzed_bodies, AT_ONCE):
            some = [fuzzed(generator, start + number) for number in range(AT_ONCE)]
            sent |= {digest(each.body) for each in some}
            _intend(tmp_path / "intended", some)
            bus.put(some)
    wait_until_settled(surroundings, before.total() + len(sent))

    after = settled(surroundings) - before
    repeated = sum(count - 1 for count in after.values()) + len(after.keys() - sent)
    runtime = surroundings.runtime(READER)
    effects = Counter(row.event_id for row in surroundings.effects(READER))
    verdict = Verdict(
        promise="P10-any-bytes",
        trials=BUDGET.fuzzed_bodies,
        attempted=len((tmp_path / "intended").read_bytes().splitlines()),
        acknowledged=len(sent),
        lost=len(sent - after.keys()),
        effects_duplicated=repeated + effects.total() - len(rows(runtime, "inbox")),
        quarantined=len(rows(runtime, "quarantine")),
        recovered=0,
    )
    report(verdict, FOLDER)
    assert (verdict.lost, verdict.effects_duplicated) == (0, 0), f"{verdict}, MAILLAGE_FAULTS_SEED={seed}"
    assert set(effects.values()) == {1}
    assert surroundings.waiting(READER) == 0
    told = sum(line["n"] for line in worker.logged("quarantined"))
    assert told == _counted(metrics_port) == verdict.quarantined


@pytest.mark.parametrize("properties", HOSTILE_PROPERTIES, ids=lambda properties: ascii(properties)[:60])
def test_no_property_of_a_message_stops_its_reader(
    surroundings: Server, worker: WorkerProcess, properties: dict[str, Any]
) -> None:
    hostile, good = body(an_event()), body(an_event())
    with Direct(surroundings, READER) as bus:
        bus.put([message(hostile, **properties), message(good)])
    eventually(lambda: {digest(hostile), digest(good)} <= settled(surroundings).keys())
    assert [settled(surroundings)[digest(each)] for each in (hostile, good)] == [1, 1]
    assert digest(good) in {row["digest"] for row in rows(surroundings.runtime(READER), "inbox")}
    for row in rows(surroundings.runtime(READER), "quarantine"):
        for name in ("content_type", "content_encoding", "reason"):
            assert row[name] is None or row[name].isprintable()


def test_a_hostile_routing_key_is_not_looked_at(surroundings: Server, worker: WorkerProcess) -> None:
    event = body(an_event())
    with Direct(surroundings, READER) as bus:
        key = "intern_arrived.v1." + HOSTILE.replace(".", "")
        bus.put([message(event, type=HOSTILE)], exchange="housing.events", routing_key=key)
    eventually(lambda: settled(surroundings)[digest(event)], (1).__eq__)
    assert digest(event) in {row["digest"] for row in rows(surroundings.runtime(READER), "inbox")}


def test_a_body_over_the_limit_is_refused_by_the_broker(surroundings: Server, worker: WorkerProcess) -> None:
    before = settled(surroundings)
    with Direct(surroundings, READER) as bus, pytest.raises(amqp.exceptions.AMQPError) as refused:
        bus.put([message(os.urandom(70_000))])
    assert refused.value.reply_code in (406, 501)
    event = body(an_event())
    with Direct(surroundings, READER) as bus:
        bus.put([message(event)])
    eventually(lambda: settled(surroundings)[digest(event)], (1).__eq__)
    assert settled(surroundings).total() == before.total() + 1


def test_what_is_kept_of_a_refused_message_is_sealed(surroundings: Server, worker: WorkerProcess) -> None:
    with surroundings.runtime(READER).database.engine.connect() as connection:
        kept = connection.execute(sa.select(tables.quarantine)).mappings().all()
    assert kept
    for row in kept:
        assert b"Canari" not in bytes(row["sealed_body"] or b"")
        assert not any("Canari" in str(value) for value in row.values())


def _intend(file: Path, messages: Sequence[amqp.Message]) -> None:
    """On disk before anything is sent."""
    with file.open("ab") as stream:
        stream.writelines(digest(each.body).hex().encode() + b"\n" for each in messages)
        stream.flush()
        os.fsync(stream.fileno())


def _counted(metrics_port: int) -> int:
    with urllib.request.urlopen(f"http://127.0.0.1:{metrics_port}/metrics") as answer:
        text = answer.read().decode()
    return round(sum(map(float, re.findall(r"^maillage_quarantined_messages_total\{.*\} (.*)$", text, re.MULTILINE))))
