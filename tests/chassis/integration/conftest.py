"""What the chassis's integration tests share."""

import pytest

from support.servers import Servers


@pytest.fixture(scope="session")
def virtual_host(servers: Servers) -> str:
    """One for all: each test removes the queues it made."""
    return servers.virtual_host()
