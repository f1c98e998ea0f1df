"""Floors of what people wait for, measured in the same run: bare libraries doing the least that the same work asks for.

A limit in milliseconds holds on one machine; how many times the floor a thing takes holds on the next one too.
"""

import json
import time
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import uuid4

import amqp
import sqlalchemy as sa

from bench import broker
from bench.commits import RunInvalid
from bench.place import Place
from chassis.core.runtime import Runtime
from chassis.http.app import create_app
from chassis.http.tokens import create_token

_ROUND_TRIPS = 300
_BODY = b"x" * 700
_QUEUE = "bench-floor"
_DOCUMENTS = 60_000


def delays(place: Place) -> Sequence[float]:
    """Seconds from one bare commit to another: published with its confirm, received, written, one after the other."""
    source: Any = place.permanence.database.engine.raw_connection()
    sink: Any = place.reporting.database.engine.raw_connection()
    took = []
    with broker.opened(place.amqp_url) as channel:
        arrived: list[Any] = []
        channel.queue_declare(_QUEUE, durable=True, auto_delete=False, arguments={"x-queue-type": "quorum"})
        tag = channel.basic_consume(_QUEUE, callback=arrived.append)
        for connection in (source, sink):
            connection.cursor().execute("CREATE TABLE IF NOT EXISTS bench_floor (id uuid PRIMARY KEY, body bytea)")
            connection.commit()
        for _ in range(_ROUND_TRIPS):
            _write(source)
            started = time.perf_counter()
            channel.basic_publish_confirm(amqp.Message(_BODY, delivery_mode=2), exchange="", routing_key=_QUEUE)
            while not arrived:
                channel.connection.drain_events()
            _write(sink)
            took.append(time.perf_counter() - started)
            channel.basic_ack(arrived.pop().delivery_tag)
        channel.basic_cancel(tag)
        channel.queue_delete(_QUEUE)
    for connection in (source, sink):
        connection.cursor().execute("DROP TABLE bench_floor")
        connection.commit()
        connection.close()
    return took


def _write(connection: Any) -> None:
    connection.cursor().execute("INSERT INTO bench_floor VALUES (%s, %s)", (str(uuid4()), _BODY))
    connection.commit()


def statements(runtime: Runtime, role: str, paths: Iterable[str]) -> Sequence[float]:
    """Seconds that each question costs in PostgreSQL alone: the same statements by bare psycopg2."""
    sent: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        sent.append((statement, parameters))

    now, antenna = runtime.clock.now(), runtime.antenna.code
    token = create_token(runtime.keyring, person="bench", role=role, antenna=antenna, now=now, days=1)
    client = create_app(runtime).test_client()
    bare: Any = runtime.database.engine.raw_connection()
    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    took = []
    try:
        for path in paths:
            sent.clear()
            answer = client.get(f"{runtime.instance.address}/{path}", headers={"Authorization": f"Bearer {token}"})
            if answer.status_code != 200 or not sent:
                raise RunInvalid(f"plancher : réponse {answer.status_code}, {len(sent)} requêtes pour {path}")
            asked = list(sent)
            started = time.perf_counter()
            cursor = bare.cursor()
            for statement, parameters in asked:
                cursor.execute(statement, parameters)
                cursor.fetchall() if cursor.description else None
            bare.rollback()
            took.append(time.perf_counter() - started)
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", note)
        bare.close()
    return took


def work() -> float:
    """Seconds of a fixed work for one core: documents written and read."""
    document = {
        "id": str(uuid4()),
        "data": {"held_on": "2024-05-02", "sites": ["pouchelon"] * 12, "cents": [*range(20)]},
    }
    started = time.perf_counter()
    for _ in range(_DOCUMENTS):
        json.loads(json.dumps(document))
    return time.perf_counter() - started
