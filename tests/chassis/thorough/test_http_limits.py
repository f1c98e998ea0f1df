"""Limits on forms open to everybody: bounded for one address, for all of them, and in memory."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from chassis.core.clock import SetClock
from chassis.http.limits import OVERALL, PER_ADDRESS, WINDOW, Limits
from support.browser import Browser
from support.http_app import NOW, Web, web
from support.sample_pages.routes import MANIFEST


@pytest.fixture
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    with web(tmp_path_factory.mktemp("desk"), MANIFEST, role="clerk") as instance:
        yield instance


def test_an_address_is_refused_after_its_share_until_the_window_closes() -> None:
    limits = Limits(per_address=3, overall=100, window=timedelta(minutes=10))
    assert [limits.seconds_to_wait("192.0.2.1", NOW) for _ in range(5)] == [0, 0, 0, 600, 600]
    assert limits.seconds_to_wait("192.0.2.2", NOW) == 0
    assert limits.seconds_to_wait("192.0.2.1", NOW + timedelta(seconds=599)) == 1
    assert limits.seconds_to_wait("192.0.2.1", NOW + timedelta(seconds=600)) == 0


def test_all_together_are_refused_after_the_overall_share() -> None:
    limits = Limits(per_address=3, overall=10)
    taken = [limits.seconds_to_wait(f"192.0.2.{number}", NOW) for number in range(20)]
    assert [seconds == 0 for seconds in taken] == [True] * 10 + [False] * 10


def test_a_million_addresses_are_not_remembered() -> None:
    limits = Limits(per_address=3, overall=50)
    for number in range(5_000):
        limits.seconds_to_wait(f"10.0.{number // 250}.{number % 250}", NOW)
    assert len(limits) == 50


@pytest.mark.parametrize(
    ("first", "second", "are_one"),
    [
        ("2001:db8::1", "2001:db8::ffff:1", True),
        ("2001:db8:0:1::1", "2001:db8:0:2::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", False),
        ("fe80::1%eth0", "fe80::2%eth1", True),
        ("", "", True),
    ],
)
def test_one_subscriber_is_one_address(first: str, second: str, are_one: bool) -> None:
    limits = Limits(per_address=1)
    assert limits.seconds_to_wait(first, NOW) == 0
    assert bool(limits.seconds_to_wait(second, NOW)) == are_one


def test_threads_together_take_exactly_the_share() -> None:
    limits = Limits(per_address=1_000, overall=100)
    with ThreadPoolExecutor(8) as threads:
        taken = list(threads.map(lambda _: limits.seconds_to_wait("192.0.2.1", NOW), range(400)))
    assert taken.count(0) == 100


def test_a_flood_on_a_public_form_gets_a_clear_page_and_changes_nothing(desk: Web) -> None:
    flooding = Browser(desk, address="192.0.2.1")
    for _ in range(PER_ADDRESS):
        flooding.post("/ask", {})
    page = flooding.get("/ask")
    rows = desk.rows()
    refused = flooding.send(page, "/ask", question="Quand ?")
    assert (refused.status_code, refused.mimetype) == (429, "text/html")
    assert refused.headers["Retry-After"] == str(int(WINDOW.total_seconds()))
    assert "Réessayez dans 10 min" in refused.text
    assert desk.rows() == rows

    other = Browser(desk, address="192.0.2.2")
    assert other.send(other.get("/ask"), "/ask", question="Quand ?").status_code == 303
    assert isinstance(desk.runtime.clock, SetClock)
    desk.runtime.clock.set(NOW + WINDOW)
    assert flooding.send(page, "/ask", question="Quand ?").status_code == 303


def test_a_flood_from_everywhere_on_one_form_leaves_the_others_open(desk: Web) -> None:
    limits = desk.app.extensions["maillage_site"].limits["pages.ask_question"]
    for number in range(OVERALL):
        limits.seconds_to_wait(f"10.0.{number // 250}.{number % 250}", NOW)
    visitor = Browser(desk)
    assert visitor.send(visitor.get("/ask"), "/ask", question="Quand ?").status_code == 429
    assert visitor.signed_in().get("/visits").status_code == 200


def test_people_who_are_signed_in_are_not_counted(desk: Web) -> None:
    browser = Browser(desk).signed_in()
    answers = {browser.post("/visits", {}).status_code for _ in range(PER_ADDRESS + 5)}
    assert answers == {403}  # not verified, never too many
