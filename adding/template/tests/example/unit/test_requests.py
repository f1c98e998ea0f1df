"""Requests from end to end on SQLite: by the API and by the page, told once, counted by a figure."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from chassis.core.work import unit_of_work
from example.manifest import MANIFEST
from reporting.example.figures import FIGURES
from reporting.figure import Days, read_figures
from reporting.manifest import MANIFEST as REPORTING
from support.browser import Browser
from support.http_app import Web, assert_problem, web
from support.recorded import facts, row_counts
from support.runtimes import sqlite_runtime

BODY = {"label": "Une place", "filed_on": "2024-03-01"}
MARCH = Days(date(2024, 3, 1), date(2024, 4, 1))


@pytest.fixture
def example(tmp_path: Path) -> Iterator[Web]:
    with web(tmp_path, MANIFEST, "coordinator") as instance:
        yield instance


def test_filing_answers_a_reference_and_tells_one_fact_however_often_it_is_sent(example: Web) -> None:
    key = str(uuid4())
    answers = [example.post("/requests", BODY, key=key) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].get_json() == answers[1].get_json()
    (fact,) = facts(example.runtime)
    assert (fact.type, fact.sequence) == ("example.request_filed.v1", 1)
    assert str(fact.subject) == answers[0].get_json()["request_id"]
    assert fact.data == {"request_id": fact.subject, "filed_on": date(2024, 3, 1)}


def test_what_breaks_a_rule_is_told_and_changes_nothing(example: Web) -> None:
    refused = example.post("/requests", {**BODY, "filed_on": "2024-03-02"})
    assert_problem(refused, 422, "REQUEST_IN_FUTURE", "filed_on")
    assert row_counts(example.runtime)["requests"] == 0


def test_only_those_who_work_with_requests_may_file_or_read_them(example: Web) -> None:
    assert example.post("/requests", BODY, role="reporter").status_code == 403
    assert example.get("/requests", role="reporter").status_code == 403


def test_a_request_that_is_filed_on_the_page_is_shown_there_and_read_by_programs(example: Web) -> None:
    browser = Browser(example).signed_in()
    page = browser.get("/desk/requests")
    assert browser.send(page, "/desk/requests/filed", **BODY).status_code == 303
    assert "Une place" in browser.get("/desk/requests").text
    (shown,) = example.get("/requests").get_json()["requests"]
    assert {name: shown[name] for name in BODY} == BODY


def test_a_request_that_was_told_is_counted_once_in_its_month(example: Web, tmp_path: Path) -> None:
    example.post("/requests", BODY)
    events = facts(example.runtime)
    reporting = sqlite_runtime(tmp_path, REPORTING)
    for _ in range(2):
        with unit_of_work(reporting, correlation_id=UUID(int=1), causation_id=UUID(int=1)) as work:
            REPORTING.reactions[events[0].type](events, work)
    with Session(reporting.database.engine) as session:
        assert read_figures(session, FIGURES, MARCH) == {"example.requests": 1}
    reporting.database.close()
