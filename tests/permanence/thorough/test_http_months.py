"""Months counted at somebody's asking: by a program and from the page, by a coordinator, with a key or told without."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from chassis.core.clock import SetClock
from chassis.core.sealing import SealingKeys
from chassis.http.app import create_app
from support.http_app import Web
from support.permanence.permanence_api import PermanenceApi, permanence_api
from support.permanence.permanence_desk import PermanenceDesk, permanence_desk
from support.recorded import row_counts

A_PAGE = "/desk/declarations"


def with_keys(web: Web, folder: Path) -> Web:
    """The same instance, where the embedded profile makes the pairs of keys that are missing."""
    runtime = replace(web.runtime, sealing=SealingKeys(folder / "sealing", creates=True))
    return replace(web, app=create_app(runtime), runtime=runtime)


@pytest.fixture
def api(tmp_path: Path) -> Iterator[PermanenceApi]:
    with permanence_api(tmp_path) as api:
        api.inhabit()
        clock = api.web.runtime.clock
        assert isinstance(clock, SetClock)
        clock.set(datetime(2027, 1, 4, 9, tzinfo=UTC))
        yield api


def test_a_coordinator_has_the_months_counted_and_nobody_else(api: PermanenceApi, tmp_path: Path) -> None:
    counting = PermanenceApi(with_keys(api.web, tmp_path))
    for role in ("secretary", "doctor", "accountant"):
        assert counting.post("/months/counted", {}, role).status_code == 403
    answer = counting.do("/months/counted", "coordinator")
    assert answer == {"told": 6, "corrected": 0}
    assert counting.do("/months/counted", "coordinator") == {"told": 0, "corrected": 0}


def test_without_its_key_nothing_is_told_and_the_answer_says_whom_to_ask(api: PermanenceApi) -> None:
    before = row_counts(api.web.runtime)
    refused = api.post("/months/counted", {}, "coordinator")
    assert (refused.status_code, refused.get_json()["code"]) == (500, "KEY_UNUSABLE")
    assert row_counts(api.web.runtime) == before


def test_the_page_of_the_coordinator_offers_to_count_and_that_of_others_does_not(tmp_path: Path) -> None:
    with permanence_desk(tmp_path) as desk:
        counting = PermanenceDesk(with_keys(desk.web, tmp_path), desk.agenda)
        desk.agenda.at(date(2023, 12, 4))
        browser = counting.signed_in("coordinator", "coord")
        page = browser.get(A_PAGE)
        assert "Compter les mois clos" in page.text
        before = row_counts(counting.runtime)["month_counts"]
        sent = browser.send(page, f"{A_PAGE}/months")
        assert sent.status_code == 303
        assert row_counts(counting.runtime)["month_counts"] == before + 6
        assert "Compter les mois clos" not in counting.signed_in().get(A_PAGE).text
