"""The agenda over HTTP: a roster, a day with its appointments, the waiting list, who may do what."""

from collections.abc import Iterator
from datetime import datetime, time
from pathlib import Path
from typing import Any

import pytest

from chassis.core.clock import PARIS, SetClock
from permanence.manifest import MANIFEST
from support.http_app import Web, assert_problem, web
from support.permanence.permanence_agenda import DAY, MONDAY, OTHER_ROOM, ROOM, SITE, Agenda

HOURS = {"starts": "08:30", "ends": "12:30", "slot_minutes": 20}


class Desk:
    """The secretary's: requests at eight in the morning of a Monday of November 2023."""

    def __init__(self, instance: Web) -> None:
        self.web = instance
        self.agenda = Agenda(instance.runtime)
        clock = instance.runtime.clock
        assert isinstance(clock, SetClock)
        clock.set(datetime.combine(MONDAY, time(8), PARIS))
        self.agenda.prepare()

    def do(self, path: str, **body: Any) -> dict[str, Any]:
        response = self.web.post(path, body, now=self.web.runtime.clock.now())
        assert response.status_code == 201, response.text
        answer: dict[str, Any] = response.get_json()
        return answer

    def read(self, path: str, **changes: Any) -> dict[str, Any]:
        response = self.web.get(path, **{"now": self.web.runtime.clock.now(), **changes})
        assert response.status_code == 200, response.text
        answer: dict[str, Any] = response.get_json()
        return answer

    def session(self) -> str:
        doctor = str(self.agenda.doctors[0])
        opened = self.do(f"/sites/{SITE}/sessions", room=ROOM, practitioner_id=doctor, day=MONDAY.isoformat(), **HOURS)
        session_id: str = opened["session_id"]
        return session_id


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with web(tmp_path, MANIFEST, role="secretary") as instance:
        yield Desk(instance)


def test_a_roster_is_set_planned_read_and_stopped(desk: Desk) -> None:
    doctor = str(desk.agenda.doctors[0])
    asked = {"room": ROOM, "practitioner_id": doctor, "weekday": 0, "starts_on": MONDAY.isoformat(), **HOURS}
    roster_id = desk.do(f"/sites/{SITE}/rosters", **asked)["roster_id"]
    until_on = (MONDAY + 14 * DAY).isoformat()
    assert desk.do(f"/sites/{SITE}/planning", until_on=until_on) == {"planned": 3, "skipped": []}
    (read,) = desk.read(f"/sites/{SITE}/rosters")["rosters"]
    assert (read["roster_id"], read["starts"], read["ends"], read["ends_on"]) == (roster_id, "08:30", "12:30", None)
    desk.do(f"/rosters/{roster_id}/stop", ends_on=MONDAY.isoformat())
    assert desk.read(f"/sites/{SITE}/rosters") == {"rosters": []}


def test_the_sheet_of_a_day_shows_slots_walk_ins_and_what_became_of_them(desk: Desk) -> None:
    session_id, patients = desk.session(), [str(desk.agenda.patient()) for _ in range(4)]
    first, second = (
        desk.do("/appointments", patient_id=patients[number], session_id=session_id, slot=number + 1)["appointment_id"]
        for number in (0, 1)
    )
    desk.do(f"/sessions/{session_id}/walk-ins", patient_id=patients[2], urgent=True)
    third = desk.do("/appointments/first-free", patient_id=patients[3], from_on=MONDAY.isoformat())
    assert (third["slot"], third["day"], third["starts"], third["orientation"]) == (3, "2023-11-06", "09:10", None)
    desk.do(f"/appointments/{first}/arrival")
    desk.do(f"/appointments/{second}/cancellation", by="patient", reason="personal")
    desk.do(f"/appointments/{third['appointment_id']}/absence")
    desk.do(f"/sessions/{session_id}/delay", minutes=20)
    (sheet,) = desk.read(f"/sites/{SITE}/day-sheet?day=2023-11-06")["sessions"]
    assert (sheet["session"]["delay_minutes"], len(sheet["slots"])) == (20, 12)
    states = [slot["appointment"] and slot["appointment"]["state"] for slot in sheet["slots"][:4]]
    assert states == ["honoured", None, "missed", None]
    assert [(other["patient_id"], other["state"], other["walk_in"]) for other in sheet["others"]] == [
        (patients[2], "booked", True),
        (patients[1], "cancelled", False),
    ]
    assert desk.read(f"/sites/{SITE}/day-sheet") == desk.read(f"/sites/{SITE}/day-sheet?day=2023-11-06")
    assert desk.read(f"/appointments/{first}")["starts"] == "08:30"
    (mine,) = desk.read(f"/patients/{patients[1]}/appointments")["appointments"]
    assert mine["appointment_id"] == second


def test_the_first_free_slots_are_in_the_order_of_time_and_never_in_the_past(desk: Desk) -> None:
    session_id = desk.session()
    doctor, other = map(str, desk.agenda.doctors)
    desk.agenda.session(1, room=OTHER_ROOM, day=MONDAY + DAY)
    assert [slot["starts"] for slot in desk.read("/free-slots?from_on=2023-01-01&limit=3")["slots"]] == [
        "08:30",
        "08:50",
        "09:10",
    ]
    (first,) = desk.read(f"/free-slots?practitioner_id={other}&site={SITE}")["slots"]
    assert (first["day"], first["slot"], first["practitioner_id"]) == ("2023-11-07", 1, other)
    (of_doctor,) = desk.read(f"/free-slots?practitioner_id={doctor}")["slots"]
    assert of_doctor["session_id"] == session_id
    assert desk.read("/free-slots?site=ailleurs") == {"slots": []}


