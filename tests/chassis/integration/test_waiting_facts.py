"""Waiting events where it matters what else happens: a thousand orders, other transactions, other processes, kills."""

import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Event
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from chassis.core import quarantine, tables, waiting
from chassis.core.application import execute
from chassis.core.clock import SetClock
from chassis.core.inbox import Receipt, receive
from chassis.core.replay import replay
from chassis.core.retry import FIRST_LOOK, retry_waiting
from chassis.core.runtime import Runtime
from chassis.core.work import UnitOfWork
from support import pace
from support.journals import JOURNALS
from support.migration_behaviour import NewDatabase, OnPostgreSQL, OnSQLite
from support.processes import TESTS
from support.recorded import rows
from support.runtimes import A_DAY, a_runtime, sqlite_runtime
from support.shuffled import deliveries, sequences, settle
from support.waiting_sample import (
    FATAL_ON,
    MANIFEST,
    OpenRoom,
    delivered,
    state,
    voided,
    voids,
)

SEQUENCES = 1_000
SEED = 20231106


def a_follower(database: NewDatabase | Runtime, clock: SetClock | None = None) -> Runtime:
    """A runtime of its own, as another process has, on a new database or on another runtime's."""
    url = database.database.url if isinstance(database, Runtime) else database().url
    return a_runtime(url.render_as_string(hide_password=False), MANIFEST, clock=clock or SetClock(A_DAY))


def open_room(runtime: Runtime, room_id: UUID) -> None:
    execute(runtime, OpenRoom(room_id), uuid4())


def test_a_thousand_shuffled_sequences_with_repeats_lead_to_the_state_of_the_right_order(tmp_path: Path) -> None:
    generator = random.Random(SEED)
    told = sequences(generator, SEQUENCES)
    runtime = sqlite_runtime(tmp_path, MANIFEST)
    every = deliveries(generator, told)
    receipt = settle(runtime, generator, every)
    assert state(runtime) == {one.room_id: one.state for one in told}
    assert receipt.applied == sum(len(one.facts) for one in told)
    assert receipt.duplicates == len(every) - receipt.applied
    assert waiting.count(runtime) == 0
    assert not receipt.quarantined


class WaitingAmongOthers:
    @pytest.fixture
    def runtime(self, new_database: NewDatabase) -> Iterator[Runtime]:
        runtime = a_follower(new_database)
        yield runtime
        runtime.database.close()

    def test_several_workers_trying_at_once_have_one_effect(self, runtime: Runtime) -> None:
        room_ids = [uuid4() for _ in range(40)]
        receive(runtime, [delivered(voided(room_id)) for room_id in room_ids for _ in range(2)])
        for room_id in room_ids:
            open_room(runtime, room_id)
        workers = [a_follower(runtime) for _ in range(2)]
        start = Barrier(len(workers))

        def work(worker: Runtime) -> Receipt:
            start.wait()
            total = Receipt()
            while waiting.count(worker):
                total.add(retry_waiting(worker))
            worker.database.close()
            return total

        with ThreadPoolExecutor(len(workers)) as pool:
            receipts = list(pool.map(work, workers))
        assert sum(receipt.applied for receipt in receipts) == 2 * len(room_ids)
        assert [len(voidings) for _, _, voidings in state(runtime).values()] == [2] * len(room_ids)
        assert quarantine.messages(runtime) == []

    @pytest.mark.parametrize("kills", [2, 5])
    def test_a_worker_killed_while_it_tries_loses_nothing_and_what_kills_each_time_is_set_aside(
        self, runtime: Runtime, kills: int
    ) -> None:
        room_id = uuid4()
        receive(runtime, [delivered(voided(room_id, FATAL_ON)), delivered(voided(room_id))])
        open_room(runtime, room_id)
        url = runtime.database.url.render_as_string(hide_password=False)
        statuses = []
        for _ in range(kills):
            command = [sys.executable, "-m", "support.waiting_process", url]
            with JOURNALS.new("waiting", runtime.instance).open("wb") as log:
                done = subprocess.run(command, cwd=TESTS, stderr=log, check=False, timeout=pace.patience())
            statuses.append(done.returncode)
            assert len(rows(runtime, "inbox")) == (1 if statuses[-1] == 0 else 2)

        if kills < 5:
            assert statuses == [-signal.SIGKILL] * kills
            mended = replace(runtime, manifest=replace(MANIFEST, reactions=dict.fromkeys(MANIFEST.reactions, _note)))
            while waiting.count(runtime):
                retry_waiting(mended)
            assert quarantine.messages(runtime) == []
            expected = 2
        else:
            assert statuses == [-signal.SIGKILL] * 4 + [0]
            (poison,) = quarantine.messages(runtime)
            assert poison.code == "POISON"
            expected = 1
        assert len(state(runtime)[room_id][2]) == expected


