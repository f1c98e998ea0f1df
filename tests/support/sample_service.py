"""Three small services on the real catalogue, for the chassis's own tests: they keep every effect, repeats included.

`housing` tells of arrivals by command. `permanence` reads them and tells of sessions, by command and in reaction.
`reporting` reads both. The house named in an arrival says how a reaction behaves.
"""

import os
import signal
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import registry

from chassis.core.errors import NotFound
from chassis.core.ids import new_id
from chassis.core.manifest import Manifest
from chassis.core.told import Telling, table, tells
from chassis.core.work import UnitOfWork
from contracts.catalogue import CATALOGUE, EventType, Reach
from contracts.envelope import Event

ARRIVED = "housing.intern_arrived.v1"
PLANNED = "permanence.session_planned.v1"
DAY = date(2024, 2, 1)

CALM = "maison-calme"
REFUSED = "maison-refusee"  # breaks a rule of the reader
BROKEN = "maison-en-panne"  # the reader's own fault, whose text quotes data
FATAL = "maison-fatale"  # ends the process that reads it, at once, having said that it has begun
SLOW = "maison-lente"  # the reaction says that it has begun, then takes a second

_log = structlog.get_logger()

metadata = sa.MetaData()
dossiers = sa.Table(
    "dossiers",
    metadata,
    sa.Column("dossier_id", sa.Uuid, primary_key=True),
    sa.Column("version", sa.BigInteger, nullable=False),
)
# No uniqueness besides its own position: an event applied twice is two rows.
effects = sa.Table(
    "effects",
    metadata,
    sa.Column("position", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("event_id", sa.Uuid, nullable=False),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("antenna", sa.Text, nullable=False),
    sa.Column("subject", sa.Uuid, nullable=False),
)


class Dossier:
    """The one aggregate: it only counts its versions."""

    def __init__(self, dossier_id: UUID) -> None:
        self.dossier_id = dossier_id
        self.version = 0


registry(metadata=metadata).map_imperatively(
    Dossier, dossiers, version_id_col=dossiers.c.version, version_id_generator=False
)


@dataclass(frozen=True, slots=True)
class RecordArrival:
    house: str = CALM


@dataclass(frozen=True, slots=True)
class PlanSession:
    """Opens a dossier, or adds to one; `pause` is a time in seconds between the writing and its commit."""

    session_id: UUID | None = None
    pause: float = 0.0


@dataclass(frozen=True, slots=True)
class Arrived:
    stay_id: UUID
    house: str


@dataclass(frozen=True, slots=True)
class Planned:
    session_id: UUID


class SampleRule(Exception):
    """Base of the sample's rules."""

    code = "HOUSE_REFUSED"
    field = "house"
    text = "Cette maison est refusée."


def record_arrival(command: RecordArrival, work: UnitOfWork) -> Mapping[str, str]:
    dossier = Dossier(new_id())
    work.save(dossier, Arrived(dossier.dossier_id, command.house))
    return {"subject": str(dossier.dossier_id)}


def plan_session(command: PlanSession, work: UnitOfWork) -> Mapping[str, str]:
    dossier: Dossier | None = Dossier(new_id())
    if command.session_id is not None:
        dossier = work.session.get(Dossier, command.session_id)
    if dossier is None:
        raise NotFound
    work.save(dossier, Planned(dossier.dossier_id))
    if command.pause:
        work.flush()
        time.sleep(command.pause)
    return {"subject": str(dossier.dossier_id)}


def _arrived(_fact: Arrived, _parameters: object) -> Mapping[str, object]:
    return {
        "occupant_kind": "gp_intern",
        "university": "grenoble",
        "arrived_on": DAY,
        "expected_departure_on": date(2024, 4, 30),
    }


def _planned(_fact: Planned, _parameters: object) -> Mapping[str, object]:
    return {
        "site": "centre",
        "practitioner_id": UUID(int=7, version=4),
        "practitioner_kind": "retired_gp",
        "held_on": DAY,
        "slots": 14,
        "half_days": 1,
    }


TOLD: Mapping[type, Telling] = table(
    {
        Arrived: tells(ARRIVED, "stay_id", "stay_id", "house", more=_arrived),
        Planned: tells(PLANNED, "session_id", "session_id", more=_planned),
    }
)


def note(events: Sequence[Event], work: UnitOfWork) -> None:
    """One row an event."""
    columns = ("source", "type", "antenna", "subject")
    rows = [{"event_id": event.id} | {name: getattr(event, name) for name in columns} for event in events]
    work.session.execute(sa.insert(effects), rows)


def react_to_arrivals(events: Sequence[Event], work: UnitOfWork) -> None:
    """Notes each arrival, then plans a session because of it."""
    note(events, work)
    for event in events:
        _behave(event.data["house"])
        work.correlation_id, work.causation_id = event.correlationid, event.id
        dossier = Dossier(new_id())
        work.save(dossier, Planned(dossier.dossier_id))


def _behave(house: str) -> None:
    if house == REFUSED:
        raise SampleRule
    if house == BROKEN:
        raise LookupError(f"no such house: {house}")
    if house == FATAL:
        _log.warning("reaction_began")
        os.kill(os.getpid(), signal.SIGKILL)
    if house == SLOW:
        _log.warning("reaction_began")
        # Computing, not sleeping: a green thread that yields inside a SQLite transaction stops its whole process.
        until = time.monotonic() + 1
        while time.monotonic() < until:
            pass


_MIGRATIONS = Path(__file__).parent / "migrations"

HOUSING = Manifest(
    name="housing",
    metadata=metadata,
    migrations=_MIGRATIONS,
    worker="support.sample_workers:Sample",
    handlers={RecordArrival: record_arrival},
    told=TOLD,
)
PERMANENCE = Manifest(
    name="permanence",
    metadata=metadata,
    migrations=_MIGRATIONS,
    worker="support.sample_workers:Sample",
    handlers={PlanSession: plan_session},
    reactions={ARRIVED: react_to_arrivals},
    told=TOLD,
    rule_broken=SampleRule,
)
REPORTING = Manifest(
    name="reporting",
    metadata=metadata,
    migrations=_MIGRATIONS,
    worker="support.sample_workers:Sample",
    reactions={ARRIVED: note, PLANNED: note},
    keeps_bodies=True,
)
MANIFESTS: Mapping[str, Manifest] = {manifest.name: manifest for manifest in (HOUSING, PERMANENCE, REPORTING)}


def _read_by_the_sample(catalogue: Iterable[EventType]) -> Iterator[EventType]:
    for entry in catalogue:
        readers = [name for name, manifest in MANIFESTS.items() if entry.type in manifest.reactions]
        yield replace(entry, readers=dict.fromkeys(readers, Reach.OWN))


SAMPLE_CATALOGUE: tuple[EventType, ...] = tuple(_read_by_the_sample(CATALOGUE))
