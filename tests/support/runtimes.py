"""Builds runtimes and antennas for tests, with the real chassis and a clock that stands where it is put."""

import base64
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from chassis.core import tables
from chassis.core.antenna import Antenna
from chassis.core.clock import Clock, SetClock
from chassis.core.database import Database
from chassis.core.keyring import Keyring
from chassis.core.manifest import Manifest
from chassis.core.runtime import Runtime

A_DAY = datetime(2023, 11, 6, 9, 30, tzinfo=UTC)
KEYRING = Keyring(base64.urlsafe_b64decode("bWFpbGxhZ2UtdGVzdC1rZXktbWFpbGxhZ2UtdGVzdC0="))


def an_antenna(
    code: str = "romans",
    services: tuple[str, ...] = ("permanence", "housing", "reporting"),
    opened_on: date = date(2023, 9, 4),
    parameters: Mapping[str, Mapping[str, Any]] | None = None,
) -> Antenna:
    return Antenna(code, code.capitalize(), opened_on, None, services, parameters or {})


def a_runtime(url: str, manifest: Manifest, *, antenna: Antenna | None = None, clock: Clock | None = None) -> Runtime:
    """A runtime whose database at that address has its tables (made at once, without the migrations)."""
    database = Database(url)
    tables.metadata.create_all(database.engine)
    manifest.metadata.create_all(database.engine)
    return Runtime(manifest, antenna or an_antenna(), database, KEYRING, clock or SetClock(A_DAY))


def instance_of(database: Database, manifest: Manifest) -> Runtime:
    """A runtime on a database as it is: to migrate it, or to see what is missing."""
    return Runtime(manifest, an_antenna(), database, KEYRING, SetClock(A_DAY))


@contextmanager
def impatient(runtime: Runtime) -> Iterator[Runtime]:
    """The same instance, whose SQLite database does not wait for another writer to end."""
    database = Database(runtime.database.url.render_as_string(hide_password=False), busy_seconds=0)
    try:
        yield replace(runtime, database=database)
    finally:
        database.close()


def sqlite_runtime(
    directory: Path, manifest: Manifest, *, antenna: Antenna | None = None, clock: Clock | None = None
) -> Runtime:
    antenna = antenna or an_antenna()
    url = f"sqlite+pysqlite:///{directory}/{manifest.name}_{antenna.code}.db"
    return a_runtime(url, manifest, antenna=antenna, clock=clock)
