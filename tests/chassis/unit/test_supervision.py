"""What a supervisor hears of a process, on a datagram socket as systemd gives one."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from uuid import uuid4

import pytest
from structlog.testing import capture_logs

from chassis.core import state
from chassis.core.clock import SetClock
from chassis.core.database import Database
from chassis.core.health import Health
from chassis.core.runtime import Runtime
from chassis.core.state import DATABASE, INBOX, Said, State
from chassis.core.supervision import Supervision, Supervisor
from support.listener import Listener
from support.runtimes import A_DAY, KEYRING, an_antenna
from support.sample_service import PERMANENCE

WATCHDOG = "WATCHDOG=1"


@pytest.fixture(params=["a file", "abstract"])
def listener(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Listener]:
    listener = Listener(f"@maillage-{uuid4()}" if request.param == "abstract" else str(tmp_path / "notify"))
    listener.environment |= {"WATCHDOG_USEC": "20000", "WATCHDOG_PID": str(os.getpid())}
    yield listener
    listener.close()


@pytest.fixture
def runtime(tmp_path: Path) -> Runtime:
    database = Database(f"sqlite+pysqlite:///{tmp_path}/never-opened.db")
    return Runtime(PERMANENCE, an_antenna(), database, KEYRING, SetClock(A_DAY), State())


def works(runtime: Runtime) -> None:
    runtime.state.say(DATABASE, Said.DATABASE_READY)
    runtime.state.say(INBOX, Said.REGISTERED)


def test_it_hears_that_we_wait_and_why_then_that_we_are_ready_then_that_we_stop(
    listener: Listener, runtime: Runtime
) -> None:
    runtime.state.begin(INBOX, "BROKER_PASSWORD_REFUSED")
    with Supervision(Health([runtime]), listener.environment) as supervision:
        supervision.running()
        waiting = (
            "STATUS=pas prêt : permanence.romans database CONNECTING, permanence.romans inbox BROKER_PASSWORD_REFUSED"
        )
        heard = listener.wait_for(waiting)
        heard += listener.wait_for(WATCHDOG, "EXTEND_TIMEOUT_USEC=30000000")
        assert "READY=1" not in heard
        works(runtime)
        assert listener.wait_for("READY=1", "STATUS=prêt")
        assert listener.wait_for(WATCHDOG)[0] == WATCHDOG  # told once, and no more time is asked for
        supervision.stopping()
        assert listener.wait_for("STOPPING=1")
        assert set(listener.hear()) == {WATCHDOG}


def test_a_process_whose_loop_hangs_is_no_longer_said_to_live(
    listener: Listener, runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    runtime.state.begin(INBOX)
    works(runtime)
    supervision = Supervision(Health([runtime]), listener.environment)
    supervision.running()
    supervision.look()
    assert listener.hear() == [WATCHDOG, "READY=1", "STATUS=prêt"]
    monkeypatch.setattr(state, "PATIENCE", -1.0)
    for _ in range(3):
        supervision.look()
    monkeypatch.undo()
    supervision.look()
    assert listener.hear() == ["STATUS=pas prêt : permanence.romans inbox LOOP_HUNG"]
    assert listener.hear() == [WATCHDOG, "STATUS=prêt"]


def test_what_becomes_of_readiness_is_logged(listener: Listener, runtime: Runtime) -> None:
    works(runtime)
    with capture_logs() as logs, Supervision(Health([runtime]), listener.environment) as supervision:
        supervision.running()
        listener.wait_for("READY=1")
        runtime.state.say(INBOX, Said.WAITING_FOR_TOPOLOGY)
        listener.wait_for("STATUS=pas prêt : permanence.romans inbox WAITING_FOR_TOPOLOGY")
        works(runtime)
        assert "READY=1" not in listener.wait_for("STATUS=prêt")
    assert [line["event"] for line in logs] == ["ready", "not_ready", "ready"]
    assert logs[1]["troubles"] == ["permanence.romans inbox WAITING_FOR_TOPOLOGY"]


@pytest.mark.parametrize("environment", [{}, {"WATCHDOG_USEC": "20000", "WATCHDOG_PID": "1"}])
def test_without_a_supervisor_nobody_is_told(environment: Mapping[str, str]) -> None:
    supervisor = Supervisor(environment)
    assert supervisor.watchdog_seconds == 0
    supervisor.tell("READY=1")


def test_a_supervisor_that_is_gone_is_told_of_once_and_stops_nobody(tmp_path: Path) -> None:
    supervisor = Supervisor({"NOTIFY_SOCKET": str(tmp_path / "gone")})
    with capture_logs() as logs:
        for _ in range(3):
            supervisor.tell("READY=1")
    assert [line["event"] for line in logs] == ["supervisor_deaf"]
