"""A publisher and a reader of a real broker, with the socket read in large pieces and with py-amqp left to itself."""

import time
from uuid import uuid4

import kombu
import pytest
from structlog.testing import capture_logs

from chassis.bus import frames
from chassis.bus.connection import connect
from chassis.bus.consumer import Consumer, Received
from chassis.bus.publisher import Parcel, Publisher
from support import pace
from support.servers import Servers

EVENTS = 700


@pytest.fixture(params=["in_pieces", "by_library"])
def warnings(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many connections are left to the library: none as it is today, both where it has moved an attribute."""
    if request.param == "in_pieces":
        return 0
    monkeypatch.setattr(frames, "LEANED_ON", (*frames.LEANED_ON, "_moved"))
    return 2


@pytest.fixture
def address(servers: Servers) -> str:
    url = servers.virtual_host()
    with connect(url, heartbeat=0, name="test") as connection, connection.channel() as channel:
        queue = kombu.Queue(
            "inbox", kombu.Exchange("events", type="topic"), "#", queue_arguments={"x-queue-type": "quorum"}
        )
        queue(channel).declare()
    return url


def parcels() -> list[Parcel]:
    return [
        Parcel(number, uuid4(), "raw", "any", b"x" * (number * 97 % 9_000), "text/plain") for number in range(EVENTS)
    ]


def test_all_that_is_sent_is_confirmed_and_read_once_in_order(address: str, warnings: int) -> None:
    sent, read = parcels(), list[Received]()
    with capture_logs() as logged:
        publisher = Publisher(address, heartbeat=10, name="publisher")
        outlet = publisher.outlet("events")
        published = outlet.finish(outlet.begin(sent))
        publisher.keep_alive()
        publisher.drop()
        consumer = Consumer(address, "inbox", heartbeat=10, name="reader")
        consumer.start(read.append)
        until = time.monotonic() + pace.patience()
        settled = 0
        while settled < EVENTS and time.monotonic() < until:
            consumer.read()
            if len(read) > settled:
                consumer.settle(read[settled:])
                settled = len(read)
        consumer.stop()
        consumer.close()
    assert published.confirmed == [parcel.position for parcel in sent]
    assert [(item.delivery.message_id, item.delivery.body) for item in read] == [
        (str(parcel.event_id), parcel.body) for parcel in sent
    ]
    assert [line["event"] for line in logged].count("frames_by_library") == warnings
