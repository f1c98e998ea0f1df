"""Sample antennas with what carries them, for either profile: what a test does to them and sees of them."""

import json
import os
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID, uuid4

import kombu
import sqlalchemy as sa

from chassis.bus import declare
from chassis.core import quarantine, tables
from chassis.core.accounts.messages import CONTENT_TYPE as ACCOUNT
from chassis.core.application import execute
from chassis.core.config import PREFIX, Config, Profile, load_config
from chassis.core.instance import Instance
from chassis.core.keyring import create_key
from chassis.core.migrate import migrate
from chassis.core.quarantine import QuarantinedMessage
from chassis.core.runtime import Runtime
from support import pace
from support.processes import WorkerProcess, eventually
from support.sample_network import SampleNetwork
from support.sample_service import effects
from support.servers import Servers

ANTENNAS = {
    "romans": ("housing", "permanence", "reporting"),
    "laval": ("housing", "permanence", "reporting"),
    "departement": ("reporting",),
}
HOUSING, PERMANENCE, REPORTING = (Instance(service, "romans") for service in ANTENNAS["romans"])
LAVAL_HOUSING, LAVAL_PERMANENCE, LAVAL_REPORTING = (Instance(service, "laval") for service in ANTENNAS["laval"])
DEPARTEMENT = Instance("reporting", "departement")
ROMANS = (HOUSING, PERMANENCE, REPORTING)


class Surroundings(ABC):
    """Antenna files, a key, databases and a transport in a folder, and the processes started there."""

    profile: ClassVar[Profile]

    def __init__(self, folder: Path, settings: Mapping[str, str]) -> None:
        self.folder = folder
        (folder / "antennas").mkdir()
        (folder / "logs").mkdir()
        for code, services in ANTENNAS.items():
            text = f'label = "{code}"\nopened_on = 2023-09-04\nservices = {json.dumps(services)}\n'
            (folder / "antennas" / f"{code}.toml").write_text(text)
        create_key(folder / "maillage.key")
        shared = {
            "PROFILE": self.profile.value,
            "ANTENNAS_DIR": str(folder / "antennas"),
            "KEY_FILE": str(folder / "maillage.key"),
            "LOG_LEVEL": "DEBUG",
            "HEARTBEAT": "3",
            "ACCOUNTS_PERIOD": "3600",  # those who test accounts want them sooner, the others not at all
        }
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)} | {
            PREFIX + name: value for name, value in (shared | dict(settings)).items()
        }
        self.environment["PYTHONWARNINGS"] = "ignore"
        with _environment(self.environment):
            self.config: Config = load_config()
        self.network = SampleNetwork.load(self.config)
        self.processes: list[WorkerProcess] = []
        self._runtimes: dict[Instance, Runtime] = {}

    @abstractmethod
    def create_database(self, instance: Instance) -> None: ...

    @abstractmethod
    def apply_topology(self) -> None: ...

    @abstractmethod
    def groups(self, instances: Sequence[Instance]) -> list[list[Instance]]:
        """Which instances share a process."""

    def prepare(self, *instances: Instance) -> None:
        """Creates and migrates the databases of instances."""
        for instance in instances:
            self.create_database(instance)
            self.migrate(instance)

    def migrate(self, instance: Instance) -> None:
        migrate(self.runtime(instance))

    def launch(self, *instances: Instance) -> list[WorkerProcess]:
        """Starts processes without waiting for anything."""
        started = []
        for group in self.groups(instances):
            log = self.folder / "logs" / f"{len(self.processes)}-{'+'.join(map(str, group))[:60]}.log"
            started.append(WorkerProcess(group, self.environment_of(group), log))
            self.processes.append(started[-1])
        return started

    def environment_of(self, instances: list[Instance]) -> Mapping[str, str]:
        """What the process of these instances reads."""
        return self.environment

    def start(self, *instances: Instance) -> list[WorkerProcess]:
        """Starts processes, completes the topology meanwhile, and waits until they are ready."""
        started = self.launch(*instances)
        self.apply_topology()
        for process in started:
            process.wait_until_ready()
        return started

    def runtime(self, instance: Instance) -> Runtime:
        """Another process on the instance's database, as its HTTP process is."""
        if instance not in self._runtimes:
            self._runtimes[instance] = self.network.runtime(instance)
        return self._runtimes[instance]

    def do(self, instance: Instance, command: object, command_id: UUID | None = None) -> UUID:
        """Handles a command; returns the subject of the fact it made."""
        return UUID(execute(self.runtime(instance), command, command_id or uuid4())["subject"])

    def post_raw(self, sender: Instance, routing_key: str, body: bytes) -> None:
        """Leaves any bytes in the sender's outbox: what a faulty or hostile sender would publish."""
        row = {"event_id": uuid4(), "type": "raw", "subject": uuid4(), "sequence": 1, "recorded_at": sa.func.now()}
        with self.runtime(sender).database.engine.begin() as connection:
            connection.execute(sa.insert(tables.outbox).values(routing_key=routing_key, body=body, **row))

    def effects(self, instance: Instance) -> list[Any]:
        """Every effect in an instance, in the order in which they were written."""
        with self.runtime(instance).database.engine.connect() as connection:
            return list(connection.execute(sa.select(effects).order_by(effects.c.position)))

    def subjects(self, instance: Instance, event_type: str) -> list[UUID]:
        """The subjects of all effects of a type, repeats included, sorted."""
        return sorted(row.subject for row in self.effects(instance) if row.type == event_type)

    def wait_for(self, instance: Instance, event_type: str, subjects: Collection[UUID]) -> None:
        """Until an instance's effects of a type are these, one each; fails when they do not come to be so."""
        eventually(lambda: self.subjects(instance, event_type), sorted(subjects).__eq__)

    def quarantined(self, instance: Instance) -> list[QuarantinedMessage]:
        return quarantine.messages(self.runtime(instance))

    def logs(self) -> str:
        return "".join(process.log.read_text() for process in self.processes)

    def stop(self) -> None:
        """Kills what still runs and lets the databases go."""
        for process in self.processes:
            process.kill()
        for runtime in self._runtimes.values():
            runtime.database.close()