def test_an_urgent_patient_is_oriented_when_nothing_is_free_today(desk: Desk) -> None:
    patient_id = str(desk.agenda.patient())
    asked = {"patient_id": patient_id, "from_on": MONDAY.isoformat(), "urgent": True}
    assert desk.do("/appointments/first-free", **asked) == {
        "appointment_id": None,
        "orientation": "15_SAS",
        "warnings": [],
    }


def test_a_session_cancelled_puts_its_patients_on_the_list_from_which_one_is_called(desk: Desk) -> None:
    session_id, patient_id = desk.session(), str(desk.agenda.patient())
    booked = desk.do("/appointments", patient_id=patient_id, session_id=session_id, slot=1)
    assert desk.do(f"/sessions/{session_id}/cancellation", reason="other")["waiting"] == [patient_id]
    (place,) = desk.read("/waiting-list")["places"]
    assert (place["rank"], place["patient_id"], place["since_on"]) == (1, patient_id, "2023-11-06")
    other = str(desk.agenda.session(1))
    desk.do(f"/waiting-list/{place['entry_id']}/offers", session_id=other, slot=2)
    accepted = desk.do(f"/waiting-list/{place['entry_id']}/answer", accepts=True)
    assert desk.read(f"/appointments/{accepted['appointment_id']}")["slot"] == 2
    moved = desk.do(f"/appointments/{accepted['appointment_id']}/move", session_id=other, slot=3)
    assert (moved["slot"], moved["starts"]) == (3, "09:10")
    assert desk.read(f"/appointments/{booked['appointment_id']}")["state"] == "cancelled"
    entry_id = desk.do("/waiting-list", patient_id=str(desk.agenda.patient()), notice_days=2)["entry_id"]
    desk.do(f"/waiting-list/{entry_id}/departure", reason="unreachable")
    assert desk.read("/waiting-list") == {"places": []}


def test_a_leave_answers_what_it_cancels_and_who_is_to_be_called(desk: Desk) -> None:
    session_id, patient_id = desk.session(), str(desk.agenda.patient())
    desk.do("/appointments", patient_id=patient_id, session_id=session_id, slot=1)
    doctor = str(desk.agenda.doctors[0])
    days = {"first_on": MONDAY.isoformat(), "end_on": (MONDAY + DAY).isoformat()}
    answer = desk.do(f"/practitioners/{doctor}/leaves", reason="unplanned", **days)
    assert (answer["cancelled"], answer["waiting"]) == ([session_id], [patient_id])
    (session,) = desk.read(f"/sites/{SITE}/sessions")["sessions"]
    assert (session["state"], session["cancel_reason"]) == ("cancelled", "leave")


def test_a_broken_rule_names_its_field_and_changes_nothing(desk: Desk) -> None:
    session_id, patient_id = desk.session(), str(desk.agenda.patient())
    desk.do("/appointments", patient_id=patient_id, session_id=session_id, slot=1)
    before, now = desk.web.rows(), desk.web.runtime.clock.now()
    taken = {"patient_id": str(patient_id), "session_id": session_id, "slot": 1}
    response = desk.web.post("/appointments", taken, now=now)
    assert_problem(response, 422, "PATIENT_BOOKED_THEN", "patient_id")
    doctor = str(desk.agenda.doctors[1])
    clash = {"room": ROOM, "practitioner_id": doctor, "day": MONDAY.isoformat(), **HOURS}
    response = desk.web.post(f"/sites/{SITE}/sessions", clash, now=now)
    assert_problem(response, 422, "ROOM_TAKEN", "room")
    assert "le 06/11/2023 entre 08:30 et 12:30" in response.get_json()["detail"]
    response = desk.web.post(f"/sites/{SITE}/sessions", {**clash, "starts": "8h30"}, now=now)
    assert response.status_code == 400
    assert desk.web.rows() == before


@pytest.mark.parametrize(
    "path",
    [
        "/sites/ailleurs/rosters",
        "/sites/ailleurs/sessions",
        "/sites/ailleurs/day-sheet",
        "/appointments/00000000-0000-4000-8000-000000000000",
    ],
)
def test_what_does_not_exist_is_not_found(desk: Desk, path: str) -> None:
    assert_problem(desk.web.get(path, now=desk.web.runtime.clock.now()), 404, "NOT_FOUND")


def test_a_coordinator_reads_the_agenda_and_books_nobody(desk: Desk) -> None:
    session_id, patient_id = desk.session(), str(desk.agenda.patient())
    now = desk.web.runtime.clock.now()
    desk.read("/free-slots", role="coordinator")
    response = desk.web.post(
        "/appointments",
        {"patient_id": patient_id, "session_id": session_id, "slot": 1},
        now=now,
        role="coordinator",
    )
    assert response.status_code == 403
    assert desk.web.get("/waiting-list", now=now, role="accountant").status_code == 403
