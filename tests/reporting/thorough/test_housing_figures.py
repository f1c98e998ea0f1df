"""The figures of a house of interns: who was lodged, on how many of the nights offered, and what it cost."""

from collections.abc import Mapping
from datetime import date

import pytest
from sqlalchemy.orm import Session

from reporting.bulletin import BreakdownValue, Month, RowValue
from reporting.chapters import FIGURES
from reporting.figure import Days, Value, read_figures
from reporting.housing.figures.money import split
from reporting.reading import read_bulletin
from support.reporting.projected import Projected

NOVEMBER = Days(date(2023, 11, 1), date(2023, 12, 1))


def value(romans: Projected, code: str, days: Days = NOVEMBER) -> Value:
    (figure,) = (figure for figure in FIGURES if figure.code == code)
    with Session(romans.runtime.database.engine) as session:
        return read_figures(session, (figure,), days)[code]


def breakdown(romans: Projected, code: str, month: str = "2023-11") -> Mapping[str, RowValue]:
    """Its rows by their codes, in their order."""
    with Session(romans.runtime.database.engine) as session:
        bulletin = read_bulletin(session, romans.runtime.antenna, Month.parse(month))
    found: BreakdownValue = next(each for each in bulletin.breakdowns if each.code == code)
    return {row.code: row for row in found.rows}


@pytest.mark.parametrize(
    ("arrived_on", "departed_on", "nights"),
    [
        (date(2023, 11, 1), date(2023, 12, 1), 30),
        (date(2023, 11, 29), date(2023, 12, 5), 2),
        (date(2023, 10, 20), date(2023, 11, 1), 0),
        (date(2023, 10, 20), date(2023, 11, 2), 1),
        (date(2023, 9, 4), date(2024, 3, 4), 30),
        (date(2023, 12, 1), date(2023, 12, 8), 0),
        (date(2023, 11, 10), date(2023, 11, 11), 1),
    ],
)
def test_a_stay_gives_a_month_its_nights_of_that_month_and_the_day_of_departure_is_none(
    romans: Projected, arrived_on: date, departed_on: date, nights: int
) -> None:
    romans.stay(arrived_on=arrived_on, departed_on=departed_on)
    assert value(romans, "housing.nights") == nights
    assert value(romans, "housing.interns_lodged") == (1 if nights else 0)


def test_until_the_departure_is_told_the_planned_one_counts_and_the_last_extension_is_the_plan(
    romans: Projected,
) -> None:
    romans.stay(arrived_on=date(2023, 10, 20), expected_departure_on=date(2023, 11, 4))
    assert value(romans, "housing.nights") == 3
    extended = romans.stay(arrived_on=date(2023, 10, 20), expected_departure_on=date(2023, 11, 4))
    romans.extension(extended, date(2023, 11, 11))
    assert value(romans, "housing.nights") == 3 + 10
    left = romans.stay(arrived_on=date(2023, 11, 1), departed_on=date(2023, 11, 3))
    romans.extension(left, date(2023, 11, 20))
    assert value(romans, "housing.nights") == 3 + 10 + 2


def test_a_departure_or_an_extension_without_its_arrival_is_nobody_s_night(romans: Projected) -> None:
    romans.extension(romans.stay(arrived_on=None, departed_on=date(2023, 11, 20)), date(2023, 11, 25))
    assert value(romans, "housing.nights") == value(romans, "housing.interns_lodged") == 0


def test_a_person_who_comes_back_is_one_person_and_an_unknown_person_is_one_a_stay(romans: Projected) -> None:
    somebody = romans.stay(arrived_on=None)
    for first, last in ((date(2023, 11, 2), date(2023, 11, 9)), (date(2023, 11, 20), date(2023, 11, 24))):
        romans.stay(arrived_on=first, departed_on=last, occupant_id=somebody)
    assert value(romans, "housing.interns_lodged") == 1
    for first in (date(2023, 11, 2), date(2023, 11, 20)):
        romans.stay(arrived_on=first, departed_on=date(2023, 11, 30))
    assert value(romans, "housing.interns_lodged") == 3
    assert value(romans, "housing.interns_arrived") == 4


