"""P28: what the broker confirmed and did not deliver is missed by its reader, seen on both sides, and sent again."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa

from chassis.core import tables
from chassis.core.accounts import letters
from chassis.core.accounts.messages import EXCHANGE as ACCOUNTS
from chassis.core.instance import Instance
from chassis.core.outbox import count_unsent
from faults.budget import CONTROL_FOLDER
from faults.verdicts import assert_kept
from maillage.reconcile import Difference, compare
from support.chain import Chain
from support.oracle import report
from support.processes import WorkerProcess, eventually
from support.sample_network import WITHOUT_ACCOUNTS
from support.sample_service import ARRIVED, BROKEN, PLANNED, RecordArrival
from support.servers import Servers
from support.surroundings import DEPARTEMENT, HOUSING, PERMANENCE, REPORTING, ROMANS, Server

FACTS = 5
EVERYONE = (*ROMANS, DEPARTEMENT)


@pytest.fixture
def surroundings(tmp_path: Path, servers: Servers, virtual_host: str) -> Iterator[Server]:
    surroundings = Server(tmp_path, servers, virtual_host, {"ACCOUNTS_PERIOD": "1"})
    yield surroundings
    surroundings.stop()


@pytest.fixture
def chain(surroundings: Server) -> Chain:
    surroundings.prepare(*EVERYONE)
    return Chain.of(surroundings, "romans")


class TestFactsThatTheBrokerDidNotDeliver:
    def test_a_binding_that_was_lost(self, surroundings: Server, chain: Chain) -> None:
        """K1 a. The département's queue still takes each fact: the broker has nothing to say."""
        processes = surroundings.start(*EVERYONE)
        unbind(surroundings, REPORTING)

        stays = arrivals(chain)

        assert_found_again(surroundings, processes, stays)
        assert_kept("P28-binding-lost", chain, trials=FACTS)

    def test_bindings_that_were_lost_while_an_outsider_takes_everything(
        self, surroundings: Server, chain: Chain
    ) -> None:
        """K1 b. `mandatory` tells nothing: the facts did find a queue."""
        processes = surroundings.start(*EVERYONE)
        with outsider(surroundings):
            for reader in (PERMANENCE, REPORTING, DEPARTEMENT):
                unbind(surroundings, reader)

            stays = arrivals(chain)

            assert_found_again(surroundings, processes, stays)
            assert_kept("P28-outsider", chain, trials=FACTS)

    def test_a_queue_deleted_while_the_relay_runs(self, surroundings: Server, chain: Chain) -> None:
        """K1 c. What it held is gone, and what is confirmed before the relay looks again."""
        (housing, *_) = surroundings.start(*EVERYONE)
        before = arrivals(chain)
        surroundings.wait_for(REPORTING, ARRIVED, before)
        with surroundings.broker() as connection, connection.channel() as channel:
            channel.queue_delete(REPORTING.inbox)
        stays = before + arrivals(chain)
        (said, *_) = housing.wait_for("waiting_for_topology")
        assert said["missing"] == [f"queue {REPORTING.inbox}"]

        surroundings.apply_topology()

        surroundings.wait_for(REPORTING, ARRIVED, stays)
        assert_kept("P28-queue-deleted", chain, trials=2 * FACTS)

    def test_code_that_starts_before_its_topology(self, surroundings: Server, chain: Chain) -> None:
        """An upgrade in the wrong order: a type of event that no queue is bound to yet, but an outsider's."""
        surroundings.apply_topology()
        for reader in (REPORTING, DEPARTEMENT):
            unbind(surroundings, reader, PERMANENCE.exchange)
        with outsider(surroundings, PERMANENCE.exchange):
            for process in surroundings.launch(*EVERYONE):
                process.wait_until_ready()

            stays = arrivals(chain)

            surroundings.wait_for(PERMANENCE, ARRIVED, stays)
            eventually(lambda: len(surroundings.subjects(REPORTING, PLANNED)), FACTS.__eq__)
            surroundings.apply_topology()
            assert_kept("P28-upgrade", chain, trials=FACTS)

    def test_a_fact_that_was_refused_is_not_sent_again(self, surroundings: Server, chain: Chain) -> None:
        (housing, *_) = surroundings.start(*EVERYONE)
        surroundings.do(HOUSING, RecordArrival(BROKEN))
        eventually(lambda: len(surroundings.quarantined(PERMANENCE)), (1).__eq__)
        eventually(lambda: told_and_answered(surroundings, HOUSING))
        assert not housing.logged("facts_lacking")
        assert not housing.logged("letters_sent")

    def test_today_s_relay_loses_them(self, surroundings: Server, chain: Chain) -> None:
        """The negative control: the same judge, before a relay that trusts the broker."""
        surroundings.environment[WITHOUT_ACCOUNTS] = "1"
        surroundings.start(*EVERYONE)
        unbind(surroundings, REPORTING, HOUSING.exchange)
        stays = arrivals(chain)
        surroundings.wait_for(DEPARTEMENT, ARRIVED, stays)

        surroundings.apply_topology()

        last = arrivals(chain)
        surroundings.wait_for(REPORTING, ARRIVED, last)
        eventually(lambda: len(surroundings.subjects(REPORTING, PLANNED)), (2 * FACTS).__eq__)
        verdict = chain.judge("confirmed and not delivered", trials=FACTS)
        report(verdict, CONTROL_FOLDER)
        assert verdict.lost == FACTS, verdict


