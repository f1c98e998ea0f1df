"""P17: on a network that swallows what it is given, nobody waits for ever, and nothing is lost or done twice."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from faults.budget import BUDGET, FOLDER, IS_LONG, a_seed
from faults.commands import NORMAL, Period, assert_answered, assert_drained, assert_held_up, note, steady
from faults.verdicts import assert_kept
from support import pace
from support.chain import Chain
from support.oracle import report
from support.processes import WorkerProcess, eventually
from support.proxied import Proxied
from support.real_permanence import RealPermanence
from support.sample_service import ARRIVED, RecordArrival
from support.servers import Servers
from support.surroundings import HOUSING, LAVAL_HOUSING, PERMANENCE, REPORTING, ROMANS

HEARTBEAT = 5
# Two heartbeats to notice that the other is silent, which no machine makes longer; then the work of connecting anew.
NOTICED = 2 * HEARTBEAT
CONNECTED = 5
HOLES = (30.0, BUDGET.black_hole) if IS_LONG else (BUDGET.black_hole,)


@pytest.fixture
def surroundings(tmp_path: Path, servers: Servers, virtual_host: str) -> Iterator[Proxied]:
    surroundings = Proxied(tmp_path, servers, virtual_host, {"HEARTBEAT": str(HEARTBEAT)})
    yield surroundings
    surroundings.stop()


@pytest.mark.parametrize("seconds", HOLES)
def test_a_black_hole_in_either_direction_is_noticed_and_forgotten(
    surroundings: Proxied, servers: Servers, tmp_path: Path, seconds: float
) -> None:
    """Nothing reaches the broker from Romans, and nothing comes back from it to Laval."""
    seed = a_seed("P17")
    chains = romans, laval = [Chain.of(surroundings, antenna) for antenna in ("romans", "laval")]
    instances = [instance for chain in chains for instance in chain.instances]
    surroundings.prepare(*instances)
    processes = {process.instances[0]: process for process in surroundings.start(*instances)}
    url = servers.virtual_host()
    with RealPermanence(tmp_path / "permanence", servers, url, surroundings.through("romans", url)) as permanence:
        with steady(romans) as commands, steady(laval) as others, permanence.steady() as requests:
            normal = Period.lasting(NORMAL)
            began = datetime.now(UTC)
            surroundings.networks["romans"].black_hole(to_server=True, to_client=False)
            surroundings.networks["laval"].black_hole(to_server=False, to_client=True)
            fault = Period.lasting(seconds)
            kept = [chain.behind() for chain in chains]
            for network in surroundings.networks.values():
                network.heal()
            healed = time.monotonic()
        # Told by each antenna after the network healed: both its relay and its readers are back.
        last = [surroundings.do(chain.housing, RecordArrival()) for chain in chains]
        readers = [reader for chain in chains for reader in (chain.permanence, chain.reporting)]
        eventually(lambda: all(set(last) & set(surroundings.subjects(reader, ARRIVED)) for reader in readers))
        back = time.monotonic() - healed
        gave_up = [_first_loss(processes[owner], "relay", began) for owner in (HOUSING, LAVAL_HOUSING)]
        drained = assert_drained(lambda: romans.behind() + laval.behind() + permanence.behind(), healed)
        by_hand, by_hand_too, by_http = (
            assert_answered(flow, normal=normal, fault=fault) for flow in (commands, others, requests)
        )
        verdict = permanence.judge("P17-http", trials=1)
    note("P17", gave_up_to=gave_up[0], gave_up_from=gave_up[1], back=back, drained=drained, **by_hand)
    note("P17-from", **by_hand_too)
    note("P17-http", **by_http)
    assert_held_up(min(kept), seconds)
    # Plain nameko stays blocked for more than 150 s here.
    assert max(*gave_up, back) <= NOTICED + pace.at_most(CONNECTED)
    report(verdict, FOLDER)
    assert verdict.is_kept, verdict
    assert_kept("P17", *chains, trials=2, seed=seed)


def test_a_consumer_on_a_half_open_socket_is_back_after_two_heartbeats(surroundings: Proxied) -> None:
    """Its connection carries nothing any more, for ever, and neither side is told; new ones work."""
    seed = a_seed("P17-half-open")
    chain = Chain.of(surroundings, "romans")
    surroundings.prepare(*ROMANS)
    surroundings.start(*ROMANS)
    before = surroundings.do(HOUSING, RecordArrival())
    eventually(lambda: surroundings.subjects(REPORTING, ARRIVED), [before].__eq__)

    surroundings.networks["romans"].strand()
    stranded = time.monotonic()

    stays = sorted((before, surroundings.do(HOUSING, RecordArrival())))
    eventually(
        lambda: [surroundings.subjects(reader, ARRIVED) for reader in (PERMANENCE, REPORTING)],
        [stays, stays].__eq__,
    )
    back = time.monotonic() - stranded
    note("P17-half-open", back=back)
    assert back <= NOTICED + pace.at_most(CONNECTED)
    with steady(chain):
        time.sleep(1)
    assert_kept("P17-half-open", chain, trials=1, seed=seed)


def test_a_worker_told_to_stop_in_a_black_hole_ends_in_good_order(surroundings: Proxied) -> None:
    surroundings.prepare(*ROMANS)
    processes = surroundings.start(*ROMANS)
    surroundings.networks["romans"].black_hole(to_server=True, to_client=True)
    surroundings.do(HOUSING, RecordArrival())
    time.sleep(1)
    with ThreadPoolExecutor(len(processes)) as pool:
        assert list(pool.map(lambda process: process.terminate(), processes)) == [0, 0, 0]
    assert "Traceback" not in surroundings.logs()


def _first_loss(process: WorkerProcess, loop: str, since: datetime) -> float:
    """Seconds until a loop of the process gave its connection up."""
    told = (line for line in process.logged("connection_lost") if line["loop"] == loop)
    lost = (datetime.fromisoformat(line["ts"]) - since for line in told)
    return next(after.total_seconds() for after in lost if after.total_seconds() >= 0)
