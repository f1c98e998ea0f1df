"""Commands of the house on a migrated PostgreSQL database, also when two people give the same one at once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from threading import Barrier
from uuid import UUID, uuid4

import pytest

from chassis.core.application import execute
from chassis.core.clock import SetClock
from chassis.core.database import Database
from chassis.core.migrate import migrate
from chassis.core.runtime import Runtime
from housing.commands import RecordArrival, RecordDeparture
from housing.domain import rules
from housing.domain.stay import OccupantKind
from housing.manifest import MANIFEST
from support.recorded import facts, rows
from support.runtimes import KEYRING, an_antenna
from support.servers import Servers

ARRIVAL = RecordArrival("maison-des-internes", OccupantKind.GP_INTERN, "lyon", date(2023, 11, 2), date(2024, 5, 2))


@pytest.fixture
def romans(servers: Servers) -> Iterator[Runtime]:
    database = Database(servers.database())
    migrate(database.engine, MANIFEST.migrations)
    yield Runtime(MANIFEST, an_antenna(), database, KEYRING, SetClock(datetime(2024, 5, 2, 8, tzinfo=UTC)))
    database.close()


def test_a_stay_tells_its_arrival_then_its_departure(romans: Runtime) -> None:
    stay_id = UUID(execute(romans, ARRIVAL, uuid4())["stay_id"])
    execute(romans, RecordDeparture(stay_id, date(2024, 5, 2)), uuid4())
    with pytest.raises(rules.AlreadyDeparted):
        execute(romans, RecordDeparture(stay_id, date(2024, 5, 1)), uuid4())
    assert [(fact.type, fact.subject, fact.sequence) for fact in facts(romans)] == [
        ("housing.intern_arrived.v1", stay_id, 1),
        ("housing.intern_departed.v1", stay_id, 2),
    ]


def test_of_two_departures_recorded_at_the_same_time_one_wins_and_the_other_is_told_why(romans: Runtime) -> None:
    stay_id = UUID(execute(romans, ARRIVAL, uuid4())["stay_id"])
    together = Barrier(2)

    def depart(day: date) -> str:
        together.wait()
        try:
            execute(romans, RecordDeparture(stay_id, day), uuid4())
        except rules.RuleBroken as refused:
            return refused.code
        return "departed"

    with ThreadPoolExecutor(2) as people:
        answers = list(people.map(depart, [date(2024, 4, 30), date(2024, 5, 1)]))
    assert sorted(answers) == ["ALREADY_DEPARTED", "departed"]
    assert [fact.sequence for fact in facts(romans)] == [1, 2]
    assert [row["version"] for row in rows(romans, "stays")] == [2]
