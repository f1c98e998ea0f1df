"""The figures of a house are those that a look at every night and at every fact gives."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from chassis.core.runtime import Runtime
from contracts.envelope import Event
from reporting.figures import BREAKDOWNS, FIGURES, Days, Value, read_figures
from support.departement import OnPostgreSQL, OnSQLite, forget, tell
from support.told_seasons import seasons


def counted_one_by_one(facts: Sequence[Event], days: Days) -> dict[str, Value]:
    """The same figures without a database: every day looked at, every fact once."""
    nights = [days.start + timedelta(number) for number in range((days.end - days.start).days)]
    by_type: dict[str, dict[Any, Event]] = defaultdict(dict)
    for fact in facts:
        by_type[fact.type.split(".")[1]][fact.source, fact.subject, fact.sequence] = fact
    ends = {
        fact.source + str(fact.subject): fact.data["expected_departure_on"] for fact in of(by_type, "intern_arrived")
    }
    for name, field in (
        ("stay_extended", "new_departure_on"),
        ("stay_overstayed", "new_departure_on"),
        ("intern_departed", "departed_on"),
    ):
        ends |= {fact.source + str(fact.subject): fact.data[field] for fact in of(by_type, name)}
    present = [
        (night, fact)
        for fact in of(by_type, "intern_arrived")
        for night in nights
        if fact.data["arrived_on"] <= night < ends[fact.source + str(fact.subject)]
    ]
    interns = {
        fact.data.get("occupant_id", fact.subject) for _, fact in present if fact.data["occupant_kind"] != "extern"
    }
    offered = sum(is_offered(night, room, by_type) for room in of(by_type, "room_opened") for night in nights)
    cancelled = {(fact.source, fact.subject) for fact in of(by_type, "cost_cancelled")}
    costs = [fact for fact in of(by_type, "cost_recorded") if (fact.source, fact.subject) not in cancelled]
    running = sum(
        fact.data["amount_cents"]
        for fact in costs
        if fact.data["incurred_on"] in nights and fact.data["cost_kind"] != "equipment"
    )
    rents = sum(fact.data["amount_cents"] for fact in of(by_type, "rent_due") if fact.data["month_on"] in nights)
    left = {(fact.source, fact.subject) for fact in of(by_type, "stay_refused") if fact.data["refused_on"] < days.end}
    return {
        "housing.interns_lodged": len(interns),
        "housing.nights": len(present),
        "housing.room_nights": offered,
        "housing.requests": sum(f.data["requested_on"] in nights for f in of(by_type, "stay_requested")),
        "housing.refusals": sum(f.data["refused_on"] in nights for f in of(by_type, "stay_refused")),
        "housing.waiting": sum(
            f.data["waitlisted_on"] < days.end and (f.source, f.subject) not in left
            for f in of(by_type, "stay_waitlisted")
        ),
        "housing.rents_due": rents,
        "housing.rents_paid": sum(
            f.data["amount_cents"] for f in of(by_type, "rent_paid") if f.data["paid_on"] in nights
        ),
        "housing.running_costs": running,
        "housing.net_cost": running - rents,
    }


def of(by_type: dict[str, dict[Any, Event]], name: str) -> Iterable[Event]:
    return by_type[name].values()


def is_offered(night: date, room: Event, by_type: dict[str, dict[Any, Event]]) -> bool:
    def its(name: str) -> list[Event]:
        return [fact for fact in of(by_type, name) if (fact.source, fact.subject) == (room.source, room.subject)]

    restored = {fact.data["void_id"]: fact.data["restored_on"] for fact in its("room_restored")}
    return (
        room.data["opened_on"] <= night
        and not any(closed.data["closed_on"] <= night for closed in its("room_closed"))
        and not any(
            void.data["from_on"] <= night < min(void.data["until_on"], restored.get(void.data["void_id"], date.max))
            for void in its("room_voided")
        )
    )


class CountedOneByOne:
    """`departement` is an empty instance that reads every antenna; a subclass says where its rows live."""

    @settings(
        max_examples=25,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.differing_executors],
    )
    @given(facts=seasons(), start=st.dates(date(2023, 8, 1), date(2024, 6, 1)), length=st.integers(1, 200))
    def test_the_database_counts_what_a_look_at_every_night_counts(
        self, departement: Runtime, facts: list[Event], start: date, length: int
    ) -> None:
        forget(departement)
        tell(departement, *facts)
        days = Days(start, start + timedelta(length))
        with Session(departement.database.engine) as session:
            found = read_figures(session, [each for each in FIGURES if each.service == "housing"], days)
            shares = next(each for each in BREAKDOWNS if each.unit == "centimes").values(session, days)
        assert found == found | counted_one_by_one(facts, days)
        assert sum(shares.values()) == found["housing.net_cost"]


class TestOnSQLite(OnSQLite, CountedOneByOne): ...


class TestOnPostgreSQL(OnPostgreSQL, CountedOneByOne): ...
