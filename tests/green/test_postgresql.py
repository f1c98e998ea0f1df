"""Waiting for PostgreSQL holds up the green thread that waits, and no other."""

import time
from uuid import uuid4

import eventlet
import pytest
import sqlalchemy as sa

from chassis.core import watch
from chassis.core.application import execute
from chassis.core.database import Database, is_transient
from chassis.core.leadership import leadership_of
from local_servers.node import Node
from support import pace
from support.frozen import frozen
from support.sample_deliveries import a_sample
from support.sample_service import PlanSession
from support.watch_behaviour import WatchBehaviour, seconds


class TestWatch(WatchBehaviour):
    """Also where libpq does not wait itself, and so does not keep its limit for opening a connection."""

    def test_a_connection_that_does_not_open_is_given_up(
        self, node: Node, database: Database, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Its own watch is answered all the time: only what takes new connections is away."""
        monkeypatch.setattr(watch, "OPENING", 0.5)
        assert seconds(database, 0) is None
        database.engine.dispose()
        with frozen(node, with_what_it_started=False):
            started = time.monotonic()
            error = seconds(database, 0)
        assert error is not None
        assert is_transient(error)
        assert time.monotonic() - started < pace.patience()
        assert database.is_answering


def test_queries_wait_side_by_side(database: Database) -> None:
    each, together = 0.5, 8

    def sleep() -> None:
        with database.engine.connect() as connection:
            connection.execute(sa.select(sa.func.pg_sleep(each)))

    started = time.monotonic()
    sleeping = [eventlet.spawn(sleep) for _ in range(together)]
    for thread in sleeping:
        thread.wait()
    assert time.monotonic() - started < each * together, "one after the other"


def test_a_leader_that_waits_lets_others_run_and_hears_a_commit(database: Database) -> None:
    runtime = a_sample(database)
    leader = leadership_of(database)
    assert leader.acquire()
    started = time.monotonic()
    waiting = eventlet.spawn(leader.wait, long := pace.patience())
    eventlet.sleep(0.1)
    assert not waiting.dead
    assert time.monotonic() - started < long

    execute(runtime, PlanSession(), uuid4())
    waiting.wait()

    leader.release()
    assert time.monotonic() - started < long


def test_a_leader_s_wait_has_an_end(database: Database) -> None:
    leader = leadership_of(database)
    assert leader.acquire()
    started = time.monotonic()
    leader.wait(0.1)
    leader.release()
    assert 0.09 < time.monotonic() - started < pace.patience()
