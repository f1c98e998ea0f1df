"""A worker seen from outside, on real servers: alive, ready, or not and why; what watches it never stops it."""

import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
import sqlalchemy as sa

from chassis.core.gauges import MEASURES
from local_servers.ports import reserve_port
from support.frozen import frozen
from support.listener import Listener
from support.probes import ask, gauge, probe, troubles, wait_until_ready, watched_at
from support.processes import eventually
from support.proxied import Proxied
from support.sample_service import PLANNED, PlanSession
from support.servers import Servers
from support.surroundings import LAVAL_PERMANENCE, PERMANENCE, REPORTING

FLOOD = 3_000
MEASURED = [measure.name for measure in MEASURES]
REFUSED = [("inbox", "BROKER_CONNECTION_REFUSED"), ("relay", "BROKER_CONNECTION_REFUSED")]


@pytest.fixture
def surroundings(tmp_path: Path, servers: Servers, virtual_host: str) -> Iterator[Proxied]:
    surroundings = Proxied(tmp_path, servers, virtual_host, {"METRICS_PORT": "0"})
    yield surroundings
    surroundings.stop()


def test_a_worker_is_alive_from_its_start_and_ready_once_it_has_its_database_its_broker_and_its_queue(
    surroundings: Proxied,
) -> None:
    surroundings.create_database(PERMANENCE)
    surroundings.networks["romans"].cut()
    supervisor = Listener(f"@maillage-{uuid4()}")
    surroundings.environment |= supervisor.environment
    (worker,) = surroundings.launch(PERMANENCE)
    address = watched_at(worker)
    eventually(lambda: ("database", "DATABASE_NOT_MIGRATED") in troubles(address))
    assert probe(address, "/livez") == (200, {"alive": True})

    surroundings.migrate(PERMANENCE)
    worker.wait_until_ready()
    assert troubles(address) != []
    eventually(lambda: troubles(address), REFUSED.__eq__)

    surroundings.networks["romans"].heal()
    missing = [("inbox", "WAITING_FOR_TOPOLOGY"), ("relay", "WAITING_FOR_TOPOLOGY")]
    eventually(lambda: troubles(address), missing.__eq__)
    assert probe(address, "/livez") == (200, {"alive": True})

    surroundings.apply_topology()
    eventually(lambda: probe(address, "/readyz"), (200, {"ready": True}).__eq__)
    heard = supervisor.wait_for("READY=1", "STATUS=prêt")
    assert heard.count("READY=1") == 1
    assert "STATUS=pas prêt : " in "".join(heard)
    surroundings.networks["romans"].cut()
    eventually(lambda: troubles(address), REFUSED.__eq__)
    assert worker.terminate() == 0
    assert "READY=1" not in supervisor.wait_for("STOPPING=1")
    supervisor.close()


def test_a_second_process_of_an_instance_is_ready_to_take_over(surroundings: Proxied) -> None:
    surroundings.prepare(PERMANENCE)
    (first,) = surroundings.start(PERMANENCE)
    wait_until_ready(first)
    (second,) = surroundings.launch(PERMANENCE)
    for worker, said in ((first, "LEADING"), (second, "STANDING_BY")):
        address = wait_until_ready(worker)
        assert gauge(address, "maillage_part_state", part="relay", code=said) == 1
        for name in ("maillage_ready", "maillage_alive", "maillage_database_answering"):
            assert gauge(address, name, service="permanence", antenna="romans") == 1
        for name in MEASURED:
            assert gauge(address, name, service="permanence", antenna="romans") == 0


