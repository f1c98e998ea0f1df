"""Workers that are stopped, killed and started again lose nothing and repeat nothing."""

import time
from uuid import UUID

from chassis.core.instance import Instance
from support import pace
from support.processes import WorkerProcess, eventually
from support.profiles import OnEmbedded, OnServer
from support.sample_service import ARRIVED, PLANNED, SLOW, RecordArrival
from support.surroundings import HOUSING, PERMANENCE, REPORTING, ROMANS, Server, Surroundings

STOPPED = 2


class Restarts:
    def test_an_event_published_before_a_reader_s_first_start_is_not_lost(self, surroundings: Surroundings) -> None:
        surroundings.prepare(*ROMANS)
        (*_, sender) = surroundings.start(HOUSING)
        stays = sorted(surroundings.do(HOUSING, RecordArrival()) for _ in range(10))
        eventually(lambda: _relayed(sender), (10).__eq__)
        sender.terminate()

        surroundings.start(*ROMANS)

        for reader in (PERMANENCE, REPORTING):
            surroundings.wait_for(reader, ARRIVED, stays)

    def test_a_worker_told_to_stop_lets_its_batch_commit_and_acknowledges_it(self, surroundings: Surroundings) -> None:
        surroundings.prepare(*ROMANS)
        processes = surroundings.start(*ROMANS)
        stay = surroundings.do(HOUSING, RecordArrival(SLOW))
        (busy,) = eventually(lambda: [process for process in processes if process.logged("reaction_began")])
        assert busy.terminate() == 0

        assert surroundings.subjects(PERMANENCE, ARRIVED) == [stay]
        if isinstance(surroundings, Server):
            assert surroundings.waiting(PERMANENCE) == 0
        surroundings.start(*busy.instances)
        after = surroundings.do(HOUSING, RecordArrival())
        surroundings.wait_for(PERMANENCE, ARRIVED, [stay, after])

    def test_an_idle_worker_told_to_stop_ends_at_once_and_without_complaint(self, surroundings: Surroundings) -> None:
        surroundings.prepare(PERMANENCE)
        (process,) = surroundings.start(PERMANENCE)
        told = time.monotonic()
        assert process.terminate() == 0
        assert time.monotonic() - told <= pace.at_most(STOPPED)
        assert process.logged("stopped")
        assert "Traceback" not in process.log.read_text()

    def test_workers_killed_again_and_again_lose_nothing_and_repeat_nothing(self, surroundings: Surroundings) -> None:
        surroundings.prepare(*ROMANS)
        stays: list[UUID] = []
        for _ in range(2):
            processes = surroundings.start(*ROMANS)
            stays += [surroundings.do(HOUSING, RecordArrival()) for _ in range(50)]
            _wait_for(surroundings, REPORTING, ARRIVED, len(stays) - 45)
            for process in processes:
                process.kill()
        stays += [surroundings.do(HOUSING, RecordArrival()) for _ in range(10)]

        surroundings.start(*ROMANS)

        for reader in (PERMANENCE, REPORTING):
            _wait_for(surroundings, reader, ARRIVED, len(stays))
            assert surroundings.subjects(reader, ARRIVED) == sorted(stays)
        held = _wait_for(surroundings, REPORTING, PLANNED, len(stays))
        assert len(held) == len(set(held)) == len(stays)

    def test_a_second_process_of_an_instance_stands_by_and_takes_over(self, surroundings: Surroundings) -> None:
        """Server: one active consumer per queue. Embedded: the relay's lock, as each process has queues of its own."""
        surroundings.prepare(*ROMANS)
        first = surroundings.start(*ROMANS)
        second = surroundings.start(*ROMANS)
        stays = [surroundings.do(HOUSING, RecordArrival()) for _ in range(10)]
        surroundings.wait_for(PERMANENCE, ARRIVED, stays)
        assert not any(process.logged("applied") for process in second)

        for process in first:
            process.kill()
        stays += [surroundings.do(HOUSING, RecordArrival()) for _ in range(10)]

        for reader in (PERMANENCE, REPORTING):
            surroundings.wait_for(reader, ARRIVED, stays)
        assert all(process.running for process in second)


class TestRestartsEmbedded(Restarts, OnEmbedded): ...


class TestRestartsServer(Restarts, OnServer): ...


def _relayed(sender: WorkerProcess) -> int:
    return sum(line["confirmed"] for line in sender.logged("relayed"))


def _wait_for(surroundings: Surroundings, reader: Instance, event_type: str, number: int) -> list[UUID]:
    return eventually(lambda: surroundings.subjects(reader, event_type), lambda seen: len(seen) >= number)