def test_who_is_no_intern_is_lodged_among_persons_and_nights_but_not_among_interns(romans: Projected) -> None:
    for kind in ("extern", "saspas_intern", "locum", "thesis_student", "gp_intern"):
        romans.stay(arrived_on=date(2023, 11, 29), departed_on=date(2023, 12, 1), occupant_kind=kind)
    assert value(romans, "housing.interns_lodged") == 2
    assert value(romans, "housing.saspas_interns_lodged") == 1
    assert value(romans, "housing.nights") == 10
    by_kind = breakdown(romans, "housing.lodged_by_kind")
    assert list(by_kind) == ["gp_intern", "saspas_intern", "locum", "extern", "thesis_student"]
    assert {row.month for row in by_kind.values()} == {1}
    assert breakdown(romans, "housing.interns_by_university")["lyon"].month == 2


def test_nights_offered_are_those_of_open_rooms_less_those_withdrawn(romans: Projected) -> None:
    room = romans.room(date(2023, 9, 4))
    romans.room(date(2023, 11, 11), closed_on=date(2023, 11, 21))
    romans.room(date(2023, 12, 1))
    assert value(romans, "housing.room_nights") == 30 + 10
    romans.void(room, date(2023, 10, 30), date(2023, 11, 3))
    assert value(romans, "housing.room_nights") == 30 + 10 - 2
    romans.void(room, date(2023, 11, 5), date(2023, 11, 20), restored_on=date(2023, 11, 8))
    assert value(romans, "housing.room_nights") == 30 + 10 - 2 - 3


@pytest.mark.parametrize(
    ("from_on", "until_on", "restored_on"),
    [
        (date(2023, 11, 5), date(2023, 11, 20), date(2023, 11, 5)),
        (date(2023, 11, 5), date(2023, 11, 20), date(2023, 11, 1)),
        (None, None, date(2023, 11, 20)),
        (date(2023, 8, 1), date(2023, 8, 20), None),
    ],
    ids=["restored on its first day", "before it", "without the void", "before the opening"],
)
def test_a_void_that_withdraws_nothing_leaves_every_night(
    romans: Projected, from_on: date | None, until_on: date | None, restored_on: date | None
) -> None:
    romans.void(romans.room(date(2023, 9, 4)), from_on, until_on, restored_on)
    assert value(romans, "housing.room_nights") == 30
    assert value(romans, "housing.room_nights", Days(date(2023, 8, 1), date(2023, 12, 1))) == 88


def test_occupancy_is_nights_spent_over_nights_offered_and_none_when_none_was(romans: Projected) -> None:
    assert value(romans, "housing.occupancy") is None
    room = romans.room(date(2023, 9, 4))
    assert value(romans, "housing.occupancy") == 0.0
    romans.stay(arrived_on=date(2023, 11, 1), departed_on=date(2023, 11, 21))
    assert value(romans, "housing.occupancy") == 66.7
    romans.void(room, date(2023, 11, 21), date(2023, 12, 1))
    assert value(romans, "housing.occupancy") == 100.0
    romans.void(romans.room(date(2023, 9, 4)), date(2023, 9, 4), date(2024, 9, 4))
    assert value(romans, "housing.occupancy") == 100.0


def test_a_request_waits_from_its_listing_to_its_next_step(romans: Projected) -> None:
    held, refused, still = (romans.stay(arrived_on=None) for _ in range(3))
    for stay in (held, refused, still):
        romans.step(stay, 1, "requested", date(2023, 9, 20))
        romans.step(stay, 2, "waitlisted", date(2023, 9, 21))
    romans.step(held, 3, "held", date(2023, 10, 10))
    romans.step(refused, 3, "refused", date(2023, 11, 1))
    waiting = [value(romans, "housing.waiting", Days(date(2023, m, 1), date(2023, m + 1, 1))) for m in (9, 10, 11)]
    assert waiting == [3, 2, 1]
    assert value(romans, "housing.requests", Days(date(2023, 9, 1), date(2023, 10, 1))) == 3
    assert (value(romans, "housing.requests"), value(romans, "housing.refusals")) == (0, 1)


def test_net_cost_is_running_costs_less_rents_due_and_equipment_is_apart(romans: Projected) -> None:
    romans.cost(date(2023, 11, 5), 100_000)
    romans.cost(date(2023, 11, 30), 16_667, "electricity")
    romans.cost(date(2023, 12, 1), 99_999, "water")
    romans.cost(date(2023, 11, 6), 510_000, "equipment")
    romans.cost(date(2023, 11, 7), 1_000, cancelled_on=date(2024, 1, 5))
    romans.cost(date(2023, 11, 8), 2_000, "equipment", cancelled_on=date(2024, 1, 5))
    romans.due(date(2023, 11, 1), 45_000)
    romans.due(date(2023, 11, 1), -5_833)
    romans.due(date(2023, 12, 1), 60_000)
    romans.payment(date(2023, 11, 30), 30_000)
    romans.payment(date(2023, 11, 30), -1_000)
    found = {code: value(romans, f"housing.{code}") for code in ("running_costs", "equipment_costs", "rents_due")}
    assert found == {"running_costs": 116_667, "equipment_costs": 510_000, "rents_due": 39_167}
    assert value(romans, "housing.rents_paid") == 29_000
    assert value(romans, "housing.net_cost") == 77_500
    assert value(romans, "housing.cost_per_intern") is None
    for _ in range(3):
        romans.stay(arrived_on=date(2023, 11, 2), departed_on=date(2023, 11, 9))
    assert value(romans, "housing.cost_per_intern") == 25_833


