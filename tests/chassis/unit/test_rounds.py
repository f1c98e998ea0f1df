"""What an instance does by itself is done once each civil day, whoever does it and however often it is tried."""

from dataclasses import replace
from datetime import UTC, datetime

from chassis.core import tables
from chassis.core.clock import SetClock
from chassis.core.rounds import make_round
from support.migration_behaviour import NewDatabase, OnSQLite
from support.sample_deliveries import a_sample, count
from support.sample_service import PERMANENCE, PlanSession, dossiers

WITH_A_ROUND = replace(PERMANENCE, daily=PlanSession)


class TestRounds(OnSQLite):
    def test_two_processes_make_one_round_a_day(self, new_database: NewDatabase) -> None:
        clock = SetClock(datetime(2024, 5, 31, 6, tzinfo=UTC))
        one = a_sample(new_database(), WITH_A_ROUND, clock=clock)
        other = replace(one)
        for runtime in (one, other, one):
            make_round(runtime)
        assert count(one, dossiers) == count(one, tables.commands) == 1

    def test_the_day_is_that_of_paris(self, new_database: NewDatabase) -> None:
        clock = SetClock(datetime(2024, 5, 31, 21, 59, tzinfo=UTC))
        runtime = a_sample(new_database(), WITH_A_ROUND, clock=clock)
        make_round(runtime)
        clock.set(datetime(2024, 5, 31, 22, 1, tzinfo=UTC))  # 1 June there
        make_round(runtime)
        assert count(runtime, dossiers) == 2

    def test_an_instance_that_has_nothing_to_do_does_nothing(self, new_database: NewDatabase) -> None:
        runtime = a_sample(new_database(), PERMANENCE)
        make_round(runtime)
        assert count(runtime, tables.commands) == 0
