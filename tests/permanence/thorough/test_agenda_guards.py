"""The keys that hold when everything before them has failed, tried by direct insertion on SQLite."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from permanence.commands.sessions import PlanSessions, SetRoster
from permanence.commands.waiting_list import JoinWaitingList
from permanence.store.appointments import appointments, waiting_entries
from permanence.store.sessions import sessions, taken_quarters
from permanence.store.slots import first_free_slots, slots
from support.permanence.permanence_agenda import MONDAY, MORNING, ROOM, SITE, Agenda, agenda


@pytest.fixture
def romans(tmp_path: Path) -> Iterator[Agenda]:
    with agenda(tmp_path) as made:
        yield made


def insert(romans: Agenda, table: sa.Table, row: Any, **changes: Any) -> None:
    with romans.runtime.database.engine.begin() as connection:
        connection.execute(sa.insert(table).values({**row, **changes}))


def test_a_room_or_a_practitioner_has_one_session_a_quarter_of_an_hour(romans: Agenda) -> None:
    romans.session()
    other = romans.session(1)
    for quarter in romans.rows("taken_quarters"):
        with pytest.raises(IntegrityError):
            insert(romans, taken_quarters, quarter, session_id=other)


def test_a_slot_has_one_row_and_an_appointment_one_slot(romans: Agenda) -> None:
    session_id = romans.session()
    romans.book(romans.patient(), session_id)
    taken = next(row for row in romans.rows("slots") if row["appointment_id"] is not None)
    with pytest.raises(IntegrityError):
        insert(romans, slots, taken, appointment_id=None)
    with pytest.raises(IntegrityError):
        insert(romans, slots, taken, number=99)


def test_a_slot_is_of_an_appointment_that_exists(romans: Agenda) -> None:
    romans.session()
    free = romans.rows("slots")[0]
    with pytest.raises(IntegrityError):
        insert(romans, slots, free, number=99, appointment_id=uuid4())


def test_a_patient_has_one_appointment_to_come_at_one_time(romans: Agenda) -> None:
    romans.book(romans.patient(), romans.session())
    booked = romans.rows("appointments")[0]
    with pytest.raises(IntegrityError):
        insert(romans, appointments, booked, appointment_id=uuid4())
    insert(romans, appointments, booked, appointment_id=uuid4(), state="cancelled")


def test_a_patient_waits_once(romans: Agenda) -> None:
    romans.do(JoinWaitingList(romans.patient()))
    entry = romans.rows("waiting_entries")[0]
    with pytest.raises(IntegrityError):
        insert(romans, waiting_entries, entry, entry_id=uuid4())
    insert(romans, waiting_entries, entry, entry_id=uuid4(), state="withdrawn")


def test_a_roster_makes_one_session_a_day(romans: Agenda) -> None:
    romans.do(SetRoster(SITE, ROOM, romans.doctors[0], 0, *MORNING, starts_on=MONDAY))
    romans.do(PlanSessions(SITE, MONDAY))
    planned = romans.rows("sessions")[0]
    with pytest.raises(IntegrityError):
        insert(romans, sessions, planned, session_id=uuid4())


def test_the_first_free_slots_are_read_in_their_order_and_not_looked_for_among_all(romans: Agenda) -> None:
    romans.session()
    asked: list[tuple[str, Any]] = []
    engine = romans.runtime.database.engine
    sa.event.listen(engine, "before_cursor_execute", lambda _c, _cursor, text, values, *_: asked.append((text, values)))
    with Session(engine) as session:
        first_free_slots(session, MONDAY, 0)
        text, values = asked[-1]
        plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", values).all()
    assert "ix_slots_free " in str(plan)