class Embedded(Surroundings):
    """In-memory transport and SQLite: one process has all instances, and the topology with them."""

    profile = Profile.EMBEDDED

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, {"STATE_DIR": str(folder / "state")})

    def create_database(self, instance: Instance) -> None: ...

    def apply_topology(self) -> None: ...

    def groups(self, instances: Sequence[Instance]) -> list[list[Instance]]:
        return [list(instances)]


class Server(Surroundings):
    """RabbitMQ and PostgreSQL: a database and a process for each instance."""

    profile = Profile.SERVER

    def __init__(
        self, folder: Path, servers: Servers, amqp_url: str, settings: Mapping[str, str] | None = None
    ) -> None:
        self._servers = servers
        self._amqp_url = amqp_url
        # A number of its own, so that databases of several tests can stand side by side.
        self._database_prefix = f"{sa.make_url(servers.database()).database}_"
        assert servers.nodes.postgres_url is not None
        url = servers.nodes.postgres_url.format(database=self._database_prefix + "{service}_{antenna}")
        super().__init__(folder, {"DATABASE_URL": url, "AMQP_URL": amqp_url} | dict(settings or {}))

    def create_database(self, instance: Instance) -> None:
        self._administer(f"CREATE DATABASE {sa.make_url(self.config.database_of(instance)).database}")

    def cut_database_connections(self) -> None:
        """Ends every connection to these databases, as a restart of PostgreSQL does."""
        self._administer(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            f"WHERE starts_with(datname, '{self._database_prefix}') AND pid <> pg_backend_pid()"
        )

    def cut_broker_connections(self) -> None:
        """Ends every connection to this virtual host, as a restart of RabbitMQ does."""
        assert self._servers.nodes.rabbitmq is not None
        self._servers.nodes.rabbitmq.ctl(
            "close_all_connections", "--vhost", self._amqp_url.rsplit("/", 1)[1], "cut by a test"
        )

    def backed_up(self, instance: Instance) -> Callable[[], None]:
        """Copies a database that nobody uses now; what is returned puts the copy in its place, and can be done once."""
        self.runtime(instance).database.close()
        name = sa.make_url(self.config.database_of(instance)).database
        self._administer(f"CREATE DATABASE {name}_backup TEMPLATE {name}")

        def restore() -> None:
            self.runtime(instance).database.close()
            self._administer(f"DROP DATABASE {name} WITH (FORCE)")
            self._administer(f"ALTER DATABASE {name}_backup RENAME TO {name}")

        return restore

    def _administer(self, statement: str) -> None:
        assert self._servers.nodes.postgres_url is not None
        url = self._servers.nodes.postgres_url.format(database="postgres")
        engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql(statement)
        engine.dispose()

    def apply_topology(self) -> None:
        with self.broker() as connection:
            declare.apply(connection, self.network.topology)

    def groups(self, instances: Sequence[Instance]) -> list[list[Instance]]:
        return [[instance] for instance in instances]

    def broker(self) -> kombu.Connection:
        return kombu.Connection(self._amqp_url)

    def waiting(self, instance: Instance) -> int:
        """Messages in the instance's queue that nobody has taken."""
        return int(self._queue(instance).message_count)

    def has_reader(self, instance: Instance) -> bool:
        """Whether the broker counts anybody who reads the instance's queue: what a reader had comes back as it goes."""
        return bool(self._queue(instance).consumer_count)

    def _queue(self, instance: Instance) -> Any:
        with self.broker() as connection, connection.channel() as channel:
            return kombu.Queue(instance.inbox)(channel).queue_declare(passive=True)

    def facts_waiting(self, instance: Instance) -> int:
        """Those of them that are no accounts: these may be told to the last."""
        waiting, found = self.waiting(instance), list[Any]()
        with self.broker() as connection, connection.channel() as channel:
            channel.basic_consume(instance.inbox, callback=found.append)
            while len(found) < waiting:
                connection.drain_events(timeout=pace.patience())
        return sum(message.content_type != ACCOUNT for message in found)

    def stop(self) -> None:
        super().stop()
        with self.broker() as connection, connection.channel() as channel:
            for queue in self.network.topology.queues:
                channel.queue_delete(queue)
            for exchange in (*self.network.topology.exchanges, *self.network.topology.direct_exchanges):
                channel.exchange_delete(exchange)


@contextmanager
def _environment(values: Mapping[str, str]) -> Iterator[None]:
    """`load_config` reads the process's own environment."""
    before = dict(os.environ)
    os.environ.clear()
    os.environ.update(values)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
