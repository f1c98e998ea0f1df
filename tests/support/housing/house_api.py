"""A house asked over HTTP, day by day: the commands that tests need again and again, and what they answer."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from werkzeug.test import TestResponse

from chassis.core import tables
from chassis.core.clock import SetClock
from housing.manifest import MANIFEST
from support.http_app import Web, web

HOUSE = "maison-des-internes"
OPENING = {
    "house": HOUSE,
    "label": "Maison des internes",
    "town": "Romans-sur-Isère",
    "address": "12 rue des Remparts",
    "commune": "26281",
    "area_m2": 135,
    "opened_on": "2018-12-01",
    "collection": "regie",
    "night_cents": 1500,
    "month_cents": 15000,
}
CONVENTION: dict[str, Any] = {
    "signed_on": "2018-11-05",
    "starts_on": "2018-12-01",
    "parties": [
        {"code": "departement", "label": "Département", "weight": 1},
        {"code": "ccas", "label": "CCAS", "weight": 1},
    ],
    "interns_per_year": 10,
    "label": "Convention Département et CCAS",
}
REQUEST = {
    "house": HOUSE,
    "occupant_kind": "gp_intern",
    "university": "lyon",
    "arrival_on": "2019-05-06",
    "departure_on": "2019-11-04",
    "given_name": "Dominique",
    "family_name": "Exemple",
    "email": "dominique@exemple.fr",
    "phone": "0612345678",
    "number": "ETU77777",
}


@dataclass(frozen=True)
class HouseApi:
    """The instance `romans` of housing; requests are made on the day that its clock shows."""

    web: Web

    def on(self, day: str) -> None:
        """At nine in the morning, UTC."""
        assert isinstance(self.web.runtime.clock, SetClock)
        self.web.runtime.clock.set(datetime.combine(date.fromisoformat(day), time(9), UTC))

    def post(self, path: str, **body: Any) -> TestResponse:
        return self.web.post(path, body, now=self.web.runtime.clock.now())

    def get(self, path: str, **changes: Any) -> TestResponse:
        return self.web.get(path, **{"now": self.web.runtime.clock.now(), **changes})

    def do(self, path: str, **body: Any) -> dict[str, Any]:
        response = self.post(path, **body)
        assert response.status_code == 201, response.text
        answer: dict[str, Any] = response.get_json()
        return answer

    def read(self, path: str, **changes: Any) -> dict[str, Any]:
        response = self.get(path, **changes)
        assert response.status_code == 200, response.text
        answer: dict[str, Any] = response.get_json()
        return answer

    def open(self, rooms: int = 1, **changes: Any) -> str:
        """A house with its rooms `chambre-1`, `chambre-2`…; returns its code."""
        house: str = self.do("/houses", **{**OPENING, **changes})["house"]
        for number in range(1, rooms + 1):
            self.do(
                f"/houses/{house}/rooms",
                room=f"chambre-{number}",
                label=f"Chambre {number}",
                opened_on=changes.get("opened_on", OPENING["opened_on"]),
            )
        return house

    def request(self, number: int, arrival_on: str, departure_on: str, **changes: Any) -> str:
        """The request of the person of that number, whose name is invented; returns the stay."""
        asked = {
            "house": HOUSE,
            "occupant_kind": "gp_intern",
            "university": "grenoble",
            "arrival_on": arrival_on,
            "departure_on": departure_on,
            "given_name": "Camille",
            "family_name": f"Exemple {'abcdefghij'[number % 10]}",
            "email": f"camille.{number}@exemple.fr",
            "phone": f"06{number:08d}",
            "number": f"ETU{number:05d}",
        }
        stay_id: str = self.do("/stays", **{**asked, **changes})["stay_id"]
        return stay_id

    def confirm(self, stay_id: str, room: str, held_until: str) -> None:
        self.do(f"/stays/{stay_id}/hold", room=room, held_until=held_until)
        self.do(f"/stays/{stay_id}/confirmation")

    def lodge(self, number: int, arrival_on: str, departure_on: str, room: str = "chambre-1", **changes: Any) -> str:
        """Asked for, promised and begun on the day of the arrival; returns the stay."""
        self.on(arrival_on)
        stay_id = self.request(number, arrival_on, departure_on, **changes)
        self.confirm(stay_id, room, arrival_on)
        self.do(f"/stays/{stay_id}/arrival", arrived_on=arrival_on)
        return stay_id


@contextmanager
def house_api(directory: Path, day: str = "2018-11-05") -> Iterator[HouseApi]:
    with web(directory, MANIFEST, role="housing_agent") as instance:
        api = HouseApi(instance)
        api.on(day)
        yield api


def everything(api: HouseApi) -> Mapping[str, list[str]]:
    """Every row of every table, as text."""
    all_tables = [*tables.metadata.sorted_tables, *MANIFEST.metadata.sorted_tables]
    with api.web.runtime.database.engine.connect() as connection:
        return {table.name: sorted(map(str, connection.execute(sa.select(table)))) for table in all_tables}
