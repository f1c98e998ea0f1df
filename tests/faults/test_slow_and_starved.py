"""What is slow, short of something, or away for a while: it is waited for, and no message is blamed for it."""

import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from uuid import UUID, uuid4

import kombu
import pytest
import sqlalchemy as sa

from chassis.core import outbox
from chassis.core.application import execute
from chassis.core.errors import DatabaseUnavailable, TransientFailure
from chassis.core.inbox import receive
from chassis.core.instance import Instance
from faults.budget import a_random, a_seed
from faults.commands import Period, assert_held_up, note, steady
from faults.verdicts import assert_kept
from local_servers.processes import die_with_parent
from support import pace
from support.chain import Chain, wait_until_quiet
from support.journals import JOURNALS
from support.processes import WorkerProcess, eventually
from support.project_tree import ROOT
from support.proxied import Proxied
from support.sample_deliveries import an_arrival, delivered
from support.sample_service import ARRIVED, CALM, SLOW, PlanSession, RecordArrival
from support.servers import Servers
from support.surroundings import DEPARTEMENT, HOUSING, PERMANENCE, REPORTING, ROMANS

ROMANS_KEY = "intern_arrived.v1.romans"
# A deadlock, a serialisation failure, a lock not had in time, no connection left, a statement that took too long.
PASSING = ("40P01", "40001", "55P03", "53300", "57014")
FAILURES = 3


@pytest.fixture
def surroundings(tmp_path: Path, servers: Servers, virtual_host: str) -> Iterator[Proxied]:
    surroundings = Proxied(tmp_path, servers, virtual_host)
    yield surroundings
    surroundings.stop()


def test_a_broker_a_second_away_loses_no_connection(surroundings: Proxied) -> None:
    """Two seconds there and back, with heartbeats every two."""
    seed = a_seed("far-broker")
    chain, processes = _running(surroundings)
    surroundings.networks["romans"].delay(1)
    with steady(chain):
        time.sleep(8)
    over = time.monotonic()
    wait_until_quiet(chain)
    note("far-broker", drained=time.monotonic() - over)
    assert not [process for process in processes if process.logged("connection_lost")]
    surroundings.networks["romans"].heal()
    assert_kept("far-broker", chain, trials=1, seed=seed)


def test_what_passes_is_tried_again_and_never_blamed_on_the_message(surroundings: Proxied) -> None:
    """In a reader and in a command: their databases fail three times, then work."""
    seed = a_seed("passing-errors")
    chain, (_, permanence, _) = _running(surroundings)
    for state in PASSING:
        with (
            _trigger(surroundings, HOUSING, "dossiers", _fails(state)),
            _trigger(surroundings, PERMANENCE, "effects", _fails(state)),
        ):
            _tell_and_see(chain)
            for instance in (HOUSING, PERMANENCE):
                assert _sql(surroundings, instance, "SELECT last_value FROM tries") > FAILURES
    assert permanence.logged("batch_kept")
    assert_kept("passing-errors", chain, trials=2 * len(PASSING), seed=seed)


def test_a_pool_without_a_connection_left_passes_too(surroundings: Proxied) -> None:
    """Every connection of the process is held by somebody else."""
    surroundings.prepare(PERMANENCE)
    runtime = surroundings.runtime(PERMANENCE)
    delivery = delivered(an_arrival())
    with ExitStack() as held:
        with suppress(sa.exc.TimeoutError):  # there are no more
            while True:
                held.enter_context(runtime.database.engine.connect())
        with pytest.raises(TransientFailure):
            receive(runtime, [delivery])
        with pytest.raises(DatabaseUnavailable):
            execute(runtime, PlanSession(), uuid4())
    assert receive(runtime, [delivery]).applied == 1
    assert surroundings.quarantined(PERMANENCE) == []


def test_a_reaction_that_waits_for_long_keeps_its_connection(surroundings: Proxied) -> None:
    """Nearly three times the heartbeat, in the database."""
    seed = a_seed("long-reaction-waits")
    chain, processes = _running(surroundings)
    with _trigger(surroundings, PERMANENCE, "effects", "PERFORM pg_sleep(8)"):
        _tell_and_see(chain)
    _tell_and_see(chain)
    assert not [process for process in processes if process.logged("connection_lost")]
    assert_kept("long-reaction-waits", chain, trials=1, seed=seed)


