"""P27: a server that is there and answers nothing is waited for by nobody, and nothing is lost or done twice.

Each server of a department, stopped (SIGSTOP) with all its processes under a steady flow of registrations.
"""

import http.client
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from chassis.core import watch
from faults.budget import BUDGET, FOLDER
from faults.commands import NORMAL, Period, assert_answered, assert_drained, assert_held_up, note
from support import pace
from support.frozen import frozen
from support.oracle import report
from support.processes import eventually
from support.real_permanence import RealPermanence
from support.servers import Servers
from support.steady import ACCEPTED

REFUSED = "503"
# What nobody needs the database for: the sign-in page, a stranger, an address that is none.
PAGES = {"sign-in": 200, "patients": 401, "nowhere": 401}
# Ten seconds on the machine that usual durations were taken on.
ANSWERED = 2.5
AT_ONCE = 0.25
# What an operator may type while it lasts.
COMMANDS = (
    ("trace", str(uuid4())),
    ("quarantine", "list", "--service", "reporting", "--antenna", "romans"),
    ("migrate", "reporting", "--antenna", "romans"),
    ("bulletin", "rebuild", "--antenna", "romans"),
)


@pytest.fixture(scope="module")
def permanence(
    tmp_path_factory: pytest.TempPathFactory, servers: Servers, virtual_host: str
) -> Iterator[RealPermanence]:
    """One for all: what one test leaves undone, the next one finds."""
    folder = tmp_path_factory.mktemp("frozen") / "permanence"
    with RealPermanence(folder, servers, virtual_host, virtual_host) as permanence:
        yield permanence


def test_a_frozen_database_is_answered_for_at_once_and_all_goes_on_once_it_is_back(
    permanence: RealPermanence, servers: Servers
) -> None:
    assert servers.nodes.postgres is not None
    with permanence.steady() as requests:
        said = _said(permanence)
        with frozen(servers.nodes.postgres):
            began = time.monotonic()
            cut = [_ask(permanence, page) for page in PAGES]
            eventually(said, lambda lines: all(lines.values()))
            silent = time.monotonic()
            pages = [_ask(permanence, page) for page in PAGES]
            Period.lasting(BUDGET.frozen)
            unsaid = said()
            back = time.monotonic()
        eventually(lambda: {answer.outcome for answer in requests.answers(since=back)}, {ACCEPTED}.issubset)
        again = time.monotonic()
        eventually(lambda: len(requests.answers(since=again)), lambda answers: answers > NORMAL)
    drained = assert_drained(permanence.behind, back)
    during = requests.answers(began, back)
    since = [answer for answer in during if answer.due >= silent and answer.due + answer.seconds < back]
    slowest, slowest_since = (max(answer.seconds for answer in answers) for answers in (during, since))
    note("P27-frozen-database", slowest=slowest, slowest_once_silent=slowest_since, drained=drained)
    assert Counter(answer.outcome for answer in requests.answers()).keys() == {ACCEPTED, REFUSED}
    assert {answer.outcome for answer in since} == {REFUSED}
    assert {answer.outcome for answer in requests.answers(again)} == {ACCEPTED}
    assert [status for status, _ in (*cut, *pages)] == [*PAGES.values()] * 2
    assert max(slowest, *(seconds for _, seconds in cut)) <= pace.at_most(ANSWERED)
    assert max(slowest_since, *(seconds for _, seconds in pages)) <= pace.at_most(AT_ONCE)
    assert _events(unsaid) == {process: ["database_silent"] for process in unsaid}
    assert {line["code"] for lines in unsaid.values() for line in lines} == {"DATABASE_SILENT"}
    assert _events(said()) == {process: ["database_silent", "database_answers"] for process in unsaid}
    verdict = permanence.judge("P27-frozen-database", trials=1)
    report(verdict, FOLDER)
    assert verdict.is_kept, verdict


