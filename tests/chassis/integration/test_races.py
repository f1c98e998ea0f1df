"""Several at once: inboxes given the same events, writers that commit out of order, relays of one outbox."""

import json
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from uuid import UUID

from chassis.core import outbox
from chassis.core.database import Database
from contracts.envelope import encode
from support import pace
from support.journals import JOURNALS
from support.migration_behaviour import NewDatabase, OnPostgreSQL
from support.processes import TESTS, eventually
from support.profiles import OnServer
from support.sample_deliveries import a_sample, an_arrival, subjects
from support.sample_service import PLANNED, REPORTING, PlanSession
from support.surroundings import PERMANENCE, Server
from support.surroundings import REPORTING as REPORTING_ROMANS

EVENTS = 10_000
PROCESSES = 3
WRITERS = 8
COMMITS = 150


class TestInboxes(OnPostgreSQL):
    def test_three_inboxes_given_the_same_events_at_once_apply_each_once(
        self, new_database: NewDatabase, tmp_path: Path
    ) -> None:
        generator = random.Random(20231106)
        runtime = a_sample(new_database(), REPORTING)
        events = [an_arrival() for _ in range(EVENTS)]
        shares = _shared_out([encode(event) for event in events], generator)

        outcomes = _contend(runtime.database, shares, tmp_path)

        assert subjects(runtime) == sorted(event.subject for event in events)
        assert sum(outcome["applied"] for outcome in outcomes) == EVENTS
        assert sum(outcome["duplicates"] for outcome in outcomes) == sum(map(len, shares)) - EVENTS
        assert [outcome["quarantined"] for outcome in outcomes] == [{}] * PROCESSES
        assert [outcome["failures"] for outcome in outcomes] == [[]] * PROCESSES  # no deadlock, no timeout


class TestOutbox(OnServer):
    def test_two_relays_miss_no_row_of_eight_writers_that_commit_out_of_order(self, surroundings: Server) -> None:
        generator = random.Random(20231106)
        surroundings.prepare(PERMANENCE, REPORTING_ROMANS)
        *relays, _reader = surroundings.start(PERMANENCE, PERMANENCE, REPORTING_ROMANS)
        pauses = [[generator.uniform(0.0001, 0.02) for _ in range(COMMITS)] for _ in range(WRITERS)]

        def write(own: Sequence[float]) -> list[UUID]:
            return [surroundings.do(PERMANENCE, PlanSession(pause=pause)) for pause in own]

        with ThreadPoolExecutor(WRITERS) as writers:
            written = sorted(subject for own in writers.map(write, pauses) for subject in own)

        assert len(written) == WRITERS * COMMITS
        eventually(lambda: surroundings.subjects(REPORTING_ROMANS, PLANNED), lambda seen: len(seen) >= len(written))
        assert surroundings.subjects(REPORTING_ROMANS, PLANNED) == written
        assert outbox.count_unsent(surroundings.runtime(PERMANENCE).database) == 0
        # One leads: the other sent nothing, and nothing was sent twice.
        sent = [sum(line["confirmed"] for line in relay.logged("relayed")) for relay in relays]
        assert sorted(sent) == [0, len(written)]


def _shared_out(bodies: Sequence[bytes], generator: random.Random) -> list[list[bytes]]:
    """Each body one to five times, to any of the processes, all of them at about the same time but in no order."""
    shares: list[list[tuple[float, bytes]]] = [[] for _ in range(PROCESSES)]
    for place, body in enumerate(bodies):
        for _ in range(generator.randint(1, 5)):
            generator.choice(shares).append((place + generator.uniform(0, 500), body))
    assert set(Counter(body for share in shares for _, body in share).values()) == {1, 2, 3, 4, 5}
    return [[body for _, body in sorted(share)] for share in shares]


def _contend(database: Database, shares: Sequence[Sequence[bytes]], folder: Path) -> list[dict[str, Any]]:
    """One process a share; all begin together."""
    url = database.url.render_as_string(hide_password=False)
    with ExitStack() as stack:
        processes = []
        for number, share in enumerate(shares):
            file = folder / f"{number}.jsonl"
            file.write_bytes(b"\n".join(share))
            command = [sys.executable, "-m", "support.contender", url, str(file)]
            with JOURNALS.new("contender").open("wb") as log:
                process = subprocess.Popen(
                    command, cwd=TESTS, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True
                )
            processes.append(stack.enter_context(process))
            stack.callback(process.kill)
        for process in processes:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        for process in processes:
            assert process.stdin is not None
            print("go", file=process.stdin, flush=True)
        return [json.loads(process.communicate(timeout=pace.patience())[0]) for process in processes]
