"""Forms: what people type becomes the same body as JSON, and what is refused comes back near its field."""

import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import sqlalchemy as sa
from marshmallow import fields
from structlog.testing import capture_logs

from chassis.http.app import MAX_BODY_BYTES
from chassis.http.bodies import Body
from chassis.http.forms import FieldUnsupported, check_supported, load, read_pairs
from chassis.http.problems import BodyUnreadable, Malformed
from support.browser import Browser, elements
from support.http_app import Web, web
from support.sample_pages.routes import MANIFEST, Reason, VisitBody, visits

TYPED = {"subject": ["Clés"], "visited_on": ["2024-03-01"]}
READ = {"subject": "Clés", "visited_on": date(2024, 3, 1), "things": [], "is_urgent": False}
GOOD = {"subject": "Clés", "visited_on": "2024-03-01"}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    with web(tmp_path_factory.mktemp("desk"), MANIFEST, role="clerk") as instance:
        yield instance


@pytest.fixture
def browser(desk: Web) -> Browser:
    return Browser(desk).signed_in()


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ({}, {}),
        ({"name": [""], "reason": [""], "minutes": ["  "], "paid_cents": [""]}, {}),
        ({"name": ["  Camille \r\nMartin "]}, {"name": "Camille \nMartin"}),
        ({"reason": ["keys"]}, {"reason": Reason.KEYS}),
        ({"things": ["keys", "", "papers"]}, {"things": ["keys", "papers"]}),
        ({"minutes": [" 45 "]}, {"minutes": 45}),
        ({"paid_cents": ["12,5"]}, {"paid_cents": 1250}),
        ({"paid_cents": ["1 234.50 €"]}, {"paid_cents": 123450}),
        ({"paid_cents": ["1\N{NARROW NO-BREAK SPACE}000"]}, {"paid_cents": 100000}),
        ({"paid_cents": ["-0,05"]}, {"paid_cents": -5}),
        ({"paid_cents": ["\N{MINUS SIGN}3"]}, {"paid_cents": -300}),
        ({"is_urgent": ["on"]}, {"is_urgent": True}),
        ({"is_urgent": ["false"]}, {"is_urgent": False}),
    ],
)
def test_what_is_typed_is_read_as_json_would_be(typed: dict[str, list[str]], read: dict[str, Any]) -> None:
    assert load(VisitBody, TYPED | typed) == READ | read


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("subject", ""),
        ("subject", "a" * 81),
        ("subject", "a\x00b"),
        ("subject", "a\x1b[31m"),
        ("visited_on", "01/03/2024"),
        ("visited_on", "2024-02-30"),
        ("minutes", "1.5"),
        ("minutes", "1_0"),
        ("minutes", "dix"),
        ("minutes", "-1"),
        ("minutes", "601"),
        ("minutes", "9" * 400),
        ("paid_cents", "12,345"),
        ("paid_cents", "1e9"),
        ("paid_cents", "99999999999"),
        ("reason", "other"),
        ("is_urgent", "oui"),
        ("comment", "a field that the schema does not have"),
    ],
)
def test_what_cannot_be_read_is_blamed_on_its_field(field: str, typed: str) -> None:
    with pytest.raises(Malformed) as refused:
        load(VisitBody, TYPED | {field: [typed]})
    assert [error.field for error in refused.value.errors] == [field]


def test_answering_a_question_twice_is_refused() -> None:
    with pytest.raises(BodyUnreadable):
        load(VisitBody, TYPED | {"subject": ["a", "b"]})


@pytest.mark.parametrize("sent", ["subject=é".encode(), b"subject=%ff", b"&".join([b"a=1"] * 1001)])
def test_bytes_that_are_no_form_are_refused(sent: bytes) -> None:
    with pytest.raises(BodyUnreadable):
        read_pairs(sent)


def test_a_schema_that_no_form_can_fill_is_refused_when_routes_are_declared() -> None:
    class Deep(Body):
        below = fields.Nested(VisitBody)

    with pytest.raises(FieldUnsupported):
        check_supported(Deep)


def test_a_good_form_is_kept_and_leads_on(browser: Browser) -> None:
    before = browser.web.rows()
    answer = browser.send(browser.get("/visits"), "/visits", **GOOD)
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/romans/desk/v1/visits/")
    after = browser.web.rows()
    assert {name: after[name] - before[name] for name in after if after[name] != before[name]} == {
        "visits": 1,
        "commands": 1,
    }


def test_a_form_sent_twice_is_one_command(browser: Browser) -> None:
    page = browser.get("/visits")
    first = browser.send(page, "/visits", **GOOD)
    rows = browser.web.rows()
    again = browser.send(page, "/visits", **GOOD)
    assert first.headers["Location"] == again.headers["Location"]
    assert browser.web.rows() == rows


def test_a_form_sent_again_with_other_answers_asks_to_confirm_and_then_is_a_new_command(browser: Browser) -> None:
    page = browser.get("/visits")
    browser.send(page, "/visits", **GOOD)
    rows = browser.web.rows()
    refused = browser.send(page, "/visits", subject="Papiers", visited_on="2024-03-01")
    assert refused.status_code == 422
    assert "déjà été envoyé" in refused.text
    assert "idempotence" not in refused.text
    assert browser.web.rows() == rows
    assert browser.send(refused, "/visits").status_code == 303
    assert browser.web.rows()["visits"] == rows["visits"] + 1


