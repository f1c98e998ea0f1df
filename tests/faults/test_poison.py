"""Events that can never be applied block nobody: the others flow, each bad one ends in quarantine, none is lost."""

import random
import statistics
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from chassis.core import outbox
from chassis.core.application import execute
from chassis.core.runtime import Runtime
from faults.budget import FOLDER, IS_LONG, a_random
from support import pace
from support.oracle import Ledger, Verdict, compare, effects_of, facts_of, report
from support.processes import eventually
from support.profiles import OnServer
from support.recorded import row_counts, rows
from support.sample_service import BROKEN, CALM, FATAL, REFUSED, RecordArrival, effects
from support.surroundings import HOUSING, PERMANENCE, Server

EVENTS = 10_000 if IS_LONG else 2_000
PER_SECOND = 150
POISONED = 0.01
GOOD_SEEN = 1.0
# Four times in company, while the broker's count says that nobody is to blame yet; then four times alone.
FATAL_RUNS = 8
OTHERS_HELD_UP = 30.0
NIL = UUID(int=0)


class TestPoison(OnServer):
    def test_one_poisoned_event_in_a_hundred_delays_no_other_and_is_set_aside(
        self, surroundings: Server, tmp_path: Path
    ) -> None:
        seed, generator = a_random("poison")
        surroundings.prepare(HOUSING, PERMANENCE)
        surroundings.start(HOUSING, PERMANENCE)
        ledger = Ledger(tmp_path / "ledger")
        with _watching(surroundings.runtime(PERMANENCE)) as seen:
            committed, bad = _issue(surroundings.runtime(HOUSING), ledger, generator, EVENTS)
            _wait_until_settled(surroundings, EVENTS)

        good = committed.keys() - bad
        facts = facts_of(surroundings, HOUSING)
        verdict = _judge("P8-poison", surroundings, ledger, bad, trials=EVENTS)
        report(verdict, FOLDER)
        assert (verdict.lost, verdict.effects_duplicated) == (0, 0), f"{verdict}, MAILLAGE_FAULTS_SEED={seed}"
        assert verdict.quarantined == len(bad) > 0
        (reader,) = (process for process in surroundings.processes if PERMANENCE in process.instances)
        assert reader.running
        waits = [seen[event_id] - committed[cause] for event_id, cause in facts.items() if cause in good]
        p99 = statistics.quantiles(waits, n=100)[98]
        print(f"poison: {len(waits)} good events, p50 {statistics.median(waits):.3f} s, p99 {p99:.3f} s")  # noqa: T201 - the figure
        assert p99 <= pace.at_most(GOOD_SEEN), f"p99 {p99:.3f} s, MAILLAGE_FAULTS_SEED={seed}"

    @pytest.mark.parametrize("position", [0, 30, 60] if IS_LONG else [30])
    def test_an_event_that_kills_its_reader_is_set_aside_after_a_few_deaths(
        self, surroundings: Server, tmp_path: Path, position: int
    ) -> None:
        surroundings.prepare(HOUSING, PERMANENCE)
        (housing,) = surroundings.start(HOUSING)
        ledger = Ledger(tmp_path / "ledger")
        houses = [CALM] * 60
        houses.insert(position, FATAL)
        commands = [(uuid4(), RecordArrival(house)) for house in houses]
        for command_id, command in commands:
            _issue_one(surroundings.runtime(HOUSING), ledger, command_id, command)
        eventually(lambda: outbox.count_unsent(surroundings.runtime(HOUSING).database), (0).__eq__)

        started = time.monotonic()
        deaths = _supervise(surroundings, lambda: _settled(surroundings) == len(commands))
        held_up = time.monotonic() - started

        fatal = {command_id for command_id, command in commands if command.house == FATAL}
        verdict = _judge(f"P8-fatal-{position}", surroundings, ledger, fatal, trials=1)
        report(verdict, FOLDER)
        assert (verdict.lost, verdict.effects_duplicated, verdict.quarantined) == (0, 0, 1), verdict
        (message,) = surroundings.quarantined(PERMANENCE)
        assert message.code == "POISON"
        runs = sum(len(process.logged("reaction_began")) for process in surroundings.processes)
        print(f"fatal at {position}: {deaths} deaths, others held up {held_up:.1f} s")  # noqa: T201 - the figure
        assert deaths == runs <= FATAL_RUNS
        assert held_up < pace.at_most(OTHERS_HELD_UP)
        assert rows(surroundings.runtime(PERMANENCE), "inbox_attempts") == []
        assert housing.running


