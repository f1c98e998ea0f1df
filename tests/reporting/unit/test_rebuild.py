"""Projections made again from the log are the same projections."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from chassis.core.clock import SetClock
from chassis.core.delivery import Delivery
from chassis.core.inbox import receive
from chassis.core.runtime import Runtime
from contracts.catalogue import read_by
from contracts.envelope import CONTENT_TYPE
from reporting import store
from reporting.manifest import MANIFEST
from reporting.permanence.projections import consultations, patients
from reporting.rebuild import rebuild
from support.examples import body, document
from support.runtimes import sqlite_runtime

READ = read_by("reporting")


def projections(runtime: Runtime) -> dict[str, list[Any]]:
    with runtime.database.reading.connect() as connection:
        return {table.name: list(connection.execute(sa.select(table))) for table in store.metadata.sorted_tables}


def test_rebuilding_gives_the_same_projections_and_mends_spoiled_ones(tmp_path: Path) -> None:
    runtime = sqlite_runtime(tmp_path, MANIFEST, clock=SetClock(datetime(2024, 6, 1, tzinfo=UTC)))
    receive(runtime, [Delivery(body(document(entry.type)), CONTENT_TYPE) for entry in READ])
    before = projections(runtime)
    assert all(before.values())

    with runtime.database.engine.begin() as connection:
        connection.execute(sa.delete(patients))
        connection.execute(sa.update(consultations).values(practitioner_kind="spoiled"))
    assert rebuild(runtime) == len(READ)
    assert projections(runtime) == before
