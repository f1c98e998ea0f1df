"""Reporting of Romans, empty, on a SQLite file of the test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from support.reporting.projected import Projected


@pytest.fixture
def romans(tmp_path: Path) -> Iterator[Projected]:
    projected = Projected(tmp_path / "state")
    yield projected
    projected.runtime.database.close()
