"""Bad inputs by the rows of the fault model, each with what becomes of it; the suite that gives them to an inbox.

Every body holds a name that must never be seen outside the sealed column.
"""

import gzip
import hashlib
import io
import json
import logging
import sys
import tracemalloc
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from chassis.core import tables
from chassis.core.delivery import Delivery
from chassis.core.inbox import Receipt, receive
from chassis.core.instance import Instance
from chassis.core.log import configure_logs
from chassis.core.refusals import PURPOSE
from chassis.core.retry import retry_waiting
from chassis.core.runtime import Runtime
from contracts.envelope import CONTENT_TYPE, MAX_BODY_BYTES
from contracts.rejection import RejectionCode
from support.examples import body
from support.waiting_sample import arrived, closed, opened, state, stays, voided

CANARY = "Zéphyrine-Canari"
A_DAY_OF_READING = datetime(2024, 12, 1, 9, tzinfo=UTC)
HOSTILE = (
    '\r\n{"event":"forged"}\x1b[2J\x1b]0;x\x07 =cmd|\'/C calc\'!A1 \'; DROP TABLE inbox;-- <script>x</script>\x9b31m'
)

MALFORMED = RejectionCode.UNRECOGNIZED_FORMAT
INVALID = RejectionCode.INVALID_MESSAGE
WRONG_TYPE = RejectionCode.NOT_ALLOWED_CONTENT_TYPE
UNKNOWN = RejectionCode.UNKNOWN_VERSION
ABSURD = RejectionCode.ABSURD_TIME


@dataclass(frozen=True, slots=True)
class BadInput:
    """One message of a row; `code` and `path` say how it is refused, None that it is applied."""

    row: int
    name: str
    body: bytes
    code: RejectionCode | None
    path: str | None = None
    content_type: str | None = CONTENT_TYPE
    content_encoding: str | None = None

    def __str__(self) -> str:
        return f"row {self.row}: {self.name}"

    @property
    def delivery(self) -> Delivery:
        return Delivery(self.body, self.content_type, self.content_encoding)


def a_stay(arrived_on: str = "2024-02-01", expected_departure_on: str = "2024-04-30", **attributes: Any) -> bytes:
    fact = arrived(arrived_on, expected_departure_on, **attributes)
    return json.dumps(fact | {"note": CANARY}, ensure_ascii=False).encode()


def followed_by(extension: str) -> bytes:
    return a_stay()[:-1] + f', "extension": {extension}}}'.encode()


def with_data(**data: Any) -> bytes:
    fact = arrived("2024-02-01", "2024-04-30", note=CANARY)
    fact["data"] |= data
    return body(fact)


def without(name: str) -> bytes:
    fact = arrived("2024-02-01", "2024-04-30", note=CANARY)
    del fact["data"][name]
    return body(fact)


MANY_KEYS = "{" + ",".join(f'"{number}":0' for number in range(100_000)) + "}"
# As many as the broker lets through.
ALLOWED_KEYS = "{" + ",".join(f'"{number}":0' for number in range(7_000)) + "}"
BOMB = gzip.compress(bytes(10 * 1024 * 1024), mtime=0)
SILENT_BOMB = gzip.compress(bytes(9 * 1024 * 1024), mtime=0)

