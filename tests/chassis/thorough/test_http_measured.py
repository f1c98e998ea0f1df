"""Every answer is measured by its kind and class of status, and a request that never ends is seen."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from prometheus_client import REGISTRY

from chassis.core import state
from chassis.core.health import Health
from chassis.http.access import allowed
from permanence.manifest import MANIFEST
from support.http_app import Web, web
from support.registration import PATIENT, ROLE

LABELS = {"service": "permanence", "antenna": "romans"}


@pytest.fixture
def permanence(tmp_path: Path) -> Iterator[Web]:
    with web(tmp_path, MANIFEST, ROLE) as opened:
        yield opened


def counted(kind: str, status: str) -> float:
    name = "maillage_http_request_seconds_count"
    return REGISTRY.get_sample_value(name, {**LABELS, "kind": kind, "status": status}) or 0


def in_flight() -> float | None:
    return REGISTRY.get_sample_value("maillage_http_requests_in_flight", LABELS)


@pytest.mark.parametrize(
    ("kind", "status", "method", "path"),
    [
        ("command", "2xx", "POST", "/patients"),
        ("command", "4xx", "POST", "/patients"),
        ("query", "2xx", "GET", "/openapi.json"),
        ("query", "4xx", "GET", "/nowhere"),
    ],
)
def test_an_answer_counts_for_its_kind_and_its_class_of_status(
    permanence: Web, kind: str, status: str, method: str, path: str
) -> None:
    before = counted(kind, status)
    body = PATIENT if status == "2xx" else b"{"
    answer = permanence.post(path, body) if method == "POST" else permanence.get(path)
    assert f"{answer.status_code // 100}xx" == status
    assert counted(kind, status) == before + 1


def test_a_page_is_a_page_also_where_it_refuses(permanence: Web) -> None:
    before = counted("page", "2xx")
    assert permanence.app.test_client().get(f"{permanence.runtime.instance.address}/sign-in").status_code == 200
    assert counted("page", "2xx") == before + 1


def test_a_request_is_in_flight_until_it_is_answered_and_one_that_hangs_is_told_by_the_probe(
    permanence: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[float | None] = []
    health = Health([permanence.runtime])

    @allowed(ROLE)
    def hang() -> str:
        seen.append(in_flight())
        assert health.not_alive() == []
        monkeypatch.setattr(state, "PATIENCE", -1.0)
        (trouble,) = health.not_alive()
        assert (trouble.part.split()[0], trouble.code) == ("request", "LOOP_HUNG")
        return ""

    assert permanence.with_route("/hang", hang).get("/hang").status_code == 200
    assert seen == [1]
    assert in_flight() == 0
    assert health.not_alive() == []
