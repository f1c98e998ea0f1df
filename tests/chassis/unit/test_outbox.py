"""The unit of work and the outbox: what the relay sees, and when."""

from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy import exc

from chassis.core import outbox, tables
from chassis.core.application import execute
from chassis.core.work import UnitOfWork, unit_of_work
from support.migration_behaviour import NewDatabase, OnSQLite
from support.runtimes import A_DAY
from support.sample_deliveries import a_sample, count
from support.sample_service import Dossier, Planned, PlanSession, dossiers


class TestOutbox(OnSQLite):
    def test_rows_are_offered_in_order_until_they_are_marked(self, new_database: NewDatabase) -> None:
        runtime = a_sample(new_database())
        for _ in range(5):
            execute(runtime, PlanSession(), uuid4())
        rows = outbox.unsent(runtime.database)
        positions = [row.position for row in rows]
        assert positions == sorted(positions)
        assert outbox.count_unsent(runtime.database) == 5
        assert outbox.unsent(runtime.database, limit=2) == rows[:2]
        assert outbox.unsent(runtime.database, besides=positions[1:3], limit=2) == [rows[0], rows[3]]

        outbox.mark_sent(runtime.database, [positions[1], positions[3]], A_DAY)

        # What is left is found by its mark, never by "after the last one": a late commit has an older place.
        assert outbox.unsent(runtime.database) == [rows[0], rows[2], rows[4]]
        assert outbox.after(runtime.database, 0) == rows
        assert outbox.after(runtime.database, positions[2]) == rows[3:]
        assert outbox.last_event(runtime.database) == rows[4].event_id

    def test_a_row_keeps_the_instant_of_its_first_sending(self, new_database: NewDatabase) -> None:
        runtime = a_sample(new_database())
        execute(runtime, PlanSession(), uuid4())
        (row,) = outbox.unsent(runtime.database)
        for instant in (A_DAY, A_DAY.replace(hour=20)):
            outbox.mark_sent(runtime.database, [row.position], instant)
        with runtime.database.engine.connect() as connection:
            assert connection.scalars(sa.select(tables.outbox.c.sent_at)).all() == [A_DAY]

    def test_the_relay_is_woken_by_commits_that_left_a_fact_and_by_no_others(self, new_database: NewDatabase) -> None:
        runtime = a_sample(new_database())
        woken = runtime.database.committed_to_outbox
        with unit_of_work(runtime, uuid4(), uuid4()) as work:
            work.save(Dossier(uuid4()))
        assert not woken.is_set()
        with pytest.raises(ZeroDivisionError), unit_of_work(runtime, uuid4(), uuid4()) as work:
            _fail_after_writing(work)
        assert not woken.is_set()
        with unit_of_work(runtime, uuid4(), uuid4()) as work:
            work.save(Dossier(uuid4()), Planned(uuid4()))
            assert not woken.is_set()
        assert woken.is_set()
        assert (count(runtime, dossiers), count(runtime, tables.outbox)) == (2, 1)

    def test_an_attempt_that_raises_leaves_neither_state_nor_fact_and_the_rest_is_kept(
        self, new_database: NewDatabase
    ) -> None:
        runtime = a_sample(new_database())
        kept, dropped = uuid4(), uuid4()
        with unit_of_work(runtime, uuid4(), uuid4()) as work:
            with work.attempt():
                work.save(Dossier(kept), Planned(kept))
            with pytest.raises(ZeroDivisionError), work.attempt():
                _fail_after_saving(work, dropped)
        with runtime.database.engine.connect() as connection:
            assert connection.scalars(sa.select(dossiers.c.dossier_id)).all() == [kept]
            assert connection.scalars(sa.select(tables.outbox.c.subject)).all() == [kept]

    def test_two_facts_of_the_same_version_cannot_both_be_told(self, new_database: NewDatabase) -> None:
        runtime = a_sample(new_database())
        subject = uuid4()
        with unit_of_work(runtime, uuid4(), uuid4()) as work:
            work.save(Dossier(uuid4()), Planned(subject))
        with pytest.raises(exc.IntegrityError), unit_of_work(runtime, uuid4(), uuid4()) as work:
            work.save(Dossier(uuid4()), Planned(subject))
        assert (count(runtime, dossiers), count(runtime, tables.outbox)) == (1, 1)

    def test_a_fact_that_breaks_its_contract_is_not_recorded(self, new_database: NewDatabase) -> None:
        runtime = a_sample(new_database())
        with pytest.raises(ValueError, match="invalid data"), unit_of_work(runtime, uuid4(), uuid4()) as work:
            work.save(Dossier(uuid4()), Planned(None))  # type: ignore[arg-type]  # the fault itself
        assert (count(runtime, dossiers), count(runtime, tables.outbox)) == (0, 0)


def _fail_after_saving(work: UnitOfWork, dossier_id: UUID) -> None:
    work.save(Dossier(dossier_id), Planned(dossier_id))
    raise ZeroDivisionError


def _fail_after_writing(work: UnitOfWork) -> None:
    work.save(Dossier(uuid4()), Planned(uuid4()))
    work.flush()
    raise ZeroDivisionError
