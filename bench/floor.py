"""The floor: the same bytes moved by bare py-amqp and psycopg2, with no validation, no envelope, no second thought.

`python -m bench.floor consume|relay <JSON>`; nobody should run a health network on it.
"""

import hashlib
import io
import json
import signal
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg2

from bench import broker

_BATCH = 250
_PREFETCH = 500
_INBOX = "COPY inbox (source, event_id, type, digest, applied_at, body) FROM STDIN"
_COLUMNS = "source, subject, antenna, sequence, held_on, practitioner_kind"
_EFFECTS = f"COPY permanence_consultations ({_COLUMNS}) FROM STDIN"


def consume(asked: dict[str, Any]) -> None:
    """Rows of 250 messages by COPY in one transaction, then one acknowledgement for all of them."""
    database: Any = psycopg2.connect(asked["database_url"])
    arrived: list[Any] = []
    with broker.opened(asked["amqp_url"]) as channel:
        channel.basic_qos(0, _PREFETCH, False)
        channel.auto_decode = False
        channel.basic_consume(asked["queue"], callback=arrived.append)
        print("ready", flush=True)
        left = int(asked["events"])
        while left:
            while len(arrived) < min(_BATCH, left):
                channel.connection.drain_events()
            batch, arrived[:] = arrived[:_BATCH], arrived[_BATCH:]
            _copy(database, [bytes(message.body) for message in batch])
            channel.basic_ack(batch[-1].delivery_tag, multiple=True)
            left -= len(batch)
        signal.pause()  # until it is told to end, as a worker is


def _copy(database: Any, bodies: Sequence[bytes]) -> None:
    now = datetime.now(UTC).isoformat()
    inbox, effects = io.StringIO(), io.StringIO()
    for body in bodies:
        event = json.loads(body)
        data, source = event["data"], event["source"]
        digest = hashlib.sha256(body).hexdigest()
        inbox.write(f"{source}\t{event['id']}\t{event['type']}\t\\\\x{digest}\t{now}\t\\\\x{body.hex()}\n")
        effects.write(
            f"{source}\t{event['subject']}\t{event['antenna']}\t{event['sequence']}\t"
            f"{data['held_on']}\t{data['practitioner_kind']}\n"
        )
    inbox.seek(0)
    effects.seek(0)
    with database, database.cursor() as cursor:
        cursor.copy_expert(_INBOX, inbox)
        cursor.copy_expert(_EFFECTS, effects)


def relay(asked: dict[str, Any]) -> None:
    """Bodies that are already in memory, published with pipelined confirms."""
    bodies = Path(asked["events"]).read_bytes().splitlines()
    with broker.opened(asked["amqp_url"]) as channel:
        started = time.perf_counter()
        broker.publish(channel, bodies, exchange=asked["exchange"], routing_key=asked["routing_key"])
        print(json.dumps({"seconds": time.perf_counter() - started, "events": len(bodies)}))


if __name__ == "__main__":
    {"consume": consume, "relay": relay}[sys.argv[1]](json.loads(sys.argv[2]))