class TestWaitingAmongOthersOnSQLite(OnSQLite, WaitingAmongOthers): ...


class TestWaitingAmongOthersOnPostgreSQL(OnPostgreSQL, WaitingAmongOthers):
    """And transactions that cross, which SQLite, with its one writer, does not have."""

    def test_an_event_kept_while_its_aggregate_was_being_saved_is_picked_up_after_a_minute(
        self, new_database: NewDatabase
    ) -> None:
        clock = SetClock(A_DAY)
        runtime = a_follower(new_database, clock)
        room_id = uuid4()

        def saved_meanwhile(events: Any, work: UnitOfWork) -> None:
            MANIFEST.reactions[events[0].type](events, work)
            open_room(runtime, room_id)  # marks nothing: what is kept here is not committed yet

        crossing = replace(
            runtime, manifest=replace(MANIFEST, reactions=dict.fromkeys(MANIFEST.reactions, saved_meanwhile))
        )
        assert receive(crossing, [delivered(voided(room_id))]) == Receipt(waiting=1)
        assert retry_waiting(runtime) == Receipt()
        clock.set(A_DAY + FIRST_LOOK)
        assert retry_waiting(runtime) == Receipt(applied=1)
        runtime.database.close()

    def test_a_mark_made_while_the_event_is_being_tried_is_not_missed(self, runtime: Runtime) -> None:
        """The try looked for the aggregate before it was there, and ends after it is."""
        room_id = uuid4()
        receive(runtime, [delivered(voided(room_id))])
        with runtime.database.engine.begin() as connection:
            connection.execute(sa.update(tables.waiting).values(due=True))
        looked, saving = Event(), Event()

        def slow(events: Any, work: UnitOfWork) -> None:
            MANIFEST.reactions[events[0].type](events, work)
            looked.set()
            saving.wait(pace.patience())
            time.sleep(0.2)  # the command below is at the mark by now, and waits there

        trying = replace(runtime, manifest=replace(MANIFEST, reactions=dict.fromkeys(MANIFEST.reactions, slow)))
        with ThreadPoolExecutor(2) as pool:
            tried = pool.submit(retry_waiting, trying)
            assert looked.wait(pace.patience())
            saved = pool.submit(open_room, runtime, room_id)
            saving.set()
            assert tried.result() == Receipt(waiting=1)
            saved.result()
        assert retry_waiting(runtime) == Receipt(applied=1)

    def test_what_another_process_has_applied_meanwhile_is_not_set_aside(self, runtime: Runtime) -> None:
        room_id = uuid4()
        receive(runtime, [delivered(voided(room_id))])
        open_room(runtime, room_id)
        other = a_follower(runtime)

        def fails_late(events: Any, work: UnitOfWork) -> None:
            work.session.rollback()  # as a lost connection does: the row is free for the other
            assert retry_waiting(other) == Receipt(applied=1)
            raise LookupError

        failing = replace(runtime, manifest=replace(MANIFEST, reactions=dict.fromkeys(MANIFEST.reactions, fails_late)))
        assert retry_waiting(failing) == Receipt()
        assert quarantine.messages(runtime) == []
        assert len(rows(runtime, "inbox")) == 1
        assert len(state(runtime)[room_id][2]) == 1
        other.database.close()

    def test_replays_of_an_orphan_by_two_people_at_once_have_one_effect(self, new_database: NewDatabase) -> None:
        clock = SetClock(A_DAY)
        runtime = a_follower(new_database, clock)
        room_id = uuid4()
        receive(runtime, [delivered(voided(room_id)) for _ in range(10)])
        clock.set(A_DAY + timedelta(days=8))
        assert retry_waiting(runtime).quarantined == Counter(ORPHAN=10)
        open_room(runtime, room_id)
        orphans = [message.quarantine_id for message in quarantine.messages(runtime)]
        with ExitStack() as stack, ThreadPoolExecutor(2) as pool:
            people = [a_follower(runtime) for _ in range(2)]
            for person in people:
                stack.callback(person.database.close)
            assert all(pool.map(lambda person: all(replay(person, orphan) for orphan in orphans), people))
        assert len(state(runtime)[room_id][2]) == 10
        assert quarantine.messages(runtime) == []
        runtime.database.close()


def _note(events: Any, work: UnitOfWork) -> None:
    rows = [
        {"void_id": event.subject, "room_id": event.data["room_id"], "from_on": event.data["from_on"]}
        for event in events
    ]
    work.session.execute(sa.insert(voids), rows)
