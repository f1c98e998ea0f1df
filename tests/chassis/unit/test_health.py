"""Whether a process lives and can work is read from what its parts said of themselves."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest

from chassis.core.clock import SetClock
from chassis.core.database import Database
from chassis.core.health import Health, probed
from chassis.core.runtime import Runtime
from chassis.core.state import DATABASE, INBOX, PATIENCE, PROCESS, RELAY, Said, State
from support.runtimes import A_DAY, KEYRING, an_antenna
from support.sample_service import PERMANENCE


class Instants:
    """A monotonic clock that a test moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Probed:
    """A process of one instance as probes see it."""

    def __init__(self, folder: Path) -> None:
        self.instants = Instants()
        database = Database(f"sqlite+pysqlite:///{folder}/never-opened.db")
        self.runtime = Runtime(PERMANENCE, an_antenna(), database, KEYRING, SetClock(A_DAY), State(self.instants))
        self.state = self.runtime.state
        self.reached: list[str] = []
        self._app = probed(Health([self.runtime]), self._behind)

    def _behind(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        self.reached.append(environ["PATH_INFO"])
        start_response("404 Not Found", [])
        return [b"{}"]

    def ask(self, path: str, method: str = "GET") -> tuple[int, dict[str, Any]]:
        environ: dict[str, Any] = {"PATH_INFO": path, "REQUEST_METHOD": method}
        setup_testing_defaults(environ)
        told: list[str] = []
        body = b"".join(self._app(environ, lambda status, _headers: told.append(status)))  # type: ignore[arg-type]
        return int(told[0].split()[0]), json.loads(body or b"{}")

    def works(self) -> None:
        self.state.say(PROCESS, Said.RUNNING)
        self.state.say(DATABASE, Said.DATABASE_READY)
        self.state.begin(INBOX, Said.REGISTERED)
        self.state.begin(RELAY, Said.STANDING_BY)


@pytest.fixture
def process(tmp_path: Path) -> Probed:
    return Probed(tmp_path)


def test_a_process_that_starts_lives_and_is_not_ready(process: Probed) -> None:
    assert process.ask("/livez") == (200, {"alive": True})
    status, told = process.ask("/readyz")
    assert (status, told["ready"]) == (503, False)
    assert {"instance": "permanence.romans", "part": "process", "code": "STARTING"} in told["troubles"]


def test_a_process_is_ready_once_each_of_its_parts_works_or_stands_by(process: Probed) -> None:
    process.works()
    assert process.ask("/readyz") == (200, {"ready": True})


@pytest.mark.parametrize("code", ["BROKER_LOST", Said.WAITING_FOR_TOPOLOGY, Said.CONNECTING, "ANY_OTHER_TROUBLE"])
@pytest.mark.parametrize("part", [INBOX, RELAY, DATABASE])
def test_one_part_in_trouble_is_told_by_its_code(process: Probed, part: str, code: str) -> None:
    process.works()
    process.state.say(part, code)
    told = {"ready": False, "troubles": [{"instance": "permanence.romans", "part": part, "code": code}]}
    assert process.ask("/readyz") == (503, told)
    assert process.ask("/livez")[0] == 200


def test_a_loop_that_no_longer_beats_is_hung_and_its_process_neither_lives_nor_works(process: Probed) -> None:
    process.works()
    process.instants.now += PATIENCE
    process.state.beat(RELAY)
    process.instants.now += 1
    hung = [{"instance": "permanence.romans", "part": "inbox", "code": "LOOP_HUNG"}]
    assert process.ask("/livez") == (503, {"alive": False, "troubles": hung})
    assert process.ask("/readyz") == (503, {"ready": False, "troubles": hung})
    process.state.beat(INBOX)
    assert process.ask("/livez")[0] == process.ask("/readyz")[0] == 200


def test_what_is_no_loop_need_not_beat_and_a_loop_that_ended_no_longer_counts(process: Probed) -> None:
    process.works()
    process.state.end(INBOX)
    process.state.end(RELAY)
    process.state.beat(INBOX)
    process.instants.now += 10 * PATIENCE
    assert process.ask("/livez")[0] == process.ask("/readyz")[0] == 200


def test_probes_never_reach_what_is_behind_nor_the_database(process: Probed) -> None:
    for _ in range(2_000):
        process.ask("/livez")
        process.ask("/readyz")
    assert process.reached == []
    assert not Path(process.runtime.database.url.database or "").exists()
    assert process.ask("/readyz", "HEAD") == (503, {})


def test_every_other_address_and_method_goes_on_to_the_application(process: Probed) -> None:
    for path, method in (("/", "GET"), ("/livez/", "GET"), ("/livez", "POST"), ("/romans/readyz", "GET")):
        assert process.ask(path, method)[0] == 404
    assert process.reached == ["/", "/livez/", "/livez", "/romans/readyz"]
