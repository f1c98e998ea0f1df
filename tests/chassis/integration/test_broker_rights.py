"""Each broker user may do what it is granted and nothing else: every user tries everything, on a real RabbitMQ."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import pika
import pytest
from pika.exceptions import ChannelClosedByBroker

from chassis.bus import declare
from chassis.bus.broker_users import DECLARER, BrokerUser, Outsider
from chassis.bus.connection import connect
from chassis.bus.topology import INBOX_ARGUMENTS, Topology, topology
from chassis.core.instance import Instance
from support.broker_users import PopulatedBroker
from support.processes import eventually
from support.runtimes import an_antenna
from support.sample_service import ARRIVED, PLANNED, RecordArrival
from support.servers import Servers
from support.surroundings import HOUSING, PERMANENCE, REPORTING, Server

# A code that begins as another does, twice.
ANTENNAS = (
    an_antenna("romans"),
    an_antenna("romans-nord", services=("permanence", "reporting")),
    an_antenna("departement", services=("reporting",)),
)
INSTANCES = tuple(instance for antenna in ANTENNAS for instance in antenna.instances())
OUTSIDERS = (Outsider("hopital", ("permanence",)), Outsider("hopital-sud", ("housing", "permanence")))
OWN_QUEUES = {
    "hopital": ("hopital.file", "evt-permanence-session_planned.v1.*--hopital.compter"),
    "hopital-sud": ("hopital-sud.file", "evt-housing-intern_arrived.v1.*--hopital-sud.compter"),
}
OWN_EXCHANGES = {"hopital": ("hopital.tri",), "hopital-sud": ("hopital-sud.tri",)}
OTHERS = ("ailleurs", "hopital", "hopitalx.file")
REFUSED = 403

Attempt = tuple[str, ...]


@dataclass(frozen=True)
class Objects:
    """What there is on the broker: the topology, what outsiders made, and what is nobody's."""

    topology: Topology

    @property
    def exchanges(self) -> dict[str, str]:
        own = {name: "fanout" for names in OWN_EXCHANGES.values() for name in names}
        ours = dict.fromkeys(self.topology.exchanges, "topic") | dict.fromkeys(self.topology.direct_exchanges, "direct")
        return ours | own

    @property
    def queues(self) -> dict[str, dict[str, Any]]:
        others = [*(name for names in OWN_QUEUES.values() for name in names), *OTHERS]
        return {name: dict(INBOX_ARGUMENTS) for name in self.topology.queues} | {name: {} for name in others}

    def make(self, channel: Any) -> None:
        for name, kind in self.exchanges.items():
            channel.exchange_declare(name, kind, durable=True)
        for name, arguments in self.queues.items():
            channel.queue_declare(name, durable=True, arguments=arguments)

    def attempts(self) -> Iterator[Attempt]:
        for exchange in ("", "amq.topic", *self.exchanges):
            yield "publish", exchange
        for exchange in self.exchanges:
            yield "declare exchange", exchange
            yield "delete exchange", exchange
        for queue in self.queues:
            for verb in ("get", "consume", "purge", "declare queue", "delete queue"):
                yield verb, queue
        for queue, exchange in product(self.queues, ("amq.topic", *self.exchanges)):
            yield "bind", queue, exchange
        for queue in self.topology.queues:
            yield "unbind", queue, self.topology.exchanges[0]

    def granted(self, user: BrokerUser) -> set[Attempt]:
        """What each may do, said of the topology and not of patterns."""
        ours, queues = (*self.topology.exchanges, *self.topology.direct_exchanges), self.topology.queues
        if user.name == DECLARER:
            made = {(verb, name) for verb in ("declare exchange", "delete exchange") for name in ours}
            made |= {(verb, name) for verb in ("declare queue", "delete queue") for name in queues}
            unbound = {("unbind", queue, self.topology.exchanges[0]) for queue in queues}
            return made | unbound | {("bind", queue, exchange) for queue in queues for exchange in ours}
        if user.name in OWN_QUEUES:
            return set(self._granted_to_an_outsider(user.name))
        service, antenna = user.name.split(".")
        instance = Instance(service, antenna)
        read = {(verb, instance.inbox) for verb in ("get", "consume", "purge")}
        written = {("publish", name) for name in (instance.exchange, "network.accounts") if name in ours}
        return read | written

    def _granted_to_an_outsider(self, name: str) -> Iterator[Attempt]:
        (services,) = (outsider.services for outsider in OUTSIDERS if outsider.name == name)
        readable = [f"{service}.events" for service in services]
        for queue in OWN_QUEUES[name]:
            for verb in ("get", "consume", "purge", "declare queue", "delete queue"):
                yield verb, queue
            for exchange in (*readable, *OWN_EXCHANGES[name]):
                yield "bind", queue, exchange
        for exchange in OWN_EXCHANGES[name]:
            for verb in ("publish", "declare exchange", "delete exchange"):
                yield verb, exchange


