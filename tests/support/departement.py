"""The reporting of a département on the database of either profile: facts told to it, what it keeps of them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from chassis.core import tables
from chassis.core.clock import SetClock
from chassis.core.delivery import Delivery
from chassis.core.inbox import Receipt, receive
from chassis.core.runtime import Runtime
from chassis.core.sealing import SealingKeys
from contracts.envelope import CONTENT_TYPE, Event, encode
from reporting import store
from reporting.manifest import MANIFEST
from support.recorded import rows
from support.runtimes import a_runtime, an_antenna
from support.servers import Servers

NOW = datetime(2025, 1, 1, tzinfo=UTC)
STAY, PATIENT, SUBJECT = UUID(int=1), UUID(int=2), UUID(int=7)
Projections = dict[str, list[dict[str, Any]]]


class OnSQLite:
    @pytest.fixture
    def departement(self, tmp_path: Path) -> Iterator[Runtime]:
        yield from _departement(f"sqlite+pysqlite:///{tmp_path}/reporting_departement.db", tmp_path)


class OnPostgreSQL:
    @pytest.fixture
    def departement(self, servers: Servers, tmp_path: Path) -> Iterator[Runtime]:
        yield from _departement(servers.database(), tmp_path)


def _departement(url: str, folder: Path) -> Iterator[Runtime]:
    runtime = a_runtime(url, MANIFEST, antenna=an_antenna("departement", ("reporting",)), clock=SetClock(NOW))
    yield replace(runtime, sealing=SealingKeys(folder / "sealing", creates=True))
    runtime.database.close()


def tell(runtime: Runtime, *facts: Event) -> Receipt:
    """Delivers the facts in one batch."""
    receipt = receive(runtime, [Delivery(encode(fact), CONTENT_TYPE) for fact in facts])
    assert not receipt.quarantined
    return receipt


def projections(runtime: Runtime) -> Projections:
    """Every row of every table, in the order of their keys."""
    return {
        name: sorted(map(dict, rows(runtime, name)), key=lambda row: [str(row[key.name]) for key in table.primary_key])
        for name, table in store.metadata.tables.items()
    }


def forget(runtime: Runtime) -> None:
    with runtime.database.engine.begin() as connection:
        for table in (*store.metadata.sorted_tables, *tables.metadata.sorted_tables):
            connection.execute(sa.delete(table))
