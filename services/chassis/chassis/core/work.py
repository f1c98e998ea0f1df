"""The unit of work: one transaction in which state, facts and their outbox rows are written together or not at all."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chassis.core import tables, waiting
from chassis.core.antenna import Antenna
from chassis.core.clock import civil_day
from chassis.core.delivery import Delivery
from chassis.core.ids import new_id
from chassis.core.keyring import Keyring
from chassis.core.locks import Locked, Locks
from chassis.core.runtime import Runtime
from chassis.core.sealing import SealingKeys
from chassis.core.told import Telling
from contracts.envelope import Event, encode, month_of

_INSERT_FACTS = sa.insert(tables.outbox)
# The relay is woken by the commit, once however many rows there are.
_INSERT_AND_NOTIFY = _INSERT_FACTS.returning(sa.func.pg_notify("outbox", ""))


class FactUntold(Exception):
    """A fact was saved whose service's table does not say how it is told: nothing is kept back by omission."""


class Aggregate(Protocol):
    """A thing with a version: each fact that it tells is one, and so is a change that it does not tell."""

    version: int


class UnitOfWork:
    """What handlers and reactions work with: the session, the instant, the antenna, the keys, and `save`."""

    def __init__(self, runtime: Runtime, session: Session, correlation_id: UUID, causation_id: UUID) -> None:
        self._runtime = runtime
        self.session = session
        self.now: datetime = runtime.clock.now()
        self.today: date = civil_day(self.now)
        self.antenna: Antenna = runtime.antenna
        self.keyring: Keyring = runtime.keyring
        self.sealing: SealingKeys = runtime.sealing
        # The antenna's, as the service's manifest reads them.
        self.parameters: Any = runtime.parameters
        # Set anew for each event by reactions that emit facts of their own; `answers_claim` for a partner's report.
        self.correlation_id = correlation_id
        self.causation_id = causation_id
        self.answers_claim = False
        # The events being applied, by source and id, as they were received; and those of them that now wait.
        self.deliveries: Mapping[tuple[str, UUID], Delivery] = {}
        self.kept_waiting: set[tuple[str, UUID]] = set()
        self.locks = Locks(session, runtime.manifest.locks)
        self._rows: list[dict[str, Any]] = []
        self._saved: list[Aggregate] = []

    def lock(self, wanted: Mapping[type, Collection[UUID]]) -> Locked:
        """Rows of one or several kinds, once nobody else changes them, in the order that the manifest declares."""
        return self.locks.take(wanted)

    def save(self, aggregate: Aggregate, *facts: object) -> None:
        """Keeps the aggregate's new state and the facts that it tells; one version a fact, and one when it tells none.

        Raises `FactUntold` for a fact that the service's table does not name.
        """
        told = [(fact, self._telling(fact)) for fact in facts if fact is not None]
        for fact, telling in told:
            aggregate.version += 1
            self._record(fact, telling, aggregate.version)
        if not told:
            aggregate.version += 1
        self.session.add(aggregate)
        self._saved.append(aggregate)

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """What is written inside is undone when it raises, its facts too; the transaction can go on."""
        rows, saved, succeeded = len(self._rows), len(self._saved), False
        try:
            with self.locks.attempt(), self.session.begin_nested():
                yield
            succeeded = True
        finally:
            if not succeeded:
                del self._rows[rows:], self._saved[saved:]

    def wait_for(self, event: Event, awaited: UUID) -> None:
        """Keeps an event whose aggregate is not there yet: tried again when it is saved, an orphan after 7 days.

        The reaction must have done nothing else for this event: it will run for it again, from the start.
        """
        key = event.source, event.id
        waiting.keep(self.session, self.keyring, event, self.deliveries[key], awaited, self.now)
        self.kept_waiting.add(key)

    def _telling(self, fact: object) -> Telling:
        manifest = self._runtime.manifest
        telling = manifest.told.get(type(fact))
        if telling is None:
            raise FactUntold(f"{type(fact).__name__} is not in the table of {manifest.name}: say there how it is told")
        return telling

    def _record(self, fact: object, telling: Telling, sequence: int) -> None:
        instance, event_id = self._runtime.instance, new_id()
        time, correlation_id, causation_id = self.now, self.correlation_id, self.causation_id
        if telling.entry.about_a_patient:
            # The day, and what else the same command told, would single a person out; a partner is answered.
            time, correlation_id = month_of(time), event_id
            causation_id = causation_id if self.answers_claim else event_id
        event = Event(
            id=event_id,
            source=instance.source,
            type=telling.entry.type,
            subject=telling.subject(fact),
            time=time,
            antenna=instance.antenna,
            sequence=sequence,
            correlationid=correlation_id,
            causationid=causation_id,
            data=telling.data(fact, self.parameters),
        )
        self._rows.append(
            {
                "event_id": event.id,
                "type": event.type,
                "subject": event.subject,
                "sequence": event.sequence,
                "routing_key": telling.entry.routing_key(instance.antenna),
                "body": encode(event),
                "recorded_at": self.now,
                "correlation_id": self.correlation_id,
                "causation_id": self.causation_id,
            }
        )

    def flush(self) -> bool:
        """Writes the state, then the outbox; returns whether the relay has something to send."""
        self.session.flush()
        connection = self.session.connection()
        if self._saved and self._runtime.manifest.reactions:
            waiting.mark_due(connection, [_id_of(aggregate) for aggregate in self._saved])
        if not self._rows:
            return False
        insert = _INSERT_FACTS if self._runtime.database.is_sqlite else _INSERT_AND_NOTIFY
        connection.execute(insert, self._rows)
        self._rows = []
        return True


def _id_of(aggregate: Aggregate) -> UUID:
    """The reference of an aggregate that was just written, whatever its class calls it."""
    identity = sa.inspect(aggregate, raiseerr=True).identity
    return identity[0]  # type: ignore[no-any-return]  # aggregates are keyed by one UUID


@contextmanager
def unit_of_work(runtime: Runtime, correlation_id: UUID, causation_id: UUID) -> Iterator[UnitOfWork]:
    """Opens a transaction; commits it with its facts at the end, rolls everything back when anything raises."""
    with Session(runtime.database.engine, expire_on_commit=False) as session, session.begin():
        work = UnitOfWork(runtime, session, correlation_id, causation_id)
        yield work
        has_facts = work.flush()
    if has_facts:
        runtime.database.committed_to_outbox.set()
