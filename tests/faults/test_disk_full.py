"""A database whose disk is full: commands are refused before any effect, and facts on their way wait.

No file system is filled, because an unprivileged account cannot mount a small one. SQLite has a limit of its own that
raises the very error of a full disk. PostgreSQL answers as it does when it cannot extend a file, with that SQLSTATE,
from triggers on what it writes last.
"""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa

from chassis.core import tables
from chassis.core.application import execute
from chassis.core.errors import DatabaseUnavailable
from chassis.core.runtime import Runtime
from faults.verdicts import assert_kept
from permanence.manifest import MANIFEST as PERMANENCE
from support.chain import Chain, wait_until_quiet
from support.disk_full import postgresql_full
from support.http_app import Web, assert_problem, web
from support.profiles import OnServer
from support.recorded import row_counts
from support.registration import PATIENT, ROLE
from support.sample_service import RecordArrival
from support.surroundings import Server

ACCOUNTS = {tables.accounts.name, tables.tellings.name}
FULL_FOR = 5.0


def test_a_command_is_refused_before_any_effect_and_can_be_repeated_once_there_is_room(tmp_path: Path) -> None:
    with web(tmp_path, PERMANENCE, ROLE) as permanence:
        with _sqlite_full(permanence.runtime):
            key, before = _fill(permanence)
            assert_problem(permanence.post("/patients", PATIENT, key=key), 503, "DATABASE_UNAVAILABLE")
            assert permanence.rows() == before
        assert permanence.post("/patients", PATIENT, key=key).status_code == 201
        assert permanence.rows()["outbox"] == before["outbox"] + 1


class TestDiskFull(OnServer):
    def test_nothing_is_lost_repeated_or_quarantined_while_every_disk_is_full(self, surroundings: Server) -> None:
        chain = Chain.of(surroundings, "romans")
        surroundings.prepare(*chain.instances)
        surroundings.start(*chain.instances)
        housing = surroundings.runtime(chain.housing)
        with chain.load():
            time.sleep(1)
        with ExitStack() as full:
            # Housing writes its state before its outbox, and its relay marks there what was sent.
            full.enter_context(postgresql_full(housing, "outbox"))
            full.enter_context(postgresql_full(surroundings.runtime(chain.permanence), "outbox"))
            full.enter_context(postgresql_full(surroundings.runtime(chain.reporting), "effects"))
            before = _rows_of_commands(housing)
            with chain.load(patience=0):
                with pytest.raises(DatabaseUnavailable):
                    execute(housing, RecordArrival(), uuid4())
                time.sleep(FULL_FOR)
            assert _rows_of_commands(housing) == before
        chain.repeat_unanswered()
        wait_until_quiet(chain)
        assert all(process.running for process in surroundings.processes)
        assert_kept("full-disk", chain, trials=1)


def _rows_of_commands(runtime: Runtime) -> dict[str, int]:
    """All that a command could have left half done: a relay that starts again closes its account meanwhile."""
    return {table: rows for table, rows in row_counts(runtime).items() if table not in ACCOUNTS}


def _fill(permanence: Web) -> tuple[str, Any]:
    """Commands until one is refused, for the pages that there are have some room left: its key, the rows before it."""
    for _ in range(500):
        key, before = str(uuid4()), permanence.rows()
        if permanence.post("/patients", PATIENT, key=key).status_code != 201:
            return key, before
    raise AssertionError("the database has no limit")


@contextmanager
def _sqlite_full(runtime: Runtime) -> Iterator[None]:
    def limit(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA max_page_count = 1")  # never under what it has already

    engine = runtime.database.engine
    engine.dispose()
    sa.event.listen(engine, "connect", limit)
    try:
        yield
    finally:
        sa.event.remove(engine, "connect", limit)
        engine.dispose()
