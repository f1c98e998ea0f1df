"""What carries the demonstration: one embedded process, or private RabbitMQ and PostgreSQL with a process each."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex

import sqlalchemy as sa

from chassis.bus import declare
from chassis.bus.connection import connect
from chassis.core.config import PREFIX, Profile
from chassis.core.instance import Instance
from chassis.core.keyring import create_key
from chassis.core.sealing import create_pair
from demonstration.forked import Forked
from demonstration.place import Place
from demonstration.workers import WorkerProcess
from local_servers import local_servers
from maillage.network import Network

Say = Callable[[str], None]


@dataclass
class Surroundings:
    """The environment that every process of the demonstration reads, and the worker processes it started."""

    environment: Mapping[str, str]
    logs: Path
    one_process_each: bool
    _stack: ExitStack
    postgres_url: str | None = None
    _workers: list[WorkerProcess] = field(default_factory=list)

    def start(self, network: Network, instances: Sequence[Instance]) -> None:
        """Migrates the databases of instances, completes the topology, starts their workers and waits for them."""
        if self.postgres_url is not None:
            for instance in instances:
                _create_database(self.postgres_url, network.config.database_of(instance))
        with Forked("migration", _migrate, network, instances) as migrating:
            migrating.join()
        if self.one_process_each:
            with connect(network.config.amqp_url, heartbeat=0, name="maillage demo") as connection:
                declare.apply(connection, network.topology)
        groups = [[instance] for instance in instances] if self.one_process_each else [list(instances)]
        started = [self._stack.enter_context(WorkerProcess(group, self.environment, self.logs)) for group in groups]
        for worker in started:
            worker.wait_until_ready()
        self._workers += started

    def check(self) -> None:
        """Raises `WorkerFailed` when a worker has died."""
        for worker in self._workers:
            worker.check()

    def stop(self) -> None:
        """Stops the workers; the databases stay."""
        self._workers.clear()
        self._stack.close()


@contextmanager
def embedded(place: Place, antennas: Path) -> Iterator[Surroundings]:
    """In-memory transport and SQLite; every instance in one worker process."""
    settings = {"PROFILE": Profile.EMBEDDED.value, "STATE_DIR": str(place.state)}
    # Nothing is looked up by name where all is in one process: eventlet need not load its own resolver.
    environment = _environment(settings, antennas) | {"EVENTLET_NO_GREENDNS": "yes"}
    with ExitStack() as stack:
        yield Surroundings(environment, place.logs, False, stack)


@contextmanager
def real(place: Place, antennas: Path, say: Say) -> Iterator[Surroundings]:
    """RabbitMQ and PostgreSQL as private nodes; every instance has its own process, database and role."""
    with local_servers(place.state / "servers", fsync=False, say=say) as servers:
        assert servers.postgres_url is not None
        assert servers.amqp_url is not None
        key_file = place.state / "maillage.key"
        create_key(key_file)
        create_pair(place.state / "sealing", "reporting")
        admin = sa.make_url(servers.postgres_url.format(database="postgres"))
        roles = f"{admin.drivername}://{{service}}_{{antenna}}:{token_hex()}@{admin.host}:{admin.port}"
        settings = {
            "PROFILE": Profile.SERVER.value,
            "DATABASE_URL": roles + "/{service}_{antenna}",
            "AMQP_URL": servers.amqp_url,
            "KEY_FILE": str(key_file),
        }
        with ExitStack() as stack:
            yield Surroundings(_environment(settings, antennas), place.logs, True, stack, servers.postgres_url)


def _environment(settings: Mapping[str, str], antennas: Path) -> dict[str, str]:
    """Only our settings: whatever the shell has set for another use must not lead the demonstration elsewhere."""
    shared = {"ANTENNAS_DIR": str(antennas), "LOG_LEVEL": "WARNING"}
    ours = {PREFIX + name: value for name, value in {**shared, **settings}.items()}
    return {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)} | ours


def _migrate(network: Network, instances: Sequence[Instance]) -> None:
    from chassis.core.migrate import migrate  # alembic weighs on this process alone, which soon ends

    for instance in instances:
        runtime = network.runtime(instance)
        migrate(runtime)


def _create_database(admin_template: str, url: str) -> None:
    """A database and the only role, besides the administrator's, that can connect to it."""
    wanted = sa.make_url(url)
    engine = sa.create_engine(admin_template.format(database="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        # Names are codes and the password is hexadecimal: nothing to escape.
        connection.exec_driver_sql(f"CREATE ROLE {wanted.username} LOGIN PASSWORD '{wanted.password}'")
        connection.exec_driver_sql(f"CREATE DATABASE {wanted.database} OWNER {wanted.username}")
        connection.exec_driver_sql(f"REVOKE CONNECT ON DATABASE {wanted.database} FROM PUBLIC")
    engine.dispose()
