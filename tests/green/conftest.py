"""What the tests of green threads share: a patched process, and a PostgreSQL node."""

from collections.abc import Iterator

import pytest
from eventlet.patcher import is_monkey_patched

from maillage.local_servers import local_servers


@pytest.fixture(scope="session", autouse=True)
def _patched() -> None:
    assert is_monkey_patched("socket"), (
        "À taper : PYTHONPATH=tests python -m pytest -p green.patched -p no:hypothesispytest tests/green"
    )


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an empty database on a node of its own."""
    with local_servers(tmp_path_factory.mktemp("servers"), rabbitmq=False, fsync=False) as nodes:
        assert nodes.postgres_url is not None
        yield nodes.postgres_url.format(database="postgres")
