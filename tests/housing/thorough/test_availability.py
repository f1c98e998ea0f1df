"""Which rooms are free: traits, half-open nights, voids, openings and closings; and the gaps between nights taken."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from housing.domain.stay.period import Period
from housing.queries.availability import gaps
from support.housing.house_api import HOUSE, HouseApi, house_api

NIGHT = timedelta(days=1)


@pytest.fixture(scope="module")
def romans(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HouseApi]:
    """Three rooms: one lodged from 3 to 10 December, one voided from 10 to 17, one from 7 December to the end of it."""
    with house_api(tmp_path_factory.mktemp("availability")) as api:
        api.open(rooms=2)
        api.do(
            f"/houses/{HOUSE}/rooms",
            room="rez-de-jardin",
            label="Rez-de-jardin",
            opened_on="2018-12-07",
            accessible=True,
            parking=True,
            minutes_to_placements=12,
        )
        api.lodge(1, "2018-12-03", "2018-12-10", room="chambre-1")
        void = {"first_on": "2018-12-10", "end_on": "2018-12-17", "reason": "works"}
        api.do(f"/houses/{HOUSE}/rooms/chambre-2/voids", **void)
        api.do(f"/houses/{HOUSE}/rooms/rez-de-jardin/closing", closed_on="2019-01-01")
        api.open(house="voisine")
        yield api


def free(api: HouseApi, first_on: str, end_on: str, **traits: str) -> list[str]:
    asked = "&".join(f"{name}={value}" for name, value in {"first_on": first_on, "end_on": end_on, **traits}.items())
    rooms = api.read(f"/availability?{asked}")["rooms"]
    return [room["room"] for room in rooms if room["house"] == HOUSE]


@pytest.mark.parametrize(
    ("first_on", "end_on", "expected"),
    [
        ("2018-12-01", "2018-12-03", ["chambre-1", "chambre-2"]),
        ("2018-12-01", "2018-12-04", ["chambre-2"]),
        ("2018-12-09", "2018-12-11", ["rez-de-jardin"]),
        ("2018-12-10", "2018-12-11", ["chambre-1", "rez-de-jardin"]),
        ("2018-12-06", "2018-12-08", ["chambre-2"]),
        ("2018-12-17", "2019-01-01", ["chambre-1", "chambre-2", "rez-de-jardin"]),
        ("2018-12-17", "2019-01-02", ["chambre-1", "chambre-2"]),
        ("2018-11-30", "2018-12-02", []),
    ],
)
def test_a_room_is_free_when_it_is_open_and_nobody_has_any_of_the_nights(
    romans: HouseApi, first_on: str, end_on: str, expected: list[str]
) -> None:
    assert free(romans, first_on, end_on) == expected


def test_traits_that_are_asked_for_are_met(romans: HouseApi) -> None:
    assert free(romans, "2018-12-20", "2018-12-21", accessible="true") == ["rez-de-jardin"]
    assert free(romans, "2018-12-20", "2018-12-21", parking="true") == ["rez-de-jardin"]
    assert len(free(romans, "2018-12-20", "2018-12-21", parking="false")) == 3


def test_rooms_of_every_house_of_the_antenna_are_told(romans: HouseApi) -> None:
    rooms = romans.read("/availability?first_on=2018-12-20&end_on=2018-12-21")["rooms"]
    assert [room["house"] for room in rooms] == [HOUSE] * 3 + ["voisine"]


def test_the_free_periods_of_a_house_are_told_room_by_room(romans: HouseApi) -> None:
    told = romans.read(f"/houses/{HOUSE}/free-periods?first_on=2018-11-01&end_on=2019-02-01")["rooms"]
    assert {room["room"]: [(free["first_on"], free["end_on"]) for free in room["free"]] for room in told} == {
        "chambre-1": [("2018-12-01", "2018-12-03"), ("2018-12-10", "2019-02-01")],
        "chambre-2": [("2018-12-01", "2018-12-10"), ("2018-12-17", "2019-02-01")],
        "rez-de-jardin": [("2018-12-07", "2019-01-01")],
    }
    assert romans.read(f"/houses/{HOUSE}/free-periods?first_on=2018-11-01&end_on=2018-12-01") == {"rooms": []}


@given(st.lists(st.integers(0, 9), min_size=1, max_size=12), st.integers(0, 3))
def test_the_gaps_are_exactly_the_nights_that_nobody_has(lengths: list[int], before: int) -> None:
    """Taken and free periods in turn; a free one of no night is a changeover on the same day."""
    first = day = date(2019, 1, 1)
    taken = []
    day += before * NIGHT
    for length, pause in zip(lengths[::2], lengths[1::2], strict=False):
        taken.append(Period(day, day + (length + 1) * NIGHT))
        day += (length + 1 + pause) * NIGHT
    end = day + NIGHT
    found = list(gaps(taken, first, end))
    had = {night for period in taken for night in period.days()}
    assert [night for gap in found for night in gap.days()] == [
        night for night in Period(first, end).days() if night not in had
    ]
    assert all(earlier.end < later.first for earlier, later in pairwise(found))
