"""What is slow, short of something, or gone for a while: nothing is given up, nothing is blamed on a message.

Rows 26, 27, 29, 30 and 32 of the fault model.
"""

import random
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa

from chassis.core import outbox
from chassis.core.application import execute
from chassis.core.delivery import Delivery
from chassis.core.errors import DatabaseUnavailable, TransientFailure
from chassis.core.inbox import receive
from chassis.core.instance import Instance
from faults.budget import a_random, a_seed
from faults.commands import note, steady
from faults.verdicts import assert_kept
from support.chain import Chain, wait_until_quiet
from support.processes import WorkerProcess, eventually
from support.project_tree import ROOT
from support.proxied import Proxied
from support.sample_service import ARRIVED, SLOW, RecordArrival
from support.servers import Servers
from support.surroundings import DEPARTEMENT, HOUSING, PERMANENCE, REPORTING, ROMANS

ROMANS_KEY = "intern_arrived.v1.romans"
PASSING = ("40P01", "40001", "55P03", "53300", "57014")  # deadlock, serialisation, lock, connections, time


@pytest.fixture
def surroundings(tmp_path: Path, servers: Servers, virtual_host: str) -> Iterator[Proxied]:
    surroundings = Proxied(tmp_path, servers, virtual_host)
    yield surroundings
    surroundings.stop()


def test_a_broker_a_second_away_loses_no_connection(surroundings: Proxied) -> None:
    """Row 26."""
    seed = a_seed("row-26")
    chain, processes = running(surroundings)
    surroundings.networks["romans"].delay(1)
    with steady(chain):
        time.sleep(8)
    over = time.monotonic()
    wait_until_quiet(chain)
    note("row-26", drained=time.monotonic() - over)
    assert not [process for process in processes.values() if process.logged("connection_lost")]
    surroundings.networks["romans"].heal()
    assert_kept("row-26", chain, trials=1, seed=seed)


@pytest.mark.parametrize("state", PASSING)
def test_what_passes_is_tried_again_and_never_blamed_on_the_message(
    passing: "tuple[Chain, Mapping[Instance, WorkerProcess]]", state: str
) -> None:
    """Row 27: the reader's database fails three times, then works."""
    chain, processes = passing
    surroundings = chain.surroundings
    kept = len(processes[PERMANENCE].logged("batch_kept"))
    with failing(surroundings, PERMANENCE, "effects", state, times=3):
        stay = surroundings.do(HOUSING, RecordArrival())
        eventually(lambda: stay in surroundings.subjects(PERMANENCE, ARRIVED))
    assert len(processes[PERMANENCE].logged("batch_kept")) > kept
    assert surroundings.subjects(PERMANENCE, ARRIVED).count(stay) == 1
    assert surroundings.quarantined(PERMANENCE) == []
