"""Declares the topology on a broker, or tells what is missing from it; services themselves declare nothing."""

import time
from collections.abc import Iterable, Iterator

import amqp
import kombu

from chassis.bus.topology import INBOX_ARGUMENTS, Topology

# RabbitMQ 3.10 forgets a quorum queue, and what was confirmed into it, when it is killed within a second of the
# queue's birth (measured: lost up to 0.8 s, kept from 1.0 s): nobody may publish before that.
SETTLING = 2.0


def apply(connection: kombu.Connection, topology: Topology) -> None:
    """Declares everything; idempotent. An object that exists with other arguments raises the broker's 406.

    Returns two seconds after it has created a queue: only then is the queue sure to outlive the broker.
    """
    in_memory = connection.transport.driver_type == "memory"
    is_new = not in_memory and any(missing(connection, exchanges=[], queues=topology.queues))
    with connection.channel() as channel:
        kinds = dict.fromkeys(topology.exchanges, "topic") | dict.fromkeys(topology.direct_exchanges, "direct")
        exchanges = {name: kombu.Exchange(name, type=kind, durable=True)(channel) for name, kind in kinds.items()}
        for exchange in exchanges.values():
            exchange.declare()
        for name in topology.queues:
            kombu.Queue(name, durable=True, queue_arguments=dict(INBOX_ARGUMENTS))(channel).queue_declare()
        for binding in topology.bindings:
            kombu.Queue(binding.queue)(channel).bind_to(exchanges[binding.exchange], routing_key=binding.pattern)
    if is_new:
        time.sleep(SETTLING)


def missing(connection: kombu.Connection, *, exchanges: Iterable[str], queues: Iterable[str]) -> Iterator[str]:
    """The names that are not on the broker yet (passive declares; bindings cannot be asked for over AMQP)."""
    for name in exchanges:
        if not _exists(connection, kombu.Exchange(name, type="topic", durable=True)):
            yield f"exchange {name}"
    for name in queues:
        if not _exists(connection, kombu.Queue(name, durable=True)):
            yield f"queue {name}"


def _exists(connection: kombu.Connection, thing: kombu.Exchange | kombu.Queue) -> bool:
    # A channel of its own each time: the broker closes the channel on which a passive declare fails.
    channel = connection.channel()
    try:
        bound = thing(channel)
        if isinstance(thing, kombu.Exchange):
            bound.declare(passive=True)
        else:
            bound.queue_declare(passive=True)
    except amqp.exceptions.ChannelError as error:
        if "NOT_FOUND" not in str(error):
            raise
        return False
    channel.close()
    return True
