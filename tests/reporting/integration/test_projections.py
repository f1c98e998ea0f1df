"""Facts fill the columns of their projections, once, and the newest sequence of a subject stays."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from chassis.core.runtime import Runtime
from contracts.catalogue import CATALOGUE, EventType
from support.departement import PATIENT, STAY, SUBJECT, OnPostgreSQL, OnSQLite, projections, tell
from support.facts import arrival, consultation, declaration, departure, registration, told, told_of
from support.recorded import row_counts

HOUSE = "maison-des-internes"
NEW_YEAR = date(2024, 1, 1)


def of_a_house(entry: EventType) -> bool:
    return entry.owner == "housing" and entry.name not in ("intern_arrived", "intern_departed")


def of_a_permanence(entry: EventType) -> bool:
    told_apart = ("patient_registered", "consultation_held", "declaration_filed", "month_counted")
    return entry.owner == "permanence" and entry.name not in told_apart


class ProjectionBehaviour:
    """`departement` is an empty instance that reads every antenna; a subclass says where its rows live."""

    def test_every_fact_fills_the_columns_of_its_projection(self, departement: Runtime) -> None:
        acts = UUID(int=3), UUID(int=4)
        tell(
            departement,
            registration(PATIENT, date(2024, 2, 28)),
            consultation(acts[0], date(2024, 2, 29)),
            declaration(acts[1], date(2024, 3, 1)),
            arrival(STAY, date(2023, 11, 2), occupant_id=UUID(int=9)),
            departure(STAY, date(2024, 5, 2), nights=182),
        )
        assert {name: found for name, found in projections(departement).items() if found} == {
            "permanence_patients": [
                {
                    "source": "/romans/permanence",
                    "subject": PATIENT,
                    "antenna": "romans",
                    "sequence": 1,
                    "month_on": date(2024, 2, 1),
                }
            ],
            "permanence_consultations": [
                {
                    "source": "/romans/permanence",
                    "subject": acts[0],
                    "antenna": "romans",
                    "sequence": 1,
                    "held_on": date(2024, 2, 29),
                    "practitioner_kind": "retired_gp",
                    "supervised": None,
                }
            ],
            "permanence_declarations": [
                {
                    "source": "/romans/permanence",
                    "subject": acts[1],
                    "antenna": "romans",
                    "sequence": 1,
                    "month_on": date(2024, 3, 1),
                    "active_month_on": date(2024, 3, 1),
                }
            ],
            "housing_stays": [
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
            if found
        }
        steps = [row.pop("step") for row in plain["housing_stay_steps"]]
        # Every step has the sequence 1 here: the first one told is the one that is kept.
        assert steps == ["cancelled"]
        assert plain == {
            "housing_extensions": [{"subject": SUBJECT, "sequence": 1, "departure_on": date(2024, 5, 6)}],
            "housing_stay_steps": [
                {"subject": SUBJECT, "sequence": 1, "house": HOUSE, "step_on": date(2023, 10, 11)},
            ],
            "housing_rooms": [
                {
                    "subject": SUBJECT,
                    "opening_sequence": 1,
                    "closing_sequence": 1,
                    "house": HOUSE,
                    "opened_on": date(2023, 9, 1),
                    "closed_on": date(2024, 6, 1),
                }
            ],
            "housing_voids": [
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
            "housing_conventions": [
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
            "housing_dues": [
                {
                    "due_id": UUID("d69a1e38-0f7c-4b52-a4e1-8c3b7d5f2e08"),
                    "sequence": 1,
                    "house": HOUSE,
                    "month_on": date(2023, 11, 1),
                    "amount_cents": 15_000,
                }
            ],
            "housing_payments": [
                {
                    "payment_id": UUID("0e7c5b92-a6d4-4f18-8b39-2f1d6e4c9a09"),
                    "sequence": 1,
                    "house": HOUSE,
                    "paid_on": date(2023, 11, 20),
                    "amount_cents": 15_000,
                }
            ],
            "housing_costs": [
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

    def test_every_other_fact_of_a_permanence_fills_the_columns_of_its_projection(self, departement: Runtime) -> None:
        tell(
            departement,
            *(told_of(entry.name, SUBJECT, date(2024, 1, 1)) for entry in CATALOGUE if of_a_permanence(entry)),
        )
        plain = {
            name: [
                {column: cell for column, cell in row.items() if column not in ("source", "subject", "antenna")}
                for row in found
            ]
            for name, found in projections(departement).items()
            if found
        }
        merged = UUID("b84e2c90-17fd-4a36-8e5b-2d9c60f3a10b")
        # Every step and outcome has the sequence 1 here: the first one told is the one that is kept.
        assert plain == {
            "permanence_follow_ups": [{"sequence": 1, "step": "exited", "month_on": date(2024, 2, 1)}],
            "permanence_merges": [{"merged": merged, "merge_sequence": 1, "unmerge_sequence": 1}],
            "permanence_nurse_acts": [{"sequence": 1, "month_on": date(2023, 9, 1)}],
            "permanence_declaration_answers": [{"sequence": 1, "accepted": True, "active_month_on": date(2023, 9, 1)}],
            "permanence_declaration_ends": [{"sequence": 1, "month_on": date(2024, 5, 1)}],
            "permanence_appointments": [
                {
                    "booking_sequence": 1,
                    "move_sequence": 1,
                    "outcome_sequence": 1,
                    "booked_month_on": date(2023, 9, 1),
                    "month_on": date(2023, 9, 1),
                    "days_to_third_free": None,
                    "moved_to_month_on": date(2023, 9, 1),
                    "outcome": "cancelled",
                }
            ],
            "permanence_waits": [
                {
                    "join_sequence": 1,
                    "leave_sequence": 1,
                    "joined_month_on": date(2023, 9, 1),
                    "left_month_on": date(2023, 9, 1),
                }
            ],
            "permanence_sessions": [
                {
                    "plan_sequence": 1,
                    "cancel_sequence": 1,
                    "held_on": date(2023, 9, 12),
                    "half_days": 1,
                    "cancelled_on": date(2023, 9, 11),
                }
            ],
            "permanence_departures": [
                {
                    "announce_sequence": 1,
                    "leave_sequence": 1,
                    "leaves_on": date(2024, 5, 31),
                    "half_days_per_week": 4,
                    "left_on": date(2024, 5, 31),
                }
            ],
            "permanence_costs": [
                {
                    "record_sequence": 1,
                    "cancel_sequence": 1,
                    "stage": "actual",
                    "month_on": date(2023, 9, 1),
                    "payer": "ars",
                    "in_kind": False,
                    "amount_cents": 833_333,
                    "cancelled_on": date(2023, 10, 5),
                }
            ],
            "permanence_receipts": [
                {
                    "record_sequence": 1,
                    "cancel_sequence": 1,
                    "receipt_kind": "fees",
                    "stage": "actual",
                    "month_on": date(2023, 9, 1),
                    "payer": None,
                    "amount_cents": 412_500,
                    "cancelled_on": date(2023, 10, 5),
                }
            ],
            "permanence_people_counts": [
                {
                    "sequence": 1,
                    "counted_on": date(2023, 12, 31),
                    "commune": "26281",
                    "group": "ald",
                    "people": 570,
                }
            ],
        }

    def test_the_same_event_again_is_a_duplicate_and_changes_nothing(self, departement: Runtime) -> None:
        fact = registration(PATIENT, date(2024, 2, 1))
        tell(departement, fact)
        before = projections(departement), row_counts(departement)
        assert tell(departement, fact, fact).duplicates == 2
        assert (projections(departement), row_counts(departement)) == before

    @pytest.mark.parametrize("in_one_batch", [True, False])
    @pytest.mark.parametrize("order", [(2, 1), (1, 2), (2, 1, 2, 1)])
    def test_an_older_sequence_after_a_newer_one_changes_nothing(
        self, departement: Runtime, order: Sequence[int], in_one_batch: bool
    ) -> None:
        days = {1: date(2024, 2, 1), 2: date(2024, 3, 1)}
        facts = [replace(registration(PATIENT, days[number]), sequence=number) for number in order]
        for batch in [facts] if in_one_batch else [[fact] for fact in facts]:
            tell(departement, *batch)
        (patient,) = projections(departement)["permanence_patients"]
        assert (patient["sequence"], patient["month_on"]) == (2, days[2])

    @pytest.mark.parametrize("in_one_batch", [True, False])
    def test_of_two_contents_under_one_sequence_the_first_told_stays(
        self, departement: Runtime, in_one_batch: bool
    ) -> None:
        facts = [registration(PATIENT, date(2024, month, 1)) for month in (2, 1)]
        for batch in [facts] if in_one_batch else [[fact] for fact in facts]:
            tell(departement, *batch)
        (patient,) = projections(departement)["permanence_patients"]
        assert patient["month_on"] == date(2024, 2, 1)

    def test_a_newer_sequence_replaces_the_whole_row(self, departement: Runtime) -> None:
        filed: dict[str, Any] = {"month_on": date(2024, 2, 1)}
        tell(departement, told_of("declaration_filed", SUBJECT, NEW_YEAR, **filed, active_month_on=date(2024, 2, 1)))
        tell(departement, told_of("declaration_filed", SUBJECT, NEW_YEAR, sequence=2, **filed, active_month_on=None))
        (declared,) = projections(departement)["permanence_declarations"]
        assert (declared["month_on"], declared["active_month_on"]) == (date(2024, 2, 1), None)


class TestOnSQLite(OnSQLite, ProjectionBehaviour): ...


class TestOnPostgreSQL(OnPostgreSQL, ProjectionBehaviour): ...
