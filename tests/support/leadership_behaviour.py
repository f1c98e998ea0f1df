"""What holds of the relay's leadership on the database of each profile."""

import time
from uuid import uuid4

from chassis.core.application import execute
from chassis.core.leadership import leadership_of
from support import pace
from support.migration_behaviour import NewDatabase
from support.processes import eventually
from support.sample_deliveries import a_sample
from support.sample_service import PlanSession


class LeadershipBehaviour:
    def test_one_leads_and_the_next_takes_over_when_it_gives_up(self, new_database: NewDatabase) -> None:
        database = new_database()
        first, second = leadership_of(database), leadership_of(database)
        try:
            assert first.acquire()
            assert not second.acquire()
            first.release()
            assert eventually(second.acquire)
        finally:
            second.release()

    def test_another_database_has_another_leader(self, new_database: NewDatabase) -> None:
        leaders = [leadership_of(new_database()) for _ in range(2)]
        assert all(leader.acquire() for leader in leaders)
        for leader in leaders:
            leader.release()

    def test_a_commit_that_left_a_fact_wakes_the_leader(self, new_database: NewDatabase) -> None:
        runtime = a_sample(new_database())
        leader = leadership_of(runtime.database)
        assert leader.acquire()
        execute(runtime, PlanSession(), uuid4())
        started = time.monotonic()
        leader.wait(long := pace.patience())
        leader.release()
        assert time.monotonic() - started < long

    def test_a_leader_that_nobody_wakes_looks_by_itself(self, new_database: NewDatabase) -> None:
        leader = leadership_of(new_database())
        assert leader.acquire()
        started = time.monotonic()
        leader.wait(0.1)
        leader.release()
        assert 0.09 < time.monotonic() - started < pace.patience()