def test_what_cannot_be_sent_is_seen_to_wait_and_to_grow_old(surroundings: Proxied) -> None:
    surroundings.prepare(PERMANENCE)
    (worker,) = surroundings.start(PERMANENCE)
    address = wait_until_ready(worker)
    surroundings.networks["romans"].cut()
    surroundings.do(PERMANENCE, PlanSession())
    eventually(lambda: gauge(address, "maillage_outbox_unsent_rows") == 1)
    eventually(lambda: gauge(address, "maillage_outbox_oldest_unsent_seconds") or 0, lambda age: age > 0)
    surroundings.networks["romans"].heal()
    eventually(lambda: gauge(address, "maillage_outbox_unsent_rows") == 0)
    assert gauge(address, "maillage_last_batch_timestamp_seconds", loop="relay")


def test_a_frozen_database_is_told_by_the_probe_and_by_gauges_that_are_absent(
    surroundings: Proxied, servers: Servers
) -> None:
    surroundings.prepare(PERMANENCE)
    (worker,) = surroundings.start(PERMANENCE)
    address = wait_until_ready(worker)
    assert servers.nodes.postgres is not None
    with frozen(servers.nodes.postgres):
        eventually(lambda: ("database", "DATABASE_SILENT") in troubles(address))
        assert probe(address, "/livez") == (200, {"alive": True})
        assert gauge(address, "maillage_database_answering") == 0
        assert gauge(address, "maillage_outbox_unsent_rows") is None
    eventually(lambda: troubles(address), [].__eq__)
    eventually(lambda: gauge(address, "maillage_outbox_unsent_rows") == 0)


def test_a_flood_of_probes_asks_no_database_and_locks_nobody_out(surroundings: Proxied) -> None:
    surroundings.prepare(PERMANENCE, REPORTING)
    permanence, reporting = surroundings.start(PERMANENCE, REPORTING)
    address = wait_until_ready(permanence)
    wait_until_ready(reporting)
    silent = [socket.create_connection(("127.0.0.1", urlsplit(address).port or 0)) for _ in range(8)]
    before = _transactions(surroundings)
    with ThreadPoolExecutor(8) as crowd:
        flood = crowd.map(lambda path: ask(address, path)[0], ("/livez", "/readyz") * (FLOOD // 2))
        held = surroundings.do(PERMANENCE, PlanSession())
        answered = set(flood)
    surroundings.wait_for(REPORTING, PLANNED, [held])
    assert answered == {200}
    assert _transactions(surroundings) - before < FLOOD / 10
    for connection in silent:
        connection.close()
    assert ask(address, "/")[0] == ask(address, "/healthz")[0] == 404


def test_a_port_that_is_taken_stops_no_worker_and_is_taken_once_it_is_free(surroundings: Proxied) -> None:
    surroundings.prepare(PERMANENCE, LAVAL_PERMANENCE)
    port = reserve_port(surroundings)
    with socket.create_server(("127.0.0.1", port)):
        surroundings.environment |= {
            "MAILLAGE_METRICS_PORT": str(port),
            "MAILLAGE_METRICS_TARGETS": str(surroundings.folder),
        }
        (worker,) = surroundings.start(PERMANENCE)
        (told,) = worker.wait_for("metrics_port_busy")
        assert (told["code"], told["ports"]) == ("METRICS_PORT_BUSY", str(port))
        assert "MAILLAGE_METRICS_PORT" in told["reason"]
    assert wait_until_ready(worker) == f"http://127.0.0.1:{port}"
    target = surroundings.folder / f"maillage-{port}.json"
    assert eventually(target.exists)
    assert str(port) in target.read_text()

    surroundings.environment["MAILLAGE_METRICS_PORT"] = f"{port}-{port + 20}"
    (beside,) = surroundings.launch(LAVAL_PERMANENCE)
    assert wait_until_ready(beside) != f"http://127.0.0.1:{port}"

    assert worker.terminate() == 0
    assert not target.exists()


def _transactions(surroundings: Proxied) -> int:
    """What the server of all these databases has committed, as told by its own counters."""
    with surroundings.runtime(PERMANENCE).database.engine.connect() as connection:
        counted = sa.text("SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()")
        return int(connection.scalar(counted) or 0)