def test_what_is_asked_for_is_sent_to_who_asks_alone_and_once(surroundings: Server, chain: Chain) -> None:
    """A resend of everything, twice: one reader is given what it has already, and nothing happens."""
    surroundings.start(*EVERYONE)
    stays = arrivals(chain)
    for reader in (PERMANENCE, REPORTING, DEPARTEMENT):
        surroundings.wait_for(reader, ARRIVED, stays)
    for _ in range(2):
        with surroundings.runtime(HOUSING).database.engine.begin() as connection:
            letters.write_resends(connection, REPORTING.inbox, sa.true(), surroundings.runtime(HOUSING).clock.now())
    eventually(lambda: letters.pending(surroundings.runtime(HOUSING).database), [].__eq__)
    assert_kept("P28-resent-twice", chain, trials=2)


def test_an_owner_restored_from_a_backup_is_noticed_and_its_ghosts_are_found(
    surroundings: Server, chain: Chain
) -> None:
    """What its readers heard since the backup was of another timeline: they keep it, and somebody must know."""
    surroundings.start(PERMANENCE, REPORTING, DEPARTEMENT)
    (housing,) = surroundings.start(HOUSING)
    readers = (PERMANENCE, REPORTING, DEPARTEMENT)
    kept = arrivals(chain)
    eventually(partial(told_and_answered, surroundings, HOUSING))
    assert housing.terminate() == 0
    restore = surroundings.backed_up(HOUSING)
    (housing,) = surroundings.start(HOUSING)
    ghosts = arrivals(chain)
    eventually(partial(told_and_answered, surroundings, HOUSING))
    assert housing.terminate() == 0
    restore()

    (housing,) = surroundings.start(HOUSING)
    again = arrivals(chain)

    for reader in readers:
        surroundings.wait_for(reader, ARRIVED, kept + ghosts + again)
    housing.wait_for("older_than_readers")
    for process in surroundings.processes:
        if process.instances[0] in readers and process.running:
            (said,) = process.wait_for("owner_went_back")
            assert said["owner"] == str(HOUSING)
    for reader in readers:
        found = list(compare(surroundings.network, HOUSING, reader))
        assert {one.difference for one in found} == {Difference.UNKNOWN_TO_OWNER}
        assert len(found) == len(ghosts)
    eventually(partial(told_and_answered, surroundings, HOUSING))


def arrivals(chain: Chain) -> list[UUID]:
    """Commands whose facts the broker has confirmed; returns what they are about."""
    before = set(recorded(chain))
    chain.load(threads=1, each=FACTS, pause=0).run()
    eventually(lambda: count_unsent(chain.surroundings.runtime(HOUSING).database), (0).__eq__)
    return sorted(set(recorded(chain)) - before)


def recorded(chain: Chain) -> list[UUID]:
    with chain.surroundings.runtime(HOUSING).database.engine.connect() as connection:
        return list(connection.scalars(sa.select(tables.outbox.c.subject)))


def assert_found_again(surroundings: Server, processes: list[WorkerProcess], stays: list[UUID]) -> None:
    """By each reader, though no binding came back; and both sides have said so."""
    for reader in (PERMANENCE, REPORTING, DEPARTEMENT):
        surroundings.wait_for(reader, ARRIVED, stays)
    for one in (HOUSING, REPORTING):
        (process,) = (process for process in processes if process.instances == (one,))
        eventually(partial(lacking, process), FACTS.__le__)


def lacking(process: WorkerProcess) -> int:
    return sum(line["n"] for line in process.logged("facts_lacking"))


def told_and_answered(surroundings: Server, owner: Instance) -> bool:
    """Whether every account is closed, and every reader has answered for it."""
    closed = tables.accounts.c.closed_at
    with surroundings.runtime(owner).database.engine.connect() as connection:
        accounts = connection.scalars(sa.select(closed)).all()
        unanswered = connection.scalar(sa.select(sa.func.count()).select_from(tables.tellings))
        return bool(accounts) and None not in accounts and not unanswered


def unbind(surroundings: Server, reader: Instance, *exchanges: str) -> None:
    """As somebody's hand does: every binding of facts of a queue, or those of an exchange."""
    with surroundings.broker() as connection, connection.channel() as channel:
        for binding in surroundings.network.topology.bindings:
            concerned = exchanges or {binding.exchange} - {ACCOUNTS}
            if binding.queue == reader.inbox and binding.exchange in concerned:
                channel.queue_unbind(binding.queue, binding.exchange, binding.pattern)


@contextmanager
def outsider(surroundings: Server, *exchanges: str) -> Iterator[None]:
    """A queue of somebody else's that takes all that is published, so that the broker never has it left over."""
    with surroundings.broker() as connection, connection.channel() as channel:
        channel.queue_declare("outsider", durable=True, auto_delete=False)
        for exchange in exchanges or surroundings.network.topology.exchanges:
            channel.queue_bind("outsider", exchange, "#")
        yield
        channel.queue_delete("outsider")
