"""A broker that refuses what it is sent: the relay offers it again, in its own time, and nothing is lost."""

import time
from uuid import uuid4

import kombu
import sqlalchemy as sa

from chassis.bus.connection import connect
from chassis.core import outbox, tables
from support.processes import eventually
from support.profiles import OnServer
from support.runtimes import A_DAY
from support.surroundings import HOUSING, Server

ROWS = 1_300  # more than two batches: while one is refused the next is on its way
WATCHED = 4.0


class TestRefusedPublishing(OnServer):
    def test_a_relay_whose_messages_are_all_refused_does_not_spin_and_sends_them_when_they_are_taken(
        self, surroundings: Server
    ) -> None:
        surroundings.prepare(HOUSING)
        (relay,) = surroundings.start(HOUSING)
        database = surroundings.runtime(HOUSING).database
        with (
            connect(surroundings.config.amqp_url, heartbeat=0, name="test") as connection,
            connection.channel() as channel,
        ):
            full = kombu.Queue(
                "full",
                kombu.Exchange(HOUSING.exchange, type="topic", passive=True),
                routing_key="#",
                queue_arguments={"x-max-length": 1, "x-overflow": "reject-publish"},
            )(channel)
            full.declare()
            with database.engine.begin() as writing:
                writing.execute(sa.insert(tables.outbox), [_row() for _ in range(ROWS)])
            eventually(lambda: relay.logged("relayed"))
            watched = time.monotonic()
            time.sleep(WATCHED)
            offered = relay.log.read_text().count('"event": "relayed"')
            assert outbox.count_unsent(database) >= ROWS - 1
            watched = time.monotonic() - watched
            full.delete()
        assert offered <= 3 * watched
        eventually(lambda: outbox.count_unsent(database), (0).__eq__)


def _row() -> dict[str, object]:
    return {
        "event_id": uuid4(),
        "type": "raw",
        "subject": uuid4(),
        "sequence": 1,
        "routing_key": "intern_arrived.v1.romans",
        "body": b"{}",
        "recorded_at": A_DAY,
    }
