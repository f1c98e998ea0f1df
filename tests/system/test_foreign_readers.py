"""Readers that know nothing of our library receive our events with rights on queues of their own and no other:

a plain nameko service, a bare pika consumer, and kombu.
"""

import json
import re
import select
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import amqp
import kombu
import pika
import pytest
import yaml

from chassis.bus import declare
from chassis.bus.broker_users import DECLARER, Outsider
from chassis.bus.connection import connect
from chassis.bus.publisher import Published, Publisher
from chassis.bus.topology import topology
from chassis.core.outbox import OutboxRow
from contracts.catalogue import BY_TYPE
from support import pace
from support.broker_users import PopulatedBroker
from support.examples import CONSULTATION_HELD, PATIENT_REGISTERED, body, document
from support.runtimes import an_antenna
from support.servers import Servers

ROOT = Path(__file__).parents[2]
NAMEKO_READER = ROOT / "tests/support/plain_nameko_reader.py"

# The second is not for them; the third and the first are of two antennas.
SENT = [
    document(CONSULTATION_HELD, id=str(UUID(int=1)), antenna="romans", source="/romans/permanence"),
    document(PATIENT_REGISTERED, id=str(UUID(int=2)), antenna="romans", source="/romans/permanence"),
    document(CONSULTATION_HELD, id=str(UUID(int=3)), antenna="laval", source="/laval/permanence"),
]
WANTED = [SENT[0], SENT[2]]


ANTENNAS = [an_antenna("romans"), an_antenna("laval")]
TOPOLOGY = topology(ANTENNAS)
INSTANCES = [instance for antenna in ANTENNAS for instance in antenna.instances()]
# As the partner's service is called.
READER = Outsider("partner", ("permanence",))


@pytest.fixture
def broker(servers: Servers, tmp_path: Path) -> PopulatedBroker:
    """A broker with the network's topology and users on it, the reader's among them."""
    broker = PopulatedBroker(servers, servers.virtual_host(), tmp_path)
    broker.bring(TOPOLOGY, INSTANCES, [READER])
    return broker


def publish(broker: PopulatedBroker) -> Published:
    publisher = Publisher(broker.of("permanence.romans"), heartbeat=10, name="permanence")
    rows = [
        OutboxRow(position, UUID(one["id"]), one["type"], BY_TYPE[one["type"]].routing_key(one["antenna"]), body(one))
        for position, one in enumerate(SENT, start=1)
    ]
    outlet = publisher.outlet("permanence.events")
    try:
        return outlet.finish(outlet.begin(rows))
    finally:
        publisher.drop()


def configuration_in_the_readme() -> dict[str, Any]:
    """The block that partners copy."""
    block = re.search(r"```yaml\n(AMQP_URI: .*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert block is not None
    configuration: dict[str, Any] = yaml.safe_load(block[1])
    return configuration


@contextmanager
def nameko_reader(broker: PopulatedBroker) -> Iterator["subprocess.Popen[bytes]"]:
    configuration = json.dumps(configuration_in_the_readme() | {"AMQP_URI": broker.of(READER.name)})
    command = [sys.executable, str(NAMEKO_READER), configuration]
    with subprocess.Popen(command, stdout=subprocess.PIPE, bufsize=0) as reader:
        try:
            assert next_line(reader) == "ready"
            yield reader
        finally:
            reader.terminate()


def next_line(reader: "subprocess.Popen[bytes]") -> str:
    assert reader.stdout is not None
    readable, _, _ = select.select([reader.stdout], [], [], pace.patience())
    assert readable, "nothing came"
    return reader.stdout.readline().decode().rstrip("\n")


def test_a_plain_nameko_service_set_up_as_the_readme_says_is_given_our_events_of_every_antenna(
    broker: PopulatedBroker,
) -> None:
    with nameko_reader(broker) as reader:
        assert publish(broker) == Published(confirmed=[1, 2, 3], returned=[])
        assert [json.loads(next_line(reader)) for _ in WANTED] == WANTED


def test_a_plain_nameko_service_leaves_the_exchange_as_it_was(broker: PopulatedBroker) -> None:
    with nameko_reader(broker):
        pass
    with connect(broker.of(DECLARER), heartbeat=10, name="topology") as connection:
        declare.apply(connection, TOPOLOGY)
    assert publish(broker).confirmed == [1, 2, 3]


def test_a_bare_pika_consumer_is_given_our_events_with_their_properties(broker: PopulatedBroker) -> None:
    with closing(pika.BlockingConnection(pika.URLParameters(broker.of(READER.name)))) as connection:
        channel = connection.channel()
        queue = channel.queue_declare("partner.actes", durable=True).method.queue
        channel.queue_bind(queue, "permanence.events", "consultation_held.v2.*")
        publish(broker)
        received: list[tuple[Any, Any, bytes]] = []
        for message in channel.consume(queue, auto_ack=True, inactivity_timeout=pace.patience()):
            received.append(message)
            if len(received) == len(WANTED):
                break
    assert [json.loads(content) for _, _, content in received] == WANTED
    assert [method.routing_key for method, _, _ in received] == [
        "consultation_held.v2.romans",
        "consultation_held.v2.laval",
    ]
    for one, (_, properties, _) in zip(WANTED, received, strict=True):
        assert properties.content_type == "application/cloudevents+json"
        assert properties.content_encoding == "utf-8"
        assert properties.delivery_mode == 2
        assert properties.message_id == one["id"]
        assert properties.type == CONSULTATION_HELD


@pytest.mark.parametrize("said", [{"no_declare": True}, {"passive": True}], ids=lambda said: next(iter(said)))
def test_kombu_told_not_to_declare_the_exchange_is_given_our_events(
    broker: PopulatedBroker, said: dict[str, bool]
) -> None:
    received: list[Any] = []
    exchange = kombu.Exchange("permanence.events", type="topic", **said)
    queue = kombu.Queue("partner.actes", exchange, routing_key="consultation_held.v2.*")
    with (
        kombu.Connection(broker.of(READER.name)) as connection,
        connection.Consumer(queue, callbacks=[lambda _body, message: received.append(message)], no_ack=True),
    ):
        publish(broker)
        while len(received) < len(WANTED):
            connection.drain_events(timeout=pace.patience())
    assert [json.loads(message.body) for message in received] == WANTED


def test_kombu_left_to_declare_the_exchange_is_refused(broker: PopulatedBroker) -> None:
    queue = kombu.Queue("partner.actes", kombu.Exchange("permanence.events", type="topic"), routing_key="#")
    with kombu.Connection(broker.of(READER.name)) as connection, pytest.raises(amqp.exceptions.AccessRefused):
        connection.Consumer(queue)
