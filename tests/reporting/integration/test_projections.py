"""Facts become projections and figures, whatever their order, their repeats and their delays, in both profiles."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
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
from contracts.catalogue import CATALOGUE, EventType
from contracts.envelope import CONTENT_TYPE, Event, encode
from reporting import store
from reporting.figures import BREAKDOWNS, FIGURES, Days, Value
from reporting.manifest import MANIFEST
from support.facts import arrival, consultation, declaration, departure, registration, told
from support.recorded import row_counts, rows
from support.runtimes import a_runtime, an_antenna
from support.servers import Servers

NOW = datetime(2025, 1, 1, tzinfo=UTC)
LONG_AGO = date(2018, 12, 1)
STAY, PATIENT, SUBJECT = UUID(int=1), UUID(int=2), UUID(int=7)
COUNTED_BY_DAY = [
    *(figure.code for figure in FIGURES if figure.service == "permanence"),
    "housing.interns_arrived",
]
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
    """Every row of every table, in the order of their keys."""
    return {
        name: sorted(map(dict, rows(runtime, name)), key=lambda row: [str(row[key.name]) for key in table.primary_key])
        for name, table in store.metadata.tables.items()
    }


def forget(runtime: Runtime) -> None:
    with runtime.database.engine.begin() as connection:
        for table in (*store.metadata.sorted_tables, *tables.metadata.sorted_tables):
            connection.execute(sa.delete(table))


def figure(runtime: Runtime, code: str, start: date, end: date) -> Value:
    (found,) = (figure for figure in FIGURES if figure.code == code)
    with Session(runtime.database.engine) as session:
        return found.value(session, Days(start, end))


def of_month(runtime: Runtime, code: str, year: int, month: int) -> Value:
    start = date(year, month, 1)
    return figure(runtime, code, start, (start + timedelta(days=31)).replace(day=1))


HOUSE = "maison-des-internes"
KINDS = ["gp_intern", "saspas_intern", "extern"]


@st.composite
def stays(draw: st.DrawFn, stay: UUID, day: date, antenna: str) -> list[Event]:
    """Asked for, perhaps refused or made to wait, else lived, perhaps longer than planned, perhaps ended."""
    kind, occupant = draw(st.sampled_from(KINDS)), UUID(int=draw(st.integers(1, 3)))
    facts = [told("stay_requested", stay, day, antenna=antenna, requested_on=day)]
    if draw(st.booleans()):
        facts.append(told("stay_waitlisted", stay, day, antenna=antenna, sequence=2, waitlisted_on=day))
    end = draw(st.sampled_from(["refused", "waits", "lives", "lives", "lives"]))
    if end == "refused":
        later = day + timedelta(draw(st.integers(0, 60)))
        facts.append(told("stay_refused", stay, later, antenna=antenna, sequence=3, refused_on=later))
    if end == "lives":
        planned = day + timedelta(draw(st.integers(1, 200)))
        known = {"occupant_id": occupant} if draw(st.booleans()) else {}
        said = arrival(stay, day, antenna=antenna, kind=kind, expected_departure_on=planned, **known)
        facts.append(replace(said, sequence=5))
        for sequence, event in ((6, "stay_extended"), (7, "stay_overstayed")):
            if draw(st.booleans()):
                previous, planned = planned, planned + timedelta(draw(st.integers(1, 20)))
                days: dict[str, Any] = {"previous_departure_on": previous, "new_departure_on": planned}
                facts.append(told(event, stay, previous, antenna=antenna, sequence=sequence, **days))
        if draw(st.booleans()):
            nights = draw(st.integers(1, (planned - day).days))
            left = departure(stay, day + timedelta(nights), nights=nights, antenna=antenna, kind=kind)
            facts.append(replace(left, sequence=8))
    return facts


@st.composite
def rooms(draw: st.DrawFn, room: UUID, day: date, antenna: str) -> list[Event]:
    """Opened, withdrawn up to twice, perhaps given back earlier, perhaps closed."""
    facts = [told("room_opened", room, day, antenna=antenna, room_id=room, opened_on=day)]
    free_from, sequence = day, 2
    for number in range(draw(st.integers(0, 2))):
        void: dict[str, Any] = {"void_id": UUID(int=room.int * 100 + number), "room_id": room}
        start = free_from + timedelta(draw(st.integers(-5 if number == 0 else 0, 40)))
        free_from = start + timedelta(draw(st.integers(1, 60)))
        days: dict[str, Any] = {"from_on": start, "until_on": free_from}
        facts.append(told("room_voided", room, start, antenna=antenna, sequence=sequence, **void, **days))
        if draw(st.booleans()):
            free_from = start + timedelta(draw(st.integers(0, (free_from - start).days)))
            given_back: dict[str, Any] = {"sequence": sequence + 1, "restored_on": free_from, **void}
            facts.append(told("room_restored", room, free_from, antenna=antenna, **given_back))
        sequence += 2
    if draw(st.booleans()):
        closed_on = day + timedelta(draw(st.integers(1, 200)))
        closing: dict[str, Any] = {"room_id": room, "closed_on": closed_on}
        facts.append(told("room_closed", room, closed_on, antenna=antenna, sequence=9, **closing))
    return facts


@st.composite
def money(draw: st.DrawFn, subject: UUID, day: date, antenna: str) -> list[Event]:
    """An account with dues and payments, a cost that may be cancelled, a convention."""
    facts, cents = [], st.integers(-50_000, 50_000)
    for number in range(draw(st.integers(0, 3))):
        line: dict[str, Any] = {"sequence": 2 + number, "amount_cents": draw(cents), "antenna": antenna}
        key = UUID(int=subject.int * 100 + number)
        facts.append(told("rent_due", subject, day, due_id=key, month_on=day.replace(day=1), **line))
        facts.append(told("rent_paid", subject, day, payment_id=key, paid_on=day, **line | {"sequence": 12 + number}))
    cost: dict[str, Any] = {"amount_cents": draw(st.integers(1, 50_000)), "incurred_on": day}
    kind = draw(st.sampled_from(["rent", "equipment"]))
    facts.append(told("cost_recorded", subject, day, antenna=antenna, cost_id=subject, cost_kind=kind, **cost))
    if draw(st.booleans()):
        facts.append(told("cost_cancelled", subject, day, antenna=antenna, sequence=2, cost_id=subject))
    if draw(st.booleans()):
        starts_on = date(2023, draw(st.integers(9, 12)), 1)
        shares = [{"party": "ville", "weight": draw(st.integers(1, 9))}, {"party": "departement", "weight": 7}]
        signed: dict[str, Any] = {
            "convention_id": subject,
            "starts_on": starts_on,
            "ends_on": date(2024, 3, 1),
            "shares": shares,
        }
        # The version of a house counts its facts: two conventions never have the same.
        facts.append(told("convention_signed", subject, day, antenna=antenna, sequence=subject.int, **signed))
    return facts


@st.composite
def seasons(draw: st.DrawFn) -> list[Event]:
    """Facts of two antennas in the order in which they happened, some of them told in two versions."""
    facts: list[Event] = []
    for number in range(1, draw(st.integers(1, 6)) + 1):
        antenna = draw(st.sampled_from(["romans", "laval"]))
        day = draw(st.dates(date(2023, 9, 4), date(2024, 6, 1)))
        subject = UUID(int=number)
        match draw(st.sampled_from(["stay", "room", "money", "patient"])):
            case "stay":
                facts += draw(stays(subject, day, antenna))
            case "room":
                facts += draw(rooms(subject, day, antenna))
            case "money":
                facts += draw(money(subject, day, antenna))
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


def of_a_house(entry: EventType) -> bool:
    return entry.owner == "housing" and entry.name not in ("intern_arrived", "intern_departed")


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
    @given(season=retold())
    def test_any_order_and_any_repetition_give_the_state_of_the_true_order(
        self, departement: Runtime, season: tuple[list[Event], list[list[Event]]]
    ) -> None:
        facts, batches = season
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
            arrival(STAY, date(2023, 11, 2), occupant_id=UUID(int=9)),
            departure(STAY, date(2024, 5, 2), nights=182),
        )
        assert {name: found for name, found in projections(departement).items() if found} == {
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
                    "occupant_id": UUID(int=9),
                }
            ],
        }

    def test_every_fact_of_a_house_fills_the_columns_of_its_projection(self, departement: Runtime) -> None:
        tell(departement, *(told(entry.name, SUBJECT, date(2024, 1, 1)) for entry in CATALOGUE if of_a_house(entry)))
        plain = {
            name: [
                {column: cell for column, cell in row.items() if column not in ("source", "antenna")} for row in found
            ]
            for name, found in projections(departement).items()
            if name not in ("stays", "patients", "consultations", "declarations")
        }
        steps = [row.pop("step") for row in plain["stay_steps"]]
        # Every step has the sequence 1 here: the first one told is the one that is kept.
        assert steps == ["cancelled"]
        assert plain == {
            "extensions": [{"subject": SUBJECT, "sequence": 1, "departure_on": date(2024, 5, 6)}],
            "stay_steps": [
                {"subject": SUBJECT, "sequence": 1, "house": HOUSE, "step_on": date(2023, 10, 11)},
            ],
            "rooms": [
                {
                    "subject": SUBJECT,
                    "opening_sequence": 1,
                    "closing_sequence": 1,
                    "house": HOUSE,
                    "opened_on": date(2023, 9, 1),
                    "closed_on": date(2024, 6, 1),
                }
            ],
            "voids": [
                {
                    "void_id": UUID("e80b3d64-95f1-4c2a-b7d3-0a6c4e9f1b03"),
                    "void_sequence": 1,
                    "restore_sequence": 1,
                    "room_id": UUID("4c1d9b7e-6a35-4f20-9c8e-7d0a2b5e1f02"),
                    "from_on": date(2023, 9, 20),
                    "until_on": date(2023, 10, 4),
                    "reason": "works",
                    "restored_on": date(2023, 9, 30),
                }
            ],
            "conventions": [
                {
                    "convention_id": UUID("27d5f8a1-3b60-4e9c-8a14-c5f7e2091d04"),
                    "sequence": 1,
                    "house": HOUSE,
                    "starts_on": date(2023, 9, 1),
                    "ends_on": date(2026, 9, 1),
                    "interns_per_year": 10,
                    "shares": '[["departement", 1], ["ccas", 1]]',
                }
            ],
            "dues": [
                {
                    "due_id": UUID("d69a1e38-0f7c-4b52-a4e1-8c3b7d5f2e08"),
                    "sequence": 1,
                    "house": HOUSE,
                    "month_on": date(2023, 11, 1),
                    "amount_cents": 15_000,
                }
            ],
            "payments": [
                {
                    "payment_id": UUID("0e7c5b92-a6d4-4f18-8b39-2f1d6e4c9a09"),
                    "sequence": 1,
                    "house": HOUSE,
                    "paid_on": date(2023, 11, 20),
                    "amount_cents": 15_000,
                }
            ],
            "costs": [
                {
                    "subject": SUBJECT,
                    "record_sequence": 1,
                    "cancel_sequence": 1,
                    "house": HOUSE,
                    "cost_kind": "electricity",
                    "incurred_on": date(2023, 11, 30),
                    "amount_cents": 18_240,
                    "cancelled_on": date(2023, 12, 6),
                }
            ],
        }

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
            found = {each.code: each.value(session, days) for each in FIGURES if each.service == "housing"}
            shares = next(each for each in BREAKDOWNS if each.unit == "centimes").values(session, days)
        assert found == found | counted_one_by_one(facts, days)
        assert sum(shares.values()) == found["housing.net_cost"]

    def test_a_departure_is_no_arrival_until_the_arrival_comes(self, departement: Runtime) -> None:
        tell(departement, departure(STAY, date(2023, 11, 30), nights=28))
        assert figure(departement, "housing.interns_arrived", LONG_AGO, date(2024, 1, 1)) == 0
        (waiting,) = projections(departement)["stays"]
        assert (waiting["arrived_on"], waiting["arrival_sequence"]) == (None, None)
        tell(departement, arrival(STAY, date(2023, 11, 2)))
        assert figure(departement, "housing.interns_arrived", LONG_AGO, date(2024, 1, 1)) == 1
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
        tell(departement, consultation(UUID(int=3), PATIENT, day))
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