class Somebody:
    """A user at work on the broker, who tries things."""

    def __init__(self, connection: Any, objects: Objects) -> None:
        self._connection = connection
        self._channel = connection.channel()
        self._verbs: dict[str, Callable[..., object]] = {
            "publish": self._publish,
            "get": lambda queue: self._channel.basic_get(queue, auto_ack=True),
            "consume": self._consume,
            "purge": lambda queue: self._channel.queue_purge(queue),
            "declare queue": lambda queue: self._channel.queue_declare(
                queue, durable=True, arguments=objects.queues[queue]
            ),
            "delete queue": lambda queue: self._channel.queue_delete(queue),
            "declare exchange": lambda name: self._channel.exchange_declare(
                name, objects.exchanges[name], durable=True
            ),
            "delete exchange": lambda name: self._channel.exchange_delete(name),
            "bind": lambda queue, exchange: self._channel.queue_bind(queue, exchange, "nothing.at.all"),
            "unbind": lambda queue, exchange: self._channel.queue_unbind(queue, exchange, "nothing.at.all"),
        }

    def may(self, verb: str, *names: str) -> bool:
        try:
            self._verbs[verb](*names)
        except ChannelClosedByBroker as closed:
            self._channel = self._connection.channel()
            # A queue with one active consumer does not let itself be looked at (405), whoever asks.
            return bool(closed.reply_code != REFUSED)
        return True

    def _publish(self, exchange: str) -> None:
        with self._connection.channel() as channel:
            channel.confirm_delivery()
            channel.basic_publish(exchange, "nobody.listens.here", b"")

    def _consume(self, queue: str) -> None:
        tag = self._channel.basic_consume(queue, lambda *_: None)
        self._channel.basic_cancel(tag)


@pytest.fixture(scope="module")
def objects() -> Objects:
    return Objects(topology(ANTENNAS))


@pytest.fixture(scope="module")
def broker(servers: Servers, tmp_path_factory: pytest.TempPathFactory, objects: Objects) -> PopulatedBroker:
    broker = PopulatedBroker(servers, servers.virtual_host(), tmp_path_factory.mktemp("users"))
    broker.bring(objects.topology, INSTANCES, OUTSIDERS)
    return broker


@pytest.fixture(scope="module")
def known(broker: PopulatedBroker, objects: Objects) -> dict[str, BrokerUser]:
    return {user.name: user for user in broker.bring(objects.topology, INSTANCES, OUTSIDERS, parts=("users",))}


def surprises(broker: PopulatedBroker, objects: Objects, user: BrokerUser) -> list[str]:
    """What the user may and should not, or should and may not."""
    granted, found = objects.granted(user), []
    with (
        closing(pika.BlockingConnection(pika.URLParameters(broker.address))) as all_powerful,
        closing(pika.BlockingConnection(pika.URLParameters(broker.of(user.name)))) as connection,
    ):
        administrator, somebody = all_powerful.channel(), Somebody(connection, objects)
        objects.make(administrator)
        for attempt in objects.attempts():
            may = somebody.may(*attempt)
            if may != (attempt in granted):
                found.append(f"{user.name} {'may' if may else 'may not'} {' '.join(attempt)}")
            if may and attempt[0].startswith("delete"):
                objects.make(administrator)
    return found


NAMES = (DECLARER, *map(str, INSTANCES), *OWN_QUEUES)


def test_every_user_is_tried(known: dict[str, BrokerUser]) -> None:
    assert sorted(known) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_user_may_do_what_it_is_granted_and_nothing_else(
    broker: PopulatedBroker, objects: Objects, known: dict[str, BrokerUser], name: str
) -> None:
    assert surprises(broker, objects, known[name]) == []


def test_patterns_that_are_not_anchored_are_found(
    broker: PopulatedBroker, objects: Objects, known: dict[str, BrokerUser]
) -> None:
    user = known["permanence.romans"]
    host = broker.address.rsplit("/", 1)[1]
    careless = ("^$", "permanence.events", "permanence.romans")
    broker.ctl("set_permissions", "-p", host, user.name, *careless)
    found = surprises(broker, objects, user)
    broker.ctl("set_permissions", "-p", host, user.name, user.configure, user.write, user.read)
    assert "permanence.romans may get permanence.romans-nord.inbox" in found
    assert "permanence.romans may not publish network.accounts" in found


def test_what_was_imported_is_what_is_declared(broker: PopulatedBroker, objects: Objects) -> None:
    """Arguments that differed would be refused with 406; the user who declares needs no other right."""
    with connect(broker.of(DECLARER), heartbeat=10, name="topology") as connection:
        declare.apply(connection, objects.topology)
    found = broker.ctl("list_bindings", "-q", "-p", broker.address.rsplit("/", 1)[1], "source_name", "routing_key")
    for binding in objects.topology.bindings:
        assert f"{binding.exchange}\t{binding.pattern}" in found.splitlines()


class WithUsers(Server):
    """Each process goes to the broker as the user of its instance."""

    def __init__(self, folder: Path, servers: Servers, broker: PopulatedBroker) -> None:
        super().__init__(folder, servers, broker.address, {"ACCOUNTS_PERIOD": "1"})
        self.users = broker
        self.users.bring(self.network.topology, self.network.instances, parts=("users", "permissions"))

    def environment_of(self, instances: list[Instance]) -> dict[str, str]:
        (instance,) = instances
        return self.environment | {"MAILLAGE_AMQP_URL": self.users.of(str(instance))}

    def apply_topology(self) -> None:
        with connect(self.users.of(DECLARER), heartbeat=10, name="topology") as connection:
            declare.apply(connection, self.network.topology)


def test_workers_wait_for_the_topology_send_read_and_account_with_their_own_users(
    servers: Servers, tmp_path: Path
) -> None:
    with_users = WithUsers(tmp_path, servers, PopulatedBroker(servers, servers.virtual_host(), tmp_path))
    try:
        everyone = (HOUSING, PERMANENCE, REPORTING)
        with_users.prepare(*everyone)
        started = with_users.launch(*everyone)
        for process in started:
            process.wait_for("waiting_for_topology")
        with_users.apply_topology()
        for process in started:
            process.wait_until_ready()
        arrived = with_users.do(HOUSING, RecordArrival())
        with_users.wait_for(REPORTING, ARRIVED, [arrived])
        eventually(lambda: len(with_users.subjects(REPORTING, PLANNED)), (1).__eq__)
        housing, _, reporting = started
        housing.wait_for("told")
        reporting.wait_for("letters_sent")
        for process in started:
            assert process.logged("connection_lost") == []
    finally:
        with_users.stop()
