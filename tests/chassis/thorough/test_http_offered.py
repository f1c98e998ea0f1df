"""A form with a title needs no template: its page offers it, each field as the command says it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

import pytest

from chassis.http.forms import FieldUnsupported
from chassis.http.pages import FormMisplaced, Pages
from chassis.http.routes import Ask
from support.browser import Browser, elements
from support.http_app import Web, web
from support.sample_pages.routes import CALL_BACK, CLERKS, MANIFEST


@dataclass(frozen=True)
class Note:
    visit_id: Annotated[UUID, "La visite."]
    lines: Annotated[tuple[Annotated[str, "Une ligne."], ...], "Des lignes."] = ()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    with web(tmp_path_factory.mktemp("desk"), MANIFEST, role="clerk") as instance:
        yield instance


def a_visit(browser: Browser) -> str:
    answer = browser.send(browser.get("/visits"), "/visits", subject="Clés", visited_on="2024-03-01", name="Martin")
    return answer.headers["Location"].removeprefix(browser.root)


def test_its_page_offers_it_folded_each_field_called_and_drawn_as_it_says_itself(desk: Web) -> None:
    browser = Browser(desk).signed_in()
    page = browser.get(a_visit(browser))
    assert "<summary>Rappeler</summary>" in page.text
    for label in ("Pourquoi on rappelle", "Jour de l&#39;appel", "Durée, en minutes"):
        assert f">{label}" in page.text
    (day,) = (found for found in elements(page, "input") if found.get("name") == "called_on")
    assert (day["type"], "required" in day) == ("date", True)
    assert [found.get("value") for found in elements(page, "option")] == ["", "keys", "papers"]
    assert not any("open" in found for found in elements(page, "details"))


def test_it_is_sent_like_any_other_and_goes_back_to_its_page(desk: Web) -> None:
    browser = Browser(desk).signed_in()
    path = a_visit(browser)
    answer = browser.send(browser.get(path), f"{path}/calls", reason="keys", called_on="2024-03-02")
    assert (answer.status_code, answer.headers["Location"]) == (303, browser.root + path)


def test_refused_it_is_open_with_what_was_typed_and_the_reason_by_its_field(desk: Web) -> None:
    browser = Browser(desk).signed_in()
    path = a_visit(browser)
    page = browser.send(browser.get(path), f"{path}/calls", reason="keys", called_on="2023-12-31", minutes="70")
    assert page.status_code == 400
    assert "Un nombre de 1 à 60 est attendu." in page.text
    assert "Durée, en minutes : " in page.text
    assert any("open" in found for found in elements(page, "details"))
    page = browser.send(browser.get(path), f"{path}/calls", reason="keys", called_on="2023-12-31")
    assert page.status_code == 422
    assert "Jour de l&#39;appel : Le bureau n&#39;était pas encore ouvert" in page.text


def test_a_form_that_a_page_cannot_draw_or_has_no_address_for_is_refused_when_it_is_declared() -> None:
    sample = Pages(__name__, title="Essai", name="essai")

    @sample.page("/visits/<uuid:visit_id>", roles=CLERKS)
    def sheet(visit_id: UUID) -> str:
        return ""

    with pytest.raises(FieldUnsupported, match=r"lines.*template"):
        sample.form_of(
            Ask(Note, Note, CLERKS), "/visits/<uuid:visit_id>/notes", shown_on=sheet, name="a", title="Noter"
        )
    with pytest.raises(FormMisplaced, match="its own address"):
        sample.form_of(
            CALL_BACK, "/visits/<uuid:visit_id>/calls/<int:minutes>", shown_on=sheet, name="b", title="Rappeler"
        )


def test_it_is_offered_to_those_alone_who_may_send_it(desk: Web) -> None:
    path = a_visit(Browser(desk).signed_in())
    page = Browser(desk).signed_in(role="director").get(path)
    assert page.status_code == 200
    assert "<summary>" not in page.text
