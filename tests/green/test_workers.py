"""The inbox and the relay as nameko runs them, in this very process, on the in-memory transport."""

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

import eventlet
import pytest
from nameko.runners import ServiceRunner
from sqlalchemy import exc

from chassis.bus import declare
from chassis.bus.connection import connect
from chassis.core import outbox, state, tables
from chassis.core.database import Database
from chassis.core.health import Health
from chassis.core.instance import Instance
from chassis.core.manifest import Manifest
from chassis.worker.service import worker_of
from contracts.envelope import Event
from support import pace, sample_service
from support.processes import eventually
from support.sample_deliveries import count, reacting
from support.sample_service import ARRIVED, PLANNED, RecordArrival
from support.sample_workers import Sample
from support.surroundings import HOUSING, PERMANENCE, REPORTING, ROMANS, Embedded


class Nest:
    """The instances of Romans in this process, and the runners that carry them."""

    def __init__(self, folder: Path) -> None:
        self.surroundings = Embedded(folder)
        self.surroundings.prepare(*ROMANS)
        self.runners: list[ServiceRunner] = []
        topology = self.surroundings.network.topology
        with connect("memory://", heartbeat=0, name="test") as connection:
            declare.apply(connection, topology)
            for queue in topology.queues:  # in-memory queues outlive the test before
                connection.default_channel.queue_purge(queue)

    def run(
        self, instances: Sequence[Instance] = ROMANS, manifests: Mapping[Instance, Manifest] | None = None
    ) -> ServiceRunner:
        runner = ServiceRunner(config={})
        for instance in instances:
            post = self.surroundings.network.post(instance)
            manifest = (manifests or {}).get(instance, post.runtime.manifest)
            post = dataclasses.replace(post, runtime=dataclasses.replace(post.runtime, manifest=manifest))
            runner.add_service(worker_of(Sample, post))
        runner.start()
        self.runners.append(runner)
        return runner

    def waiting(self, instance: Instance) -> int:
        with connect("memory://", heartbeat=0, name="test") as connection:
            size: int = connection.default_channel.queue_declare(instance.inbox, passive=True).message_count
            return size


@pytest.fixture
def nest(tmp_path: Path) -> Iterator[Nest]:
    nest = Nest(tmp_path)
    yield nest
    for runner in nest.runners:
        runner.stop()
    nest.surroundings.stop()


def test_a_fact_travels_from_its_command_to_one_effect_in_each_reader(nest: Nest) -> None:
    nest.run()
    stays = sorted(nest.surroundings.do(HOUSING, RecordArrival()) for _ in range(10))
    for reader in (PERMANENCE, REPORTING):
        nest.surroundings.wait_for(reader, ARRIVED, stays)
    eventually(lambda: len(nest.surroundings.subjects(REPORTING, PLANNED)), (10).__eq__)
    eventually(lambda: outbox.count_unsent(nest.surroundings.runtime(HOUSING).database), (0).__eq__)


def test_a_relay_stands_by_while_another_leads_and_offers_everything_again_when_it_takes_over(nest: Nest) -> None:
    first = nest.run([HOUSING])
    stay = nest.surroundings.do(HOUSING, RecordArrival())
    eventually(lambda: nest.waiting(REPORTING), (1).__eq__)
    nest.run([HOUSING])
    eventlet.sleep(0.3)
    assert nest.waiting(REPORTING) == 1

    first.stop()

    eventually(lambda: nest.waiting(REPORTING), (2).__eq__)
    nest.run([REPORTING])
    eventually(lambda: nest.waiting(REPORTING), (0).__eq__)
    nest.surroundings.wait_for(REPORTING, ARRIVED, [stay])


