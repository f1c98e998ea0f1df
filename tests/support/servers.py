"""Real RabbitMQ and PostgreSQL for a test session: private nodes, started when the first test asks for them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest
import sqlalchemy as sa

from local_servers import LocalServers, local_servers
from support import pace

_numbers = count(1)
_AT_ONCE = 4
# As `add_vhost` and `set_permissions` of rabbitmqctl do.
_MAKE = (
    'ok = rabbit_vhost:add(Name, <<"guest">>), ok = rabbit_auth_backend_internal:set_permissions('
    '<<"guest">>, Name, <<".*">>, <<".*">>, <<".*">>, <<"guest">>)'
)


@dataclass(frozen=True, slots=True)
class Servers:
    """The session's nodes; every test takes a virtual host and databases of its own from them."""

    nodes: LocalServers
    _made: list[str] = field(default_factory=list)

    def virtual_host(self) -> str:
        """A new, empty virtual host; returns its AMQP address."""
        assert self.nodes.rabbitmq is not None
        if not self._made:
            self._make_virtual_hosts()
        name = self._made.pop()
        return self.nodes.rabbitmq.url.removesuffix("//") + f"/{name}"

    def _make_virtual_hosts(self) -> None:
        """Several by one order: each order starts an Erlang of its own, which costs more than all that it does."""
        assert self.nodes.rabbitmq is not None
        # A node that has just started takes connections a little before it takes orders.
        self.nodes.rabbitmq.ctl("await_startup")
        self._made.extend(f"test{next(_numbers)}" for _ in range(_AT_ONCE))
        names = ", ".join(f'<<"{name}">>' for name in self._made)
        self.nodes.rabbitmq.ctl("eval", f"lists:foreach(fun(Name) -> {_MAKE} end, [{names}]).")

    def database(self) -> str:
        """A new, empty database; returns its address."""
        assert self.nodes.postgres_url is not None
        name = f"test{next(_numbers)}"
        engine = sa.create_engine(self.nodes.postgres_url.format(database="postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name}")
        engine.dispose()
        return self.nodes.postgres_url.format(database=name)


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    pace.slowness()  # measured before anything is waited for
    directory: Path = tmp_path_factory.mktemp("servers")
    with local_servers(directory, fsync=False) as nodes:
        yield Servers(nodes)
