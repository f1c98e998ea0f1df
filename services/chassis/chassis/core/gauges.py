"""What an instance has before it, counted when Prometheus asks. A number that nobody could read is absent, never 0."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
import structlog
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from chassis.core import health, tables
from chassis.core.health import Health
from chassis.core.key_check import KeyRefused, NotMigrated
from chassis.core.runtime import Runtime

# Beyond, all is late by far, and counting on would cost the database more than the number is worth.
MOST = 100_000
# Several may ask at once, and more often than anything changes.
FRESH_SECONDS = 2.0
_STATEMENT_SECONDS = 2
_LABELS = ("service", "antenna")

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Measure:
    """A number that the database knows, read through an index; `read` gets a transaction and the present instant."""

    name: str
    told: str
    read: Callable[[sa.Connection, datetime], float]


def count(connection: sa.Connection, table: sa.Table, *conditions: sa.ColumnElement[bool]) -> int:
    """How many rows, at most `MOST`."""
    some = sa.select(sa.literal(1)).select_from(table).where(*conditions).limit(MOST).subquery()
    return connection.scalar(sa.select(sa.func.count()).select_from(some)) or 0


def seconds_since(connection: sa.Connection, oldest: sa.Select[datetime], now: datetime) -> float:
    """The age of the one instant that is asked for, 0 where there is none."""
    at = connection.scalar(oldest.limit(1))
    return 0.0 if at is None else max(0.0, (now - at).total_seconds())


_UNSENT = tables.outbox.c.sent_at.is_(None)
_OLDEST_UNSENT = sa.select(tables.outbox.c.recorded_at).where(_UNSENT).order_by(tables.outbox.c.position)
_OLDEST_TELLING = (
    sa.select(tables.tellings.c.first_told_at)
    .where(tables.tellings.c.first_told_at.is_not(None))
    .order_by(tables.tellings.c.first_told_at)
)
_LAST_HEARD = sa.func.max(tables.heard.c.heard_at, type_=tables.heard.c.heard_at.type)
_LEAST_HEARD = sa.select(_LAST_HEARD).group_by(tables.heard.c.source).order_by(_LAST_HEARD)

# A new gauge is one line here.
MEASURES = (
    Measure("maillage_outbox_unsent_rows", "Facts to send.", lambda c, _: count(c, tables.outbox, _UNSENT)),
    Measure(
        "maillage_outbox_oldest_unsent_seconds",
        "Age of the oldest fact to send.",
        lambda c, now: seconds_since(c, _OLDEST_UNSENT, now),
    ),
    Measure(
        "maillage_quarantine_open_messages",
        "Refused messages, neither replayed nor discarded.",
        lambda c, _: count(c, tables.quarantine, tables.is_open),
    ),
    Measure("maillage_waiting_events", "Events that came too early.", lambda c, _: count(c, tables.waiting)),
    Measure("maillage_tellings_unanswered", "Answers that readers owe.", lambda c, _: count(c, tables.tellings)),
    Measure(
        "maillage_tellings_oldest_unanswered_seconds",
        "Age of the oldest answer that a reader owes.",
        lambda c, now: seconds_since(c, _OLDEST_TELLING, now),
    ),
    Measure("maillage_letters_unsent", "Answers and resends to send.", lambda c, _: count(c, tables.letters)),
    Measure(
        "maillage_owners_longest_unheard_seconds",
        "Time since the owner heard least was heard.",
        lambda c, now: seconds_since(c, _LEAST_HEARD, now),
    ),
)


class Gauges(Collector):
    """The instances of one process; the database is asked at most every two seconds, whoever asks us."""

    def __init__(self, health: Health, measures: Sequence[Measure] = MEASURES) -> None:
        self._instances = [_Reading(runtime, measures) for runtime in health.runtimes]
        self._measures = measures

    def describe(self) -> Iterator[Metric]:
        """Nothing, so that being registered asks no database."""
        yield from ()

    def collect(self) -> Iterator[Metric]:
        alive = _family("maillage_alive", "Whether every loop makes progress.")
        ready = _family("maillage_ready", "Whether the process can do its work now.")
        answering = _family("maillage_database_answering", "Whether the database answers.")
        parts = _family("maillage_part_state", "What each part of the process last said, by its code.", "part", "code")
        unapplied = _family("maillage_inbox_unapplied_events", "Events received, in memory, not applied yet.")
        clocks = _family("maillage_clock_ahead_seconds", "How far the clock is ahead of the database's.")
        measured = {measure.name: _family(measure.name, measure.told) for measure in self._measures}
        for reading in self._instances:
            runtime, labels = reading.runtime, reading.labels
            alive.add_metric(labels, not health.hung(runtime))
            ready.add_metric(labels, not health.hung(runtime) and not health.idle(runtime))
            answering.add_metric(labels, health.database_answers(runtime))
            for part, code in runtime.state.words():
                parts.add_metric([*labels, part, code], 1)
            if runtime.state.clock_ahead is not None:
                clocks.add_metric(labels, runtime.state.clock_ahead)
            if runtime.state.unapplied is not None:
                unapplied.add_metric(labels, runtime.state.unapplied())
            for name, value in reading.values().items():
                measured[name].add_metric(labels, value)
        yield from (alive, ready, answering, parts, clocks, unapplied, *measured.values())


def _family(name: str, told: str, *labels: str) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, told, labels=[*_LABELS, *labels])


class _Reading:
    """The measures of one instance as they were read last."""

    def __init__(self, runtime: Runtime, measures: Sequence[Measure]) -> None:
        self.runtime = runtime
        self.labels = [runtime.instance.service, runtime.instance.antenna]
        self._measures = measures
        self._lock = threading.Lock()
        self._values: Mapping[str, float] = {}
        self._read_at = float("-inf")

    def values(self) -> Mapping[str, float]:
        """Fresh, or nothing: not while another thread still waits for the database, nor when it does not answer."""
        if not self._lock.acquire(blocking=False):
            return self._values if self._is_fresh() else {}
        try:
            if not self._is_fresh():
                self._values = self._read()
                self._read_at = time.monotonic()
            return self._values
        finally:
            self._lock.release()

    def _is_fresh(self) -> bool:
        return time.monotonic() - self._read_at < FRESH_SECONDS

    def _read(self) -> Mapping[str, float]:
        if not health.database_answers(self.runtime):
            return {}
        database, now = self.runtime.database, self.runtime.clock.now()
        try:
            with database.reading.begin() as connection:
                if not database.is_sqlite:
                    connection.exec_driver_sql(f"SET LOCAL statement_timeout = '{_STATEMENT_SECONDS}s'")
                return {measure.name: measure.read(connection, now) for measure in self._measures}
        except (sa.exc.SQLAlchemyError, KeyRefused, NotMigrated) as error:
            # Seen from outside as gauges that are absent, like all that a database does not tell.
            _log.warning("gauges_unread", error=type(error).__name__, instance=str(self.runtime.instance))
            return {}
