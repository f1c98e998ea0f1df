"""A batch is kept for longer than the broker allows a reader: the broker takes it back, and it has one effect still.

Before RabbitMQ 4.3 the channel is closed for it; from then on the reader is cancelled, as when its queue is deleted,
which is tried where queues are deleted.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from faults.verdicts import assert_kept
from local_servers import RabbitMQNode
from support.chain import Chain
from support.disk_full import postgresql_full
from support.processes import WorkerProcess, eventually
from support.profiles import OnServer
from support.servers import Servers
from support.surroundings import Server

FACTS = 50
# Milliseconds: how long a reader may keep a message, and how often the broker looks; then what they are by themselves.
ALLOWED, LOOKED_AT = 2_000, 500
BY_ITSELF = 1_800_000, 60_000
TIMES = 4


class TestConsumerTimeout(OnServer):
    def test_what_the_broker_takes_back_from_its_readers_is_read_again_and_has_one_effect(
        self, surroundings: Server, servers: Servers
    ) -> None:
        """Two stand at the queue, and each is timed out in its turn: none may be left that is no longer served."""
        broker = servers.nodes.rabbitmq
        assert broker is not None
        chain = Chain.of(surroundings, "romans")
        surroundings.prepare(*chain.instances)
        with _impatient(broker):
            surroundings.start(chain.housing, chain.permanence)
            readers = surroundings.start(chain.reporting) + surroundings.start(chain.reporting)
            with postgresql_full(surroundings.runtime(chain.reporting), "effects"):
                chain.load(threads=1, each=FACTS, pause=0).run()
                eventually(lambda: all(_timed_out(reader) for reader in readers))
                before = _taken_back(broker)
                eventually(lambda: _taken_back(broker) >= before + TIMES)
            assert surroundings.effects(chain.reporting) == []
            assert_kept("P2-consumer-timeout", chain, trials=TIMES)


@contextmanager
def _impatient(broker: RabbitMQNode) -> Iterator[None]:
    """For the channels opened meanwhile."""
    _allow(broker, ALLOWED, LOOKED_AT)
    try:
        yield
    finally:
        _allow(broker, *BY_ITSELF)


def _allow(broker: RabbitMQNode, kept: int, looked_at: int) -> None:
    settings = {"consumer_timeout": kept, "channel_tick_interval": looked_at}
    broker.ctl(
        "eval", "".join(f"application:set_env(rabbit, {name}, {value}), " for name, value in settings.items()) + "ok."
    )


def _timed_out(reader: WorkerProcess) -> bool:
    return any(line.get("code") == "BROKER_DELIVERY_TIMED_OUT" for line in reader.logged("connection_lost"))


def _taken_back(broker: RabbitMQNode) -> int:
    """How often the broker has closed a reader's channel for it."""
    return broker.log.read_text(encoding="utf-8").count("delivery acknowledgement on channel")
