"""Pages: who may open them, what they carry, and that nothing typed by people becomes markup."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa
from structlog.testing import capture_logs
from werkzeug.test import TestResponse

from chassis.core import tables
from chassis.http.access import PUBLIC
from chassis.http.bodies import Body
from chassis.http.pages import FormMisplaced, Pages
from support.browser import Browser, elements
from support.http_app import NOW, Web, assert_problem, web
from support.sample_pages.routes import MANIFEST

ANY_ID = "00000000-0000-4000-8000-000000000000"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    with web(tmp_path_factory.mktemp("desk"), MANIFEST, role="clerk") as instance:
        yield instance


def assert_page(response: TestResponse, status: int, *said: str) -> None:
    """A French page with that status that says all this."""
    assert (response.status_code, response.mimetype) == (status, "text/html")
    assert '<html lang="fr">' in response.text
    for text in said:
        assert text in response.text


def a_visit(browser: Browser, **typed: str) -> str:
    """Notes a visit; returns the path of its page."""
    known = {"subject": "Clés", "visited_on": "2024-03-01", "name": "Camille Martin"}
    answer = browser.send(browser.get("/visits"), "/visits", **{**known, **typed})
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"].removeprefix(browser.root)


def test_every_page_has_a_language_a_title_landmarks_a_skip_link_and_no_script(desk: Web) -> None:
    browser = Browser(desk)
    for path in ("/sign-in", "/ask", "/nothing-here"):
        page = browser.get(path, headers={"Accept": "text/html"})
        if page.status_code != 303:
            assert "<script" not in page.text
            assert " style=" not in page.text
            assert " onclick" not in page.text
    page = browser.signed_in().get("/visits")
    assert_page(page, 200, "<title>Visites — Bureau, Romans</title>", "<h1>Visites</h1>")
    assert {"href": "#contenu", "class": "skip"} in elements(page, "a")
    assert [at.get("id") for at in elements(page, "main")] == ["contenu"]
    assert len(elements(page, "h1")) == 1
    assert not elements(page, "script")
    labelled = {at["for"] for at in elements(page, "label")}
    for tag in ("input", "select", "textarea"):
        for at in elements(page, tag):
            assert at.get("type") == "hidden" or at["id"] in labelled
    ids = [
        at["id"] for _tag in ("input", "select", "fieldset", "p", "main") for at in elements(page, _tag) if "id" in at
    ]
    assert len(ids) == len(set(ids))


def test_a_page_may_load_its_style_and_pictures_and_nothing_else(desk: Web) -> None:
    for page in (Browser(desk).get("/ask"), Browser(desk).signed_in().get("/visits")):
        assert page.headers["Content-Security-Policy"] == (
            "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; "
            "frame-ancestors 'none'"
        )
        assert page.headers["Cache-Control"] == "no-store"
        assert page.headers["X-Content-Type-Options"] == "nosniff"
        assert page.headers["Referrer-Policy"] == "no-referrer"


def test_the_style_sheet_is_kept_by_browsers_under_an_address_that_changes_with_it(desk: Web) -> None:
    browser = Browser(desk)
    (link, _icon) = elements(browser.get("/ask"), "link")
    address = link["href"] or ""
    style = browser.get(address)
    assert (style.status_code, style.mimetype) == (200, "text/css")
    assert style.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert ".skip" in style.text
    assert ".sample-of-a-service" in style.text
    assert browser.get(address.replace("style-", "style-0")).status_code == 404


def test_what_people_typed_is_shown_as_text(desk: Web) -> None:
    browser = Browser(desk).signed_in()
    path = a_visit(browser, subject='<img src=x onerror="alert(1)">', name="</dd><script>alert(1)</script>")
    for page in (browser.get(path), browser.get("/visits")):
        assert_page(page, 200, "&lt;img src=x")
        assert not elements(page, "script")
        assert not elements(page, "img")


def test_what_is_typed_and_refused_is_shown_as_text(desk: Web) -> None:
    browser = Browser(desk)
    page = browser.send(browser.get("/ask"), "/ask", question='</textarea><script>"' + "a" * 300)
    assert_page(page, 400, "&lt;/textarea&gt;&lt;script&gt;")
    assert not elements(page, "script")


def test_a_page_without_a_session_leads_to_the_sign_in_page_and_back(desk: Web) -> None:
    answer = Browser(desk).get("/visits?since=2024-01-01")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/romans/desk/v1/sign-in?next=/romans/desk/v1/visits?since%3D2024-01-01"


def test_a_page_refuses_a_role_that_it_does_not_name(desk: Web) -> None:
    browser = Browser(desk).signed_in(role="passer_by", person="p.durand")
    assert_page(browser.get("/visits"), 403, "Votre rôle ne donne pas accès", "ROLE_REFUSED", "p.durand")


def test_a_form_refuses_a_role_that_only_its_page_names(desk: Web) -> None:
    browser = Browser(desk).signed_in(role="director")
    before = desk.rows()
    page = browser.get("/visits")
    assert_page(page, 200)
    assert_page(browser.send(page, "/visits", subject="Clés", visited_on="2024-03-01"), 403, "ROLE_REFUSED")
    assert desk.rows() == before


def test_a_page_does_not_open_to_the_token_of_a_program(desk: Web) -> None:
    assert desk.get("/visits").status_code == 303


def test_routes_for_programs_do_not_open_to_a_session(desk: Web) -> None:
    browser = Browser(desk).signed_in()
    rows = desk.rows()
    headers = {"Idempotency-Key": str(uuid4())}
    assert_problem(browser.get("/openapi.json"), 401, "TOKEN_MISSING")
    assert_problem(browser.client.post(f"{browser.root}/api/visits", json={}, headers=headers), 401, "TOKEN_MISSING")
    form = browser.form(browser.get("/visits"), "/visits").values
    assert_problem(browser.post("/api/visits", form, headers=headers), 401, "TOKEN_MISSING")
    assert desk.rows() == rows


def test_pages_are_not_in_the_description_for_programs(desk: Web) -> None:
    assert all("/api/" in path for path in desk.get("/openapi.json").get_json()["paths"])


def test_a_page_is_open_to_all_only_where_it_says_so(desk: Web) -> None:
    open_to_all = {
        rule.endpoint
        for rule in desk.app.url_map.iter_rules()
        if getattr(desk.app.view_functions[rule.endpoint], "door", None) is PUBLIC
    }
    assert open_to_all == {
        "pages.ask",
        "pages.ask_question",
        "session.sign_in",
        "session.give_token",
        "stylesheet",
    }
    closed = Pages(__name__, title="Fermé")

    @closed.page("/forgotten", roles=())
    def forgotten() -> str:
        return "secret"

    desk_with = desk.with_route("/unused", lambda: "")
    desk_with.app.register_blueprint(closed, url_prefix="/romans/desk/v1/closed", name="closed")
    assert Browser(desk_with).get("/closed/forgotten").status_code == 303
    assert_page(Browser(desk_with).signed_in().get("/closed/forgotten"), 403, "ROLE_REFUSED")


def test_a_form_is_shown_on_a_page_that_its_own_people_may_open() -> None:
    pages = Pages(__name__, title="Essai")

    @pages.page("/desk/<uuid:visit_id>", roles=("clerk",))
    def desk_page(visit_id: object) -> str:
        return ""

    for rule, roles in (("/a", ("clerk",)), ("/<visit_id>/b", ("clerk", "director")), ("/<visit_id>/c", PUBLIC)):
        with pytest.raises(FormMisplaced):
            pages.form(rule, asks=Body, shown_on=desk_page, roles=roles)  # type: ignore[arg-type]  # a table of cases


def test_people_with_a_browser_get_pages_for_what_goes_wrong(desk: Web) -> None:
    browser, html = Browser(desk).signed_in(), {"Accept": "text/html,*/*;q=0.8"}
    assert_page(browser.get("/nothing-here", headers=html), 404, "Il n&#39;y a rien à cette adresse.", "NOT_FOUND")
    assert_page(browser.get(f"/visits/{ANY_ID}"), 404, "Cette référence n&#39;existe pas")
    assert_page(browser.get(f"/visits/{ANY_ID}/close", headers=html), 405, "METHOD_NOT_ALLOWED")
    assert_page(browser.get("/visits?since=demain"), 400, "since")
    with capture_logs() as lines:
        assert_page(browser.get("/failing"), 500, "Une erreur interne est survenue")
        assert "canari" not in browser.get("/failing").text
    assert "canari" not in str(lines)
    assert Browser(desk).get("/nothing-here", headers=html).status_code == 303  # strangers do not learn what exists
    assert_problem(Browser(desk).get("/nothing-here"), 401, "TOKEN_MISSING")


def test_people_are_told_that_the_database_does_not_answer(tmp_path: Path) -> None:
    with web(tmp_path, MANIFEST, role="clerk") as desk:
        browser = Browser(desk).signed_in()
        with desk.runtime.database.engine.begin() as connection:
            connection.execute(sa.text("DROP TABLE visits"))
        page = browser.get("/visits")
    assert_page(page, 503, "La base de données ne répond pas")
    assert page.headers["Retry-After"] == "5"


def test_a_page_that_tells_of_somebody_leaves_an_audit_row(desk: Web) -> None:
    browser = Browser(desk).signed_in(person="p.durand")
    path = a_visit(browser)
    assert_page(browser.get(path), 200, "CAMILLE MARTIN")
    with desk.runtime.database.engine.connect() as connection:
        (row,) = connection.execute(sa.select(tables.audit).where(tables.audit.c.person == "p.durand"))
    assert (row.action, row.object, row.at) == ("visit.show", path.rsplit("/", 1)[1], NOW)


def test_a_page_that_cannot_leave_its_audit_row_tells_nothing(tmp_path: Path) -> None:
    with web(tmp_path, MANIFEST, role="clerk") as desk:
        browser = Browser(desk).signed_in()
        path = a_visit(browser)
        with desk.runtime.database.engine.begin() as connection:
            connection.execute(sa.text("DROP TABLE audit"))
        page = browser.get(path)
    assert_page(page, 503)
    assert "MARTIN" not in page.text.upper()


def test_a_document_is_saved_under_a_name_that_any_browser_reads(desk: Web) -> None:
    answer = Browser(desk).signed_in().get(f"/visits/{ANY_ID}/receipt")
    assert (answer.status_code, answer.mimetype, answer.data) == (200, "text/csv", b"a;b\r\n")
    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="Recu n 1  ete{ANY_ID}.csv"; '
        f"filename*=UTF-8''Re%C3%A7u%20n%C2%B0%201%20%E2%80%93%20%C3%A9t%C3%A9{ANY_ID}.csv"
    )
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert Browser(desk).get(f"/visits/{ANY_ID}/receipt").status_code == 303
