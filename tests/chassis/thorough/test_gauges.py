"""Gauges tell what an instance has before it; what nobody could read is absent, and no scrape ever fails."""

import dataclasses
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.parser import text_string_to_metric_families
from structlog.testing import capture_logs

from chassis.core import gauges, metrics, tables
from chassis.core.causes import SILENT
from chassis.core.gauges import MEASURES, Gauges, Measure
from chassis.core.health import Health
from chassis.core.key_check import KeyRefused, NotMigrated
from chassis.core.runtime import Runtime
from chassis.core.state import DATABASE, INBOX, PROCESS, Said
from support.runtimes import sqlite_runtime
from support.sample_service import PERMANENCE

MEASURED = {measure.name for measure in MEASURES}
# A row for each owner, or for each answer that is owed: thousands, where the others have millions.
FEW_ROWS = {tables.heard.name, tables.tellings.name}
LABELS = {"service": "permanence", "antenna": "romans"}


@pytest.fixture
def runtime(tmp_path: Path) -> Iterator[Runtime]:
    runtime = sqlite_runtime(tmp_path, PERMANENCE)
    runtime.state.say(DATABASE, Said.DATABASE_READY)
    yield runtime
    runtime.database.close()


@pytest.fixture
def scraped(runtime: Runtime, monkeypatch: pytest.MonkeyPatch) -> Callable[[], dict[str, float]]:
    """What a scrape tells of the instance, by name; each reads anew."""
    monkeypatch.setattr(gauges, "FRESH_SECONDS", 0)
    return _scraper(Gauges(Health([runtime])))


def _scraper(collected: Gauges) -> Callable[[], dict[str, float]]:
    registry = CollectorRegistry(auto_describe=True)
    registry.register(collected)

    def scrape() -> dict[str, float]:
        families = text_string_to_metric_families(generate_latest(registry).decode())
        samples = [sample for family in families for sample in family.samples]
        assert all(LABELS.items() <= sample.labels.items() for sample in samples)
        return {
            sample.name + "".join(f" {sample.labels[name]}" for name in ("part", "code") if name in sample.labels): (
                sample.value
            )
            for sample in samples
        }

    return scrape


def an_unsent_row(runtime: Runtime, *, minutes: int) -> dict[str, object]:
    return {
        "event_id": uuid4(),
        "type": "t",
        "subject": uuid4(),
        "sequence": 1,
        "routing_key": "k",
        "body": b"{}",
        "recorded_at": runtime.clock.now() - timedelta(minutes=minutes),
    }


def test_what_waits_to_be_sent_is_counted_with_the_age_of_the_oldest(
    runtime: Runtime, scraped: Callable[[], dict[str, float]]
) -> None:
    told = scraped()
    assert (told["maillage_outbox_unsent_rows"], told["maillage_outbox_oldest_unsent_seconds"]) == (0, 0)
    with runtime.database.engine.begin() as connection:
        rows = [an_unsent_row(runtime, minutes=minutes) for minutes in (30, 20, 10)]
        connection.execute(sa.insert(tables.outbox), rows)
        sent = {**an_unsent_row(runtime, minutes=60), "sent_at": runtime.clock.now()}
        connection.execute(sa.insert(tables.outbox).values(**sent))
    told = scraped()
    assert told["maillage_outbox_unsent_rows"] == 3
    assert told["maillage_outbox_oldest_unsent_seconds"] == 30 * 60
    assert told["maillage_waiting_events"] == told["maillage_quarantine_open_messages"] == 0