def test_the_year_of_romans_is_split_in_two_halves(romans: Projected) -> None:
    romans.convention(date(2023, 9, 4), None, ("departement", 1), ("ccas", 1))
    romans.cost(date(2023, 11, 5), 1_400_000)
    romans.cost(date(2023, 11, 6), 510_000, "equipment")
    romans.due(date(2023, 11, 1), 470_000)
    shares = breakdown(romans, "housing.net_cost_by_party")
    assert [(code, row.label, row.since_opening) for code, row in shares.items()] == [
        ("departement", "Département", 465_000),
        ("ccas", "CCAS", 465_000),
    ]


def test_each_amount_is_split_by_the_convention_of_its_day_and_nothing_is_lost(romans: Projected) -> None:
    romans.convention(date(2023, 10, 1), date(2023, 11, 1), ("departement", 1), ("ville", 2))
    romans.convention(date(2023, 11, 1), date(2024, 11, 1), ("ville", 1), ("departement", 1))
    for day, cents in ((date(2023, 9, 10), 7), (date(2023, 10, 31), 100), (date(2023, 11, 1), 101)):
        romans.cost(day, cents)
    romans.cost(date(2023, 10, 31), 50, house="villa")
    romans.due(date(2023, 10, 1), 3)
    shares = breakdown(romans, "housing.net_cost_by_party")
    assert {code: row.since_opening for code, row in shares.items()} == {
        "hors-convention": 7 + 50,
        "departement": 33 + 50,
        "ville": 64 + 51,
    }
    assert {code: row.month for code, row in shares.items()} == {"hors-convention": 0, "departement": 50, "ville": 51}
    assert sum(row.since_opening for row in shares.values()) == value(
        romans, "housing.net_cost", Days(date(2023, 9, 1), date(2023, 12, 1))
    )


@pytest.mark.parametrize("amount", [0, 1, 2, 99, 100, 465_001, -1, -2, -101])
@pytest.mark.parametrize("weights", [(1,), (1, 1), (1, 2), (3, 3, 3), (7, 11, 13)])
def test_a_split_is_exact_and_what_does_not_divide_goes_to_the_first(amount: int, weights: tuple[int, ...]) -> None:
    parts = split(amount, [(f"p{place}", weight) for place, weight in enumerate(weights)])
    assert sum(parts.values()) == amount
    for place, weight in enumerate(weights[1:], start=1):
        assert abs(parts[f"p{place}"]) == abs(amount) * weight // sum(weights)


def test_twelve_months_are_held_against_the_objective_of_the_convention_in_force(romans: Projected) -> None:
    romans.convention(date(2022, 9, 4), date(2024, 2, 1), ("ccas", 1), per_year=8)
    romans.convention(date(2024, 2, 1), None, ("ccas", 1), per_year=10)
    for month in (10, 11, 12):
        romans.stay(arrived_on=date(2023, month, 3), departed_on=date(2023, month, 20))
    found = {
        month: breakdown(romans, "housing.interns_by_house", month)["romans/maison"]
        for month in ("2023-11", "2024-01", "2024-02", "2024-10", "2024-11")
    }
    assert {month: (row.last_12_months, row.objective) for month, row in found.items()} == {
        "2023-11": (2, 8),
        "2024-01": (3, 8),
        "2024-02": (3, 10),
        "2024-10": (2, 10),
        "2024-11": (1, 10),
    }
    assert found["2024-11"].label == "Maison (Romans)"


def test_a_house_where_nobody_came_still_shows_its_objective(romans: Projected) -> None:
    romans.convention(date(2023, 9, 4), None, ("ccas", 1))
    row = breakdown(romans, "housing.interns_by_house")["romans/maison"]
    assert (row.month, row.last_12_months, row.since_opening, row.objective) == (0, 0, 0, 10)
