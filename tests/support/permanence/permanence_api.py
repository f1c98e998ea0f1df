"""A permanence asked over HTTP on a day of December 2026, when there are docteurs juniors, and who is there then."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from werkzeug.test import TestResponse

from chassis.core import tables
from chassis.core.clock import SetClock
from permanence.manifest import MANIFEST
from support.http_app import Web, web

# A Wednesday, at ten in Paris.
TODAY, TOMORROW, YESTERDAY = "2026-12-02", "2026-12-03", "2026-12-01"
NOBODY = "00000000-0000-4000-8000-000000000000"
SITE, ROOM, OTHER_ROOM = "pouchelon", "cabinet-1", "cabinet-2"
DOCTOR, COLLEAGUE, ELSEWHERE = "10002909371", "10005173140", "10100000107"
INTERN, JUNIOR, LOCUM, NURSE = "10100000115", "10100000123", "10100000131", "10100000149"
PRACTITIONERS = {
    "doctor": (DOCTOR, "retired_gp", "Oxance", "2023-09-04"),
    "colleague": (COLLEAGUE, "salaried_gp", "Oxance", "2023-09-04"),
    "elsewhere": (ELSEWHERE, "salaried_gp", "Mutualité", "2023-09-04"),
    "intern": (INTERN, "saspas_intern", "CHU", "2026-11-02"),
    "junior": (JUNIOR, "docteur_junior", "CHU", "2026-11-02"),
    "locum": (LOCUM, "locum", "Oxance", "2023-09-04"),
    "nurse": (NURSE, "nurse", "Oxance", "2023-09-04"),
}
PATIENT = {
    "registered_on": YESTERDAY,
    "birth_on": "1950-06-30",
    "commune": "26281",
    "ald": False,
    "no_medecin_traitant_reason": "doctor_retired",
}
# Patients of 66, 16 and 12 years.
BORN = {
    "declared": "1950-06-30",
    "free": "1960-04-01",
    "teen": "2010-03-01",
    "child": "2014-05-02",
    "gone": "1940-01-01",
}
HOURS = {"starts": "08:30", "ends": "12:30", "slot_minutes": 20}
DECLARATION = {"filed_on": TODAY, "practitioners": [DOCTOR], "channel": "online"}


@dataclass(frozen=True)
class PermanenceApi:
    """The instance `romans`; requests are a secretary's unless they say otherwise."""

    web: Web

    def post(self, path: str, body: Mapping[str, Any], role: str = "secretary") -> TestResponse:
        return self.web.post(path, body, now=self.web.runtime.clock.now(), role=role)

    def do(self, path: str, role: str = "secretary", /, **body: Any) -> dict[str, Any]:
        response = self.post(path, body, role)
        assert response.status_code == 201, response.text
        answer: dict[str, Any] = response.get_json()
        return answer

    def everything(self) -> Mapping[str, list[str]]:
        """Every row of every table, as text."""
        runtime = self.web.runtime
        all_tables = [*tables.metadata.sorted_tables, *runtime.manifest.metadata.sorted_tables]
        with runtime.database.engine.connect() as connection:
            return {table.name: sorted(map(str, connection.execute(sa.select(table)))) for table in all_tables}

    def session(self, practitioner_id: str, day: str, room: str = ROOM, **changes: Any) -> str:
        asked = {"practitioner_id": practitioner_id, "day": day, "room": room, **HOURS, **changes}
        session_id: str = self.do(f"/sites/{SITE}/sessions", **asked)["session_id"]
        return session_id

    def inhabit(self) -> Mapping[str, str]:
        """A site, practitioners of each kind, patients in each situation; returns their references by name."""
        hours = [{"weekday": weekday, "starts": "08:00", "ends": "20:00"} for weekday in range(5)]
        rooms = [{"room": room, "label": room.capitalize()} for room in (ROOM, OTHER_ROOM)]
        site = {"site": SITE, "label": "Pôle santé Pouchelon", "commune": "26281", "opened_on": "2023-09-04"}
        self.do("/sites", rooms=rooms, hours=hours, **site)
        places = {name: self._employ(*contract) for name, contract in PRACTITIONERS.items()}
        for name, birth_on in BORN.items():
            places[name] = self.do("/patients", **{**PATIENT, "birth_on": birth_on})["patient_id"]
        self._declare(places)
        self._book(places)
        self.do(f"/patients/{places['gone']}/exit", exited_on=TODAY, reason="moved")
        places["merged"] = self.do("/patients", **PATIENT)["patient_id"]
        self.do(f"/patients/{places['free']}/merge", merged_id=places["merged"])
        return places

    def _employ(self, rpps: str, kind: str, employer: str, starts_on: str) -> str:
        asked = {"rpps": rpps, "label": "Dr Exemple", "practitioner_kind": kind, "employer": employer}
        answer = self.do("/practitioners", **asked, starts_on=starts_on, half_days_per_week=4)
        practitioner_id: str = answer["practitioner_id"]
        return practitioner_id

    def _declare(self, places: dict[str, str]) -> None:
        current = self.do("/declarations", patient_id=places["declared"], **DECLARATION)
        places["current"] = current["declaration_id"]
        draft = {"drafted_on": TODAY, "practitioners": [DOCTOR]}
        places["draft"] = self.do("/declarations/drafts", patient_id=places["child"], **draft)["declaration_id"]

    def _book(self, places: dict[str, str]) -> None:
        """The doctor is there today and tomorrow; what the colleague had tomorrow afternoon is cancelled."""
        places["now"] = self.session(places["doctor"], TODAY)
        places["session"] = self.session(places["doctor"], TOMORROW)
        afternoon = {"starts": "14:00", "ends": "17:00"}
        places["cancelled"] = self.session(places["colleague"], TOMORROW, **afternoon)
        self.do(f"/sessions/{places['cancelled']}/cancellation", reason="other")
        booked = self.do("/appointments", patient_id=places["declared"], session_id=places["session"], slot=1)
        places["appointment"] = booked["appointment_id"]
        seen = self.do("/appointments", patient_id=places["free"], session_id=places["now"], slot=2)
        places["seen"] = seen["appointment_id"]
        act = {"patient_id": places["free"], "held_on": TODAY, "practitioner_rpps": DOCTOR}
        self.do("/consultations", appointment_id=places["seen"], **act)
        places["waiting"] = self.do("/waiting-list", patient_id=places["teen"], notice_days=5)["entry_id"]


@contextmanager
def permanence_api(directory: Path) -> Iterator[PermanenceApi]:
    with web(directory, MANIFEST, role="secretary") as instance:
        assert isinstance(instance.runtime.clock, SetClock)
        instance.runtime.clock.set(datetime(2026, 12, 2, 9, tzinfo=UTC))
        yield PermanenceApi(instance)
