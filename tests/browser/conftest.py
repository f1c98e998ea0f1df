"""The counter of a permanence, open for a test; the pictures that are taken of its screen are kept in out/browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from support.project_tree import ROOT
from support.reception import Reception, opened_reception

PICTURES = ROOT / "out" / "browser"


@pytest.fixture
def reception(tmp_path: Path) -> Iterator[Reception]:
    with opened_reception(tmp_path, PICTURES) as reception:
        yield reception
