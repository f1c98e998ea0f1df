"""Waiting for PostgreSQL holds up the green thread that waits, and no other."""

import time
from collections.abc import Iterator
from uuid import uuid4

import eventlet
import pytest
import sqlalchemy as sa

from chassis.core.application import execute
from chassis.core.database import Database
from chassis.core.leadership import leadership_of
from support.sample_deliveries import a_sample
from support.sample_service import HoldConsultation


@pytest.fixture
def database(postgres: str) -> Iterator[Database]:
    database = Database(postgres)
    yield database
    database.close()


def test_queries_wait_side_by_side(database: Database) -> None:
    def sleep() -> None:
        with database.engine.connect() as connection:
            connection.execute(sa.select(sa.func.pg_sleep(0.5)))

    started = time.monotonic()
    sleeping = [eventlet.spawn(sleep) for _ in range(4)]
    for thread in sleeping:
        thread.wait()
    assert time.monotonic() - started < 1.5


def test_a_leader_that_waits_lets_others_run_and_hears_a_commit(database: Database) -> None:
    runtime = a_sample(database)
    leader = leadership_of(database)
    assert leader.acquire()
    started = time.monotonic()
    waiting = eventlet.spawn(leader.wait, 20)
    eventlet.sleep(0.1)
    assert not waiting.dead
    assert time.monotonic() - started < 5

    execute(runtime, HoldConsultation(), uuid4())
    waiting.wait()

    leader.release()
    assert time.monotonic() - started < 10


def test_a_leader_s_wait_has_an_end(database: Database) -> None:
    leader = leadership_of(database)
    assert leader.acquire()
    started = time.monotonic()
    leader.wait(0.1)
    leader.release()
    assert 0.09 < time.monotonic() - started < 5