def test_a_fresh_page_gives_a_fresh_key(browser: Browser) -> None:
    first, second = (browser.form(browser.get("/visits"), "/visits").values for _ in range(2))
    assert first["_key"] != second["_key"]
    assert first["_proof"] != second["_proof"]


def test_malformed_fields_come_back_with_their_sentences_and_what_was_typed(browser: Browser) -> None:
    rows = browser.web.rows()
    page = browser.send(
        browser.get("/visits"),
        "/visits",
        subject="Clés & Cie",
        visited_on="demain",
        paid_cents="beaucoup",
        reason="keys",
    )
    assert page.status_code == 400
    assert browser.web.rows() == rows
    assert "<title>Erreur : Visites" in page.text
    inputs = {at["name"]: at for at in elements(page, "input") if at.get("type") != "hidden"}
    assert inputs["subject"]["value"] == "Clés & Cie"
    assert "aria-invalid" not in inputs["subject"]
    told = (("visited_on", "Jour", "Une date s&#39;écrit"), ("paid_cents", "Somme reçue", "Un montant est attendu"))
    for name, label, sentence in told:
        control = inputs[name]
        assert control["value"] in ("demain", "beaucoup")
        assert control["aria-invalid"] == "true"
        described = (control["aria-describedby"] or "").split()
        assert any(f'id="{place}"' in page.text for place in described)
        assert f'<a href="#{control["id"]}">{label} : {sentence}' in page.text  # the summary leads to the field
        assert page.text.count(sentence) == 2  # and the sentence stands near it too
    assert [at["value"] for at in elements(page, "option") if "selected" in at] == ["keys"]
    (summary,) = [at for at in elements(page, "div") if at.get("role") == "alert"]
    assert "autofocus" in summary


def test_a_broken_rule_comes_back_near_its_field(browser: Browser) -> None:
    rows = browser.web.rows()
    page = browser.send(browser.get("/visits"), "/visits", subject="Clés", visited_on="2023-12-31")
    assert page.status_code == 422
    assert '<a href="#add_visit-visited_on">Jour : Le bureau n&#39;était pas encore ouvert ce jour-là.</a>' in page.text
    assert browser.web.rows() == rows
    mended = browser.send(page, "/visits", visited_on="2024-03-01")
    assert mended.status_code == 303
    with browser.web.runtime.database.engine.connect() as connection:
        kept = connection.execute(sa.select(visits)).all()
    assert kept[-1].subject == "Clés"


def test_a_lost_race_comes_back_as_a_sentence_above_the_form(browser: Browser) -> None:
    page = browser.send(browser.get("/visits"), "/visits", subject="disputé", visited_on="2024-03-01")
    assert page.status_code == 409
    assert "modifiée par quelqu&#39;un d&#39;autre" in page.text


def test_what_a_locked_database_could_not_keep_comes_back_to_be_sent_again_as_the_same_command(tmp_path: Path) -> None:
    with web(tmp_path, MANIFEST, role="clerk") as patient, patient.impatient() as desk, capture_logs() as lines:
        browser = Browser(desk).signed_in()
        page = browser.get("/visits")
        other = sqlite3.connect(desk.runtime.database.url.database or "", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        refused = browser.send(page, "/visits", **GOOD)
        other.close()
        assert refused.status_code == 503
        assert "rien n&#39;a été enregistré, réessayez" in refused.text
        form = browser.form(refused, "/visits").values
        assert (form["subject"], form["_key"]) == (["Clés"], browser.form(page, "/visits").values["_key"])
        assert browser.send(refused, "/visits").status_code == 303
        assert desk.rows()["visits"] == 1
    assert [line["event"] for line in lines] == ["signed_in", "database_unavailable"]


def test_of_many_forms_alike_only_the_refused_one_tells_why(browser: Browser) -> None:
    for _ in range(2):
        browser.send(browser.get("/visits"), "/visits", **GOOD)
    page = browser.get("/visits")
    actions = [at["action"] or "" for at in elements(page, "form") if (at["action"] or "").endswith("/close")]
    wrong = browser.send(page, actions[1], why="ennui")
    assert wrong.status_code == 422
    said = [at for at in elements(wrong, "input") if at.get("aria-invalid") == "true"]
    assert [at["value"] for at in said] == ["ennui"]
    assert said[0]["id"] == f"close_visit-{actions[1].split('/')[-2]}-why"


def test_a_page_shows_what_its_form_holds_before_anything_is_typed(browser: Browser) -> None:
    values = browser.form(browser.get("/visits"), "/visits").values
    assert (values["minutes"], values["paid_cents"], values["is_urgent"]) == (["15"], ["-1234,50"], ["on"])


def test_a_form_that_is_too_large_is_refused_by_a_page(browser: Browser) -> None:
    page = browser.send(browser.get("/visits"), "/visits", subject="a" * MAX_BODY_BYTES)
    assert (page.status_code, page.mimetype) == (413, "text/html")


@pytest.mark.parametrize("content_type", ["application/json", "multipart/form-data; boundary=x", "text/plain", ""])
def test_a_form_is_sent_in_one_encoding(browser: Browser, content_type: str) -> None:
    values = browser.form(browser.get("/visits"), "/visits").values | GOOD
    rows = browser.web.rows()
    page = browser.post("/visits", urlencode(values, doseq=True).encode(), content_type=content_type)
    assert (page.status_code, page.mimetype) == (415, "text/html")
    assert browser.web.rows() == rows
