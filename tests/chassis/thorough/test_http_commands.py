"""Commands over HTTP: once per key and person, and nothing kept of what fails."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from structlog.testing import capture_logs

from chassis.core.clock import SetClock
from chassis.core.database import Database
from chassis.core.errors import ConcurrentChange
from chassis.core.key_check import KeyRefused
from chassis.core.keyring import SealBroken
from chassis.core.runtime import Runtime
from chassis.http.access import ANY_ROLE, allowed
from chassis.http.app import MAX_BODY_BYTES, create_app
from permanence.manifest import MANIFEST
from support.http_app import NOW, Web, assert_problem, web
from support.registration import PATIENT, ROLE
from support.runtimes import KEYRING, an_antenna


@pytest.fixture(scope="module")
def permanence(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    with web(tmp_path_factory.mktemp("permanence"), MANIFEST, ROLE) as instance:
        yield instance


def test_the_same_key_and_body_get_the_first_outcome_and_write_once(permanence: Web) -> None:
    before = permanence.rows()
    key = str(uuid4())
    first = permanence.post("/patients", PATIENT, key=key)
    rows = permanence.rows()
    again = permanence.post("/patients", PATIENT, key=key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.get_json() == again.get_json()
    assert permanence.rows() == rows
    assert {name: rows[name] - before[name] for name in rows if rows[name] != before[name]} == {
        "patients": 1,
        "patient_keys": 1,
        "patient_lookups": 1,
        "outbox": 1,
        "commands": 1,
    }


def test_the_same_key_with_another_body_is_refused_and_changes_nothing(permanence: Web) -> None:
    key = str(uuid4())
    permanence.post("/patients", PATIENT, key=key)
    rows = permanence.rows()
    response = permanence.post("/patients", {**PATIENT, "ald": False}, key=key)
    assert_problem(response, 422, "COMMAND_REUSED", "Idempotency-Key")
    assert permanence.rows() == rows


def test_two_people_with_the_same_key_are_two_commands(permanence: Web) -> None:
    before = permanence.rows()["patients"]
    key = str(uuid4())
    mine = permanence.post("/patients", PATIENT, key=key, person="anne")
    theirs = permanence.post("/patients", {**PATIENT, "ald": False}, key=key, person="bruno")
    assert mine.get_json() != theirs.get_json()
    assert permanence.rows()["patients"] == before + 2


@pytest.mark.parametrize("key", [None, "", "1", "not-a-uuid", "é"])
def test_a_command_without_a_good_key_is_told_to_send_one(permanence: Web, key: str | None) -> None:
    rows = permanence.rows()
    headers = {"Authorization": f"Bearer {permanence.token()}", **({} if key is None else {"Idempotency-Key": key})}
    response = permanence.app.test_client().post("/romans/permanence/v1/patients", json=PATIENT, headers=headers)
    assert_problem(response, 400, "IDEMPOTENCY_KEY_REQUIRED", "Idempotency-Key")
    assert "UUID" in response.get_json()["detail"]
    assert permanence.rows() == rows


def test_a_body_over_64_kib_is_refused(permanence: Web) -> None:
    response = permanence.post("/patients", b'{"commune": "' + b"a" * MAX_BODY_BYTES + b'"}')
    assert_problem(response, 413, "BODY_TOO_LARGE")


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "application/xml", ""])
def test_a_body_that_is_not_json_is_refused(permanence: Web, content_type: str) -> None:
    headers = {"Authorization": f"Bearer {permanence.token()}", "Idempotency-Key": str(uuid4())}
    response = permanence.app.test_client().post(
        "/romans/permanence/v1/patients", data=b"{}", content_type=content_type, headers=headers
    )
    assert_problem(response, 415, "UNSUPPORTED_CONTENT")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'"canari"',
        b"\xff\xfe",
        b'{"commune": "canari", "commune": "canari"}',
        b'{"commune": NaN}',
        b'{"commune": ' + b"9" * 5000 + b"}",
        b"[" * 60_000,
    ],
    ids=["empty", "cut", "null", "list", "text", "not utf-8", "repeated", "nan", "endless", "nested"],
)
def test_a_body_that_is_no_json_object_is_refused_without_quoting_it(permanence: Web, body: bytes) -> None:
    response = permanence.post("/patients", body)
    assert_problem(response, 400, "BODY_UNREADABLE")
    assert "canari" not in response.text


def test_ten_thousand_unknown_fields_get_a_short_answer(permanence: Web) -> None:
    response = permanence.post("/patients", {f"f{number}": 1 for number in range(5000)})
    assert_problem(response, 400, "MALFORMED_REQUEST", response.get_json()["field"])
    assert len(response.data) < 10_000


def test_the_name_of_an_unknown_field_is_told_only_if_it_is_a_name(permanence: Web) -> None:
    response = permanence.post("/patients", {**PATIENT, "comment": "canari", "Mme Canari, née en 1950": 1, "\ud800": 1})
    told = [error["field"] for error in response.get_json()["errors"]]
    assert sorted(told) == ["(nom illisible)", "(nom illisible)", "comment"]
    assert "canari" not in response.text.lower()


def test_a_locked_database_gets_a_503_nothing_is_written_and_reads_go_on(tmp_path: Path) -> None:
    with web(tmp_path, MANIFEST, ROLE) as patient, patient.impatient() as permanence, capture_logs() as lines:
        other = sqlite3.connect(permanence.runtime.database.url.database or "", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        written = permanence.post("/patients", PATIENT)
        read = permanence.get("/patients/00000000-0000-4000-8000-000000000000")
        other.close()
        assert not any(permanence.rows().values())
    assert_problem(written, 503, "DATABASE_UNAVAILABLE")
    assert written.headers["Retry-After"] == "5"
    assert_problem(read, 404, "NOT_FOUND")
    assert [(line["event"], line["cause"]) for line in lines] == [("database_unavailable", "DATABASE_BUSY")]


def test_an_unreachable_database_gets_a_503(tmp_path: Path) -> None:
    (tmp_path / "a-folder.db").mkdir()
    database = Database(f"sqlite+pysqlite:///{tmp_path}/a-folder.db")
    runtime = Runtime(MANIFEST, an_antenna(), database, KEYRING, SetClock(NOW))
    permanence = Web(create_app(runtime), runtime, ROLE)
    assert_problem(permanence.get("/patients/00000000-0000-4000-8000-000000000000"), 503, "DATABASE_UNAVAILABLE")
    assert_problem(permanence.post("/patients", PATIENT), 503, "DATABASE_UNAVAILABLE")


def raising(permanence: Web, error: Exception) -> Web:
    @allowed(ANY_ROLE)
    def fail() -> str:
        raise error

    return permanence.with_route("/fail", fail)


def test_a_change_lost_five_times_to_others_gets_a_409(permanence: Web) -> None:
    assert_problem(raising(permanence, ConcurrentChange()).get("/fail"), 409, "CONCURRENT_CHANGE")


@pytest.mark.parametrize(
    ("error", "code", "event"),
    [
        (SealBroken("permanence.identity"), "SEAL_REFUSED", "seal_refused"),
        (KeyRefused("la base est scellée par une autre clé"), "KEY_REFUSED", "key_refused"),
    ],
)
def test_what_another_key_sealed_gets_a_500_of_its_own_and_is_told_to_operators(
    permanence: Web, error: Exception, code: str, event: str
) -> None:
    with capture_logs() as lines:
        response = raising(permanence, error).get("/fail")
    assert_problem(response, 500, code)
    assert response.text.count(code) == 3  # code, type, and the sentence
    assert "équipe technique" not in response.text
    assert "Retry-After" not in response.headers
    (line,) = lines
    assert (line["event"], line["log_level"], line["code"]) == (event, "error", code)


def test_what_is_unforeseen_gets_a_500_that_says_nothing_and_logs_no_data(permanence: Web) -> None:
    with capture_logs() as lines:
        response = raising(permanence, RuntimeError("canari")).get("/fail")
    assert_problem(response, 500, "INTERNAL_ERROR")
    assert "canari" not in response.text
    (line,) = lines
    assert (line["event"], line["error"]) == ("request_failed", "RuntimeError")
    assert line["frames"][-1].startswith("test_http_commands.py:")
    assert "canari" not in str(line)