def test_counting_ends_where_all_is_late_by_far(
    runtime: Runtime, scraped: Callable[[], dict[str, float]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gauges, "MOST", 2)
    with runtime.database.engine.begin() as connection:
        connection.execute(sa.insert(tables.outbox), [an_unsent_row(runtime, minutes=1) for _ in range(3)])
    assert scraped()["maillage_outbox_unsent_rows"] == 2


def test_no_measure_scans_a_table_that_grows(runtime: Runtime) -> None:
    """Asked of SQLite's planner."""
    statements: list[str] = []
    sa.event.listen(
        runtime.database.engine,
        "before_cursor_execute",
        lambda _c, _cursor, statement, *_: statements.append(statement),
    )
    with runtime.database.engine.connect() as connection:
        for measure in MEASURES:
            statements.clear()
            measure.read(connection, runtime.clock.now())
            (statement,) = statements
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", (1,) * statement.count("?"))
            told = [row.detail for row in plan]
            reads_an_index = any("USING" in line and "INDEX" in line for line in told)
            assert reads_an_index or FEW_ROWS & {line.removeprefix("SCAN ") for line in told}, (measure.name, told)


def test_a_database_that_does_not_answer_makes_its_gauges_absent_and_is_told(
    runtime: Runtime, scraped: Callable[[], dict[str, float]]
) -> None:
    assert scraped().keys() >= MEASURED
    runtime.state.say(DATABASE, SILENT.code)
    told = scraped()
    assert not MEASURED & told.keys()
    assert told["maillage_database_answering"] == told["maillage_ready"] == 0
    assert told["maillage_alive"] == 1


def test_a_measure_that_cannot_be_read_fails_no_scrape_and_tells_no_number(runtime: Runtime) -> None:
    broken = Measure("maillage_broken", "Reads a table that is not there.", lambda c, _: c.scalar(sa.text("SELECT x")))
    scrape = _scraper(Gauges(Health([runtime]), [*MEASURES, broken]))
    with capture_logs() as logs:
        told = scrape()
    assert not (MEASURED | {"maillage_broken"}) & told.keys()
    assert told["maillage_database_answering"] == 1
    assert [line["event"] for line in logs] == ["gauges_unread"]


@pytest.mark.parametrize("refusal", [KeyRefused("another key"), NotMigrated("to migrate")])
def test_a_database_that_was_changed_under_us_fails_no_scrape(runtime: Runtime, refusal: Exception) -> None:
    def refuse(*_: object) -> float:
        raise refusal

    told = _scraper(Gauges(Health([runtime]), [Measure("maillage_refused", "Refuses.", refuse)]))()
    assert "maillage_refused" not in told
    assert told["maillage_alive"] == 1


def test_scrapes_in_a_row_ask_the_database_once(runtime: Runtime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gauges, "FRESH_SECONDS", 3600)
    asked: list[int] = []

    def read(_connection: sa.Connection, _now: object) -> float:
        asked.append(1)
        return len(asked)

    scrape = _scraper(Gauges(Health([runtime]), [Measure("maillage_asked", "How often.", read)]))
    assert asked == []
    assert [scrape()["maillage_asked"] for _ in range(100)] == [1] * 100


def test_what_the_parts_said_is_a_gauge_each(runtime: Runtime, scraped: Callable[[], dict[str, float]]) -> None:
    runtime.state.say(PROCESS, Said.RUNNING)
    runtime.state.begin(INBOX, Said.REGISTERED)
    told = scraped()
    assert (told["maillage_ready"], told["maillage_part_state inbox REGISTERED"]) == (1, 1)
    assert "maillage_inbox_unapplied_events" not in told
    runtime.state.say(INBOX, Said.WAITING_FOR_TOPOLOGY)
    runtime.state.unapplied = lambda: 7
    told = scraped()
    assert (told["maillage_ready"], told["maillage_inbox_unapplied_events"]) == (0, 7)
    assert "maillage_part_state inbox REGISTERED" not in told


def test_a_worker_s_counters_exist_before_their_first_event_and_tell_of_the_last_batch(runtime: Runtime) -> None:
    instance = dataclasses.replace(runtime.instance, antenna="jamais-vue")
    metrics.begin_at_zero(instance)
    named = (instance.service, instance.antenna)
    assert metrics.RECEIVED.labels(*named, "applied")._value.get() == 0
    metrics.tell_batch(runtime, INBOX)
    assert metrics.LAST_BATCH.labels("permanence", "romans", INBOX)._value.get() == runtime.clock.now().timestamp()
