"""Workers wait, saying so, for what is not there yet or no longer there; then they work."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from support.processes import WorkerProcess, eventually
from support.profiles import OnEmbedded, OnServer
from support.sample_service import ARRIVED, RecordArrival
from support.servers import Servers
from support.surroundings import DEPARTEMENT, HOUSING, PERMANENCE, REPORTING, ROMANS, Server, Surroundings
from support.tcp_proxy import TcpProxy


class WaitingForDatabase:
    def test_workers_started_before_their_databases_say_so_and_then_work(self, surroundings: Surroundings) -> None:
        processes = surroundings.launch(*ROMANS)
        surroundings.apply_topology()
        for process in processes:
            process.wait_for("waiting_for_database")

        surroundings.prepare(*ROMANS)

        for process in processes:
            process.wait_until_ready()
        stay = surroundings.do(HOUSING, RecordArrival())
        for reader in (PERMANENCE, REPORTING):
            surroundings.wait_for(reader, ARRIVED, [stay])

    def test_a_worker_told_to_stop_while_it_waits_for_its_database_ends(self, surroundings: Surroundings) -> None:
        (process,) = surroundings.launch(PERMANENCE)
        (said, *_) = process.wait_for("waiting_for_database")
        assert said["instance"] == "permanence.romans"
        assert said["reason"]

        assert process.terminate() == 0
        assert "Traceback" not in process.log.read_text()


class TestWaitingForDatabaseEmbedded(WaitingForDatabase, OnEmbedded): ...


class TestWaitingForDatabaseServer(WaitingForDatabase, OnServer): ...


class TestWrongSettings(OnServer):
    """What never passes by itself is told as what it is, by whom, and by no traceback."""

    def test_workers_say_what_is_wrong_with_their_settings(self, surroundings: Server) -> None:
        surroundings.prepare(HOUSING, PERMANENCE)
        broker, database = (surroundings.environment[f"MAILLAGE_{name}_URL"] for name in ("AMQP", "DATABASE"))
        wrong = [
            (HOUSING, {"AMQP": broker.replace(":guest@", ":wrong@")}, "connection_lost", "BROKER_PASSWORD_REFUSED"),
            (PERMANENCE, {"AMQP": f"{broker}-nowhere"}, "connection_lost", "BROKER_VIRTUAL_HOST_REFUSED"),
            (REPORTING, {}, "waiting_for_database", "DATABASE_MISSING"),
            (DEPARTEMENT, {"DATABASE": _wrong_password(database)}, "waiting_for_database", "DATABASE_PASSWORD_REFUSED"),
        ]
        processes = []
        for instance, settings, _, _ in wrong:
            environment = surroundings.environment | {f"MAILLAGE_{name}_URL": url for name, url in settings.items()}
            process = WorkerProcess([instance], environment, surroundings.folder / "logs" / f"{instance}.log")
            processes.append(process)
            surroundings.processes.append(process)
        for process, (instance, settings, event, code) in zip(processes, wrong, strict=True):
            lines = process.wait_for(event)
            assert {(line["instance"], line["code"]) for line in lines} == {(str(instance), code)}
            assert all(line["reason"] and line["server"] == code.partition("_")[0].lower() for line in lines)
            assert not [url for url in settings.values() if url in process.log.read_text()]
            assert process.terminate() == 0


def _wrong_password(template: str) -> str:
    """Of an address that holds `{service}_{antenna}`, which is no URL yet."""
    scheme, _, rest = template.partition("://")
    user, _, place = rest.rpartition("@")
    return f"{scheme}://{user.partition(':')[0]}:wrong@{place}"


class TestWaitingForServers(OnServer):
    """The embedded profile has no server, and its process makes its own topology: nothing else to wait for."""

    @pytest.fixture
    def network(self, servers: Servers) -> Iterator[TcpProxy]:
        assert servers.nodes.rabbitmq is not None
        with TcpProxy(servers.nodes.rabbitmq.port) as proxy:
            yield proxy

    @pytest.fixture
    def behind(self, tmp_path: Path, servers: Servers, virtual_host: str, network: TcpProxy) -> Iterator[Server]:
        """Workers reach the broker through the network, the test directly."""
        url = sa.make_url(virtual_host).set(port=network.port).render_as_string(hide_password=False)
        surroundings = Server(tmp_path, servers, virtual_host, {"AMQP_URL": url})
        yield surroundings
        surroundings.stop()

    def test_workers_started_before_the_broker_and_its_queues_say_so_and_then_work(
        self, behind: Server, network: TcpProxy
    ) -> None:
        network.cut()
        behind.prepare(*ROMANS)
        processes = behind.launch(*ROMANS)
        stay = behind.do(HOUSING, RecordArrival())
        for process in processes:
            process.wait_until_ready()
            process.wait_for("connection_lost")

        network.heal()
        for process in processes:
            missing = process.wait_for("waiting_for_topology")[0]["missing"]
            topology = behind.network.topology
            exchanges = {f"exchange {name}" for name in (*topology.exchanges, *topology.direct_exchanges)}
            assert set(missing) <= exchanges | {f"queue {name}" for name in topology.queues}

        behind.apply_topology()
        for reader in (PERMANENCE, REPORTING):
            behind.wait_for(reader, ARRIVED, [stay])

    def test_workers_find_again_the_connections_that_a_restart_closed(self, surroundings: Server) -> None:
        surroundings.prepare(*ROMANS)
        processes = surroundings.start(*ROMANS)
        before = surroundings.do(HOUSING, RecordArrival())
        surroundings.wait_for(PERMANENCE, ARRIVED, [before])

        surroundings.cut_database_connections()
        surroundings.cut_broker_connections()
        for reader in (PERMANENCE, REPORTING):  # our own look-ups ask anew; a command is tried again by itself
            surroundings.runtime(reader).database.close()
        after = [surroundings.do(HOUSING, RecordArrival()) for _ in range(10)]

        for reader in (PERMANENCE, REPORTING):
            surroundings.wait_for(reader, ARRIVED, [before, *after])
            assert surroundings.quarantined(reader) == []
        assert all(process.running for process in processes)

    def test_workers_outlive_an_outage_of_their_database(self, servers: Servers, surroundings: Server) -> None:
        postgres = servers.nodes.postgres
        assert postgres is not None
        surroundings.prepare(*ROMANS)
        processes = surroundings.start(*ROMANS)
        stays = [surroundings.do(HOUSING, RecordArrival()) for _ in range(100)]

        postgres.stop()
        housing, permanence, reporting = processes
        for process in (housing, permanence):  # twice: the second time, it could not connect
            eventually(process.complaints, lambda told: told.count("connection_lost") > 1)
        eventually(reporting.complaints, lambda told: "batch_kept" in told or "waiting_kept" in told)
        postgres.launch()
        postgres.wait_until_ready()
        for instance in ROMANS:
            surroundings.runtime(instance).database.close()

        for reader in (PERMANENCE, REPORTING):
            surroundings.wait_for(reader, ARRIVED, stays)
            assert surroundings.quarantined(reader) == []
        assert all(process.running for process in processes)
