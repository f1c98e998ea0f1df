"""Where measurements take place: private durable RabbitMQ and PostgreSQL nodes, a network of one antenna on them."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import sqlalchemy as sa

from bench import broker
from chassis.bus import declare
from chassis.bus.connection import connect
from chassis.core.config import OTHER_NAMES, PREFIX, Profile, load_config
from chassis.core.instance import Instance
from chassis.core.keyring import create_key
from chassis.core.migrate import migrate
from chassis.core.runtime import Runtime
from local_servers import LocalServers, local_servers
from maillage.network import Network

PERMANENCE, REPORTING = Instance("permanence", "bench"), Instance("reporting", "bench")
HOUSING = Instance("housing", "bench")
_ANTENNA = 'label = "Banc"\nopened_on = 2023-09-04\nservices = ["housing", "permanence", "reporting"]\n'


@dataclass(frozen=True)
class Place:
    """The servers, the network and the folder of one bench; its environment is this process's own."""

    folder: Path
    servers: LocalServers
    network: Network

    @property
    def logs(self) -> Path:
        return self.folder / "logs"

    @property
    def amqp_url(self) -> str:
        return self.network.config.amqp_url

    @cached_property
    def permanence(self) -> Runtime:
        return self.network.runtime(PERMANENCE)

    @cached_property
    def reporting(self) -> Runtime:
        return self.network.runtime(REPORTING)

    @cached_property
    def housing(self) -> Runtime:
        return self.network.runtime(HOUSING)

    @property
    def runtimes(self) -> tuple[Runtime, ...]:
        return self.permanence, self.reporting, self.housing

    def database_url(self, instance: Instance, driver: str) -> str:
        url = sa.make_url(self.network.config.database_of(instance)).set(drivername=driver)
        return url.render_as_string(hide_password=False)

    def clear(self) -> None:
        """Empties the databases, but for what makes them usable, and the queue; leaves no earlier writing to finish."""
        for runtime in self.runtimes:
            tables = sa.inspect(runtime.database.engine).get_table_names()
            emptied = ", ".join(table for table in tables if not table.startswith(("alembic_version", "key_checks")))
            with runtime.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql(f"TRUNCATE {emptied} RESTART IDENTITY")
                connection.exec_driver_sql("CHECKPOINT")
        broker.purge(self.amqp_url, REPORTING.inbox)


@contextmanager
def opened(folder: Path) -> Iterator[Place]:
    """Starts everything anew in a folder and stops it on the way out."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "logs").mkdir(parents=True)
    (folder / "antennas").mkdir()
    (folder / "antennas" / f"{PERMANENCE.antenna}.toml").write_text(_ANTENNA, encoding="utf-8")
    create_key(folder / "maillage.key")
    with local_servers(folder / "servers") as servers:
        assert servers.postgres_url is not None
        assert servers.amqp_url is not None
        _tell_commit_times(servers)
        settings = {
            "PROFILE": Profile.SERVER.value,
            "DATABASE_URL": servers.postgres_url.format(database="{service}_{antenna}"),
            "AMQP_URL": servers.amqp_url,
            "KEY_FILE": str(folder / "maillage.key"),
            "ANTENNAS_DIR": str(folder / "antennas"),
            "HTTP_PORT": "0",
        }
        for name in [name for name in os.environ if name.startswith(PREFIX) and name not in OTHER_NAMES]:
            del os.environ[name]
        os.environ.update({PREFIX + name: value for name, value in settings.items()})
        place = Place(folder, servers, Network.load(load_config()))
        for instance in (PERMANENCE, REPORTING, HOUSING):
            _administer(servers, f"CREATE DATABASE {instance.database}")
        for runtime in place.runtimes:
            migrate(runtime)
        with connect(place.amqp_url, heartbeat=60, name="bench topology") as connection:
            declare.apply(connection, place.network.topology)
        try:
            yield place
        finally:
            for runtime in place.runtimes:
                runtime.database.close()


def _tell_commit_times(servers: LocalServers) -> None:
    """Lets PostgreSQL keep when each transaction was committed: rates and delays are then read, not sampled."""
    assert servers.postgres is not None
    _administer(servers, "ALTER SYSTEM SET track_commit_timestamp = on")
    servers.postgres.stop()
    servers.postgres.start()


def _administer(servers: LocalServers, statement: str) -> None:
    assert servers.postgres_url is not None
    engine = sa.create_engine(servers.postgres_url.format(database="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()