BAD_INPUTS = [
    BadInput(1, "not JSON", CANARY.encode(), MALFORMED),
    BadInput(1, "nothing", b"", MALFORMED),
    BadInput(1, "truncated", a_stay()[:-1], MALFORMED),
    BadInput(2, "no content type", a_stay(), WRONG_TYPE, content_type=None),
    BadInput(2, "pickle", b"\x80\x04K*.", WRONG_TYPE, content_type="application/x-python-serialize"),
    BadInput(2, "XML", f"<n>{CANARY}</n>".encode(), WRONG_TYPE, content_type="application/xml"),
    BadInput(2, "a text that tells", a_stay(), WRONG_TYPE, content_type=f"text/{CANARY}"),
    BadInput(3, "another charset", a_stay(), WRONG_TYPE, content_type=f"{CONTENT_TYPE}; charset=utf-16"),
    BadInput(3, "UTF-16", a_stay().decode().encode("utf-16"), MALFORMED),
    BadInput(3, "Latin-1", a_stay().decode().encode("latin-1"), MALFORMED),
    BadInput(3, "a lone surrogate", followed_by(r'"\ud800"'), MALFORMED),
    BadInput(3, "an escaped NUL", followed_by(r'"\u0000"'), MALFORMED),
    BadInput(3, "a raw NUL", followed_by('"\x00"'), MALFORMED),
    BadInput(4, "10 MiB", a_stay().ljust(10 * 1024 * 1024), RejectionCode.TOO_LARGE),
    BadInput(4, "one byte too many", a_stay().ljust(MAX_BODY_BYTES + 1), RejectionCode.TOO_LARGE),
    BadInput(4, "nested 1,000 deep", followed_by("[" * 1_000 + "]" * 1_000), MALFORMED),
    BadInput(4, "objects nested 1,000 deep", followed_by('{"a":' * 1_000 + "0" + "}" * 1_000), MALFORMED),
    BadInput(4, "nested as deep as the limit of size lets", followed_by("[" * 32_000 + "]" * 32_000), MALFORMED),
    BadInput(4, "100,000 keys", followed_by(MANY_KEYS), RejectionCode.TOO_LARGE),
    BadInput(4, "as many keys as the limit of size lets", followed_by(ALLOWED_KEYS), None),
    BadInput(4, "NaN", followed_by("NaN"), MALFORMED),
    BadInput(4, "1e999", followed_by("1e999"), MALFORMED),
    BadInput(4, "an integer of 400 digits", followed_by("9" * 400), MALFORMED),
    BadInput(4, "a repeated key", followed_by('1, "id": "x"'), MALFORMED),
    BadInput(5, "a gzip bomb", BOMB, RejectionCode.NOT_ALLOWED_CONTENT_ENCODING, content_encoding="gzip"),
    BadInput(5, "a gzip bomb that does not say so", SILENT_BOMB, MALFORMED),
    BadInput(6, "a missing field", without("house"), INVALID, "data.house"),
    BadInput(6, "a missing attribute", a_stay(subject=None), INVALID, "subject"),
    BadInput(6, "a wrong type", with_data(house={CANARY: 1}), INVALID, "data.house"),
    BadInput(6, "a value that is not listed", with_data(occupant_kind=CANARY), INVALID, "data.occupant_kind"),
    BadInput(7, "unknown fields", with_data(surprise={"deep": [CANARY, None]}), None),
    BadInput(8, "an unknown type", a_stay(type="housing.intern_moved.v1"), UNKNOWN, "type"),
    BadInput(8, "an unknown version", a_stay(type="housing.intern_arrived.v2"), UNKNOWN, "type"),
    BadInput(14, "in 2099", a_stay(time="2099-01-01T00:00:00Z"), ABSURD, "time"),
    BadInput(14, "in 1970", a_stay(time="1970-01-01T00:00:00Z"), ABSURD, "time"),
    BadInput(14, "without zone", a_stay(time="2024-05-02T08:00:00"), INVALID, "time"),
    BadInput(14, "in the missing hour", a_stay(time="2024-03-31T02:30:00+01:00"), None),
    BadInput(14, "in the doubled hour", a_stay(time="2024-10-27T02:30:00+02:00"), None),
    BadInput(14, "past its expiry", a_stay(expirytime="2024-12-01T09:00:00Z"), RejectionCode.EXPIRED, "expirytime"),
    BadInput(14, "a second before its expiry", a_stay(expirytime="2024-12-01T09:00:01Z"), None),
    BadInput(15, "an end at the start", a_stay("2024-05-02", "2024-05-02"), INVALID, "data.expected_departure_on"),
    BadInput(15, "an end before the start", a_stay("2024-05-02", "2024-05-01"), INVALID, "data.expected_departure_on"),
    BadInput(15, "29 February 2023", a_stay("2023-02-29"), INVALID, "data.arrived_on"),
    BadInput(15, "midnight for a day", a_stay("2024-02-01T00:00:00"), INVALID, "data.arrived_on"),
    BadInput(15, "29 February 2024", a_stay("2024-02-29", "2024-03-01"), None),
    BadInput(21, "a hostile content type", a_stay(), WRONG_TYPE, content_type=f"text/{HOSTILE}"),
    BadInput(
        21, "a hostile encoding", a_stay(), RejectionCode.NOT_ALLOWED_CONTENT_ENCODING, None, CONTENT_TYPE, HOSTILE
    ),
    BadInput(21, "a header of surrogates and NUL", a_stay(), WRONG_TYPE, content_type="\ud800\x00" + "x" * 5_000),
    BadInput(21, "hostile unknown fields", with_data(surprise=HOSTILE, **{HOSTILE: HOSTILE}), None),
    BadInput(21, "a hostile value", with_data(house=HOSTILE), INVALID, "data.house"),
    BadInput(21, "a hostile type", a_stay(type=HOSTILE), INVALID, "type"),
    BadInput(21, "of another antenna", a_stay(source="/laval/housing"), RejectionCode.SENDER_INCONSISTENCY, "source"),
    BadInput(21, "a hostile source", a_stay(source=HOSTILE), INVALID, "source"),
]


