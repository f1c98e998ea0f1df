"""Sessions: what opens one, what a form proves, and what is believed of neither."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from structlog.testing import capture_logs

from chassis.core.clock import SetClock
from support.browser import Browser, elements
from support.http_app import NOW, Web, web
from support.sample_pages.routes import MANIFEST

GOOD = {"subject": "Clés", "visited_on": "2024-03-01"}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    with web(tmp_path_factory.mktemp("desk"), MANIFEST, role="clerk") as instance:
        yield instance


@pytest.fixture(autouse=True)
def _now(desk: Web) -> None:
    assert isinstance(desk.runtime.clock, SetClock)
    desk.runtime.clock.set(NOW)


def sign_in(browser: Browser, path: str = "/sign-in", **typed: Any) -> Any:
    return browser.send(browser.get(path), "/sign-in", **typed)


def test_a_token_opens_a_session_that_leads_to_the_page_that_was_asked_for(desk: Web) -> None:
    browser = Browser(desk)
    asked = browser.get("/visits?since=2024-01-01").headers["Location"]
    answer = sign_in(browser, asked, token=f"  {desk.token()}\n")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/romans/desk/v1/visits?since=2024-01-01")
    assert browser.get("/visits").status_code == 200


def test_a_session_begins_at_the_home_page_when_nothing_was_asked_for(desk: Web) -> None:
    assert sign_in(Browser(desk), token=desk.token()).headers["Location"] == "/romans/desk/v1/visits"


def test_the_session_is_closed_to_scripts_to_other_sites_and_to_other_instances(desk: Web) -> None:
    (cookie,) = sign_in(Browser(desk), token=desk.token()).headers.getlist("Set-Cookie")
    name, *attributes = cookie.split("; ")
    assert name.startswith("maillage_session=")
    assert set(attributes) == {"HttpOnly", "SameSite=Strict", "Path=/romans/desk/v1"}


@pytest.mark.parametrize(
    ("host", "is_secure"),
    [
        ("localhost:8080", False),
        ("127.0.0.1", False),
        ("127.8.9.1:80", False),
        ("[::1]:8080", False),
        ("maillage.exemple.fr", True),
        ("127.0.0.1.exemple.fr", True),
        ("localhost.exemple.fr", True),
        ("10.0.0.7:8080", True),
    ],
)
def test_cookies_travel_in_clear_on_loopback_only(desk: Web, host: str, is_secure: bool) -> None:
    page = Browser(desk, host=host).get("/sign-in")
    (cookie,) = page.headers.getlist("Set-Cookie")
    assert ("Secure" in cookie.split("; ")) == is_secure


def test_over_https_cookies_are_secure_on_loopback_too(desk: Web) -> None:
    page = desk.app.test_client().get("/romans/desk/v1/sign-in", base_url="https://localhost")
    assert "Secure" in page.headers["Set-Cookie"].split("; ")


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "/romans/desk/v1",
        "/romans/desk/v1//evil.example",
        "/romans/desk/v1/\\evil.example",
        "/romans/desk/v1/../../../evil",
        "/romans/desk/v1/%2e%2e/other",
        "/romans/desk/v1@evil.example/",
        "/romans/desk/v1.evil.example/",
        "/romans/desk/v12/visits",
        "/laval/desk/v1/visits",
        "/romans/desk/v1/visits\r\nSet-Cookie: a=b",
        "/romans/desk/v1/visits#x",
        "javascript:alert(1)",
        "visits",
    ],
)
def test_signing_in_leads_to_no_address_but_our_own(desk: Web, wanted: str) -> None:
    answer = sign_in(Browser(desk), token=desk.token(), next=wanted)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/romans/desk/v1/visits")


@pytest.mark.parametrize("case", ["forged", "expired", "another antenna", "another key", "nothing", "spaces"])
def test_a_token_that_does_not_hold_here_opens_nothing_and_is_not_written_back(desk: Web, case: str) -> None:
    token = {
        "forged": desk.token()[:-4] + "AAAA",
        "expired": desk.token(now=NOW - timedelta(days=2)),
        "another antenna": desk.token(antenna="laval"),
        "another key": "canari.canari.canari",
        "nothing": "",
        "spaces": "   ",
    }[case]
    browser = Browser(desk)
    with capture_logs() as lines:
        page = sign_in(browser, token=token)
    assert page.status_code == (400 if case in ("nothing", "spaces") else 403)
    assert browser.cookie("maillage_session") is None
    assert not token.strip() or token not in page.text
    (field,) = [at for at in elements(page, "input") if at.get("type") == "password"]
    assert field["aria-invalid"] == "true"
    assert "value" not in field
    assert not token.strip() or token not in str(lines)


def test_the_token_of_another_antenna_in_the_cookie_opens_no_page(desk: Web) -> None:
    browser = Browser(desk)
    browser.client.set_cookie("maillage_session", desk.token(antenna="laval"), path=browser.root)
    page = browser.get("/visits")
    assert (page.status_code, "ANTENNA_REFUSED" in page.text) == (403, True)


def test_a_session_ends_with_its_token(desk: Web) -> None:
    browser = Browser(desk).signed_in(days=1)
    assert isinstance(desk.runtime.clock, SetClock)
    desk.runtime.clock.set(NOW + timedelta(days=1))
    assert browser.get("/visits").status_code == 303


def test_signing_out_forgets_the_session(desk: Web) -> None:
    browser = Browser(desk).signed_in()
    answer = browser.send(browser.get("/visits"), "/sign-out")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/romans/desk/v1/sign-in")
    assert browser.cookie("maillage_session") is None
    assert browser.get("/visits").status_code == 303


def test_signing_out_is_a_form_too(desk: Web) -> None:
    browser = Browser(desk).signed_in()
    assert browser.post("/sign-out", {}).status_code == 403
    assert browser.get("/visits").status_code == 200


def _another_person(browser: Browser) -> dict[str, list[str]]:
    other = Browser(browser.web).signed_in(person="bruno")
    return other.form(other.get("/visits"), "/visits").values


def _another_form(browser: Browser) -> dict[str, list[str]]:
    return browser.form(browser.get("/visits"), "/sign-out").values


def _another_key(browser: Browser) -> dict[str, list[str]]:
    return browser.form(browser.get("/visits"), "/visits").values | {"_key": [str(uuid4())]}


def _without(name: str) -> Any:
    def form(browser: Browser) -> dict[str, list[str]]:
        values = browser.form(browser.get("/visits"), "/visits").values
        del values[name]
        return values

    return form


def _changed(name: str, value: str) -> Any:
    return lambda browser: browser.form(browser.get("/visits"), "/visits").values | {name: [value]}


@pytest.mark.parametrize(
    "forged",
    [
        _another_person,
        _another_form,
        _another_key,
        _without("_proof"),
        _without("_key"),
        _changed("_proof", ""),
        _changed("_proof", "é"),
        _changed("_key", "not-a-uuid"),
        lambda _browser: {},
    ],
)
def test_a_form_that_is_not_proven_ours_is_refused_and_changes_nothing(desk: Web, forged: Any) -> None:
    browser = Browser(desk).signed_in(person="anne")
    rows = desk.rows()
    with capture_logs() as lines:
        page = browser.post("/visits", {**forged(browser), **GOOD})
    assert (page.status_code, "FORM_NOT_VERIFIED" in page.text) == (403, True)
    assert desk.rows() == rows
    assert [line["code"] for line in lines if line["event"] == "form_refused"] == ["FORM_NOT_VERIFIED"]


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_form_that_the_browser_says_comes_from_another_site_is_refused(desk: Web, site: str) -> None:
    browser = Browser(desk).signed_in()
    values = browser.form(browser.get("/visits"), "/visits").values
    assert browser.post("/visits", {**values, **GOOD}, headers={"Sec-Fetch-Site": site}).status_code == 403
    assert browser.post("/visits", {**values, **GOOD}, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 303


def test_a_public_form_is_taken_from_the_browser_that_was_given_it(desk: Web) -> None:
    browser, other = Browser(desk), Browser(desk)
    other.get("/ask")
    values = browser.form(browser.get("/ask"), "/ask").values | {"question": ["Quand ?"]}
    rows = desk.rows()
    assert other.post("/ask", values).status_code == 403
    assert Browser(desk).post("/ask", values).status_code == 403
    assert desk.rows() == rows
    assert browser.post("/ask", values).status_code == 303
    assert browser.get("/ask?merci=1").status_code == 200


@pytest.mark.parametrize("cookie", ["", "x", "number.", ".", "number.AAAA", "é.é"])
def test_a_visitor_s_number_that_we_did_not_sign_is_replaced(desk: Web, cookie: str) -> None:
    browser = Browser(desk)
    browser.client.set_cookie("maillage_visitor", cookie, path=browser.root)
    values = browser.form(browser.get("/ask"), "/ask").values | {"question": ["Quand ?"]}
    assert browser.cookie("maillage_visitor") != cookie
    assert browser.post("/ask", values).status_code == 303


def test_a_visitor_keeps_one_number_from_page_to_page(desk: Web) -> None:
    browser = Browser(desk)
    (cookie,) = browser.get("/ask").headers.getlist("Set-Cookie")
    assert {"HttpOnly", "SameSite=Lax", "Path=/romans/desk/v1"} <= set(cookie.split("; "))
    assert browser.get("/sign-in").headers.getlist("Set-Cookie") == []


def test_two_visitors_with_the_same_words_are_two_commands(desk: Web) -> None:
    before = desk.rows()["visits"]
    for _ in range(2):
        browser = Browser(desk)
        browser.send(browser.get("/ask"), "/ask", question="Quand ?")
    assert desk.rows()["visits"] == before + 2


def test_who_is_signed_in_is_nobody_on_a_page_open_to_all(desk: Web) -> None:
    browser = Browser(desk).signed_in(person="p.durand")
    assert "p.durand" in browser.get("/visits").text
    assert "p.durand" not in browser.get("/ask").text
