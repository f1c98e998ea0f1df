"""What a former version left behind is brought to this one: the same bulletins, nothing lost, nothing twice."""

import hashlib
import json
import os
import tarfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest
import sqlalchemy as sa

from chassis.core import tables
from chassis.core.application import execute
from chassis.core.config import PREFIX, load_config
from chassis.core.instance import Instance
from chassis.core.migrate import bring_to, migrate
from chassis.core.readiness import what_is_missing
from chassis.core.revisions import CHASSIS_MIGRATIONS
from chassis.core.runtime import Runtime
from demonstration.play import seasons
from demonstration.scenarios import Step, load_scenarios, season
from maillage.network import Network
from maillage.reconcile import compare, pairs
from reporting.bulletin import Month
from reporting.publish import publish
from reporting.rebuild import rebuild
from support.processes import WorkerProcess, eventually
from support.project_tree import ROOT
from support.servers import Servers
from support.small_season import write_small_season

FORMER = sorted(path.name.partition(".")[0] for path in (Path(__file__).parent / "upgrades").glob("*.tar.xz"))
# The page of a month links to the one before: those compared are from April on.
FIRST, LAST = Month(2024, 3), Month(2024, 6)
# By history, the revisions that a version was at.
REVISIONS: Mapping[str, Mapping[str, str]] = {
    "7ee68be": {"chassis": "0002", "housing": "0003", "permanence": "0007", "reporting": "0003"},
    "bce8d27": {"chassis": "0005", "housing": "0003", "permanence": "0007", "reporting": "0003"},
}
_HISTORIES = {"alembic_version", "alembic_version_chassis"}


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
        text = (Path(__file__).parent / "upgrades" / f"{self.version}.sha256").read_text(encoding="ascii")
        return {file: digest for digest, file in map(str.split, text.splitlines())}


@pytest.fixture(params=FORMER)
def version(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
def state(version: str, tmp_path: Path) -> Path:
    folder = tmp_path / "state"
    with tarfile.open(Path(__file__).parent / "upgrades" / f"{version}.tar.xz") as archive:
        archive.extractall(folder, filter="data")
    return folder


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> Callable[[Mapping[str, str]], None]:
    def set_environment(settings: Mapping[str, str]) -> None:
        for name in [name for name in os.environ if name.startswith(PREFIX)]:
            monkeypatch.delenv(name)
        for name, value in settings.items():
            monkeypatch.setenv(PREFIX + name, value)

    return set_environment


@pytest.fixture
def embedded(version: str, state: Path, environment: Callable[[Mapping[str, str]], None]) -> Left:
    environment({"STATE_DIR": str(state), "ANTENNAS_DIR": str(ROOT / "deploy/antennas")})
    return Left(version, dict(os.environ), Network.load(load_config()))


@pytest.fixture
def on_servers(version: str, state: Path, servers: Servers, environment: Callable[[Mapping[str, str]], None]) -> Left:
    """The same rows in PostgreSQL, in the tables that the version had there."""
    address = servers.database()
    prefix = sa.make_url(address).database
    environment(
        {
            "PROFILE": "server",
            "ANTENNAS_DIR": str(ROOT / "deploy/antennas"),
            "KEY_FILE": str(state / "maillage.key"),
            "DATABASE_URL": address.replace(str(prefix), f"{prefix}_{{service}}_{{antenna}}"),
            "AMQP_URL": servers.virtual_host(),
        }
    )
    config = load_config()
    network = Network.load(config)
    for instance in network.instances:
        url = config.database_of(instance)
        _create(address, str(sa.make_url(url).database))
        _fill(state / f"{instance.database}.db", url, REVISIONS[version], network, instance)
    return Left(version, dict(os.environ), network)


class Upgrade:
    def test_a_former_state_gives_the_same_bulletins_and_loses_and_repeats_nothing(
        self, left: Left, tmp_path: Path
    ) -> None:
        left.upgrade()
        before = left.counts()
        assert left.bulletins(tmp_path / "upgraded") == left.published
        assert [found for pair in pairs(left.network, None, None) for found in compare(left.network, *pair)] == []

        for antenna in ("departement", "laval", "romans"):
            with left.opened(Instance("reporting", antenna)) as runtime:
                rebuild(runtime)
        assert left.bulletins(tmp_path / "rebuilt") == left.published
        assert left.counts() == before


class TestEmbedded(Upgrade):
    @pytest.fixture
    def left(self, embedded: Left) -> Left:
        return embedded


class TestOnServers(Upgrade):
    @pytest.fixture
    def left(self, on_servers: Left) -> Left:
        return on_servers


def test_workers_of_this_version_offer_a_former_state_again_and_nothing_comes_of_it(
    embedded: Left, tmp_path: Path
) -> None:
    embedded.upgrade()
    before = embedded.counts()
    process = RealWorker(list(embedded.network.instances), embedded.environment, tmp_path / "worker.log")
    try:
        process.wait_until_ready()
        told = sum(facts for facts, _ in before.values())
        eventually(lambda: sum(line["n"] for line in process.logged("relayed")), told.__le__)
        read = sum(facts for _, facts in before.values())
        eventually(lambda: sum(line["duplicates"] for line in process.logged("applied")), read.__le__)
        assert process.terminate() == 0
    finally:
        process.kill()
    assert embedded.counts() == before


def test_a_command_of_before_that_is_repeated_gets_its_first_outcome_and_nothing_comes_of_it(
    embedded: Left, tmp_path: Path
) -> None:
    embedded.upgrade()
    before, outcomes = embedded.counts(), embedded.outcomes()
    assert outcomes
    for scenarios in seasons(load_scenarios(write_small_season(ROOT / "scenarios", tmp_path / "small"))).values():
        kept: dict[str, UUID] = {}
        for step in season(scenarios):
            outcome = embedded.repeat(step, kept)
            assert outcome == outcomes.pop(step.command_id), step
            if step.keep is not None:
                key, name = step.keep
                kept[name] = UUID(outcome[key])
    assert outcomes == {}
    embedded.close()
    assert embedded.counts() == before


class RealWorker(WorkerProcess):
    """The program's own worker."""

    module = "maillage.worker_process"


def _create(address: str, name: str) -> None:
    engine = sa.create_engine(sa.make_url(address).set(database="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    engine.dispose()


def _fill(file: Path, url: str, revisions: Mapping[str, str], network: Network, instance: Instance) -> None:
    """Copies every row, typed as PostgreSQL wants it."""
    former, target = sa.create_engine(f"sqlite+pysqlite:///{file}"), sa.create_engine(url)
    with former.connect() as source, target.begin() as sink:
        bring_to(sink, "chassis", CHASSIS_MIGRATIONS, revisions["chassis"])
        migrations = network.runtime(instance).manifest.migrations
        bring_to(sink, "service", migrations, revisions[instance.service])
        known = sa.MetaData()
        known.reflect(sink)
        for table in known.sorted_tables:
            if table.name in _HISTORIES:
                continue
            rows = list(_typed(source.exec_driver_sql(f'SELECT * FROM "{table.name}"').mappings(), table))
            if rows:
                sink.execute(sa.insert(table), rows)
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
