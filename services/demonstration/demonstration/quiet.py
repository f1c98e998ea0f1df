"""Tells when everything published has been read: outboxes sent, inboxes as full as the outboxes they read."""

import time
from collections.abc import Callable, Mapping, Sequence

import sqlalchemy as sa

from chassis.core import tables
from chassis.core.instance import Instance
from chassis.core.runtime import Runtime
from contracts.catalogue import BY_TYPE, read_by

PATIENCE = 60.0


class NeverQuiet(Exception):
    """Nothing moved for a minute although something was left to read; the message says what."""


def wait_until_quiet(runtimes: Mapping[Instance, Runtime], check: Callable[[], None]) -> None:
    """Returns when every reader has applied every fact it reads; raises `NeverQuiet` when that stops progressing."""
    left, since = _left(runtimes), time.monotonic()
    while left:
        check()
        time.sleep(0.2)
        now_left = _left(runtimes)
        if now_left != left:
            left, since = now_left, time.monotonic()
        elif time.monotonic() - since > PATIENCE:
            raise NeverQuiet("rien n'avance depuis une minute : " + ", ".join(left))


def _left(runtimes: Mapping[Instance, Runtime]) -> Sequence[str]:
    """What each instance has still to send or to read, in words; empty when quiet."""
    sent = {instance: _count_by_type(runtime, tables.outbox.c.type) for instance, runtime in runtimes.items()}
    waiting = []
    for reader, runtime in runtimes.items():
        types = {entry.type for entry in read_by(reader.service)}
        expected = sum(
            count
            for owner, counts in sent.items()
            for event_type, count in counts.items()
            if event_type in types
            and BY_TYPE[event_type].owner == owner.service
            and (reader.reads_every_antenna or reader.antenna == owner.antenna)
        )
        read = sum(_count_by_type(runtime, tables.inbox.c.type).values())
        if read != expected:
            waiting.append(f"{reader} a lu {read} faits sur {expected}")
    return waiting


def _count_by_type(runtime: Runtime, column: sa.Column[str]) -> dict[str, int]:
    with runtime.database.reading.connect() as connection:
        rows = connection.execute(sa.select(column, sa.func.count()).group_by(column))
        return {row[0]: row[1] for row in rows}
