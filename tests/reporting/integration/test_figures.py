"""A fact counts once, on its own day, whenever and however often it is told."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from chassis.core.runtime import Runtime
from contracts.envelope import Event
from reporting.chapters import FIGURES
from reporting.figure import Days, Value, read_figures
from support.departement import PATIENT, STAY, SUBJECT, OnPostgreSQL, OnSQLite, projections, tell
from support.facts import arrival, consultation, declaration, departure, registration, told

LONG_AGO = date(2018, 12, 1)
COUNTED_BY_DAY = [
    *("permanence.consultations", "permanence.new_patients", "permanence.declarations"),
    "housing.interns_arrived",
]


def again(fact: Event) -> Event:
    """Another version of the same fact: an event of its own, with the same subject and sequence."""
    return replace(fact, id=uuid4())


def figure(runtime: Runtime, code: str, start: date, end: date) -> Value:
    (found,) = (figure for figure in FIGURES if figure.code == code)
    with Session(runtime.database.engine) as session:
        return read_figures(session, (found,), Days(start, end))[code]


def of_month(runtime: Runtime, code: str, year: int, month: int) -> Value:
    start = date(year, month, 1)
    return figure(runtime, code, start, (start + timedelta(days=31)).replace(day=1))


class Figures:
    """`departement` is an empty instance that reads every antenna; a subclass says where its rows live."""

    def test_a_departure_is_no_arrival_until_the_arrival_comes(self, departement: Runtime) -> None:
        tell(departement, departure(STAY, date(2023, 11, 30), nights=28))
        assert figure(departement, "housing.interns_arrived", LONG_AGO, date(2024, 1, 1)) == 0
        (waiting,) = projections(departement)["housing_stays"]
        assert (waiting["arrived_on"], waiting["arrival_sequence"]) == (None, None)
        tell(departement, arrival(STAY, date(2023, 11, 2)))
        assert figure(departement, "housing.interns_arrived", LONG_AGO, date(2024, 1, 1)) == 1
        (known,) = projections(departement)["housing_stays"]
        assert (known["arrived_on"], known["departed_on"], known["nights"]) == (
            date(2023, 11, 2),
            date(2023, 11, 30),
            28,
        )

    def test_two_versions_of_one_fact_count_once(self, departement: Runtime) -> None:
        facts = [
            registration(PATIENT, date(2024, 2, 1)),
            consultation(UUID(int=3), date(2024, 2, 1)),
            declaration(UUID(int=4), date(2024, 2, 1)),
            arrival(STAY, date(2024, 2, 1)),
        ]
        assert tell(departement, *facts, *map(again, facts)).applied == 8
        assert tell(departement, *map(again, facts)).applied == 4
        assert {code: of_month(departement, code, 2024, 2) for code in COUNTED_BY_DAY} == dict.fromkeys(
            COUNTED_BY_DAY, 1
        )

    def test_two_versions_of_one_amount_or_step_count_once(self, departement: Runtime) -> None:
        facts = [
            told("rent_due", SUBJECT, date(2024, 1, 1)),
            told("rent_paid", SUBJECT, date(2024, 1, 1)),
            told("cost_recorded", SUBJECT, date(2024, 1, 1)),
            told("stay_requested", SUBJECT, date(2024, 1, 1)),
        ]
        tell(departement, *facts, *map(again, facts))
        tell(departement, *map(again, facts))
        found = {
            code: figure(departement, f"housing.{code}", LONG_AGO, date(2024, 6, 1))
            for code in ("rents_due", "rents_paid", "running_costs", "requests")
        }
        assert found == {"rents_due": 15_000, "rents_paid": 15_000, "running_costs": 18_240, "requests": 1}

    def test_the_same_subject_told_by_two_sources_is_two_rows(self, departement: Runtime) -> None:
        for antenna in ("romans", "laval"):
            tell(departement, registration(PATIENT, date(2024, 2, 1), antenna=antenna))
        assert of_month(departement, "permanence.new_patients", 2024, 2) == 2

    def test_a_fact_recorded_a_month_late_counts_in_the_month_of_its_day(self, departement: Runtime) -> None:
        late = datetime(2024, 6, 2, 8, tzinfo=UTC)
        tell(
            departement,
            replace(registration(PATIENT, date(2024, 5, 31)), time=late),
            replace(consultation(UUID(int=3), date(2024, 5, 31)), time=late),
            replace(declaration(UUID(int=4), date(2024, 5, 31)), time=late),
            replace(arrival(STAY, date(2024, 5, 31)), time=late),
        )
        for code in COUNTED_BY_DAY:
            assert of_month(departement, code, 2024, 5) == 1, code
            assert of_month(departement, code, 2024, 6) == 0, code

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
        tell(departement, consultation(UUID(int=3), day))
        assert of_month(departement, "permanence.consultations", 2024, 2) == february
        assert figure(departement, "permanence.consultations", LONG_AGO, date(2024, 3, 1)) == (day < date(2024, 3, 1))

    @pytest.mark.parametrize(
        ("kind", "counted"),
        [("gp_intern", 1), ("saspas_intern", 1), ("docteur_junior", 1), ("locum", 0), ("extern", 0)],
    )
    def test_of_the_people_lodged_only_interns_are_interns_arrived(
        self, departement: Runtime, kind: str, counted: int
    ) -> None:
        tell(departement, arrival(STAY, date(2024, 5, 2), kind=kind))
        assert of_month(departement, "housing.interns_arrived", 2024, 5) == counted
        assert len(projections(departement)["housing_stays"]) == 1


class TestOnSQLite(OnSQLite, Figures): ...


class TestOnPostgreSQL(OnPostgreSQL, Figures): ...
