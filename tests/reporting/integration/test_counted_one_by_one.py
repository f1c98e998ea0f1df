"""The figures are those that a look at every night, every patient and every fact gives."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from chassis.core.runtime import Runtime
from contracts.envelope import Event
from reporting.chapters import BREAKDOWNS, FIGURES
from reporting.figure import Days, Value, read_figures
from support.departement import OnPostgreSQL, OnSQLite, forget, tell
from support.reporting.told_seasons import seasons

# What begins, ends and takes up again a patient's follow-up.
STEPS = ("registered_on", "exited_on", "returned_on")


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
            if fact.type == "permanence.patient_merged.v1":
                kept[fact.source, fact.data["merged_id"]] = fact.source, fact.subject
            if fact.type == "permanence.patient_unmerged.v1":
                kept.pop((fact.source, fact.data["unmerged_id"]), None)
    return {
        "permanence.patients_followed": len(
            {
                person((fact.source, fact.data["patient_id"]), kept)
                for life in lives.values()
                for fact in life
                if fact.type == "permanence.consultation_held.v1" and days.start <= fact.data["held_on"] < days.end
            }
        ),
        "permanence.followed_now": sum(
            is_followed(life, days.end) for about, life in lives.items() if about not in kept
        ),
        "permanence.active_declarations": sum(is_active(life, days.end) for life in lives.values()),
        "permanence.waiting": sum(
            days_of(life, "waiting_joined", "joined_on") < days.end <= days_of(life, "waiting_left", "left_on")
            for life in lives.values()
        ),
    }


def person(about: tuple[str, UUID], kept: Mapping[tuple[str, UUID], tuple[str, UUID]]) -> tuple[str, UUID]:
    """Whoever is kept in the end; in a circle, where nobody is, each stays who it is."""
    last, steps = about, 0
    while last in kept and steps <= len(kept):
        last, steps = kept[last], steps + 1
    return about if last in kept else last


def is_followed(life: Sequence[Event], end: date) -> bool:
    steps = [name for fact in life for name in STEPS if name in fact.data and fact.data[name] < end]
    return "registered_on" in steps and steps[-1] != "exited_on"


def is_active(life: Sequence[Event], end: date) -> bool:
    if not any(fact.type == "permanence.declaration_filed.v1" for fact in life):
        return False
    answers = [fact.data for fact in life if fact.type == "permanence.declaration_answered.v1"]
    filed_on = days_of(life, "declaration_filed", "filed_on")
    active_on = answers[-1]["active_on"] if answers else filed_on
    accepted = not answers or answers[-1]["accepted"]
    return accepted and active_on < end <= days_of(life, "declaration_ended", "ended_on")


def days_of(life: Sequence[Event], name: str, field: str) -> date:
    """The day of the one fact with this name; of one that was not told, a day that never comes."""
    return next((fact.data[field] for fact in life if fact.type == f"permanence.{name}.v1"), date.max)


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
            found = read_figures(session, FIGURES, days)
            shares = {each.code: each.values(session, days) for each in BREAKDOWNS}
        assert found == found | counted_one_by_one(facts, days) | permanence_one_by_one(facts, days)
        assert sum(shares["housing.net_cost_by_party"].values()) == found["housing.net_cost"]
        assert sum(shares["permanence.net_cost_by_payer"].values()) == found["permanence.net_cost"]


class TestOnSQLite(OnSQLite, CountedOneByOne): ...


class TestOnPostgreSQL(OnPostgreSQL, CountedOneByOne): ...