def delivered(*facts: dict[str, Any]) -> list[Delivery]:
    return [Delivery(body(fact), CONTENT_TYPE) for fact in facts]


class BadInputs:
    """What an inbox does with them; `runtime` is the subclass's, one for all tests."""

    @pytest.fixture(autouse=True)
    @classmethod
    def _logs(cls) -> Iterator[None]:
        """Every line, our own and the libraries', written as the program does; checked after each test."""
        root, stream = logging.getLogger(), io.StringIO()
        before, level, stderr = root.handlers, root.level, sys.stderr
        sys.stderr = stream
        configure_logs("DEBUG", Instance("reporting", "romans"))
        logging.getLogger("sqlalchemy").setLevel("DEBUG")  # every statement, and every row read
        yield
        logging.getLogger("sqlalchemy").setLevel("WARNING")
        sys.stderr, root.handlers = stderr, before
        root.setLevel(level)
        told = stream.getvalue()
        assert "Canari" not in told
        assert "forged" not in told
        for line in told.splitlines():
            assert "event" in json.loads(line)

    @pytest.mark.parametrize("bad", BAD_INPUTS, ids=str)
    def test_it_has_its_outcome_once_whatever_its_company(self, runtime: Runtime, bad: BadInput) -> None:
        good = delivered(arrived("2024-02-01", "2024-04-30"), arrived("2024-02-02", "2024-04-30"))
        outcome = Receipt(applied=2)
        if bad.code is None:
            outcome.applied += 1
        else:
            outcome.quarantined = Counter([bad.code])
        assert receive(runtime, [good[0], bad.delivery, good[1]]) == outcome
        assert receive(runtime, [good[0], bad.delivery, bad.delivery, good[1]]).applied == 0

        found = self._quarantined(runtime, bad.body)
        assert [(row.code, row.path) for row in found] == ([(bad.code, bad.path)] if bad.code else [])
        for row in found:
            assert runtime.keyring.unseal(PURPOSE, row.sealed_body) == bad.body
            assert "Canari" not in row.reason
            assert all(text is None or text.isprintable() for text in (row.content_type, row.content_encoding))

    def test_row_9_the_same_five_times_has_one_effect(self, runtime: Runtime) -> None:
        fact = arrived("2024-02-01", "2024-04-30")
        assert receive(runtime, delivered(*[fact] * 3)) == Receipt(applied=1, duplicates=2)
        assert receive(runtime, delivered(*[fact] * 2)) == Receipt(duplicates=2)
        assert self._stays(runtime, fact) == 1

    @pytest.mark.parametrize("together", [True, False], ids=["in one batch", "in two"])
    def test_row_10_another_content_under_a_used_id_is_quarantined_once(self, runtime: Runtime, together: bool) -> None:
        first = arrived("2024-02-01", "2024-04-30")
        second = first | {"time": "2024-05-02T09:00:00Z"}
        batches = [delivered(first, second)] if together else [delivered(first), delivered(second)]
        for _ in range(2):
            for batch in batches:
                receive(runtime, batch)
        assert self._stays(runtime, first) == 1
        assert [row.code for row in self._quarantined(runtime, body(second))] == ["ID_REUSE"]
        assert self._quarantined(runtime, body(first)) == []

    def test_row_11_the_same_id_from_two_senders_is_two_events(self, runtime: Runtime) -> None:
        fact, room_id = arrived("2024-02-01", "2024-04-30"), uuid4()
        departement = replace(runtime, antenna=replace(runtime.antenna, code="departement"))
        other = opened(room_id) | {"id": fact["id"], "source": "/laval/housing", "antenna": "laval"}
        assert receive(departement, delivered(fact, other)) == Receipt(applied=2)
        assert self._stays(runtime, fact) == 1
        assert room_id in state(runtime)

    def test_row_12_what_came_too_early_is_applied_in_the_end(self, runtime: Runtime) -> None:
        room_id = uuid4()
        # Its body is read back from where it waits: libraries that tell rows in their logs see it.
        voiding, end = voided(room_id) | {"note": "Canari"}, closed(room_id, uuid4(), 1, date(2024, 2, 3))
        assert receive(runtime, delivered(voiding, end)) == Receipt(waiting=2)
        receive(runtime, delivered(opened(room_id)))
        assert retry_waiting(runtime) == Receipt(applied=2)
        voidings = [(UUID(voiding["subject"]), date(2024, 2, 1))]
        assert state(runtime)[room_id] == ("chambre-60", date(2024, 2, 3), voidings)

    def test_row_13_an_older_version_after_a_newer_changes_nothing(self, runtime: Runtime) -> None:
        room_id = uuid4()
        newer, older = opened(room_id, 5, code="chambre-70"), opened(room_id, 4, code="chambre-60")
        receive(runtime, delivered(newer))
        assert receive(runtime, delivered(older)) == Receipt(applied=1)
        assert state(runtime)[room_id] == ("chambre-70", None, [])

    def test_row_14_instants_of_the_doubled_and_the_missing_hour_are_kept_in_utc(self, runtime: Runtime) -> None:
        times = {
            "2024-10-27T02:30:00+02:00": datetime(2024, 10, 27, 0, 30, tzinfo=UTC),
            "2024-10-27T02:30:00+01:00": datetime(2024, 10, 27, 1, 30, tzinfo=UTC),
            "2024-03-31T02:30:00+01:00": datetime(2024, 3, 31, 1, 30, tzinfo=UTC),
        }
        for told, kept in times.items():
            fact = arrived("2024-03-30", "2024-04-01", time=told)
            receive(runtime, delivered(fact))
            with runtime.database.engine.connect() as connection:
                (row,) = connection.execute(sa.select(stays).where(stays.c.stay_id == UUID(fact["subject"])))
            assert row.told_at == kept
            assert (row.expected_departure_on - row.arrived_on).days == 2

    def test_a_batch_of_the_worst_bodies_takes_little_memory(self, runtime: Runtime) -> None:
        worst = [bad for bad in BAD_INPUTS if bad.row in (4, 5) and bad.name != "10 MiB"]
        batch = [bad.delivery for bad in worst] * 3
        tracemalloc.start()
        receive(runtime, batch)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < 16 * 1024 * 1024

    @staticmethod
    def _quarantined(runtime: Runtime, of_body: bytes) -> Sequence[Any]:
        digest = hashlib.sha256(of_body).digest()
        with runtime.database.engine.connect() as connection:
            return connection.execute(sa.select(tables.quarantine).where(tables.quarantine.c.digest == digest)).all()

    @staticmethod
    def _stays(runtime: Runtime, fact: dict[str, Any]) -> int:
        query = sa.select(sa.func.count()).select_from(stays).where(stays.c.stay_id == UUID(fact["subject"]))
        with runtime.database.engine.connect() as connection:
            return connection.scalar(query) or 0