def _issue(
    housing: Runtime, ledger: Ledger, generator: random.Random, count: int
) -> tuple[dict[UUID, float], set[UUID]]:
    """Commands at a steady pace; returns when each was answered, and which tell of something that cannot be applied."""
    committed: dict[UUID, float] = {}
    bad: set[UUID] = set()
    started = time.monotonic()
    for number in range(count):
        time.sleep(max(0.0, started + number / PER_SECOND - time.monotonic()))
        command_id, house = uuid4(), CALM
        if generator.random() < POISONED:
            bad.add(command_id)
            house = generator.choice((REFUSED, BROKEN))
        _issue_one(housing, ledger, command_id, RecordArrival(house))
        committed[command_id] = time.monotonic()
    return committed, bad


def _issue_one(housing: Runtime, ledger: Ledger, command_id: UUID, command: RecordArrival) -> None:
    ledger.intend(command_id)
    execute(housing, command, command_id)
    ledger.acknowledge(command_id)


@contextmanager
def _watching(reader: Runtime) -> Iterator[dict[UUID, float]]:
    """When each effect was first seen, committed, by somebody else; a fiftieth of a second more or less."""
    seen: dict[UUID, float] = {}
    stopping = threading.Event()

    def watch() -> None:
        last = 0
        while not stopping.wait(0.02):
            query = sa.select(effects.c.position, effects.c.event_id).where(effects.c.position > last)
            with reader.database.reading.connect() as connection:
                for row in connection.execute(query):
                    last = max(last, row.position)
                    seen.setdefault(row.event_id, time.monotonic())

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield seen
    finally:
        stopping.wait(0.5)  # what was written last is looked at too
        stopping.set()
        watcher.join()


def _settled(surroundings: Server) -> int:
    counts = row_counts(surroundings.runtime(PERMANENCE))
    return counts["effects"] + counts["quarantine"]


def _wait_until_settled(surroundings: Server, wanted: int) -> None:
    eventually(lambda: _settled(surroundings), (wanted).__eq__)


def _supervise(surroundings: Server, is_done: Callable[[], bool]) -> int:
    """Starts the reader again whenever it has died, as its supervisor would; returns how often it died."""
    deaths = 0
    surroundings.start(PERMANENCE)
    waiting = pace.Waiting()
    while not is_done():
        assert waiting.goes_on(deaths), f"held up after {deaths} deaths"
        if not surroundings.processes[-1].running:
            deaths += 1
            surroundings.launch(PERMANENCE)
        time.sleep(0.02)
    return deaths


def _judge(promise: str, surroundings: Server, ledger: Ledger, bad: set[UUID], *, trials: int) -> Verdict:
    """Good facts have one effect and no quarantine row, bad ones one quarantine row and no effect."""
    intended, acknowledged = ledger.read()
    facts = facts_of(surroundings, HOUSING)
    good = {event_id for event_id, cause in facts.items() if cause not in bad}
    missing, extra = compare(good, effects_of(surroundings, PERMANENCE))
    quarantined = Counter(message.event_id or NIL for message in surroundings.quarantined(PERMANENCE))
    unsettled, too_many = compare(facts.keys() - good, quarantined)
    return Verdict(
        promise=promise,
        trials=trials,
        attempted=len(intended),
        acknowledged=len(acknowledged),
        lost=len(acknowledged - set(facts.values())) + missing + unsettled,
        effects_duplicated=extra + too_many,
        quarantined=quarantined.total(),
        recovered=len(intended - acknowledged),
    )
