"""Which rooms are free, asked over HTTP of the real server: fifty houses of six rooms, two years nearly full."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID, uuid4

import sqlalchemy as sa

from bench import floors
from bench.asking import asked
from bench.job import Contestant, Figures, Job
from bench.percentiles import percentile
from bench.place import Place
from chassis.core.application import execute
from housing.commands.houses import FirstTariff, OpenHouse
from housing.commands.rooms import OpenRoom
from housing.domain.house.house import CollectionMode
from housing.store.nights import room_nights
from housing.store.stays import stays

P95, FLOOR = ("availability", "p95_ms"), ("availability", "floor_p95_ms")
_HOUSES, _ROOMS = 50, 6
_FIRST, _END = date(2024, 1, 1), date(2026, 1, 1)
# Stays follow one another with a few nights between: a house that is nearly full is the slowest to search.
_LONGEST_STAY, _LONGEST_GAP = 183, 20
_WARMING = 10
_DAY = timedelta(days=1)


def availability_job(place: Place, questions: int) -> Job:
    return Job(
        f"Chambres libres : {_HOUSES} maisons de {_ROOMS} chambres, deux ans de nuits, {questions} questions",
        [Contestant("maillage", (P95, FLOOR), lambda: _measure(place, questions))],
    )


def _measure(place: Place, questions: int) -> Figures:
    _fill(place)
    paths = list(_questions(questions + _WARMING))
    took = asked(place, place.housing, "housing_agent", paths, "availability")
    least = floors.statements(place.housing, "housing_agent", paths)
    return {P95: 1000 * percentile(took[_WARMING:], 95), FLOOR: 1000 * percentile(least[_WARMING:], 95)}


def _questions(number: int) -> Iterator[str]:
    """In turn: which rooms are free all these nights, and when the rooms of one house are free in two years."""
    chosen = random.Random(5)
    for rank in range(number):
        if rank % 2:
            yield f"houses/maison-{chosen.randrange(_HOUSES)}/free-periods?first_on={_FIRST}&end_on={_END}"
        else:
            first = _FIRST + chosen.randrange((_END - _FIRST).days - _LONGEST_STAY) * _DAY
            yield f"availability?first_on={first}&end_on={first + chosen.randint(1, _LONGEST_STAY) * _DAY}"


def _fill(place: Place) -> None:
    """Houses and rooms by their commands; stays and nights as the commands would leave them, written at once."""
    place.clear()
    chosen = random.Random(17)
    rows: list[dict[str, object]] = []
    for number in range(_HOUSES):
        house = f"maison-{number}"
        execute(
            place.housing,
            OpenHouse(
                house,
                house,
                "Banc",
                "1 rue du Banc",
                "26281",
                135,
                _FIRST,
                CollectionMode.REGIE,
                FirstTariff(15_00, 150_00),
            ),
            uuid4(),
        )
        for room in range(_ROOMS):
            opening = OpenRoom(house, f"chambre-{room}", f"Chambre {room}", _FIRST, parking=room % 2 == 0)
            room_id = execute(place.housing, opening, uuid4()).room_id
            rows.extend(_stays(chosen, place, house, room_id))
    nights = (
        "INSERT INTO room_nights (room_id, night, stay_id)"
        " SELECT room_id, generate_series(arrival_on, departure_on - 1, interval '1 day')::date, stay_id FROM stays"
    )
    with place.housing.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.insert(stays), rows)
        connection.exec_driver_sql(nights)
        connection.exec_driver_sql(f"VACUUM ANALYZE {room_nights.name}")


def _stays(chosen: random.Random, place: Place, house: str, room_id: UUID) -> Iterator[dict[str, object]]:
    arrival_on = _FIRST + chosen.randrange(_LONGEST_GAP) * _DAY
    while arrival_on < _END:
        departure_on = min(arrival_on + chosen.randint(7, _LONGEST_STAY) * _DAY, _END)
        yield {
            "stay_id": uuid4(),
            "version": 1,
            "house": house,
            "room_id": room_id,
            "occupant_kind": "gp_intern",
            "university": "grenoble",
            "wants_parking": False,
            "needs_accessible": False,
            "requested_at": place.housing.clock.now(),
            "arrival_on": arrival_on,
            "departure_on": departure_on,
            "quote_cents": 900_00,
            "state": "confirmed",
            "overrun_authorised": False,
            "consents_to_contact": False,
        }
        arrival_on = departure_on + chosen.randrange(_LONGEST_GAP) * _DAY
