"""Every bad input of the fault model, given to an inbox on SQLite: its outcome, once, and nothing of it in a log."""

from pathlib import Path

import pytest

from chassis.core.clock import SetClock
from chassis.core.runtime import Runtime
from support.bad_inputs import A_DAY_OF_READING, BAD_INPUTS, BadInputs
from support.runtimes import sqlite_runtime
from support.waiting_sample import MANIFEST


class TestBadInputsOnSQLite(BadInputs):
    @pytest.fixture(scope="class")
    @classmethod
    def runtime(cls, tmp_path_factory: pytest.TempPathFactory) -> Runtime:
        folder: Path = tmp_path_factory.mktemp("inbox")
        return sqlite_runtime(folder, MANIFEST, clock=SetClock(A_DAY_OF_READING))


def test_every_row_that_belongs_to_the_inbox_is_there() -> None:
    with_their_own_test = {9, 10, 11, 12, 13}
    assert {bad.row for bad in BAD_INPUTS} | with_their_own_test == {*range(1, 16), 21}