def test_stopping_lets_the_running_batch_commit_and_acknowledges_it(nest: Nest) -> None:
    began = eventlet.event.Event()

    def linger(_events: Sequence[Event]) -> None:
        began.send(True)
        eventlet.sleep(0.3)

    nest.run([HOUSING])
    runner = nest.run([REPORTING], {REPORTING: reacting(sample_service.REPORTING, linger)})
    stay = nest.surroundings.do(HOUSING, RecordArrival())
    began.wait()

    runner.stop()

    assert nest.surroundings.subjects(REPORTING, ARRIVED) == [stay]
    assert nest.waiting(REPORTING) == 0


def test_a_loop_that_hangs_is_told_by_the_probe_and_one_that_ended_is_not(
    nest: Nest, monkeypatch: pytest.MonkeyPatch
) -> None:
    ends = eventlet.event.Event()

    def hang(_events: Sequence[Event]) -> None:
        ends.wait()

    nest.run([HOUSING])
    runner = nest.run([REPORTING], {REPORTING: reacting(sample_service.REPORTING, hang)})
    (container,) = runner.containers
    health = Health([container.service_cls.post.runtime])
    nest.surroundings.do(HOUSING, RecordArrival())
    monkeypatch.setattr(state, "PATIENCE", 2.0)
    (trouble,) = eventually(health.not_alive)
    assert (trouble.instance, trouble.part, trouble.code) == ("reporting.romans", "inbox", "LOOP_HUNG")

    ends.send()
    eventually(lambda: health.not_alive() == [])
    runner.stop()
    assert health.not_alive() == []


def test_what_passes_is_tried_again_until_it_has(nest: Nest) -> None:
    failures = iter([exc.OperationalError("", None, Exception("deadlock"))] * 3)
    nest.run(manifests={REPORTING: reacting(sample_service.REPORTING, _raising(failures))})
    stay = nest.surroundings.do(HOUSING, RecordArrival())
    for reader in (PERMANENCE, REPORTING):
        nest.surroundings.wait_for(reader, ARRIVED, [stay])
    assert nest.surroundings.quarantined(REPORTING) == []


def test_what_stays_is_set_aside_and_the_next_is_applied(nest: Nest) -> None:
    failures = iter([ValueError("data of the first")] * 1)
    nest.run(manifests={REPORTING: reacting(sample_service.REPORTING, _raising(failures))})
    nest.surroundings.do(HOUSING, RecordArrival())
    eventually(lambda: [row.code for row in nest.surroundings.quarantined(REPORTING)], ["NOT_APPLICABLE"].__eq__)
    second = nest.surroundings.do(HOUSING, RecordArrival())
    nest.surroundings.wait_for(REPORTING, ARRIVED, [second])


def test_what_was_sent_while_the_database_was_busy_is_marked_later_and_not_sent_again(
    nest: Nest, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark_sent, failures = outbox.mark_sent, [exc.OperationalError("", None, Exception("database is locked"))] * 3

    def mark_when_free(database: Database, positions: Sequence[int], at: datetime) -> None:
        if failures:
            raise failures.pop()
        mark_sent(database, positions, at)

    monkeypatch.setattr(outbox, "mark_sent", mark_when_free)
    nest.run([HOUSING])
    nest.surroundings.do(HOUSING, RecordArrival())
    eventually(lambda: outbox.count_unsent(nest.surroundings.runtime(HOUSING).database), (0).__eq__)
    assert failures == []
    assert nest.waiting(REPORTING) == 1


def test_in_one_process_a_relay_that_cannot_go_on_ends_it(nest: Nest) -> None:
    """In-memory queues die with their connection: a new process offers the outbox again, this one must not go on."""
    runner = nest.run()
    tables.outbox.drop(nest.surroundings.runtime(HOUSING).database.engine)
    with eventlet.Timeout(pace.patience()), pytest.raises(exc.OperationalError):
        runner.wait()
    assert count(nest.surroundings.runtime(REPORTING), tables.inbox) == 0


def _raising(failures: Iterator[Exception]) -> Callable[[Sequence[Event]], None]:
    def fail(_events: Sequence[Event]) -> None:
        for error in failures:
            raise error

    return fail
