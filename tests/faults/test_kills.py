"""Brokers, databases and workers killed, stopped or absent while facts flow: nothing is lost, nothing repeated."""

import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager

from chassis.bus.consumer import PREFETCH
from chassis.core.inbox import SUSPECT_DELIVERIES
from chassis.core.instance import Instance
from faults.budget import BUDGET, a_random
from faults.verdicts import assert_kept
from local_servers.node import Node
from support import pace
from support.chain import Chain
from support.disk_full import postgresql_full
from support.processes import eventually
from support.profiles import OnServer
from support.servers import Servers
from support.surroundings import Server


class TestKills(OnServer):
    def test_a_broker_killed_again_and_again_loses_nothing_and_repeats_nothing(
        self, surroundings: Server, servers: Servers
    ) -> None:
        """P1. Four relays publish at once: housing and permanence of two antennas."""
        seed, random = a_random("P1")
        chains = _running(surroundings, "romans", "laval")
        with _loaded(chains):
            for _ in range(BUDGET.broker_kills):
                _wait_for_progress(chains)
                time.sleep(random.uniform(0, 1.5))
                _kill_and_start(servers.nodes.rabbitmq)
        _assert_none_died(surroundings)
        assert_kept("P1", *chains, trials=BUDGET.broker_kills, seed=seed)

    def test_a_database_server_killed_again_and_again_loses_nothing_and_quarantines_nothing(
        self, surroundings: Server, servers: Servers
    ) -> None:
        """P20. Every database of the antenna is on that server."""
        seed, random = a_random("P20")
        chains = _running(surroundings, "romans")
        with _loaded(chains):
            for _ in range(BUDGET.database_kills):
                _wait_for_progress(chains)
                time.sleep(random.uniform(0, 1.5))
                _kill_and_start(servers.nodes.postgres)
                _look_anew(chains)
        _assert_none_died(surroundings)
        assert_kept("P20", *chains, trials=BUDGET.database_kills, seed=seed)

    def test_workers_killed_at_random_lose_nothing_and_repeat_nothing(self, surroundings: Server) -> None:
        """P3, beside the crash points."""
        seed, random = a_random("P3")
        chains = _running(surroundings, "romans")
        with _loaded(chains):
            for _ in range(BUDGET.service_kills):
                time.sleep(random.uniform(0, 1))
                victim = random.choice([process for process in surroundings.processes if process.running])
                victim.kill()
                surroundings.start(*victim.instances)
        assert_kept("P3-kills", *chains, trials=BUDGET.service_kills, seed=seed)

    def test_events_wait_for_readers_that_are_off_and_for_one_that_was_never_started(
        self, surroundings: Server
    ) -> None:
        """P6. Reporting has run before, permanence never has."""
        chain = Chain.of(surroundings, "romans")
        surroundings.prepare(*chain.instances)
        (reporting, _) = surroundings.start(chain.reporting, chain.housing)
        assert reporting.terminate() == 0
        chain.load(threads=4, each=BUDGET.events_while_down // 4, pause=0).run()
        eventually(chain.sent, BUDGET.events_while_down.__eq__)
        assert surroundings.effects(chain.reporting) == []

        surroundings.start(chain.permanence, chain.reporting)

        assert_kept("P6", chain, trials=BUDGET.events_while_down)

    def test_what_came_back_often_is_acknowledged_one_by_one(self, surroundings: Server) -> None:
        """P8. Only the one that was being applied may come back: together, they would at each cut, for ever."""
        seed, random = a_random("P8-suspects")
        chain = Chain.of(surroundings, "romans")
        surroundings.prepare(*chain.instances)
        surroundings.start(chain.housing, chain.permanence)
        chain.load(threads=4, each=BUDGET.suspects // 4, pause=0).run()
        eventually(chain.sent, (2 * BUDGET.suspects).__eq__)
        for _ in range(SUSPECT_DELIVERIES + 1):
            _take_and_give_back(surroundings, chain.reporting)

        (reporting,) = surroundings.start(chain.reporting)
        enough = random.randint(20, 200)
        eventually(lambda: len(surroundings.effects(chain.reporting)) >= enough)
        reporting.kill()
        eventually(lambda: not surroundings.has_reader(chain.reporting))
        had, left = len(surroundings.effects(chain.reporting)), surroundings.waiting(chain.reporting)
        assert 0 < left <= 2 * BUDGET.suspects - had + 1, f"{had} applied, {left} back, MAILLAGE_FAULTS_SEED={seed}"

        surroundings.start(chain.reporting)
        assert_kept("P8-suspects", chain, trials=BUDGET.suspects, seed=seed)

    def test_a_connection_cut_again_and_again_makes_no_suspects(self, surroundings: Server) -> None:
        """P8. What comes back to a process that lives has not killed it: it is applied by batches, as before."""
        chain = Chain.of(surroundings, "romans")
        surroundings.prepare(*chain.instances)
        surroundings.start(chain.housing, chain.permanence)
        (reporting,) = surroundings.start(chain.reporting)
        with postgresql_full(surroundings.runtime(chain.reporting), "effects"):
            chain.load(threads=4, each=BUDGET.suspects // 4, pause=0).run()
            eventually(chain.sent, (2 * BUDGET.suspects).__eq__)
            for _ in range(SUSPECT_DELIVERIES + 1):
                _wait_until_taken(surroundings, chain.reporting)
                surroundings.cut_broker_connections()
                eventually(lambda: surroundings.waiting(chain.reporting) >= 2 * BUDGET.suspects)
            _wait_until_taken(surroundings, chain.reporting)

        assert_kept("P8-no-suspects", chain, trials=SUSPECT_DELIVERIES + 1)
        assert len(reporting.logged("applied")) < BUDGET.suspects / 10

    def test_rolling_restarts_lose_nothing_and_repeat_nothing(self, surroundings: Server) -> None:
        """P7. Each worker in its turn is told to stop, and started again; three times over."""
        seed, random = a_random("P7")
        (chain,) = _running(surroundings, "romans")
        restarts = 0
        with chain.load(threads=2):
            for _ in range(3):
                for worker in [process for process in surroundings.processes if process.running]:
                    time.sleep(random.uniform(0, 0.3))
                    assert worker.terminate() == 0, worker.log.read_text()[-2000:]
                    surroundings.start(*worker.instances)
                    restarts += 1
            eventually(lambda: len(chain.ledger.read()[0]) >= BUDGET.events_while_restarting)
        assert_kept("P7", chain, trials=restarts, seed=seed)


def _running(surroundings: Server, *antennas: str) -> list[Chain]:
    chains = [Chain.of(surroundings, antenna) for antenna in antennas]
    instances = [instance for chain in chains for instance in chain.instances]
    surroundings.prepare(*instances)
    surroundings.start(*instances)
    return chains


@contextmanager
def _loaded(chains: Sequence[Chain]) -> Iterator[None]:
    with ExitStack() as stack:
        for chain in chains:
            stack.enter_context(chain.load(pause=0.05))
        yield


def _wait_for_progress(chains: Sequence[Chain]) -> None:
    """Every chain publishes again: the next kill falls into its work, not into its absence."""
    before = [chain.sent() for chain in chains]
    eventually(lambda: all(chain.sent() > count for chain, count in zip(chains, before, strict=True)))


def _kill_and_start(node: Node | None) -> None:
    assert node is not None
    node.kill()
    node.start()


def _look_anew(chains: Sequence[Chain]) -> None:
    """The test looks at the same databases: its own connections are gone too."""
    for chain in chains:
        for instance in chain.instances:
            chain.surroundings.runtime(instance).database.engine.dispose()


def _take_and_give_back(surroundings: Server, reader: Instance) -> None:
    """As a reader does that takes messages and vanishes: the broker counts it against each of them."""
    count = surroundings.waiting(reader)
    taken: list[object] = []
    with surroundings.broker() as connection, connection.channel() as channel:
        channel.basic_consume(reader.inbox, no_ack=False, callback=taken.append)
        while len(taken) < count:
            connection.drain_events(timeout=pace.patience())
    eventually(lambda: not surroundings.has_reader(reader))


def _wait_until_taken(surroundings: Server, reader: Instance) -> None:
    """The reader has as many messages as it is ever given; each relay that lost its connection told it an account."""
    left = max(0, 2 * BUDGET.suspects - PREFETCH)
    told = 2 * (SUSPECT_DELIVERIES + 1)
    eventually(lambda: surroundings.waiting(reader) <= left + told)


def _assert_none_died(surroundings: Server) -> None:
    """What happens to a server must not need a supervisor of ours."""
    dead = [process for process in surroundings.processes if not process.running]
    assert not dead, dead[0].log.read_text()[-2000:]
