"""The season of the house of Romans: what is published of it, how plausible the rest is, how its stays are played."""

from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path
from uuid import UUID

import pytest

from demonstration.scenarios import Scenario, load_scenarios
from demonstration.scenarios.housing_parameters import Stay
from demonstration.scenarios.housing_season import HousingSeason
from housing.commands.lodgings import ExtendStay, RecordArrival, RecordDeparture, RecordOverstay, SettleStay
from housing.commands.money import RecordCost, RecordPayment
from housing.commands.stays import CancelStay, ConfirmStay, HoldStay, RefuseStay, RequestStay, WaitlistStay
from housing.semesters import semesters
from permanence.domain.practitioner.practitioner import checked_rpps
from support.played import Played

SCENARIOS = Path(__file__).parents[3] / "scenarios"
HOUSE = "romans-housing"


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return next(scenario for scenario in load_scenarios(SCENARIOS) if scenario.code == HOUSE)


@pytest.fixture(scope="module")
def house(scenario: Scenario) -> HousingSeason:
    assert isinstance(scenario.season, HousingSeason)
    return scenario.season


@pytest.fixture(scope="module")
def played(scenario: Scenario) -> Played:
    return Played(scenario.steps())


def test_thirteen_interns_of_whom_two_in_saspas_fill_the_house_of_romans_for_its_first_six_months(
    house: HousingSeason,
) -> None:
    end = date(2019, 6, 1)
    first = [stay for stay in house.stays if stay.arrival_on < end]
    assert len({stay.person for stay in first}) == 13
    kinds = Counter(stay.kind.value for stay in first)
    assert kinds == {"gp_intern": 11, "saspas_intern": 2}
    assert {person.university for person in house.people[:13]} == {"lyon", "grenoble"}
    nights = sum((min(stay.end_on, end) - stay.arrival_on).days for stay in first)
    assert nights == 4 * (end - house.opened_on).days


def test_the_house_of_romans_never_lodges_two_in_a_room(house: HousingSeason) -> None:
    by_room: dict[str, list[Stay]] = {}
    for stay in sorted(house.stays, key=lambda stay: stay.arrival_on):
        by_room.setdefault(stay.room, []).append(stay)
    assert len(by_room) == 4
    for stays in by_room.values():
        assert all(before.end_on <= after.arrival_on for before, after in pairwise(stays))
    for void in house.voids:
        assert all(stay.end_on <= void.first_on or void.end_on <= stay.arrival_on for stay in by_room[void.room])


def test_after_its_first_six_months_the_house_of_romans_is_taken_on_85_to_95_nights_in_a_hundred(
    house: HousingSeason,
) -> None:
    for year in range(2019, 2024):
        start, end = date(year, 11, 1), min(date(year + 1, 11, 1), house.last_day)
        offered = 4 * (end - start).days
        taken = sum(max(0, (min(stay.end_on, end) - max(stay.arrival_on, start)).days) for stay in house.stays)
        assert 0.85 <= taken / offered <= 0.95


def test_each_semester_four_to_ten_interns_live_in_the_house_of_romans(house: HousingSeason) -> None:
    for semester in semesters():
        lodged = {
            stay.person
            for stay in house.stays
            if "intern" in stay.kind and stay.arrival_on < semester.end and stay.end_on > semester.first
        }
        if house.opened_on <= semester.first < house.last_day:
            assert 4 <= len(lodged) <= 10, semester.code


def test_a_year_of_the_house_of_romans_costs_the_published_14_000_euros(house: HousingSeason, played: Played) -> None:
    assert sum(house.yearly_costs.values()) == 14_000_00
    costs = played.of(RecordCost, HOUSE)
    for year in range(2018, 2023):
        start, end = date(year, 12, 1), date(year + 1, 12, 1)
        running = [cost for cost in costs if start <= cost.incurred_on < end and cost.cost_kind != "equipment"]
        assert sum(cost.amount_cents for cost in running) == 14_000_00
    assert [cost.amount_cents for cost in costs if cost.cost_kind == "equipment"] == [5_100_00]


def test_who_lives_in_the_house_of_romans_is_plainly_invented(house: HousingSeason, played: Played) -> None:
    requests = played.of(RequestStay, HOUSE)
    assert len(requests) == len(house.stays) + len(house.requests)
    for request in requests:
        assert request.identity.email.endswith("@example.org")
        assert request.identity.phone.startswith("06 39 98 ")
        assert request.identity.number.startswith(("LYON", "UGA")) or checked_rpps(request.identity.number).startswith(
            "999"
        )


def lives(played: Played) -> dict[UUID, list[object]]:
    """The commands about each stay, in order."""
    by_stay: dict[UUID, list[object]] = {stay_id: [] for stay_id in played.kept.values()}
    for _, command in played.steps:
        stay_id = getattr(command, "stay_id", None)
        if stay_id is not None:
            by_stay[stay_id].append(command)
    return by_stay


def test_every_stay_goes_from_its_hold_to_its_settlement_unless_it_still_goes_on(played: Played) -> None:
    usual = [HoldStay, ConfirmStay, RecordArrival, RecordDeparture, SettleStay]
    ends = Counter[str | tuple[str, ...]]()
    for life in lives(played).values():
        kinds = [type(command) for command in life]
        if HoldStay not in kinds:
            ends[tuple(kind.__name__ for kind in kinds)] += 1
            continue
        steps = [kind for kind in kinds if kind in usual]
        assert steps == usual[: len(steps)]
        ends[steps[-1].__name__] += 1
    assert ends == {
        "SettleStay": 76,
        "RecordArrival": 3,
        ("WaitlistStay", "RefuseStay"): 1,
        ("WaitlistStay", "CancelStay"): 1,
    }


def test_the_house_of_romans_has_its_share_of_what_happens(house: HousingSeason, played: Played) -> None:
    kinds = Counter(type(command) for _, command in played.steps)
    assert {kind: kinds[kind] for kind in (ExtendStay, RecordOverstay, RefuseStay, CancelStay, WaitlistStay)} == {
        ExtendStay: 1,
        RecordOverstay: 2,
        RefuseStay: 1,
        CancelStay: 1,
        WaitlistStay: 4,
    }
    assert sum(stay.departed_on is not None for stay in house.stays) == 1
    assert len(house.voids) == 1


def test_what_is_paid_for_a_stay_that_is_settled_is_its_price(house: HousingSeason, played: Played) -> None:
    for life in lives(played).values():
        if any(isinstance(command, SettleStay) for command in life):
            (arrival,) = (command for command in life if isinstance(command, RecordArrival))
            (departure,) = (command for command in life if isinstance(command, RecordDeparture))
            paid = sum(command.payment.amount_cents for command in life if isinstance(command, RecordPayment))
            assert paid == house.house.tariff.price(arrival.arrived_on, departure.departed_on)


def test_no_hold_ends_before_it_is_confirmed(played: Played) -> None:
    days = {id(command): step.at.date() for step, command in played.steps}
    for life in lives(played).values():
        for hold, confirmation in pairwise(life):
            if isinstance(hold, HoldStay):
                assert isinstance(confirmation, ConfirmStay)
                assert days[id(confirmation)] <= hold.held_until


def test_the_season_of_the_house_stays_short_enough_for_the_demonstration(played: Played) -> None:
    assert len(played.steps) < 1_000