def test_a_reaction_that_computes_for_longer_than_the_heartbeats_is_redelivered_and_has_one_effect(
    tmp_path: Path, servers: Servers, virtual_host: str
) -> None:
    """Five seconds of computing, with heartbeats of one, of which the broker misses two."""
    seed = a_seed("long-reaction-computes")
    surroundings = Proxied(tmp_path, servers, virtual_host, {"HEARTBEAT": "1"})
    try:
        chain = Chain.of(surroundings, "romans")
        surroundings.prepare(*ROMANS)
        surroundings.start(HOUSING)
        stays = sorted(_tell(chain, SLOW) for _ in range(5))
        eventually(chain.sent, len(stays).__eq__)
        (permanence, _) = surroundings.start(PERMANENCE, REPORTING)
        eventually(lambda: surroundings.subjects(PERMANENCE, ARRIVED), stays.__eq__)
        eventually(lambda: sum(line["duplicates"] for line in permanence.logged("applied")) >= len(stays))
        assert "inbox" in {line["loop"] for line in permanence.logged("connection_lost")}
        assert_kept("long-reaction-computes", chain, trials=1, seed=seed)
    finally:
        surroundings.stop()


def test_what_cannot_be_put_in_quarantine_stays_in_the_queue_until_it_can(
    surroundings: Proxied, servers: Servers, virtual_host: str
) -> None:
    """The reader's database is away when a message comes that cannot be read."""
    chain, (_, permanence, _) = _running(surroundings)
    with _database_away(servers, surroundings, PERMANENCE):
        surroundings.post_raw(HOUSING, ROMANS_KEY, b"{not json")
        eventually(lambda: len(surroundings.quarantined(REPORTING)), (1).__eq__)
        eventually(lambda: permanence.logged("batch_kept"))
        time.sleep(1)
        eventually(lambda: _unacknowledged(servers, virtual_host, PERMANENCE), (1).__eq__)
    eventually(lambda: [row.code for row in surroundings.quarantined(PERMANENCE)], ["UNRECOGNIZED_FORMAT"].__eq__)
    eventually(lambda: _unacknowledged(servers, virtual_host, PERMANENCE), (0).__eq__)
    _tell_and_see(chain)
    assert permanence.terminate() == 0
    assert surroundings.waiting(PERMANENCE) == 0
    assert len(surroundings.quarantined(PERMANENCE)) == 1


def test_a_reader_whose_queue_is_deleted_says_so_and_goes_on_once_it_is_there_again(surroundings: Proxied) -> None:
    seed = a_seed("deleted-queue-reader")
    chain, (_, permanence, _) = _running(surroundings)
    _delete_queues(surroundings, PERMANENCE)
    (told, *_) = eventually(lambda: permanence.logged("waiting_for_topology"))
    assert told["missing"] == ["queue permanence.romans.inbox"]
    surroundings.apply_topology()
    _tell_and_see(chain)
    assert_kept("deleted-queue-reader", chain, trials=1, seed=seed)


def test_what_nobody_takes_stays_unsent_and_is_told_until_somebody_does(surroundings: Proxied) -> None:
    """Every queue that reads the house is deleted."""
    seed = a_seed("deleted-queue-relay")
    chain, (housing, _, _) = _running(surroundings)
    _delete_queues(surroundings, PERMANENCE, REPORTING, DEPARTEMENT)
    with steady(chain):
        # Looked at before anything is published, or given back by the broker: either way nothing is called sent.
        eventually(lambda: housing.logged("waiting_for_topology"))
        lines = len(housing.log.read_text().splitlines())
        looked = Period.lasting(4)
        told = len(housing.log.read_text().splitlines()) - lines
    unsent = outbox.count_unsent(surroundings.runtime(HOUSING).database)
    assert_held_up(unsent, looked.until - looked.since)
    assert told <= looked.until - looked.since + 1, "at most one line a second"
    surroundings.apply_topology()
    eventually(lambda: outbox.count_unsent(surroundings.runtime(HOUSING).database), (0).__eq__)
    note("deleted-queue-relay", unsent=unsent)
    assert_kept("deleted-queue-relay", chain, trials=1, seed=seed)


