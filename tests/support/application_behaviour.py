"""What holds of commands on the database of each profile: once, all or nothing, tried again when others are faster."""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy import exc
from sqlalchemy.orm.exc import StaleDataError

from chassis.core import outbox, tables
from chassis.core.application import TRIES, execute
from chassis.core.errors import CommandReused, ConcurrentChange, DatabaseUnavailable, NotFound
from chassis.core.runtime import Runtime
from chassis.core.work import FactUntold, UnitOfWork, unit_of_work
from contracts.envelope import CONTENT_TYPE, decode
from support.migration_behaviour import NewDatabase
from support.runtimes import A_DAY
from support.sample_deliveries import a_sample, count
from support.sample_service import PERMANENCE, PLANNED, Dossier, PlanSession, dossiers, plan_session

COMMAND_ID = UUID("5a1f3f0e-6a58-4b52-8d5c-0a6d7b3c9e21")
Handler = Callable[[PlanSession, UnitOfWork], Mapping[str, str]]


class ApplicationBehaviour:
    def test_a_command_changes_the_state_and_leaves_its_fact(self, new_database: NewDatabase) -> None:
        runtime = a_sample(new_database())

        outcome = execute(runtime, PlanSession(), COMMAND_ID)

        (row,) = outbox.unsent(runtime.database)
        fact = decode(row.body, CONTENT_TYPE)
        assert (row.type, row.routing_key, row.event_id) == (PLANNED, "session_planned.v1.romans", fact.id)
        assert (str(fact.subject), fact.sequence, fact.time) == (outcome["subject"], 1, A_DAY)
        assert (fact.source, fact.antenna) == ("/romans/permanence", "romans")
        assert fact.correlationid == fact.causationid == COMMAND_ID
        assert _versions(runtime) == {fact.subject: 1}

    def test_a_repeated_command_has_its_first_outcome_and_no_second_effect(self, new_database: NewDatabase) -> None:
        runtime = a_sample(new_database())
        outcomes = [execute(runtime, PlanSession(), COMMAND_ID) for _ in range(3)]
        assert outcomes == [outcomes[0]] * 3
        assert (count(runtime, dossiers), count(runtime, tables.outbox)) == (1, 1)

    def test_a_fact_that_no_table_names_is_not_saved_and_a_change_that_tells_nothing_is_one_version(
        self, new_database: NewDatabase
    ) -> None:
        runtime = a_sample(new_database())
        dossier = Dossier(COMMAND_ID)
        with pytest.raises(FactUntold, match="UUID"), unit_of_work(runtime, COMMAND_ID, COMMAND_ID) as work:
            work.save(dossier, COMMAND_ID)
        with unit_of_work(runtime, COMMAND_ID, COMMAND_ID) as work:
            work.save(dossier)
            work.save(dossier, None)
        assert (_versions(runtime), count(runtime, tables.outbox)) == ({COMMAND_ID: 2}, 0)

    def test_one_id_for_two_commands_is_refused(self, new_database: NewDatabase) -> None:
        runtime = a_sample(new_database())
        execute(runtime, PlanSession(), COMMAND_ID)
        with pytest.raises(CommandReused):
            execute(runtime, PlanSession(pause=0.001), COMMAND_ID)
        assert count(runtime, tables.outbox) == 1

    @pytest.mark.parametrize("error", [NotFound(), ValueError("the handler's own fault")])
    def test_a_command_that_fails_leaves_nothing(self, new_database: NewDatabase, error: Exception) -> None:
        runtime = _handling(new_database, _after_saving(iter([error])))
        with pytest.raises(type(error)):
            execute(runtime, PlanSession(), COMMAND_ID)
        assert [count(runtime, table) for table in (dossiers, tables.outbox, tables.commands)] == [0, 0, 0]

        execute(runtime, PlanSession(), COMMAND_ID)
        assert [count(runtime, table) for table in (dossiers, tables.outbox, tables.commands)] == [1, 1, 1]

    @pytest.mark.parametrize(
        ("error", "problem"),
        [
            (StaleDataError("stale"), ConcurrentChange),
            (exc.DBAPIError("", None, Exception("gone"), connection_invalidated=True), DatabaseUnavailable),
        ],
        ids=["stale", "connection lost"],
    )
    def test_what_passes_is_tried_five_times(
        self, new_database: NewDatabase, error: Exception, problem: type[Exception]
    ) -> None:
        failures = iter([error] * (TRIES + TRIES - 1))
        runtime = _handling(new_database, _after_saving(failures))
        with pytest.raises(problem):
            execute(runtime, PlanSession(), COMMAND_ID)
        assert [count(runtime, table) for table in (dossiers, tables.outbox, tables.commands)] == [0, 0, 0]

        execute(runtime, PlanSession(), COMMAND_ID)
        assert count(runtime, tables.outbox) == 1

    def test_the_same_command_from_many_sides_at_once_has_one_effect(self, new_database: NewDatabase) -> None:
        runtime = a_sample(new_database())
        with ThreadPoolExecutor(4) as threads:
            outcomes = list(threads.map(lambda _: execute(runtime, PlanSession(), COMMAND_ID), range(12)))
        assert outcomes == [outcomes[0]] * 12
        assert (count(runtime, dossiers), count(runtime, tables.outbox)) == (1, 1)

    def test_changes_of_one_aggregate_from_many_sides_at_once_follow_each_other(
        self, new_database: NewDatabase
    ) -> None:
        runtime = a_sample(new_database())
        subject = UUID(execute(runtime, PlanSession(), uuid4())["subject"])

        def insist(_: int) -> None:
            command_id = uuid4()
            while True:
                try:
                    execute(runtime, PlanSession(subject), command_id)
                except ConcurrentChange:
                    continue
                return

        with ThreadPoolExecutor(4) as threads:
            list(threads.map(insist, range(20)))
        with runtime.database.engine.connect() as connection:
            sequences = connection.scalars(sa.select(tables.outbox.c.sequence).order_by(tables.outbox.c.sequence)).all()
        assert sequences == list(range(1, 22))
        assert _versions(runtime) == {subject: 21}


def _handling(new_database: NewDatabase, handler: Handler) -> Runtime:
    return a_sample(new_database(), replace(PERMANENCE, handlers={PlanSession: handler}))


def _after_saving(failures: Iterator[Exception]) -> Handler:
    """Handles as the sample does, to the last statement, then fails as often as there are failures."""

    def handle(command: PlanSession, work: UnitOfWork) -> Mapping[str, str]:
        outcome = plan_session(command, work)
        work.flush()
        for error in failures:
            raise error
        return outcome

    return handle


def _versions(runtime: Runtime) -> dict[Any, int]:
    with runtime.database.engine.connect() as connection:
        return {row.dossier_id: row.version for row in connection.execute(sa.select(dossiers))}
