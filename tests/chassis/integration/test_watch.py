"""A database that freezes, as threads see it."""

from collections.abc import Iterator

import pytest

from chassis.core.database import Database
from local_servers.node import Node
from support.servers import Servers
from support.watch_behaviour import WatchBehaviour


class TestWatch(WatchBehaviour):
    @pytest.fixture
    def node(self, servers: Servers) -> Node:
        assert servers.nodes.postgres is not None
        return servers.nodes.postgres

    @pytest.fixture
    def database(self, servers: Servers) -> Iterator[Database]:
        database = Database(servers.database())
        yield database
        database.close()