def test_a_broker_that_dies_while_the_topology_is_applied_only_asks_for_it_again(
    surroundings: Proxied, servers: Servers
) -> None:
    """The command fails in a sentence, or had finished; the second time everything is there, and carries."""
    seed, random = a_random("topology-apply")
    assert servers.nodes.rabbitmq is not None
    environment = surroundings.environment | {
        "MAILLAGE_ANTENNAS_DIR": str(ROOT / "deploy" / "antennas"),
        "MAILLAGE_AMQP_URL": surroundings.through("romans", servers.virtual_host()),
    }
    surroundings.networks["romans"].delay(0.05)
    applying = _maillage(environment, "topology", "apply")
    time.sleep(random.uniform(1, 4))
    servers.nodes.rabbitmq.kill()
    _, said = applying.communicate(timeout=pace.patience())
    JOURNALS.said(said)
    servers.nodes.rabbitmq.start()
    surroundings.networks["romans"].heal()
    assert applying.returncode in (0, 1), f"{said}, MAILLAGE_FAULTS_SEED={seed}"
    assert "Traceback" not in said, f"{said}, MAILLAGE_FAULTS_SEED={seed}"
    for action in ("apply", "check"):
        done = _maillage(environment, "topology", action)
        told = done.communicate(timeout=pace.patience())
        JOURNALS.said(told[1])
        assert done.returncode == 0, f"{told}, MAILLAGE_FAULTS_SEED={seed}"


def _maillage(environment: Mapping[str, str], *arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "maillage", *arguments],
        env=dict(environment),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=die_with_parent,
    )


def _running(surroundings: Proxied) -> tuple[Chain, Sequence[WorkerProcess]]:
    """The antenna at work: what its processes do at their start is behind them."""
    chain = Chain.of(surroundings, "romans")
    surroundings.prepare(*chain.instances)
    processes = surroundings.start(*chain.instances)
    _tell_and_see(chain)
    # What a reader answered is still on its way: it would go with the queue that a test deletes.
    wait_until_quiet(chain)
    return chain, processes


def _tell(chain: Chain, house: str = CALM) -> UUID:
    command_id = uuid4()
    chain.ledger.intend(command_id)
    stay = chain.surroundings.do(chain.housing, RecordArrival(house), command_id)
    chain.ledger.acknowledge(command_id)
    return stay


def _tell_and_see(chain: Chain) -> None:
    stay = _tell(chain)

    def seen() -> bool:
        readers = (chain.permanence, chain.reporting)
        return all(stay in chain.surroundings.subjects(reader, ARRIVED) for reader in readers)

    eventually(seen)


def _sql(surroundings: Proxied, instance: Instance, statement: str) -> int:
    with surroundings.runtime(instance).database.engine.begin() as connection:
        result = connection.exec_driver_sql(statement)
        return int(result.scalar_one()) if result.returns_rows else 0


@contextmanager
def _trigger(surroundings: Proxied, instance: Instance, table: str, body: str) -> Iterator[None]:
    """Has the database do something at each insert into one of the instance's tables."""
    for statement in (
        "CREATE SEQUENCE tries",
        f"CREATE FUNCTION disturb() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN {body}; RETURN NULL; END$$",
        f"CREATE TRIGGER disturbed AFTER INSERT ON {table} FOR EACH STATEMENT EXECUTE FUNCTION disturb()",
    ):
        _sql(surroundings, instance, statement)
    try:
        yield
    finally:
        _sql(surroundings, instance, f"DROP TRIGGER disturbed ON {table}; DROP FUNCTION disturb; DROP SEQUENCE tries")


def _fails(state: str) -> str:
    # What a sequence has given is not taken back with the transaction: so the tries are counted.
    return f"IF nextval('tries') <= {FAILURES} THEN RAISE EXCEPTION 'as a test wants' USING ERRCODE = '{state}'; END IF"


@contextmanager
def _database_away(servers: Servers, surroundings: Proxied, instance: Instance) -> Iterator[None]:
    """Ends every connection to one instance's database and lets nobody in."""
    assert servers.nodes.postgres_url is not None
    database = surroundings.runtime(instance).database
    name = database.url.database
    administration = sa.create_engine(servers.nodes.postgres_url.format(database="postgres"))
    with administration.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        database.close()
        connection.exec_driver_sql(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        connection.exec_driver_sql(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
        try:
            yield
        finally:
            connection.exec_driver_sql(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    administration.dispose()


def _unacknowledged(servers: Servers, virtual_host: str, instance: Instance) -> int:
    assert servers.nodes.rabbitmq is not None
    listed = servers.nodes.rabbitmq.ctl(
        *("--quiet", "list_queues", "--no-table-headers", "--vhost", virtual_host.rsplit("/", 1)[1]),
        *("name", "messages_unacknowledged"),
    )
    return int(dict(line.split() for line in listed.splitlines())[instance.inbox])


def _delete_queues(surroundings: Proxied, *instances: Instance) -> None:
    with surroundings.broker() as connection, connection.channel() as channel:
        for instance in instances:
            kombu.Queue(instance.inbox)(channel).delete()
