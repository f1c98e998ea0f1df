"""Arrivals as the broker delivers them to the sample permanence of Romans."""

import dataclasses
import json
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from chassis.core import tables
from chassis.core.clock import Clock, SetClock
from chassis.core.database import Database
from chassis.core.delivery import Delivery
from chassis.core.manifest import Manifest
from chassis.core.runtime import Runtime
from chassis.core.work import UnitOfWork
from contracts.envelope import CONTENT_TYPE, Event, encode
from support.facts import arrival
from support.runtimes import A_DAY, KEYRING, an_antenna
from support.sample_service import ARRIVED, CALM, PERMANENCE, effects


def an_arrival(house: str = CALM, **attributes: Any) -> Event:
    event = arrival(uuid4(), date(2023, 11, 6))
    return dataclasses.replace(event, data={**event.data, "house": house}, **attributes)


def delivered(event: Event, *, returns: int = 0) -> Delivery:
    return Delivery(encode(event), CONTENT_TYPE, returns=returns)


def rewritten(event: Event, **attributes: object) -> Delivery:
    """The same bytes but for some attributes of the envelope, which need not be valid."""
    return Delivery(json.dumps(json.loads(encode(event)) | attributes).encode(), CONTENT_TYPE)


def a_sample(
    database: Database, manifest: Manifest = PERMANENCE, *, antenna: str = "romans", clock: Clock | None = None
) -> Runtime:
    """An instance of a sample service with its tables in a database that may have them already."""
    tables.metadata.create_all(database.engine)
    manifest.metadata.create_all(database.engine)
    return Runtime(manifest, an_antenna(antenna), database, KEYRING, clock or SetClock(A_DAY))


def reacting(manifest: Manifest, before: Callable[[Sequence[Event]], None]) -> Manifest:
    """The same service, where something happens before its reaction to arrivals."""
    reaction = manifest.reactions[ARRIVED]

    def disturbed(events: Sequence[Event], work: UnitOfWork) -> None:
        before(events)
        reaction(events, work)

    return dataclasses.replace(manifest, reactions={**manifest.reactions, ARRIVED: disturbed})


def count(runtime: Runtime, table: sa.Table) -> int:
    with runtime.database.engine.connect() as connection:
        return connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0


def subjects(runtime: Runtime) -> list[Any]:
    """The subjects of all effects, repeats included, sorted."""
    with runtime.database.engine.connect() as connection:
        return sorted(connection.scalars(sa.select(effects.c.subject)))
