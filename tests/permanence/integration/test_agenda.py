"""The agenda of a permanence on a migrated PostgreSQL database: planned in bulk, booked, cancelled, read."""

import pytest
from sqlalchemy.orm import Session

from chassis.core.migrate import migrate
from permanence.commands.appointments import BookFirstFree
from permanence.commands.sessions import PlanSessions, RecordLeave, SetRoster
from permanence.domain.session.roster import LeaveReason
from permanence.manifest import MANIFEST
from permanence.queries.appointments import day_sheet
from permanence.queries.waiting_list import waiting
from permanence.store.slots import first_free_slots
from support.migration_behaviour import NewDatabase, OnPostgreSQL
from support.permanence.permanence_agenda import DAY, MONDAY, MORNING, OTHER_ROOM, ROOM, SITE, Agenda
from support.permanence.permanence_process import runtime
from support.races import address_of
from support.runtimes import instance_of


class TestOnPostgreSQL(OnPostgreSQL):
    @pytest.fixture
    def romans(self, new_database: NewDatabase) -> Agenda:
        database = new_database()
        migrate(instance_of(database, MANIFEST))
        agenda = Agenda(runtime(address_of(database)))
        agenda.prepare()
        return agenda

    def test_eight_weeks_of_two_rosters_are_planned_at_once_and_booked_in_the_order_of_time(
        self, romans: Agenda
    ) -> None:
        for doctor, room in zip(romans.doctors, (ROOM, OTHER_ROOM), strict=True):
            for weekday in range(5):
                romans.do(SetRoster(SITE, room, doctor, weekday, *MORNING, starts_on=MONDAY))
        assert romans.do(PlanSessions(SITE, MONDAY + 55 * DAY)) == {
            "planned": 78,
            "skipped": [{"code": "SITE_CLOSED_THEN", "sessions": 2}],
        }
        assert romans.do(PlanSessions(SITE, MONDAY + 55 * DAY))["planned"] == 0
        assert len(romans.rows("slots")) == 78 * 12
        patients = [romans.patient() for _ in range(3)]
        starts = [romans.do(BookFirstFree(patient_id, MONDAY))["starts"] for patient_id in patients]
        assert starts == ["08:30", "08:30", "08:50"]
        second = romans.doctors[1]
        with Session(romans.runtime.database.reading) as session:
            ahead = first_free_slots(session, MONDAY, 8 * 60 + 30, limit=3)
            onwards = first_free_slots(session, MONDAY, 8 * 60 + 30, limit=2, after=ahead[0])
            of_one = first_free_slots(session, MONDAY + DAY, 0, practitioner_id=second, site=SITE)
            sheet = day_sheet(session, SITE, MONDAY)
        assert onwards == ahead[1:]
        assert [(free.day, free.number, free.practitioner_id) for free in of_one] == [(MONDAY + DAY, 1, second)]
        assert sum(slot.appointment is not None for one in sheet for slot in one.slots) == 3

    def test_a_leave_puts_its_patients_on_the_list_in_the_order_of_the_rule(self, romans: Agenda) -> None:
        session_id, patient_id, urgent_id = romans.session(), romans.patient(), romans.patient()
        romans.book(patient_id, session_id, 1)
        romans.book(urgent_id, session_id, 2, urgent=True)
        romans.do(RecordLeave(romans.doctors[0], MONDAY, MONDAY + DAY, LeaveReason.UNPLANNED))
        with Session(romans.runtime.database.reading) as session:
            places = waiting(session, [], MONDAY)
        assert [place.entry.patient_id for place in places] == [urgent_id, patient_id]
