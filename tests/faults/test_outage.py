"""While a server is off, commands are accepted; workers wait and say so in few words, start, and stop when told."""

import json
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from chassis.core.instance import Instance
from faults.budget import BUDGET, FOLDER, a_seed
from faults.commands import NORMAL, Period, assert_answered, assert_drained, assert_held_up, note, steady
from faults.verdicts import assert_kept
from local_servers.node import Node
from support import pace
from support.chain import Chain
from support.oracle import report
from support.processes import WorkerProcess, eventually
from support.profiles import OnServer
from support.real_permanence import RealPermanence
from support.sample_service import ARRIVED, RecordArrival
from support.servers import Servers
from support.surroundings import HOUSING, PERMANENCE, REPORTING, ROMANS, Server

# Usual, for a worker without a broker, and for one whose broker is back.
READY = BACK = 5
STOPPED = 2
LOOPS = {"inbox", "relay"}


class TestOutage(OnServer):
    def test_commands_are_accepted_while_the_broker_is_off_and_their_facts_follow(
        self, surroundings: Server, servers: Servers, tmp_path: Path
    ) -> None:
        """P5."""
        seed = a_seed("P5")
        chain = Chain.of(surroundings, "romans")
        surroundings.prepare(*chain.instances)
        surroundings.start(*chain.instances)
        url = servers.virtual_host()
        with RealPermanence(tmp_path / "permanence", servers, url, url) as permanence:
            with steady(chain) as commands, permanence.steady() as requests:
                normal = Period.lasting(NORMAL)
                with off(servers.nodes.rabbitmq):
                    outage = Period.lasting(BUDGET.broker_outage)
                    kept = chain.behind() + permanence.behind()
                returned = time.monotonic()
            assert_held_up(kept, BUDGET.broker_outage)
            drained = assert_drained(lambda: chain.behind() + permanence.behind(), returned)
            by_hand = assert_answered(commands, normal=normal, fault=outage)
            by_http = assert_answered(requests, normal=normal, fault=outage)
            verdict = permanence.judge("P5-http", trials=1)
        note("P5", kept=kept, drained=drained, **by_hand)
        note("P5-http", **by_http)
        report(verdict, FOLDER)
        assert verdict.is_kept, verdict
        assert_kept("P5", chain, trials=1, seed=seed)

    def test_workers_started_while_the_broker_is_off_say_so_and_work_once_it_is_back(
        self, surroundings: Server, servers: Servers
    ) -> None:
        surroundings.prepare(*ROMANS)
        surroundings.apply_topology()
        with off(servers.nodes.rabbitmq):
            slowest = 0.0
            for instance in ROMANS:
                began = time.monotonic()
                (process,) = surroundings.launch(instance)
                process.wait_until_ready()
                slowest = max(slowest, time.monotonic() - began)
            stay = surroundings.do(HOUSING, RecordArrival())
            silent_since = datetime.now(UTC)
            time.sleep(5)
            for process in surroundings.processes:
                assert process.logged("connection_lost")
                assert_few_words(process, silent_since)
        back = time.monotonic()
        eventually(lambda: applied_by(surroundings, PERMANENCE, REPORTING), [[stay], [stay]].__eq__)
        working_again = time.monotonic() - back
        note("P5-start", ready=slowest, working_again=working_again)
        assert slowest <= pace.at_most(READY)
        assert working_again <= pace.at_most(BACK)

    def test_an_outage_of_the_database_is_told_in_few_words(self, surroundings: Server, servers: Servers) -> None:
        surroundings.prepare(*ROMANS)
        processes = surroundings.start(*ROMANS)
        stay = surroundings.do(HOUSING, RecordArrival())
        eventually(lambda: surroundings.subjects(REPORTING, ARRIVED), [stay].__eq__)
        with off(servers.nodes.postgres):
            silent_since = datetime.now(UTC)
            time.sleep(5)
            for process in processes:
                assert_few_words(process, silent_since)
                assert process.running

    @pytest.mark.parametrize("server", ["rabbitmq", "postgres"])
    def test_a_worker_told_to_stop_while_a_server_is_off_ends_in_good_order(
        self, surroundings: Server, servers: Servers, server: str
    ) -> None:
        surroundings.prepare(*ROMANS)
        processes = surroundings.start(*ROMANS)
        with off(getattr(servers.nodes, server)):
            time.sleep(2)
            for process in processes:
                assert process.terminate() == 0
                assert "Traceback" not in process.log.read_text()

    def test_a_worker_told_to_stop_while_it_waits_for_its_queue_ends_at_once(self, surroundings: Server) -> None:
        surroundings.prepare(PERMANENCE)
        (process,) = surroundings.launch(PERMANENCE)
        process.wait_until_ready()
        eventually(lambda: {line["loop"] for line in process.logged("waiting_for_topology")}, LOOPS.__eq__)
        told = time.monotonic()
        assert process.terminate() == 0
        assert time.monotonic() - told <= pace.at_most(STOPPED)


@contextmanager
def off(node: Node | None) -> Iterator[None]:
    assert node is not None
    node.kill()
    try:
        yield
    finally:
        node.start()


def applied_by(surroundings: Server, *readers: Instance) -> list[list[UUID]]:
    return [surroundings.subjects(reader, ARRIVED) for reader in readers]


def assert_few_words(process: WorkerProcess, since: datetime) -> None:
    """At most one line a second from each loop, from the watch and of readiness; none from anybody else: a library."""
    lines = [json.loads(line) for line in process.log.read_text().splitlines(keepends=True) if line.endswith("}\n")]
    seconds = (datetime.now(UTC) - since).total_seconds()
    said = Counter(line.get("loop", line["event"]) for line in lines if datetime.fromisoformat(line["ts"]) >= since)
    assert said.keys() <= {*LOOPS, "watch", "ready", "not_ready"}, "somebody else speaks"
    assert not said or max(said.values()) <= seconds + 1, said
