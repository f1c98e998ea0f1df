"""What a former version left behind is brought to this one: the same bulletins, nothing lost, nothing twice."""

import os
import tarfile
from collections.abc import Callable, Mapping
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa

from chassis.bus import declare
from chassis.bus.connection import connect
from chassis.core.config import PREFIX, load_config
from chassis.core.instance import Instance
from chassis.core.sealing import create_pair
from contracts.permanence.first_majors import DROPPED, SECOND
from demonstration.play import seasons
from demonstration.scenarios import load_scenarios, season
from maillage.network import Network
from reporting.rebuild import rebuild
from support.former_states import REVISIONS, Left, create, fill
from support.processes import WorkerProcess, eventually
from support.project_tree import ROOT
from support.servers import Servers
from support.small_season import write_small_season

FORMER = sorted(path.name.partition(".")[0] for path in (Path(__file__).parent / "upgrades").glob("*.tar.xz"))


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
    create_pair(state / "sealing", "reporting")
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
        create(address, str(sa.make_url(url).database))
        fill(state / f"{instance.database}.db", url, REVISIONS[version], network, instance)
    return Left(version, dict(os.environ), network)


class Upgrade:
    def test_a_former_state_gives_the_same_bulletins_and_loses_and_repeats_nothing(
        self, left: Left, tmp_path: Path
    ) -> None:
        stored = left.facts()
        for _ in range(2):
            left.upgrade()
            assert left.facts() == {
                fact: (subject, sequence, SECOND.get(event, event))
                for fact, (subject, sequence, event) in stored.items()
                if event not in DROPPED
            }
        left.make_rounds()
        left.carry()
        before = left.counts()
        assert left.bulletins(tmp_path / "upgraded") == left.published
        assert left.lacking() == []

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


@pytest.mark.parametrize("version", ["7ee68be"])
@pytest.mark.parametrize("first", ["owners", "readers"])
def test_workers_are_restarted_in_either_order_and_nothing_is_lost_or_counted_twice(
    on_servers: Left, first: str, tmp_path: Path
) -> None:
    on_servers.upgrade()
    on_servers.make_rounds()
    with connect(os.environ[f"{PREFIX}AMQP_URL"], heartbeat=0, name="upgrade") as connection:
        declare.apply(connection, on_servers.network.topology)
    groups = {
        "owners": [instance for instance in on_servers.network.instances if instance.service != "reporting"],
        "readers": [instance for instance in on_servers.network.instances if instance.service == "reporting"],
    }
    processes = []
    try:
        for name in (first, *(groups.keys() - {first})):
            process = RealWorker(groups[name], on_servers.environment, tmp_path / f"{name}.log")
            processes.append(process)
            process.wait_until_ready()
        eventually(on_servers.on_their_way, (0).__eq__)
        for process in processes:
            assert process.terminate() == 0
    finally:
        for process in processes:
            process.kill()
    assert on_servers.lacking() == []
    assert on_servers.bulletins(tmp_path / "restarted") == on_servers.published


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
