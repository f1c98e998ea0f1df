"""Facts become projections and figures, whatever their order, their repeats and their delays, in both profiles."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from chassis.core import tables
from chassis.core.clock import SetClock
from chassis.core.delivery import Delivery
from chassis.core.inbox import Receipt, receive
from chassis.core.runtime import Runtime
from contracts.envelope import CONTENT_TYPE, Event, encode
from reporting import store
from reporting.figures import FIGURES
from reporting.manifest import MANIFEST
from support.facts import arrival, consultation, declaration, departure, registration
from support.recorded import row_counts, rows
from support.runtimes import a_runtime, an_antenna
from support.servers import Servers

NOW = datetime(2025, 1, 1, tzinfo=UTC)
STAY, PATIENT = UUID(int=1), UUID(int=2)
Projections = dict[str, list[dict[str, Any]]]


def tell(runtime: Runtime, *facts: Event) -> Receipt:
    """Delivers the facts in one batch."""
    receipt = receive(runtime, [Delivery(encode(fact), CONTENT_TYPE) for fact in facts])
    assert not receipt.quarantined
    return receipt


def again(fact: Event) -> Event:
    """Another version of the same fact: an event of its own, with the same subject and sequence."""
    return replace(fact, id=uuid4())


def projections(runtime: Runtime) -> Projections:
    return {
        name: sorted(map(dict, rows(runtime, name)), key=lambda row: (row["source"], row["subject"].int))
        for name in store.metadata.tables
    }


def forget(runtime: Runtime) -> None:
    with runtime.database.engine.begin() as connection:
        for table in (*store.metadata.sorted_tables, *tables.metadata.sorted_tables):
            connection.execute(sa.delete(table))


def figure(runtime: Runtime, code: str, start: date | None, end: date) -> int:
    (found,) = (figure for figure in FIGURES if figure.code == code)
    with Session(runtime.database.engine) as session:
        return found.between(session, start, end)


def of_month(runtime: Runtime, code: str, year: int, month: int) -> int:
    start = date(year, month, 1)
    return figure(runtime, code, start, (start + timedelta(days=31)).replace(day=1))


@st.composite
def seasons(draw: st.DrawFn) -> list[Event]:
    """Facts of two antennas in the order in which they happened, some of them told in two versions."""
    facts: list[Event] = []
    for number in range(1, draw(st.integers(1, 6)) + 1):
        antenna = draw(st.sampled_from(["romans", "laval"]))
        day = draw(st.dates(date(2023, 9, 4), date(2024, 6, 1)))
        subject = UUID(int=number)
        match draw(st.sampled_from(["stay", "patient"])):
            case "stay":
                kind = draw(st.sampled_from(["gp_intern", "extern"]))
                facts.append(arrival(subject, day, antenna=antenna, kind=kind))
                if draw(st.booleans()):
                    nights = draw(st.integers(1, 200))
                    facts.append(departure(subject, day + timedelta(nights), nights=nights, antenna=antenna, kind=kind))
            case "patient":
                facts.append(registration(subject, day, antenna=antenna))
                for act in range(draw(st.integers(0, 3))):
                    seen = UUID(int=1000 * number + act)
                    facts.append(consultation(seen, subject, day + timedelta(act), antenna=antenna))
                if draw(st.booleans()):
                    facts.append(declaration(UUID(int=1000 * number + 999), subject, day, antenna=antenna))
    facts += [fact for fact in facts if draw(st.booleans())]
    return [replace(fact, id=UUID(int=number)) for number, fact in enumerate(facts)]


@st.composite
def retold(draw: st.DrawFn) -> tuple[list[Event], list[list[Event]]]:
    """A season, and the same facts in another order, with repeats, cut into batches."""
    facts = draw(seasons())
    repeated = draw(st.lists(st.sampled_from(facts), max_size=6))
    shuffled = draw(st.permutations([*facts, *repeated]))
    cuts = sorted(draw(st.sets(st.integers(1, len(shuffled)), max_size=4)))
    batches = [shuffled[start:end] for start, end in zip([0, *cuts], [*cuts, len(shuffled)], strict=True)]
    return facts, [batch for batch in batches if batch]


class ProjectionBehaviour:
    """`departement` is an empty instance that reads every antenna; a subclass says where its rows live."""

    @settings(
        max_examples=40,
        deadline=None,
        database=None,
        suppress_health_check=[
            HealthCheck.function_scoped_fixture,  # each example starts by emptying the tables
            HealthCheck.differing_executors,  # the suite is inherited once for each profile
        ],
    )
    @given(told=retold())
    def test_any_order_and_any_repetition_give_the_state_of_the_true_order(
        self, departement: Runtime, told: tuple[list[Event], list[list[Event]]]
    ) -> None:
        facts, batches = told
        forget(departement)
        for fact in facts:
            tell(departement, fact)
        in_order = projections(departement)
        forget(departement)
        for batch in batches:
            tell(departement, *batch)
        assert projections(departement) == in_order

    def test_every_fact_fills_the_columns_of_its_projection(self, departement: Runtime) -> None:
        acts = UUID(int=3), UUID(int=4)
        tell(
            departement,
            registration(PATIENT, date(2024, 2, 28), commune="26281"),
            consultation(acts[0], PATIENT, date(2024, 2, 29)),
            declaration(acts[1], PATIENT, date(2024, 3, 1)),
            arrival(STAY, date(2023, 11, 2)),
            departure(STAY, date(2024, 5, 2), nights=182),
        )
        assert projections(departement) == {
            "patients": [
                {
                    "source": "/romans/permanence",
                    "subject": PATIENT,
                    "antenna": "romans",
                    "sequence": 1,
                    "registered_on": date(2024, 2, 28),
                    "age_band": "60-69",
                    "commune": "26281",
                    "epci": None,
                    "ald": True,
                    "no_medecin_traitant_reason": "newcomer",
                }
            ],
            "consultations": [
                {
                    "source": "/romans/permanence",
                    "subject": acts[0],
                    "antenna": "romans",
                    "sequence": 1,
                    "held_on": date(2024, 2, 29),
                    "patient_id": PATIENT,
                    "practitioner_kind": "retired_gp",
                }
            ],
            "declarations": [
                {
                    "source": "/romans/permanence",
                    "subject": acts[1],
                    "antenna": "romans",
                    "sequence": 1,
                    "filed_on": date(2024, 3, 1),
                    "patient_id": PATIENT,
                    "channel": "online",
                    "ald": True,
                }
            ],
            "stays": [
                {
                    "source": "/romans/housing",
                    "subject": STAY,
                    "antenna": "romans",
                    "arrival_sequence": 1,
                    "departure_sequence": 2,
                    "house": "maison-des-internes",
                    "occupant_kind": "gp_intern",
                    "university": "lyon",
                    "arrived_on": date(2023, 11, 2),
                    "expected_departure_on": date(2024, 5, 2),
                    "departed_on": date(2024, 5, 2),
                    "nights": 182,
                }
            ],
        }

    def test_a_departure_is_no_arrival_until_the_arrival_comes(self, departement: Runtime) -> None:
        tell(departement, departure(STAY, date(2023, 11, 30), nights=28))
        assert figure(departement, "housing.interns_arrived", None, date(2024, 1, 1)) == 0
        (waiting,) = projections(departement)["stays"]
        assert (waiting["arrived_on"], waiting["arrival_sequence"]) == (None, None)
        tell(departement, arrival(STAY, date(2023, 11, 2)))
        assert figure(departement, "housing.interns_arrived", None, date(2024, 1, 1)) == 1
        (known,) = projections(departement)["stays"]
        assert (known["arrived_on"], known["departed_on"], known["nights"]) == (
            date(2023, 11, 2),
            date(2023, 11, 30),
            28,
        )

    def test_two_versions_of_one_fact_count_once(self, departement: Runtime) -> None:
        facts = [
            registration(PATIENT, date(2024, 2, 1)),
            consultation(UUID(int=3), PATIENT, date(2024, 2, 1)),
            declaration(UUID(int=4), PATIENT, date(2024, 2, 1)),
            arrival(STAY, date(2024, 2, 1)),
        ]
        assert tell(departement, *facts, *map(again, facts)).applied == 8
        assert tell(departement, *map(again, facts)).applied == 4
        assert {code: of_month(departement, code, 2024, 2) for code in (found.code for found in FIGURES)} == {
            "permanence.consultations": 1,
            "permanence.patients_followed": 1,
            "permanence.new_patients": 1,
            "permanence.declarations": 1,
            "permanence.ald_declarations": 1,
            "housing.interns_arrived": 1,
        }

    def test_the_same_event_again_is_a_duplicate_and_changes_nothing(self, departement: Runtime) -> None:
        fact = registration(PATIENT, date(2024, 2, 1))
        tell(departement, fact)
        before = projections(departement), row_counts(departement)
        assert tell(departement, fact, fact).duplicates == 2
        assert (projections(departement), row_counts(departement)) == before

    def test_the_same_subject_told_by_two_sources_is_two_rows(self, departement: Runtime) -> None:
        for antenna in ("romans", "laval"):
            tell(departement, registration(PATIENT, date(2024, 2, 1), antenna=antenna))
        assert of_month(departement, "permanence.new_patients", 2024, 2) == 2

    @pytest.mark.parametrize("in_one_batch", [True, False])
    @pytest.mark.parametrize("order", [(2, 1), (1, 2), (2, 1, 2, 1)])
    def test_an_older_sequence_after_a_newer_one_changes_nothing(
        self, departement: Runtime, order: Sequence[int], in_one_batch: bool
    ) -> None:
        days = {1: date(2024, 2, 1), 2: date(2024, 3, 1)}
        facts = [replace(registration(PATIENT, days[number]), sequence=number) for number in order]
        for batch in [facts] if in_one_batch else [[fact] for fact in facts]:
            tell(departement, *batch)
        (patient,) = projections(departement)["patients"]
        assert (patient["sequence"], patient["registered_on"]) == (2, days[2])

    @pytest.mark.parametrize("in_one_batch", [True, False])
    def test_of_two_contents_under_one_sequence_the_first_told_stays(
        self, departement: Runtime, in_one_batch: bool
    ) -> None:
        facts = [registration(PATIENT, date(2024, 2, 1), commune=insee) for insee in ("26281", "26057")]
        for batch in [facts] if in_one_batch else [[fact] for fact in facts]:
            tell(departement, *batch)
        (patient,) = projections(departement)["patients"]
        assert patient["commune"] == "26281"

    def test_a_newer_sequence_replaces_the_whole_row(self, departement: Runtime) -> None:
        tell(departement, registration(PATIENT, date(2024, 2, 1), commune="26281"))
        tell(departement, replace(registration(PATIENT, date(2024, 2, 1), epci="200068781"), sequence=2))
        (patient,) = projections(departement)["patients"]
        assert (patient["commune"], patient["epci"]) == (None, "200068781")

    def test_a_fact_recorded_a_month_late_counts_in_the_month_of_its_day(self, departement: Runtime) -> None:
        late = datetime(2024, 6, 2, 8, tzinfo=UTC)
        tell(
            departement,
            replace(registration(PATIENT, date(2024, 5, 31)), time=late),
            replace(consultation(UUID(int=3), PATIENT, date(2024, 5, 31)), time=late),
            replace(declaration(UUID(int=4), PATIENT, date(2024, 5, 31)), time=late),
            replace(arrival(STAY, date(2024, 5, 31)), time=late),
        )
        for found in FIGURES:
            assert of_month(departement, found.code, 2024, 5) == 1, found.code
            assert of_month(departement, found.code, 2024, 6) == 0, found.code

    def test_the_evening_of_31_august_in_paris_is_august_although_it_is_told_in_september(
        self, departement: Runtime
    ) -> None:
        midnight = datetime(2023, 9, 1, 0, 5, tzinfo=UTC)
        tell(departement, replace(arrival(STAY, date(2023, 8, 31)), time=midnight))
        assert of_month(departement, "housing.interns_arrived", 2023, 8) == 1
        assert of_month(departement, "housing.interns_arrived", 2023, 9) == 0

    @pytest.mark.parametrize(
        ("day", "february"),
        [(date(2024, 1, 31), 0), (date(2024, 2, 1), 1), (date(2024, 2, 29), 1), (date(2024, 3, 1), 0)],
    )
    def test_a_month_holds_its_first_and_last_days_and_no_other(
        self, departement: Runtime, day: date, february: int
    ) -> None:
        tell(departement, consultation(UUID(int=3), PATIENT, day))
        assert of_month(departement, "permanence.consultations", 2024, 2) == february
        assert figure(departement, "permanence.consultations", None, date(2024, 3, 1)) == (day < date(2024, 3, 1))

    @pytest.mark.parametrize(
        ("kind", "counted"),
        [("gp_intern", 1), ("saspas_intern", 1), ("docteur_junior", 1), ("locum", 0), ("extern", 0)],
    )
    def test_of_the_people_lodged_only_interns_are_interns_arrived(
        self, departement: Runtime, kind: str, counted: int
    ) -> None:
        tell(departement, arrival(STAY, date(2024, 5, 2), kind=kind))
        assert of_month(departement, "housing.interns_arrived", 2024, 5) == counted
        assert len(projections(departement)["stays"]) == 1


class TestOnSQLite(ProjectionBehaviour):
    @pytest.fixture
    def departement(self, tmp_path: Path) -> Iterator[Runtime]:
        yield from _departement(f"sqlite+pysqlite:///{tmp_path}/reporting_departement.db")


class TestOnPostgreSQL(ProjectionBehaviour):
    @pytest.fixture
    def departement(self, servers: Servers) -> Iterator[Runtime]:
        yield from _departement(servers.database())


def _departement(url: str) -> Iterator[Runtime]:
    runtime = a_runtime(url, MANIFEST, antenna=an_antenna("departement", ("reporting",)), clock=SetClock(NOW))
    yield runtime
    runtime.database.close()
