"""Sixteen racers for one slot, one room, one practitioner, one session: who has it is read from what was written."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any, ClassVar
from uuid import UUID, uuid4

import pytest

from chassis.core.application import execute
from chassis.core.migrate import migrate
from chassis.core.runtime import Runtime
from kernel.holiday import holiday_on
from kernel.hours import written_time
from permanence.commands.appointments import BookAppointment
from permanence.commands.sessions import CancelSession
from permanence.domain.appointment.appointment import AppointmentState
from permanence.domain.appointment.waiting_list import WaitingState
from permanence.domain.rules import RuleBroken
from permanence.domain.session.session import SessionCancelReason
from permanence.manifest import MANIFEST
from support.migration_behaviour import NewDatabase
from support.permanence.permanence_agenda import DAY, MONDAY, OTHER_ROOM, ROOM, SITE, Agenda
from support.permanence.permanence_process import NOW, runtime
from support.races import HTTP_PROCESSES, RACERS, ROUNDS, WON, address_of, post, run_race, served
from support.runtimes import instance_of

SLOTS = 12
PLANNED_ROUNDS, FIRST_FREE_ROUNDS, CANCELLED_ROUNDS = 30, 10, 10


class PermanenceRaces:
    """`new_database` opens a new, empty database of one kind; racers wait for each other every `abreast` rounds."""

    abreast: ClassVar[int] = 1
    rounds: ClassVar[int] = ROUNDS

    @pytest.fixture
    def romans(self, new_database: NewDatabase) -> Agenda:
        database = new_database()
        migrate(instance_of(database, MANIFEST))
        agenda = Agenda(runtime(address_of(database)))
        agenda.prepare()
        return agenda

    def test_of_sixteen_bookings_over_http_of_one_slot_one_is_granted(self, romans: Agenda) -> None:
        days = open_days(self.rounds // SLOTS)
        session_ids = [romans.session(day=day) for day in days]
        patients = [romans.patient() for _ in range(RACERS)]

        def book(racer: int, turn: int) -> str:
            session, number = divmod(turn, SLOTS)
            asked = {
                "patient_id": str(patients[racer]),
                "session_id": str(session_ids[session]),
                "slot": number + 1,
            }
            return _posted(addresses[racer % HTTP_PROCESSES], "appointments", asked)

        with served("permanence.permanence_process", address_of(romans.runtime.database)) as addresses:
            ended = run_race(self.rounds, self.abreast, book)
        assert ended == [{WON: 1, "SLOT_TAKEN": RACERS - 1}] * self.rounds
        assert _booked_once(romans) == self.rounds

    def test_sixteen_who_want_the_first_free_slot_get_one_each(self, romans: Agenda) -> None:
        for day in open_days(-(-FIRST_FREE_ROUNDS * RACERS // SLOTS)):
            romans.session(day=day)
        patients = [romans.patient() for _ in range(RACERS)]

        def book(racer: int, _turn: int) -> str:
            asked = {"patient_id": str(patients[racer]), "from_on": MONDAY.isoformat()}
            return _posted(addresses[racer % HTTP_PROCESSES], "appointments/first-free", asked)

        with served("permanence.permanence_process", address_of(romans.runtime.database)) as addresses:
            ended = run_race(FIRST_FREE_ROUNDS, self.abreast, book)
        assert ended == [{WON: RACERS}] * FIRST_FREE_ROUNDS
        assert _booked_once(romans) == FIRST_FREE_ROUNDS * RACERS

    def test_of_sixteen_sessions_over_http_in_one_room_or_of_one_person_one_is_planned(self, romans: Agenda) -> None:
        """Their hours overlap in part: every other round they want one room, in the others one practitioner."""
        days, doctors = open_days(PLANNED_ROUNDS), romans.doctors

        def plan(racer: int, turn: int) -> str:
            is_for_one_room = turn % 2 == 0
            asked = {
                "room": ROOM if is_for_one_room or racer % 2 else OTHER_ROOM,
                "practitioner_id": str(doctors[racer % 2 if is_for_one_room else 0]),
                "day": days[turn].isoformat(),
                "starts": written_time(8 * 60 + racer % 3 * 15),
                "ends": written_time(10 * 60 + racer % 5 * 15),
                "slot_minutes": 15,
            }
            return _posted(addresses[racer % HTTP_PROCESSES], f"sites/{SITE}/sessions", asked)

        with served("permanence.permanence_process", address_of(romans.runtime.database)) as addresses:
            ended = run_race(PLANNED_ROUNDS, self.abreast, plan)
        assert [turn[WON] for turn in ended] == [1] * PLANNED_ROUNDS
        assert {word for turn in ended for word in turn} <= {WON, "ROOM_TAKEN", "PRACTITIONER_TAKEN"}
        assert Counter(row["day"] for row in romans.rows("sessions")) == dict.fromkeys(days, 1)

    def test_nobody_is_lost_when_a_session_is_cancelled_while_patients_book(self, romans: Agenda) -> None:
        session_ids = [romans.session(day=day, slot_minutes=10) for day in open_days(CANCELLED_ROUNDS)]
        patients = [romans.patient() for _ in range(RACERS)]

        def race(racer: int, turn: int) -> str:
            if racer == turn % RACERS:
                return _done(own[racer], CancelSession(session_ids[turn], SessionCancelReason.OTHER))
            return _done(own[racer], BookAppointment(patients[racer], session_ids[turn], racer + 1))

        with _runtimes(romans) as own:
            ended = run_race(CANCELLED_ROUNDS, 1, race)
        assert {word for turn in ended for word in turn} <= {WON, "SESSION_ALREADY_CANCELLED"}
        booked = {row["patient_id"] for row in romans.rows("appointments")}
        waiting = {row["patient_id"] for row in romans.rows("waiting_entries") if row["state"] is WaitingState.WAITING}
        assert waiting == booked
        assert {row["state"] for row in romans.rows("appointments")} <= {AppointmentState.CANCELLED}
        assert romans.rows("slots") == romans.rows("taken_quarters") == []


def open_days(number: int) -> Sequence[date]:
    """So many days on which the site is open, from tomorrow on."""
    ahead = [MONDAY + count * DAY for count in range(1, 2 * number + 30)]
    return [day for day in ahead if day.weekday() < 5 and holiday_on("26281", day) is None][:number]


def _posted(address: str, path: str, asked: dict[str, Any]) -> str:
    status, answer = post(address, path, asked, role="secretary", now=NOW)
    if status == 201:
        return WON
    return str(answer["code"]) if status == 422 else f"{status}: {answer}"


def _done(own: Runtime, command: object) -> str:
    try:
        execute(own, command, uuid4())
    except RuleBroken as rule:
        return rule.code
    return WON


def _booked_once(romans: Agenda) -> int:
    """How many appointments there are; none shares its slot with another, as the appointments themselves say."""
    slots: Counter[tuple[UUID, int]] = Counter()
    times: Counter[tuple[UUID, date, int]] = Counter()
    for row in romans.rows("appointments"):
        slots[row["session_id"], row["slot"]] += 1
        times[row["patient_id"], row["day"], row["starts"]] += 1
    assert set(slots.values()) | set(times.values()) <= {1}
    held = {row["appointment_id"] for row in romans.rows("slots")} - {None}
    assert held == {row["appointment_id"] for row in romans.rows("appointments")}
    return slots.total()


@contextmanager
def _runtimes(romans: Agenda) -> Iterator[Sequence[Runtime]]:
    """One a racer, with its own connections."""
    own = [runtime(address_of(romans.runtime.database)) for _ in range(RACERS)]
    try:
        yield own
    finally:
        for one in own:
            one.database.close()