def test_commands_are_accepted_while_the_broker_is_frozen_and_their_facts_follow(
    permanence: RealPermanence, servers: Servers
) -> None:
    assert servers.nodes.rabbitmq is not None
    with permanence.steady() as requests:
        normal = Period.lasting(NORMAL)
        said = _said(permanence)
        with frozen(servers.nodes.rabbitmq):
            fault = Period.lasting(BUDGET.frozen)
            kept = permanence.behind()
        back = time.monotonic()
    drained = assert_drained(permanence.behind, back)
    assert_held_up(kept, BUDGET.frozen)
    by_http = assert_answered(requests, normal=normal, fault=fault)
    note("P27-frozen-broker", drained=drained, **by_http)
    for lines in said().values():
        # Each loop once for each cause, of which a frozen broker has two: it was lost, and then it is silent.
        assert set(Counter((line["loop"], line["code"]) for line in lines).values()) <= {1}, lines
        assert {line["server"] for line in lines} <= {"broker"}
    verdict = permanence.judge("P27-frozen-broker", trials=1)
    report(verdict, FOLDER)
    assert verdict.is_kept, verdict


def test_a_rebuild_that_takes_long_is_not_cut_while_the_database_answers(permanence: RealPermanence) -> None:
    assert BUDGET.long_statement > watch.SILENCE
    said = _said(permanence)
    with permanence.steady():
        pass
    eventually(permanence.behind, (0).__eq__)
    with permanence.reporting.begin() as connection:
        body = f"BEGIN PERFORM pg_sleep({BUDGET.long_statement}); RETURN NULL; END"
        connection.exec_driver_sql(f"CREATE FUNCTION linger() RETURNS trigger LANGUAGE plpgsql AS $${body}$$")
        connection.exec_driver_sql(
            "CREATE TRIGGER lingers BEFORE DELETE ON permanence_patients FOR EACH STATEMENT EXECUTE FUNCTION linger()"
        )
    began = time.monotonic()
    assert "faits projetés" in permanence.run("bulletin", "rebuild", "--antenna", "romans", usual=BUDGET.long_statement)
    assert time.monotonic() - began > BUDGET.long_statement
    assert "database_silent" not in str(said())
    with permanence.reporting.begin() as connection:
        connection.exec_driver_sql("DROP FUNCTION linger CASCADE")


def test_a_command_that_finds_the_database_frozen_says_so_and_fails(
    permanence: RealPermanence, servers: Servers
) -> None:
    assert servers.nodes.postgres is not None
    with frozen(servers.nodes.postgres), ThreadPoolExecutor(len(COMMANDS)) as pool:
        errors = list(pool.map(lambda command: permanence.run(*command, fails=True), COMMANDS))
    for error in errors:
        assert "Traceback" not in error
        assert "base de données" in error


def test_without_the_watch_requests_hang_as_long_as_the_database_does(
    permanence: RealPermanence, servers: Servers
) -> None:
    """The negative control: what the first test is to see, it sees."""
    assert servers.nodes.postgres is not None
    unwatched = permanence.serve("unwatched", "support.unwatched")
    with permanence.steady(unwatched) as requests, frozen(servers.nodes.postgres):
        fault = Period.lasting(BUDGET.frozen)
    assert max(answer.seconds for answer in requests.answers(fault.since)) > fault.until - fault.since - 1


def _ask(permanence: RealPermanence, page: str) -> tuple[int, float]:
    """The status of a page's answer, and after how many seconds it came."""
    address, began = urlsplit(permanence.address), time.monotonic()
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=pace.patience())
    try:
        connection.request("GET", f"{address.path}{page}")
        return connection.getresponse().status, time.monotonic() - began
    finally:
        connection.close()


def _said(permanence: RealPermanence) -> Callable[[], dict[str, list[dict[str, Any]]]]:
    """What each process complains of from now on, but for strangers at the door: those are ours."""
    before = {name: len(lines) for name, lines in permanence.told().items()}

    def since() -> dict[str, list[dict[str, Any]]]:
        told = {name: lines[before[name] :] for name, lines in permanence.told().items()}
        return {name: [line for line in lines if _complains(line)] for name, lines in told.items()}

    return since


def _complains(line: Mapping[str, Any]) -> bool:
    is_all_right: bool = line["level"] == "info" or line["event"] == "access_refused"
    return not is_all_right


def _events(said: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[str, list[str]]:
    return {name: [line["event"] for line in lines] for name, lines in said.items()}
