"""The figures are those that a look at every night, every patient and every fact gives."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from chassis.core.runtime import Runtime
from contracts.envelope import Event
from contracts.permanence.counts import ALL, DAYS, FIRST_APPOINTMENTS, read_rows
from kernel.period import add_months
from reporting.chapters import BREAKDOWNS, FIGURES
from reporting.figure import Days, Value, read_figures
from support.departement import OnPostgreSQL, OnSQLite, forget, tell
from support.reporting.counted import MONTH_COUNTED, clear_of, sealed
from support.reporting.told_seasons import COUNTED, seasons

# What begins, takes up again and ends a patient's follow-up.
STEPS = ("patient_registered", "patient_returned", "patient_exited")


def counted_one_by_one(facts: Sequence[Event], days: Days) -> dict[str, Value]:
    """The same figures without a database: every day looked at, every fact once."""
    nights = [days.start + timedelta(number) for number in range((days.end - days.start).days)]
    by_type: dict[str, dict[Any, Event]] = defaultdict(dict)
    for fact in facts:
        if fact.type.startswith("housing."):
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


def permanence_one_by_one(facts: Sequence[Event], days: Days) -> dict[str, Value]:
    """Each patient's, each appointment's and each declaration's facts looked at in their order."""
    told = {(fact.source, fact.subject, fact.type, fact.sequence): fact for fact in facts}
    lives: dict[tuple[str, UUID], list[Event]] = defaultdict(list)
    for fact in sorted(told.values(), key=lambda fact: fact.sequence):
        if "/permanence" in fact.source:
            lives[fact.source, fact.subject].append(fact)
    kept: dict[tuple[str, UUID], tuple[str, UUID]] = {}
    for life in lives.values():
        for fact in life:
            if is_a(fact, "patient_merged"):
                kept[fact.source, fact.data["merged"]] = fact.source, fact.subject
            if is_a(fact, "patient_unmerged"):
                kept.pop((fact.source, fact.data["unmerged"]), None)
    return {
        "permanence.consultations": sum(
            days.start <= fact.data["held_on"] < days.end
            for life in lives.values()
            for fact in life
            if is_a(fact, "consultation_held")
        ),
        "permanence.followed_now": sum(
            is_followed(life, days.end) for about, life in lives.items() if about not in kept
        ),
        "permanence.active_declarations": sum(is_active(life, days.end) for life in lives.values()),
        "permanence.waiting": sum(
            month_of(life, "waiting_joined") < days.end <= month_of(life, "waiting_left") for life in lives.values()
        ),
    }


def is_a(fact: Event, name: str) -> bool:
    return fact.type.split(".")[1] == name


def is_followed(life: Sequence[Event], end: date) -> bool:
    steps = [name for fact in life for name in STEPS if is_a(fact, name) and fact.data["month_on"] < end]
    return "patient_registered" in steps and steps[-1] != "patient_exited"


def is_active(life: Sequence[Event], end: date) -> bool:
    if not any(is_a(fact, "declaration_filed") for fact in life):
        return False
    answers = [fact.data for fact in life if is_a(fact, "declaration_answered")]
    active_on = answers[-1]["active_month_on"] if answers else month_of(life, "declaration_filed")
    accepted = not answers or answers[-1]["accepted"]
    return accepted and active_on < end <= month_of(life, "declaration_ended")


def month_of(life: Sequence[Event], name: str) -> date:
    """The month of the one fact with this name; of one that was not told, a month that never comes."""
    return next((fact.data["month_on"] for fact in life if is_a(fact, name)), date.max)


def owners_one_by_one(facts: Sequence[Event], month_on: date, span: str) -> dict[str, Value]:
    """What owners told of a month, added up; nothing where one of those that have registrations did not tell it."""
    registering = {f.source for f in facts if is_a(f, "patient_registered") and f.data["month_on"] <= month_on}
    found: dict[str, Value] = {}
    for figure in COUNTED:
        told = {
            fact.source: read_rows(fact.subject, clear_of(fact))
            for fact in sorted(facts, key=lambda fact: fact.sequence)
            if fact.type == MONTH_COUNTED and (fact.data["figure"], fact.data["month_on"]) == (figure, month_on)
        }
        rows = [(row.cut, row.value, getattr(row, span)) for rows in told.values() for row in rows]
        waited = sorted(int(value) for cut, value, number in rows if cut == DAYS for _ in range(number))
        is_told = registering <= set(told)
        if figure == FIRST_APPOINTMENTS:
            median = waited[(len(waited) - 1) // 2] if waited else None
            found["permanence.days_to_first_appointment"] = median if is_told else None
        else:
            added = sum(number for cut, _, number in rows if cut == ALL)
            found[f"permanence.{figure}"] = added if is_told else None
    return found


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
        tell(departement, *(sealed(departement.sealing, fact) for fact in facts))
        days = Days(start, start + timedelta(length))
        with Session(departement.database.engine) as session:
            found = read_figures(session, FIGURES, days)
            shares = {each.code: each.values(session, days) for each in BREAKDOWNS}
        assert found == found | counted_one_by_one(facts, days) | permanence_one_by_one(facts, days)
        assert sum(shares["housing.net_cost_by_party"].values()) == found["housing.net_cost"]
        assert sum(shares["permanence.net_cost_by_payer"].values()) == found["permanence.net_cost"]

    @settings(
        max_examples=25,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.differing_executors],
    )
    @given(facts=seasons(), number=st.integers(0, 7), length=st.sampled_from([1, 2, 12, 13]))
    def test_what_owners_counted_is_read_for_the_month_the_year_and_all(
        self, departement: Runtime, facts: list[Event], number: int, length: int
    ) -> None:
        forget(departement)
        tell(departement, *(sealed(departement.sealing, fact) for fact in facts))
        month_on = add_months(date(2023, 9, 1), number)
        end = add_months(month_on, 1)
        with Session(departement.database.engine) as session:
            found = read_figures(session, FIGURES, Days(add_months(end, -length), end))
        span = {1: "month", 2: "last_12_months", 12: "last_12_months", 13: "since_opening"}[length]
        expected = owners_one_by_one(facts, month_on, span)
        # A stock is the same number whatever the days.
        stock = "permanence.active_ald_declarations"
        expected[stock] = owners_one_by_one(facts, month_on, "month")[stock]
        assert found == found | expected


class TestOnSQLite(OnSQLite, CountedOneByOne): ...


class TestOnPostgreSQL(OnPostgreSQL, CountedOneByOne): ...
