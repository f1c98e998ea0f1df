"""What fault tests share: servers that write to disk before they answer, one set a file."""

from collections.abc import Iterator

import pytest

from local_servers import local_servers
from support import pace
from support.servers import Servers


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    """In place of the session's: durability is judged here, and these are killed."""
    pace.slowness()  # measured before anything is waited for
    with local_servers(tmp_path_factory.mktemp("servers"), fsync=True) as nodes:
        yield Servers(nodes)


@pytest.fixture(scope="module")
def virtual_host(servers: Servers) -> str:
    """One a file: each test removes the queues it made."""
    return servers.virtual_host()
