"""The bad inputs of the fault model on PostgreSQL, which refuses what SQLite keeps (NUL, lone surrogates)."""

from collections.abc import Iterator

import pytest

from chassis.core.clock import SetClock
from chassis.core.runtime import Runtime
from support.bad_inputs import A_DAY_OF_READING, BadInputs
from support.runtimes import a_runtime
from support.servers import Servers
from support.waiting_sample import MANIFEST


class TestBadInputsOnPostgreSQL(BadInputs):
    @pytest.fixture(scope="class")
    @classmethod
    def runtime(cls, servers: Servers) -> Iterator[Runtime]:
        runtime = a_runtime(servers.database(), MANIFEST, clock=SetClock(A_DAY_OF_READING))
        yield runtime
        runtime.database.close()
