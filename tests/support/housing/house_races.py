"""Sixteen racers for one room, sixty times: over HTTP, by partners' reports, and by commands and reports together.

What they want overlaps in part, never exactly; who has the room is read from the stays, not from its nights.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import pairwise
from typing import Any, ClassVar
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from chassis.core.application import execute
from chassis.core.inbox import Receipt, receive
from chassis.core.migrate import migrate
from chassis.core.runtime import Runtime
from chassis.core.work import UnitOfWork, unit_of_work
from contracts.envelope import Event
from housing.commands.stays import ConfirmStay, HoldStay
from housing.domain.house.rules import RoomTaken
from housing.domain.stay.state import WITH_ROOM
from housing.handlers.stays import request_stay
from housing.manifest import MANIFEST
from housing.store.registry import metadata
from housing.store.stays import stays
from support.housing.house_commands import DAY, ROOM, HouseCommands, arrival_report, delivery, request
from support.housing.house_process import NOW, runtime
from support.migration_behaviour import NewDatabase
from support.races import HTTP_PROCESSES, RACERS, ROUNDS, WON, address_of, post, run_race, served
from support.runtimes import instance_of

MIXED_ROUNDS = 10
TODAY = NOW.date()
LOST = "ROOM_TAKEN"


class HouseRaces:
    """`new_database` opens a new, empty database of one kind; racers wait for each other every `abreast` rounds."""

    abreast: ClassVar[int] = 1
    rounds: ClassVar[int] = ROUNDS

    @pytest.fixture
    def house(self, new_database: NewDatabase) -> HouseCommands:
        database = new_database()
        migrate(instance_of(database, MANIFEST))
        return HouseCommands(runtime(address_of(database)))

    def test_of_sixteen_requests_over_http_for_one_room_one_is_granted(self, house: HouseCommands) -> None:
        house.open()
        asked = _requests(house, self.rounds)
        with served("housing.house_process", address_of(house.runtime.database)) as addresses:
            ended = run_race(
                self.rounds,
                self.abreast,
                lambda racer, turn: _post_hold(addresses[racer % HTTP_PROCESSES], asked[turn][racer]),
            )
        assert ended == [{WON: 1, LOST: RACERS - 1}] * self.rounds
        assert _granted(house) == self.rounds

    def test_of_sixteen_reports_of_an_arrival_in_one_room_one_is_granted(self, house: HouseCommands) -> None:
        house.open()
        with _runtimes(house) as own:
            ended = run_race(
                self.rounds, self.abreast, lambda racer, turn: _report(own[racer], _past_arrival(racer, turn))
            )
        assert ended == [{WON: 1, LOST: RACERS - 1}] * self.rounds
        assert _granted(house) == self.rounds

    def test_of_eight_commands_and_eight_reports_for_one_room_one_is_granted(self, house: HouseCommands) -> None:
        """A report is of the past, a request of days to come: all want tonight, in another room each time."""
        house.open(rooms=MIXED_ROUNDS)
        asked = [
            [house.request(_number(racer, turn), TODAY, _end(TODAY, racer)) for racer in range(0, RACERS, 2)]
            for turn in range(MIXED_ROUNDS)
        ]

        def race(racer: int, turn: int) -> str:
            room = f"chambre-{turn + 1}"
            if racer % 2 == 0:
                return _hold(own[racer], asked[turn][racer // 2], room)
            return _report(own[racer], _arrival(racer, TODAY - racer % 3 * DAY, room))

        with _runtimes(house) as own:
            ended = run_race(MIXED_ROUNDS, self.abreast, race)
        assert ended == [{WON: 1, LOST: RACERS - 1}] * MIXED_ROUNDS
        assert _granted(house) == MIXED_ROUNDS


def _number(racer: int, turn: int) -> int:
    """Of the person who races: each time another, whose other stays are in nobody's way."""
    return turn * RACERS + racer


def _first(since: date, racer: int, turn: int) -> date:
    """A week a round; all racers of a round want the night after the next."""
    return since + turn * 7 * DAY + racer % 3 * DAY


def _end(first: date, racer: int) -> date:
    return first + (3 + racer % 2) * DAY


def _requests(house: HouseCommands, rounds: int) -> list[list[UUID]]:
    """What each racer of each round wants, asked for in one transaction: it is not the race."""
    with unit_of_work(house.runtime, uuid4(), uuid4()) as work:
        return [[_request(work, racer, turn) for racer in range(RACERS)] for turn in range(rounds)]


def _request(work: UnitOfWork, racer: int, turn: int) -> UUID:
    first = _first(TODAY, racer, turn)
    return request_stay(request(_number(racer, turn), first, _end(first, racer)), work).stay_id


def _past_arrival(racer: int, turn: int) -> Event:
    since = TODAY - (ROUNDS + 1) * 7 * DAY
    return _arrival(racer, _first(since, racer, turn), ROOM)


def _arrival(racer: int, first: date, room: str) -> Event:
    """From two partners; no two are alike, or the second would be the same arrival told again."""
    partner = "hopital" if racer % 2 else "ccas"
    return arrival_report(first, _end(first, racer), partner=partner, room=room, university=f"faculte-{racer}")


def _hold(own: Runtime, stay_id: UUID, room: str) -> str:
    """Whoever has the room confirms at once."""
    try:
        execute(own, HoldStay(stay_id, room, TODAY), uuid4())
    except RoomTaken as rule:
        return rule.code
    execute(own, ConfirmStay(stay_id), uuid4())
    return WON


def _post_hold(address: str, stay_id: UUID) -> str:
    status, told = _post(address, f"stays/{stay_id}/hold", {"room": ROOM, "held_until": TODAY.isoformat()})
    if status == 201:
        status, told = _post(address, f"stays/{stay_id}/confirmation", {})
        return WON if status == 201 else f"not confirmed: {status}"
    return str(told["code"]) if status == 422 else f"{status}: {told}"


def _report(own: Runtime, event: Event) -> str:
    receipt = receive(own, [delivery(event)])
    assert receipt == Receipt(applied=1)
    with own.database.reading.connect() as connection:
        refused = metadata.tables["refused_reports"]
        answer = sa.select(refused.c.code).where(refused.c.report_id == event.id)
        return connection.scalar(answer) or WON


def _granted(house: HouseCommands) -> int:
    """How many stays have a room; none shares a night with another in the same room, as the stays themselves say."""
    query = sa.select(
        stays.c.room_id,
        sa.func.coalesce(stays.c.arrived_on, stays.c.arrival_on).label("first"),
        sa.func.coalesce(stays.c.departed_on, stays.c.departure_on).label("end"),
    ).where(stays.c.state.in_(WITH_ROOM))
    with house.runtime.database.reading.connect() as connection:
        granted = sorted(connection.execute(query).all(), key=lambda stay: (str(stay.room_id), stay.first))
    assert [
        (one, other) for one, other in pairwise(granted) if one.room_id == other.room_id and other.first < one.end
    ] == []
    return len(granted)


@contextmanager
def _runtimes(house: HouseCommands) -> Iterator[Sequence[Runtime]]:
    """One a racer, with its own connections."""
    own = [runtime(address_of(house.runtime.database)) for _ in range(RACERS)]
    try:
        yield own
    finally:
        for one in own:
            one.database.close()


def _post(address: str, path: str, body: Mapping[str, str]) -> tuple[int, dict[str, Any]]:
    return post(address, path, body, role="housing_agent", now=NOW)
