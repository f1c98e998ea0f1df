"""What the tests of green threads share: a patched process, and a PostgreSQL node."""

from collections.abc import Iterator

import pytest
from eventlet.patcher import is_monkey_patched

from chassis.core.database import Database
from local_servers import local_servers
from local_servers.postgres import PostgresNode


@pytest.fixture(scope="session", autouse=True)
def _patched() -> None:
    assert is_monkey_patched("socket"), (
        "À taper : PYTHONPATH=tests python -m pytest -p green.patched -p no:hypothesispytest tests/green"
    )


@pytest.fixture(scope="session")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresNode]:
    with local_servers(tmp_path_factory.mktemp("servers"), rabbitmq=False, fsync=False) as nodes:
        assert nodes.postgres is not None
        yield nodes.postgres


@pytest.fixture
def database(node: PostgresNode) -> Iterator[Database]:
    """An empty one, on a node of its own."""
    database = Database(node.url.format(database="postgres"))
    yield database
    database.close()
