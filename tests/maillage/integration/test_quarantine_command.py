"""`maillage quarantine` on an embedded instance of reporting: what people see of refused and waiting messages."""

import json
import logging
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner, Result

from chassis.core import refusals, tables, waiting
from chassis.core.clock import SetClock
from chassis.core.config import load_config
from chassis.core.delivery import Delivery
from chassis.core.inbox import receive
from chassis.core.instance import Instance
from chassis.core.keyring import create_key
from chassis.core.migrate import migrate
from chassis.core.runtime import Runtime
from chassis.core.work import UnitOfWork
from contracts.envelope import CONTENT_TYPE, Event
from maillage.cli.main import app
from maillage.network import Network
from support import pace
from support.bad_inputs import CANARY, HOSTILE
from support.examples import INTERN_ARRIVED, body, document
from support.journals import JOURNALS
from support.recorded import row_counts, rows

DONE, FAILED, USAGE, CONFIGURATION = 0, 1, 2, 3
PLACE = ("--service", "reporting", "--antenna", "romans")
# What a reader whose clock stands there takes for impossible, it takes gladly once its clock is mended.
BEFORE = datetime(2010, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Installed:
    runtime: Runtime
    environment: dict[str, str]

    def type(self, *arguments: str) -> Result:
        """`maillage quarantine` followed by the arguments."""
        return CliRunner().invoke(app, ["quarantine", *arguments, *PLACE], env=self.environment)

    def refuse(self, *facts: dict[str, Any]) -> list[str]:
        """Has these refused as impossible in time; returns the references."""
        wrong = replace(self.runtime, clock=SetClock(BEFORE))
        return self.refuse_bodies(*map(body, facts), runtime=wrong)

    def refuse_bodies(self, *bodies: bytes, runtime: Runtime | None = None) -> list[str]:
        known = {row["quarantine_id"] for row in rows(self.runtime, "quarantine")}
        receive(runtime or self.runtime, [Delivery(each, CONTENT_TYPE) for each in bodies])
        found = [row["quarantine_id"] for row in rows(self.runtime, "quarantine")]
        return [str(reference) for reference in found if reference not in known]

    def applied(self) -> int:
        return row_counts(self.runtime)["inbox"]


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Installed]:
    (tmp_path / "antennas").mkdir()
    text = 'label = "Romans"\nopened_on = 2023-09-04\nservices = ["housing", "permanence", "reporting"]\n'
    (tmp_path / "antennas" / "romans.toml").write_text(text)
    environment = {
        "MAILLAGE_PROFILE": "embedded",
        "MAILLAGE_STATE_DIR": str(tmp_path / "state"),
        "MAILLAGE_ANTENNAS_DIR": str(tmp_path / "antennas"),
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    runtime = Network.load(load_config()).runtime(Instance("reporting", "romans"))
    migrate(runtime)
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    yield Installed(runtime, environment)
    root.handlers = handlers  # each command sends logs to its own standard error
    root.setLevel(level)
    runtime.database.close()


def an_arrival(**attributes: Any) -> dict[str, Any]:
    stay_id = str(uuid4())
    own = {"id": str(uuid4()), "subject": stay_id, "source": "/romans/housing", "antenna": "romans"}
    return document(INTERN_ARRIVED, data={"stay_id": stay_id}, **(own | attributes))


def test_nothing_refused_is_said(installed: Installed) -> None:
    result = installed.type("list", "--each")
    assert (result.exit_code, result.output.strip()) == (DONE, "Rien en quarantaine.")
    assert json.loads(installed.type("list", "--each", "--json").stdout) == []


def test_a_list_names_code_reason_and_field_and_never_the_content(installed: Installed) -> None:
    references = installed.refuse(an_arrival(note=CANARY))
    references += installed.refuse_bodies(CANARY.encode())
    table, as_json = installed.type("list", "--each"), installed.type("list", "--each", "--json")
    for result in (table, as_json):
        assert result.exit_code == DONE
        assert "Canari" not in result.output
        for word in (*references, "ABSURD_TIME", "UNRECOGNIZED_FORMAT", "l'instant est impossible", INTERN_ARRIVED):
            assert word in result.output
    found = json.loads(as_json.stdout)
    assert [row["code"] for row in found] == ["ABSURD_TIME", "UNRECOGNIZED_FORMAT"]
    assert [row["path"] for row in found] == ["time", None]


def test_a_list_is_by_source_and_code_unless_each_is_asked_for(installed: Installed) -> None:
    references = installed.refuse(*(an_arrival() for _ in range(3)))
    installed.refuse_bodies(b"nothing")
    many, one = json.loads(installed.type("list", "--json").stdout)
    assert (many["source"], many["code"], many["count"], many["without_body"]) == (
        "/romans/housing",
        "ABSURD_TIME",
        3,
        0,
    )
    assert many["reference"] in references
    assert (one["source"], one["code"], one["count"]) == (None, "UNRECOGNIZED_FORMAT", 1)
    cut = installed.type("list", "--limit", "1")
    assert ("3" in cut.stdout, "1 de plus" in cut.stderr) == (True, True)
    anonymous = json.loads(installed.type("list", "--each", "--source", "-", "--json").stdout)
    assert [row["code"] for row in anonymous] == ["UNRECOGNIZED_FORMAT"]


def test_what_is_discarded_leaves_the_list_and_is_shown_with_who_and_why(installed: Installed) -> None:
    first, _ = installed.refuse(an_arrival(), an_arrival())
    installed.refuse_bodies(b"nothing", b"nothing else")
    done = installed.type("discard", first, "--reason", "essai d'un partenaire", "--json")
    assert (done.exit_code, json.loads(done.stdout)) == (DONE, {"asked": 1, "discarded": 1})
    assert installed.type("discard", "--code", "UNRECOGNIZED_FORMAT", "--reason", "bruit").stdout.startswith("2 sur 2")
    assert len(json.loads(installed.type("list", "--each", "--json").stdout)) == 1
    every = json.loads(installed.type("list", "--each", "--all", "--json").stdout)
    assert Counter(row["discarded_because"] for row in every) == {"bruit": 2, "essai d'un partenaire": 1, None: 1}
    assert all(row["discarded_by"] for row in every if row["discarded_because"])
    again = installed.type("discard", first, "--reason", "encore")
    assert (again.exit_code, again.stdout.startswith("0 sur 1")) == (DONE, True)


def test_what_is_discarded_without_a_reason_or_a_choice_is_a_misuse(installed: Installed) -> None:
    (reference,) = installed.refuse(an_arrival())
    for arguments in ([reference], [reference, "--reason", " "], ["--reason", "tout"]):
        assert installed.type("discard", *arguments).exit_code == USAGE
    unknown = installed.type("discard", str(uuid4()), "--reason", "jamais venu")
    assert (unknown.exit_code, "n'existe pas" in unknown.stderr) == (FAILED, True)
    assert installed.type("replay", reference).exit_code == DONE


def test_what_came_without_its_body_says_why_it_can_be_neither_shown_nor_replayed(installed: Installed) -> None:
    (reference,) = installed.refuse(an_arrival())
    with installed.runtime.database.engine.begin() as connection:
        connection.execute(sa.update(tables.quarantine).values(sealed_body=None, broker_account="hopital"))
    (group,) = json.loads(installed.type("list", "--json").stdout)
    assert group["without_body"] == 1
    for command in ("show", "replay"):
        result = installed.type(command, reference)
        assert (result.exit_code, "n'a pas été gardé" in result.stderr) == (FAILED, True)


def test_an_account_with_little_room_left_is_told(installed: Installed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refusals, "MOST_ROWS", 2)
    receive(installed.runtime, [Delivery(bytes([n]), CONTENT_TYPE, user_id="hopital") for n in range(2)])
    assert "Le compte hopital a pris plus des deux tiers" in installed.type("list").stderr


def test_a_list_is_cut_and_says_so(installed: Installed) -> None:
    installed.refuse_bodies(*(f"{number}".encode() for number in range(130)))
    assert len(json.loads(installed.type("list", "--each", "--json").stdout)) == 100
    some = installed.type("list", "--each", "--limit", "7", "--json")
    assert len(json.loads(some.stdout)) == 7
    assert "123 de plus" in some.stderr
    assert "de plus" not in installed.type("list", "--each", "--limit", "130").output


def test_a_list_can_be_of_one_code(installed: Installed) -> None:
    installed.refuse(an_arrival())
    installed.refuse_bodies(b"nothing")
    found = json.loads(installed.type("list", "--each", "--code", "ABSURD_TIME", "--json").stdout)
    assert [row["code"] for row in found] == ["ABSURD_TIME"]


def test_what_a_sender_wrote_forges_no_line_and_colours_nothing(installed: Installed) -> None:
    installed.refuse_bodies(b"nothing")
    hostile = HOSTILE + "[/red][bold]" + "\x9b31m\u202e"
    with installed.runtime.database.engine.begin() as connection:
        connection.execute(sa.update(tables.quarantine).values(reason=hostile, type=hostile, path=hostile))
    for result in (installed.type("list", "--each"), installed.type("list", "--each", "--json")):
        assert result.exit_code == DONE
        assert all(character.isprintable() for line in result.output.splitlines() for character in line)
        assert '{"event":"forged"}' not in result.output.splitlines()
        assert "[bold]" in result.output
    assert json.loads(installed.type("list", "--each", "--json").stdout)[0]["reason"] == hostile


def test_a_message_is_opened_with_one_audit_row(installed: Installed) -> None:
    fact = an_arrival(note=CANARY)
    (reference,) = installed.refuse(fact)
    shown = installed.type("show", reference)
    assert shown.exit_code == DONE
    assert json.loads(shown.stdout) == fact
    (audit,) = rows(installed.runtime, "audit")
    assert (audit["action"], audit["object"]) == ("quarantine.show", reference)
    assert audit["person"]


def test_a_message_that_would_move_the_cursor_is_spelled_out(installed: Installed) -> None:
    (reference,) = installed.refuse_bodies(HOSTILE.encode() + b"\xff\x00")
    shown = installed.type("show", reference).stdout
    assert all(character.isprintable() for line in shown.split("\n") for character in line)
    assert r"\u001b[2J" in shown


def test_a_message_is_not_opened_with_another_key(installed: Installed, tmp_path: Path) -> None:
    (reference,) = installed.refuse(an_arrival(note=CANARY))
    create_key(tmp_path / "other.key")
    installed.environment["MAILLAGE_KEY_FILE"] = str(tmp_path / "other.key")
    for command in ("show", "replay"):
        refused = installed.type(command, reference)
        assert refused.exit_code == CONFIGURATION
        assert "est scellée par la clé" in refused.stderr
        assert "Traceback" not in refused.output
        assert "Canari" not in refused.output
    assert rows(installed.runtime, "audit") == []
    assert installed.applied() == 0


def test_an_unknown_reference_is_said(installed: Installed) -> None:
    for command in ("show", "replay"):
        result = installed.type(command, str(uuid4()))
        assert result.exit_code == FAILED
        assert "n'existe pas" in result.stderr
    assert installed.type("show", "not-a-reference").exit_code == USAGE
    assert rows(installed.runtime, "audit") == []


def test_one_is_replayed_and_a_second_time_changes_nothing(installed: Installed) -> None:
    first, second = installed.refuse(an_arrival(), an_arrival())
    for _ in range(2):
        result = installed.type("replay", first)
        assert (result.exit_code, result.stdout.strip()) == (
            DONE,
            "1 sur 1 rejoués ; les autres restent en quarantaine.",
        )
        assert installed.applied() == 1
    assert [row["quarantine_id"] for row in json.loads(installed.type("list", "--each", "--json").stdout)] == [second]
    every = json.loads(installed.type("list", "--each", "--all", "--json").stdout)
    assert [row["replayed_at"] is not None for row in every] == [row["quarantine_id"] == first for row in every]


def test_those_of_a_code_are_replayed(installed: Installed) -> None:
    installed.refuse(*(an_arrival() for _ in range(5)))
    installed.refuse_bodies(b"nothing")
    assert installed.type("replay", "--code", "ABSURD_TIME").exit_code == DONE
    assert installed.applied() == 5
    assert [row["code"] for row in json.loads(installed.type("list", "--each", "--json").stdout)] == [
        "UNRECOGNIZED_FORMAT"
    ]


def test_all_are_replayed_and_what_cannot_be_applied_stays(installed: Installed) -> None:
    installed.refuse(*(an_arrival() for _ in range(3)))
    installed.refuse_bodies(b"nothing")
    first, second = installed.type("replay", "--all"), installed.type("replay", "--all")
    assert (first.exit_code, second.exit_code) == (FAILED, FAILED)
    assert first.stdout.startswith("3 sur 4")
    assert second.stdout.startswith("0 sur 1")
    assert installed.applied() == 3
    assert row_counts(installed.runtime)["quarantine"] == 4


def test_one_refused_again_for_another_reason_is_in_quarantine_under_that_one_only(installed: Installed) -> None:
    (reference,) = installed.refuse(an_arrival(antenna="laval"))
    with installed.runtime.database.engine.begin() as connection:  # as an older reader would have judged it
        connection.execute(sa.update(tables.quarantine).values(code="UNKNOWN_VERSION"))
    assert installed.type("replay", reference).exit_code == FAILED
    (left,) = json.loads(installed.type("list", "--each", "--json").stdout)
    assert left["code"] == "UNROUTABLE"


def test_a_replay_of_nothing_in_particular_is_a_misuse(installed: Installed) -> None:
    for arguments in ([], ["--all", "--code", "POISON"], [str(uuid4()), "--all"]):
        result = installed.type("replay", *arguments)
        assert (result.exit_code, "donnez des références" in result.stderr) == (USAGE, True)
    assert installed.type("list", "--each", "--limit", "0").exit_code == USAGE


def test_events_that_wait_are_listed_with_what_they_await(installed: Installed) -> None:
    assert "Aucun événement n'attend" in installed.type("waiting").stdout
    awaited = uuid4()

    def wait(events: Sequence[Event], work: UnitOfWork) -> None:
        for event in events:
            work.wait_for(event, awaited)

    manifest = replace(installed.runtime.manifest, reactions={INTERN_ARRIVED: wait})
    facts = [an_arrival(note=CANARY) for _ in range(3)]
    receive(replace(installed.runtime, manifest=manifest), [Delivery(body(fact), CONTENT_TYPE) for fact in facts])
    assert waiting.count(installed.runtime) == 3

    table, cut = installed.type("waiting"), installed.type("waiting", "--limit", "2", "--json")
    assert str(awaited) in table.stdout
    assert all(fact["id"] in table.stdout for fact in facts)
    assert "Canari" not in table.output
    assert "1 de plus" in cut.stderr
    (first, _) = json.loads(cut.stdout)
    assert set(first) == {"event_id", "source", "type", "awaited", "since", "tried_at"}


def test_a_database_that_is_not_migrated_is_said(installed: Installed, tmp_path: Path) -> None:
    installed.environment["MAILLAGE_STATE_DIR"] = str(tmp_path / "elsewhere")
    for command in ("list", "waiting"):
        result = installed.type(command)
        assert result.exit_code == FAILED
        assert "maillage migrate reporting --antenna romans" in result.stderr


def test_the_program_itself_ends_with_these_statuses(installed: Installed) -> None:
    installed.refuse_bodies(b"nothing")
    statuses = {
        ("replay", "--all"): FAILED,
        ("list", "--antenna", "nulle-part"): USAGE,
    }
    for arguments, status in statuses.items():
        command = [sys.executable, "-m", "maillage", "quarantine", arguments[0], *PLACE, *arguments[1:]]
        ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=pace.patience())
        JOURNALS.said(ended.stderr)
        assert (ended.returncode, "Traceback" in ended.stderr) == (status, False), ended.stderr
