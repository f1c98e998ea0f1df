"""Neither the order of deliveries nor a wrong clock changes what is known in the end."""

import itertools
import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from chassis.core import outbox, quarantine, waiting
from chassis.core.application import execute
from chassis.core.clock import SetClock
from chassis.core.delivery import Delivery
from chassis.core.inbox import Receipt, receive
from chassis.core.retry import LOOK_AGAIN, ORPHAN_AFTER, retry_waiting
from chassis.core.runtime import Runtime
from contracts.envelope import CONTENT_TYPE
from support import sample_service
from support.runtimes import sqlite_runtime
from support.shuffled import deliveries, sequences, settle
from support.waiting_sample import MANIFEST, OpenRoom, closed, delivered, opened, state, voided

NOW = datetime(2024, 12, 1, 9, tzinfo=UTC)
WRONG_BY = [timedelta(days=-1), timedelta(minutes=-15), timedelta(0), timedelta(minutes=15), timedelta(days=1)]


def test_facts_in_any_order_with_repeats_lead_to_the_state_of_the_right_order(tmp_path: Path) -> None:
    generator = random.Random(3)
    told = sequences(generator, 40)
    runtime = sqlite_runtime(tmp_path, MANIFEST, clock=SetClock(NOW))
    receipt = settle(runtime, generator, deliveries(generator, told))
    assert state(runtime) == {one.room_id: one.state for one in told}
    assert waiting.count(runtime) == 0
    assert not receipt.quarantined


def test_four_facts_of_a_patient_in_each_of_their_orders(tmp_path: Path) -> None:
    runtime = sqlite_runtime(tmp_path, MANIFEST, clock=SetClock(NOW))
    for order in itertools.permutations(range(4)):
        room_id, closing_id = uuid4(), uuid4()
        facts = [
            opened(room_id, 1, code="chambre-60"),
            opened(room_id, 2, code="chambre-70"),
            closed(room_id, closing_id, 1, date(2024, 3, 1)),
            closed(room_id, closing_id, 2, date(2024, 4, 1)),
        ]
        for number in order:
            receive(runtime, [delivered(facts[number])])
            retry_waiting(runtime)
        assert state(runtime)[room_id] == ("chambre-70", date(2024, 4, 1), []), order


def test_senders_and_readers_whose_clocks_are_wrong_by_up_to_a_day_take_no_wrong_decision(tmp_path: Path) -> None:
    clock = SetClock(NOW)
    sender = sqlite_runtime(tmp_path, sample_service.HOUSING, clock=clock)
    for offset in WRONG_BY:
        clock.set(NOW + offset)
        execute(sender, sample_service.RecordArrival(), uuid4())
    facts = [Delivery(row.body, CONTENT_TYPE) for row in outbox.unsent(sender.database)]
    for number, offset in enumerate(WRONG_BY):
        reader = _reader(tmp_path / str(number), NOW + offset)
        assert receive(reader, facts) == Receipt(applied=len(WRONG_BY))
        assert receive(reader, facts) == Receipt(duplicates=len(WRONG_BY))
        assert quarantine.messages(reader) == []


def test_processes_with_different_clocks_delay_no_waiting_event_and_make_no_orphan(tmp_path: Path) -> None:
    """Five processes of one instance, on the same database."""
    processes = [_reader(tmp_path / "one", NOW + offset) for offset in WRONG_BY]
    for keeper, trier in itertools.permutations(processes, 2):
        room_id = uuid4()
        receive(keeper, [delivered(voided(room_id))])
        retry_waiting(trier)
        assert quarantine.messages(trier) == []
        execute(keeper, OpenRoom(room_id), uuid4())
        retry_waiting(trier)
        assert len(state(trier)[room_id][2]) == 1
    assert waiting.count(processes[0]) == 0


def test_an_orphan_comes_of_seven_days_give_or_take_what_the_clocks_are_wrong_by(tmp_path: Path) -> None:
    clock = SetClock(NOW)
    runtime = _reader(tmp_path / "one", clock)
    most = max(WRONG_BY) - min(WRONG_BY)
    for kept, tried in itertools.product(WRONG_BY, WRONG_BY):
        clock.set(NOW + kept)
        receive(runtime, [delivered(voided(uuid4()))])
        clock.set(NOW + tried + ORPHAN_AFTER - most - LOOK_AGAIN)
        assert not retry_waiting(runtime).quarantined, (kept, tried)
        clock.set(NOW + tried + ORPHAN_AFTER + most + LOOK_AGAIN)
        assert retry_waiting(runtime).quarantined == {"ORPHAN": 1}, (kept, tried)


def test_the_day_of_a_fact_is_the_one_it_tells_whatever_the_clock(tmp_path: Path) -> None:
    for number, offset in enumerate(WRONG_BY):
        runtime = _reader(tmp_path / str(number), NOW + offset)
        room_id = uuid4()
        receive(runtime, [delivered(opened(room_id)), delivered(voided(room_id, NOW.date()))])
        retry_waiting(runtime)
        assert state(runtime)[room_id][2][0][1] == NOW.date()


def _reader(folder: Path, clock: SetClock | datetime) -> Runtime:
    folder.mkdir(exist_ok=True)
    return sqlite_runtime(folder, MANIFEST, clock=clock if isinstance(clock, SetClock) else SetClock(clock))
