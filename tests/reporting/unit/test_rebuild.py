"""Projections made again from the log are the same projections."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from chassis.core.clock import SetClock
from chassis.core.delivery import Delivery
from chassis.core.inbox import receive
from chassis.core.keyring import KeyUnusable
from chassis.core.runtime import Runtime
from chassis.core.sealing import SealingKeys
from contracts.catalogue import read_by
from contracts.envelope import CONTENT_TYPE, Event, encode
from contracts.permanence.counts import GROUP, NEW_PATIENTS
from reporting import store
from reporting.manifest import MANIFEST
from reporting.permanence.counts.table import counts
from reporting.permanence.projections import consultations, patients
from reporting.rebuild import rebuild
from support.examples import body, document
from support.reporting.counted import MONTH_COUNTED, month_counted, row, total
from support.runtimes import sqlite_runtime

READ = read_by("reporting")


def projections(runtime: Runtime) -> dict[str, list[Any]]:
    with runtime.database.reading.connect() as connection:
        return {
            table.name: list(connection.execute(sa.select(table).order_by(*table.primary_key)))
            for table in store.metadata.sorted_tables
        }


@pytest.fixture
def reporting(tmp_path: Path) -> Iterator[Runtime]:
    runtime = sqlite_runtime(tmp_path, MANIFEST, clock=SetClock(datetime(2024, 6, 1, tzinfo=UTC)))
    yield replace(runtime, sealing=SealingKeys(tmp_path / "sealing", creates=True))
    runtime.database.close()


def told(runtime: Runtime, *facts: Event) -> None:
    assert not receive(runtime, [Delivery(encode(fact), CONTENT_TYPE) for fact in facts]).quarantined


def test_rebuilding_gives_the_same_projections_and_mends_spoiled_ones(reporting: Runtime) -> None:
    plain = [entry.type for entry in READ if entry.type != MONTH_COUNTED]
    receive(reporting, [Delivery(body(document(event_type)), CONTENT_TYPE) for event_type in plain])
    told(reporting, month_counted(reporting.sealing, NEW_PATIENTS, date(2023, 9, 1), total(3), row(GROUP, "ald", 1)))
    before = projections(reporting)
    assert all(before.values())

    with reporting.database.engine.begin() as connection:
        connection.execute(sa.delete(patients))
        connection.execute(sa.update(consultations).values(practitioner_kind="spoiled"))
        connection.execute(sa.update(counts).values(month=99))
    assert rebuild(reporting) == len(READ)
    assert projections(reporting) == before


def test_a_rebuild_refuses_no_count_that_was_accepted(reporting: Runtime) -> None:
    """It projects the log in an order of its own, in which what was believed may be lower than what precedes it."""
    keys, september, october = reporting.sealing, date(2023, 9, 1), date(2023, 10, 1)
    later = month_counted(keys, NEW_PATIENTS, october, total(1, 5))
    first = month_counted(keys, NEW_PATIENTS, september, total(9))
    for fact in (later, first):
        told(reporting, fact)
    before = projections(reporting)
    assert rebuild(reporting) == 2
    assert projections(reporting) == before


def test_a_rebuild_without_the_private_key_says_so_and_leaves_everything(reporting: Runtime, tmp_path: Path) -> None:
    told(reporting, month_counted(reporting.sealing, NEW_PATIENTS, date(2023, 9, 1), total(3)))
    before = projections(reporting)
    with pytest.raises(KeyUnusable, match="maillage key pair"):
        rebuild(replace(reporting, sealing=SealingKeys(tmp_path / "elsewhere")))
    assert projections(reporting) == before
