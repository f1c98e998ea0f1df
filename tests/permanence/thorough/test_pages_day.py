"""The secretary's day: whom it names, what may be done from it, what is printed for when the computer is out."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from permanence.domain.appointment.appointment import AppointmentState
from permanence.store.appointments import appointments
from support.browser import Browser, elements
from support.permanence.permanence_agenda import MONDAY, SITE
from support.permanence.permanence_desk import FAMILIES, MARTIN, NGUYEN, PermanenceDesk, permanence_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[PermanenceDesk]:
    with permanence_desk(tmp_path) as desk:
        yield desk


@pytest.fixture
def secretary(desk: PermanenceDesk) -> Browser:
    return desk.signed_in()


def named(text: str) -> set[str]:
    return {family for family, _ in FAMILIES if family.upper() in text}


def state_of(desk: PermanenceDesk, family: str) -> AppointmentState:
    query = sa.select(appointments.c.state).where(appointments.c.patient_id == desk.patients[family])
    with desk.runtime.database.engine.connect() as connection:
        found: AppointmentState = connection.execute(query).scalar_one()
        return found


def test_the_day_names_those_who_are_expected_and_nobody_who_waits(desk: PermanenceDesk, secretary: Browser) -> None:
    text = secretary.get("/").text
    assert named(text) == {family for family, _ in FAMILIES[:17]}
    assert "17\N{NO-BREAK SPACE}personnes attendues" in text
    assert "Lundi 6\N{NO-BREAK SPACE}novembre" in text


def test_each_name_on_the_day_is_one_row_of_the_audit_by_who_read_it(desk: PermanenceDesk, secretary: Browser) -> None:
    before = len(desk.audited())
    text = secretary.get("/").text
    read = desk.audited()[before:]
    assert {(person, action) for person, action, _ in read} == {("c.secretaire", "day.show")}
    assert len(read) == len(set(read)) == len(named(text)) == 17


def test_the_day_is_few_statements_however_many_are_expected(desk: PermanenceDesk, secretary: Browser) -> None:
    statements: list[str] = []

    def note(_c: object, _cur: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    sa.event.listen(desk.runtime.database.engine, "before_cursor_execute", note)
    secretary.get("/")
    sa.event.remove(desk.runtime.database.engine, "before_cursor_execute", note)
    assert len([told for told in statements if told.startswith("SELECT")]) <= 16


def test_sessions_stand_side_by_side_with_who_where_when_and_what_is_free(secretary: Browser) -> None:
    text = secretary.get("/").text
    assert text.index(">Dr Martin</h3>") < text.index(">Dr Nguyen</h3>") < text.index(">Mme Leroy, interne</h3>")
    for told in ("Cabinet 1 ·", "Interne en SASPAS, avec Dr Martin", "5\N{NO-BREAK SPACE}places libres"):
        assert told in text
    assert text.count(">Réserver<") == 36 - 17


def test_the_first_free_place_is_that_of_now_overall_and_of_each(desk: PermanenceDesk, secretary: Browser) -> None:
    desk.agenda.at(MONDAY, 10)
    text = secretary.get("/").text
    told = re.sub(r"<[^>]+>", " ", text[text.index('id="libre"') : text.index("Consultations</h2>")])
    told = " ".join(told.replace("\N{NO-BREAK SPACE}", " ").split())
    assert "Aujourd’hui à 10 h 10" in told
    assert "Dr Martin aujourd’hui, 10 h 50" in told
    assert "Dr Nguyen aujourd’hui, 10 h 30" in told


def test_who_came_and_who_did_not_are_marked_at_one_touch(desk: PermanenceDesk, secretary: Browser) -> None:
    day = secretary.get("/")
    came, missed = [
        next(
            form
            for at in elements(day, "form")
            if (form := (at.get("action") or "").removeprefix(secretary.root)).partition("?")[0].endswith(end)
        )
        for end in ("/honoured", "/missed")
    ]
    assert came.split("/")[3] == missed.split("/")[3]
    answer = secretary.send(day, missed)
    assert answer.status_code == 303
    assert f"/?day={MONDAY}&site={SITE}#plage-" in answer.headers["Location"]
    assert state_of(desk, "Abricotier") is AppointmentState.MISSED
    after = secretary.get("/")
    assert "1\N{NO-BREAK SPACE}absente" in after.text
    assert secretary.send(after, came).status_code == 303
    assert state_of(desk, "Abricotier") is AppointmentState.HONOURED


def test_nobody_is_marked_before_the_day(desk: PermanenceDesk, secretary: Browser) -> None:
    tomorrow = MONDAY + timedelta(days=1)
    desk.agenda.book(desk.patients["Orme"], desk.open("Mme Leroy, interne", tomorrow), 1)
    page = secretary.get(f"/?day={tomorrow}")
    assert "ORME" in page.text
    assert not [at for at in elements(page, "form") if "/honoured" in (at.get("action") or "")]


def test_a_delay_is_told_on_the_day_and_on_the_pages_of_those_who_wait_for_it(
    desk: PermanenceDesk, secretary: Browser
) -> None:
    session = desk.sessions[NGUYEN]
    path = f"/desk/sessions/{session}/delay?at=plage-{session}&day={MONDAY}&site={SITE}"
    assert secretary.send(secretary.get("/"), path, minutes="40").status_code == 303
    assert "Retard annoncé\N{NO-BREAK SPACE}: 40 min" in secretary.get("/").text
    assert (
        "Retard annoncé\N{NO-BREAK SPACE}: 40 min" in secretary.get(f"/desk/patients/{desk.patients['Laurier']}").text
    )
    refused = secretary.send(secretary.get("/"), path, minutes="beaucoup")
    assert refused.status_code == 400
    assert "Un nombre entier est attendu." in refused.text
    assert "Dr Nguyen" in refused.text


def test_a_session_that_is_not_held_puts_everybody_on_the_list_and_says_so(
    desk: PermanenceDesk, secretary: Browser
) -> None:
    session = desk.sessions[MARTIN]
    path = f"/desk/sessions/{session}/cancelled?at=plage-{session}&day={MONDAY}&site={SITE}"
    assert secretary.send(secretary.get("/"), path, reason="leave").status_code == 303
    text = secretary.get("/").text
    assert "Consultation supprimée\N{NO-BREAK SPACE}: Dr Martin" in text
    assert "ABRICOTIER" not in text
    assert "ABRICOTIER" in secretary.get("/desk/waiting").text


def test_those_who_wait_are_in_the_order_of_the_antenna_without_a_name(secretary: Browser) -> None:
    text = secretary.get("/").text
    waiting = text[text.index('id="attente"') :]
    assert waiting.index("En ALD") < waiting.index("Sans priorité")
    assert "Ouvrir la liste d’attente (4)" in waiting


def test_the_list_for_paper_has_hour_name_phone_and_a_box_for_each(desk: PermanenceDesk, secretary: Browser) -> None:
    page = secretary.get(f"/desk/day-list?day={MONDAY}")
    text = page.text.replace("\N{NO-BREAK SPACE}", " ")
    assert named(text) == {family for family, _ in FAMILIES[:17]}
    assert "06 99 00 00 00" in text
    assert text.count('class="tickbox"') == 36 + 3 * 3
    assert {action for _, action, _ in desk.audited()} >= {"day.print"}


def test_a_day_without_consultation_or_site_says_so(secretary: Browser) -> None:
    assert "Aucune consultation n’est prévue" in secretary.get("/?day=2023-11-10").text
    assert "jour férié" in secretary.get("/?day=2024-05-01").text
    assert "Aucun site ne porte ce code" in secretary.get("/?site=ailleurs").text
    assert "n’est ouvert" in secretary.get("/?day=2020-01-06").text
    assert secretary.get("/?day=demain").status_code == 400


@pytest.mark.parametrize(
    ("role", "home", "title"),
    [
        ("secretary", "/", "Lundi"),
        ("doctor", "/", "Lundi"),
        ("coordinator", "/desk/declarations", "Déclarations de médecin traitant"),
        ("accountant", "/desk/costs", "Ce que coûte la permanence"),
    ],
)
def test_each_role_begins_where_it_may_go(desk: PermanenceDesk, role: str, home: str, title: str) -> None:
    browser = Browser(desk.web)
    token = desk.web.token(role=role, now=desk.runtime.clock.now())
    answer = browser.send(browser.get("/sign-in"), "/sign-in", token=token)
    assert answer.headers["Location"].removeprefix(browser.root) == home
    page = browser.get(home)
    assert page.status_code == 200
    assert title in page.text
    links = {(at.get("href") or "") for at in elements(page, "a") if "/desk/" in (at.get("href") or "")}
    for link in links:
        assert browser.get(link.partition("#")[0]).status_code == 200, link


def test_who_receives_nobody_reads_no_name(desk: PermanenceDesk) -> None:
    patient = desk.patients["Laurier"]
    for role in ("coordinator", "accountant", "reporter"):
        browser = desk.signed_in(role, role)
        for path in ("/", "/desk/found", "/desk/waiting", "/desk/day-list", f"/desk/patients/{patient}"):
            assert browser.get(path).status_code == 403
    assert not [row for row in desk.audited() if row[0] in ("coordinator", "accountant", "reporter")]
