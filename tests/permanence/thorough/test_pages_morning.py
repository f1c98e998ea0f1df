"""A morning of a secretary played through the forms as printed: twenty patients, three walk-ins, a doctor late."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from werkzeug.test import TestResponse

from permanence.domain.appointment import AppointmentState
from permanence.store.appointments import appointments
from support.browser import Browser, elements
from support.permanence_agenda import MONDAY
from support.permanence_desk import FAMILIES, LEROY, MARTIN, NGUYEN, PermanenceDesk, permanence_desk

ABSENT = "Cyprès"


class Secretary:
    """Clicks and types as somebody at the desk does; counts the pages that each task took."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.page = browser.get("/")
        self.pages = 0

    def open(self, path: str) -> None:
        self._show(self.browser.get(path))

    def send(self, end: str, **typed: Any) -> None:
        """The first form of the page whose address ends so."""
        actions = [(at.get("action") or "") for at in elements(self.page, "form")]
        path = next(action for action in actions if action.partition("?")[0].endswith(end))
        answer = self.browser.send(self.page, path, **typed)
        assert answer.status_code == 303, answer.text
        self._show(self.browser.get(answer.headers["Location"].partition("#")[0]))

    def follow(self, *parts: str) -> None:
        """The first link whose address holds all these parts."""
        links = [(at.get("href") or "") for at in elements(self.page, "a")]
        self._show(self.browser.get(next(link for link in links if all(part in link for part in parts))))

    def task(self) -> None:
        self.pages = 0
        self.open("/")

    def _show(self, page: TestResponse) -> None:
        assert page.status_code == 200, page.text
        self.page, self.pages = page, self.pages + 1


@pytest.fixture
def desk(tmp_path: Path) -> Any:
    with permanence_desk(tmp_path) as desk:
        yield desk


def states(desk: PermanenceDesk) -> Counter[AppointmentState]:
    query = sa.select(appointments.c.state).where(appointments.c.day == MONDAY)
    with desk.runtime.database.engine.connect() as connection:
        return Counter(connection.scalars(query))


def test_a_morning_of_twenty_patients_three_walk_ins_and_a_doctor_who_is_late(
    desk: PermanenceDesk, capsys: pytest.CaptureFixture[str]
) -> None:
    secretary = Secretary(desk.signed_in())

    # Ten to eight: the list for paper, in case.
    secretary.open("/desk/day-list")
    assert secretary.page.text.count("tickbox") > 36

    # A call: somebody who is known wants to come today. Search, one touch on a place: three pages with the day.
    secretary.task()
    secretary.send("/desk/search", sought="Orme")
    secretary.send(f"/appointments/{desk.sessions[MARTIN]}/5")
    assert "Rendez-vous pris" in secretary.page.text
    assert secretary.pages == 3

    # A call: somebody new, from a free slot of the day.
    secretary.task()
    secretary.follow(f"/desk/sessions/{desk.sessions[NGUYEN]}", "slot=3")
    secretary.follow("/desk/registration?")
    secretary.send(
        "/desk/registration",
        birth_name="Tilleul",
        given_names="Gaston",
        birth_on="1948-02-03",
        phone="0699000055",
        commune="Romans-sur-Isère",
        no_medecin_traitant_reason="doctor_retired",
    )
    secretary.send(f"/appointments/{desk.sessions[NGUYEN]}/3")
    assert secretary.pages == 5

    # A slot for the first of the waiting list: open the place, one touch.
    secretary.task()
    secretary.follow(f"/desk/sessions/{desk.sessions[LEROY]}", "slot=1")
    secretary.send(f"/appointments/{desk.sessions[LEROY]}/1")
    assert "PEUPLIER" in secretary.page.text
    assert secretary.pages == 3
    assert states(desk) == {AppointmentState.BOOKED: 20}

    # Dr Nguyen calls: she is stuck on the road.
    desk.agenda.at(MONDAY, 8, 25)
    secretary.task()
    secretary.send(f"/desk/sessions/{desk.sessions[NGUYEN]}/delay", minutes="35")
    assert "Retard annoncé : 35 min" in secretary.page.text

    # Three people come without an appointment: two known, one new and urgent.
    desk.agenda.at(MONDAY, 9, 5)
    for sought, who in (("06 99 00 00 19", MARTIN), ("platane", LEROY)):
        secretary.task()
        secretary.open(f"/desk/sessions/{desk.sessions[who]}")
        secretary.send("/desk/search", sought=sought)
        secretary.send(f"/walk-ins/{desk.sessions[who]}")
        assert "Sans rendez-vous, ajouté(e)" in secretary.page.text
        assert secretary.pages == 4
    secretary.task()
    secretary.open(f"/desk/sessions/{desk.sessions[MARTIN]}")
    secretary.follow("/desk/registration?")
    secretary.send(
        "/desk/registration",
        birth_name="Sorbier",
        given_names="Aïcha",
        birth_on="1985-06-07",
        commune="Bourg-de-Péage",
        no_medecin_traitant_reason="newcomer",
        urgent="on",
    )
    assert "donnez le premier créneau du jour" in secretary.page.text
    secretary.send(f"/walk-ins/{desk.sessions[MARTIN]}")

    # Everybody comes in turn but one; each is one touch on the day.
    for family, _ in FAMILIES:
        desk.agenda.at(MONDAY, 12)
        secretary.task()
        rows = re.findall(r'<li class="slot booked.*?</li>', secretary.page.text, re.DOTALL)
        row = next((row for row in rows if f">{family.upper()} " in row), None)
        if row is not None:
            found = re.search(r"/desk/appointments/([0-9a-f-]+)/honoured", row)
            assert found
            secretary.send(f"/desk/appointments/{found[1]}/{'missed' if family == ABSENT else 'honoured'}")
            assert secretary.pages == 2

    text = secretary.browser.get("/").text.replace("\N{NO-BREAK SPACE}", " ")
    assert "23 personnes attendues, 22 venues, 1 absente" in text
    assert text.count("sans RDV") == 3
    assert states(desk) == {AppointmentState.HONOURED: 22, AppointmentState.MISSED: 1}

    # Every name that was read is in the audit under who read it; none is in the logs.
    assert {person for person, *_ in desk.audited() if not person.startswith("system:")} == {"c.secretaire"}
    logs = "".join(capsys.readouterr())
    assert not [family for family, _ in FAMILIES if re.search(rf"\b{family}\b", logs, re.IGNORECASE)]
