"""The two profiles as fixtures: a behaviour suite inherits from one of these classes and is written once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from support.servers import Servers
from support.surroundings import Embedded, Server, Surroundings


class OnEmbedded:
    @pytest.fixture
    def surroundings(self, tmp_path: Path) -> Iterator[Surroundings]:
        surroundings = Embedded(tmp_path)
        yield surroundings
        surroundings.stop()

    @pytest.fixture(scope="class")
    @classmethod
    def shared(cls, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Surroundings]:
        surroundings = Embedded(tmp_path_factory.mktemp("shared"))
        yield surroundings
        surroundings.stop()


class OnServer:
    @pytest.fixture
    def surroundings(self, tmp_path: Path, servers: Servers, virtual_host: str) -> Iterator[Server]:
        surroundings = Server(tmp_path, servers, virtual_host)
        yield surroundings
        surroundings.stop()

    @pytest.fixture(scope="class")
    @classmethod
    def shared(
        cls, tmp_path_factory: pytest.TempPathFactory, servers: Servers, virtual_host: str
    ) -> Iterator[Surroundings]:
        surroundings = Server(tmp_path_factory.mktemp("shared"), servers, virtual_host)
        yield surroundings
        surroundings.stop()
