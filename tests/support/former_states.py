"""The states that former versions left behind, as this version finds them on either profile."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import sqlalchemy as sa

from chassis.core import outbox, tables
from chassis.core.application import execute
from chassis.core.delivery import Delivery
from chassis.core.inbox import receive
from chassis.core.instance import Instance
from chassis.core.key_check import unguarded
from chassis.core.migrate import bring_to, migrate
from chassis.core.readiness import what_is_missing
from chassis.core.revisions import CHASSIS_MIGRATIONS
from chassis.core.rounds import make_round
from chassis.core.runtime import Runtime
from contracts.envelope import CONTENT_TYPE
from demonstration.scenarios import Step
from maillage.network import Network
from maillage.reconcile import Found, compare, pairs
from reporting.bulletin import Month
from reporting.publish import publish
from support.project_tree import ROOT

UPGRADES = ROOT / "tests/system/upgrades"
# The page of a month links to the one before: those compared are from April on.
FIRST, LAST = Month(2024, 3), Month(2024, 6)
# By history, the revisions that a version was at.
REVISIONS: Mapping[str, Mapping[str, str]] = {
    "7ee68be": {"chassis": "0002", "housing": "0003", "permanence": "0007", "reporting": "0003"},
    "6d693cd": {"chassis": "0005", "housing": "0003", "permanence": "0007", "reporting": "0004"},
}
HISTORIES = {"alembic_version", "alembic_version_chassis"}


@dataclass(frozen=True)
class Left:
    """The state of a former version, and the environment in which this one finds it."""

    version: str
    environment: Mapping[str, str]
    network: Network
    running: dict[Instance, Runtime] = field(default_factory=dict)

    @contextmanager
    def opened(self, instance: Instance) -> Iterator[Runtime]:
        runtime = self.network.runtime(instance)
        yield runtime
        runtime.database.close()

    def upgrade(self) -> None:
        for instance in self.network.instances:
            with self.opened(instance) as runtime:
                migrate(runtime)
                assert what_is_missing(runtime) is None

    def make_rounds(self) -> None:
        """What owners do by themselves each day."""
        for instance in self.network.instances:
            with self.opened(instance) as runtime:
                make_round(runtime)

    def carry(self) -> None:
        """Gives each reader every fact that its owners have, as a broker would."""
        for owner, reader in pairs(self.network, None, None):
            with self.opened(owner) as sender, self.opened(reader) as receiver:
                keys = self.network.topology.readers_of(owner)[reader.inbox]
                rows = [row for row in outbox.after(sender.database, 0, 100_000) if row.routing_key in keys]
                receipt = receive(receiver, [Delivery(row.body, CONTENT_TYPE) for row in rows])
                assert receipt.applied + receipt.duplicates == len(rows)

    def on_their_way(self) -> int:
        """How many facts readers have still to apply."""
        awaited = 0
        for reader in self.network.instances:
            keys = {
                owner: self.network.topology.readers_of(owner).get(reader.inbox, ()) for owner in self.network.instances
            }
            awaited += sum(self._count(owner, tables.outbox, read) for owner, read in keys.items() if read)
            awaited -= self._count(reader, tables.inbox, None)
        return awaited

    def _count(self, instance: Instance, table: sa.Table, keys: Sequence[str] | None) -> int:
        query = sa.select(sa.func.count()).select_from(table)
        with self.opened(instance) as runtime, runtime.database.engine.connect() as connection:
            return connection.scalar(query if keys is None else query.where(table.c.routing_key.in_(keys))) or 0

    def lacking(self) -> list[Found]:
        """Where an owner and a reader disagree about what the reader was sent."""
        return [found for pair in pairs(self.network, None, None) for found in compare(self.network, *pair)]

    def facts(self) -> Mapping[UUID, tuple[UUID, int, str]]:
        """Subject, sequence and type of each fact, by its id."""
        found: dict[UUID, tuple[UUID, int, str]] = {}
        columns = tables.outbox.c
        query = sa.select(columns.event_id, columns.subject, columns.sequence, columns.type)
        for instance in self.network.instances:
            with (
                self.opened(instance) as runtime,
                unguarded(runtime) as database,  # migrated or not
                database.engine.connect() as connection,
            ):
                found |= {row[0]: (row[1], row[2], row[3]) for row in connection.execute(query)}
        return found

    def counts(self) -> dict[str, tuple[int, int]]:
        """Facts recorded and facts read, by instance."""
        found = {}
        for instance in self.network.instances:
            with self.opened(instance) as runtime, runtime.database.engine.connect() as connection:
                numbers = [
                    connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0
                    for table in (tables.outbox, tables.inbox)
                ]
            found[str(instance)] = (numbers[0], numbers[1])
        return found

    def outcomes(self) -> dict[UUID, dict[str, Any]]:
        """What was answered to each command."""
        found: dict[UUID, dict[str, Any]] = {}
        for instance in self.network.instances:
            with self.opened(instance) as runtime, runtime.database.engine.connect() as connection:
                answered = sa.select(tables.commands.c.command_id, tables.commands.c.outcome)
                found |= {command_id: json.loads(outcome) for command_id, outcome in connection.execute(answered)}
        return found

    def repeat(self, step: Step, kept: Mapping[str, UUID]) -> dict[str, Any]:
        """What is answered to a command of the season now."""
        instance = Instance(step.service, step.antenna)
        if instance not in self.running:
            self.running[instance] = self.network.runtime(instance)
        outcome = execute(self.running[instance], step.command(kept), step.command_id)
        answered: dict[str, Any] = json.loads(msgspec.json.encode(outcome))
        return answered

    def close(self) -> None:
        for runtime in self.running.values():
            runtime.database.close()

    def bulletins(self, folder: Path) -> dict[str, str]:
        """Digests of the last bulletins, by file."""
        for antenna in ("departement", "laval", "romans"):
            with self.opened(Instance("reporting", antenna)) as runtime:
                publish(runtime, folder, LAST, first=FIRST)
        return {
            str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
            for file in folder.rglob("2024-0[456].*")
        }

    @property
    def published(self) -> dict[str, str]:
        """The digests of the bulletins that the former version published itself."""
        text = (UPGRADES / f"{self.version}.sha256").read_text(encoding="ascii")
        return {file: digest for digest, file in map(str.split, text.splitlines())}


def create(address: str, name: str) -> None:
    engine = sa.create_engine(sa.make_url(address).set(database="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    engine.dispose()


def fill(file: Path, url: str, revisions: Mapping[str, str], network: Network, instance: Instance) -> None:
    """Copies every row, typed as PostgreSQL wants it."""
    former, target = sa.create_engine(f"sqlite+pysqlite:///{file}"), sa.create_engine(url)
    with former.connect() as source, target.begin() as sink:
        bring_to(sink, "chassis", CHASSIS_MIGRATIONS, revisions["chassis"])
        migrations = network.runtime(instance).manifest.migrations
        bring_to(sink, "service", migrations, revisions[instance.service])
        known = sa.MetaData()
        known.reflect(sink)
        for table in known.sorted_tables:
            if table.name in HISTORIES:
                continue
            rows = list(_typed(source.exec_driver_sql(f'SELECT * FROM "{table.name}"').mappings(), table))
            if rows:
                sink.execute(sa.insert(table), rows)
        # What was copied with its place leaves the next place to be given.
        sink.exec_driver_sql("SELECT setval('outbox_position_seq', (SELECT max(position) FROM outbox) + 1)")
    former.dispose()
    target.dispose()


def _typed(rows: Any, table: sa.Table) -> Iterator[dict[str, Any]]:
    for row in rows:
        yield {name: _value(value, table.c[name].type) for name, value in row.items()}


def _value(value: Any, kind: sa.types.TypeEngine[Any]) -> Any:
    match kind:
        case _ if value is None:
            return None
        case sa.Uuid():
            return UUID(value)
        case sa.DateTime():
            return datetime.fromisoformat(value).replace(tzinfo=UTC)
        case sa.Date():
            return date.fromisoformat(value)
        case sa.Boolean():
            return bool(value)
        case _:
            return value
