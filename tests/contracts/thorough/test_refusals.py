"""What is not one of our events is refused with a code and a path, and never repeats what it held."""

import json
import traceback
from dataclasses import dataclass
from typing import Any

import pytest

from contracts.envelope import CONTENT_TYPE, MAX_BODY_BYTES, MAX_DEPTH, decode
from contracts.rejection import Rejected, RejectionCode
from support.examples import CONSULTATION_HELD, INTERN_ARRIVED, INTERN_DEPARTED, PATIENT_REGISTERED, body, document

# Planted in every body: a name, as it would be in a field where a partner should not have put it.
CANARY = "Zéphyrine-Canari"
CONVENTION_SIGNED = "housing.convention_signed.v1"
MONTH_COUNTED = "permanence.month_counted.v1"
COST_RECORDED = "housing.cost_recorded.v1"
RENT_DUE = "housing.rent_due.v1"
STAY_REFUSED = "housing.stay_refused.v1"
NO_DAY = {"starts_on": "2023-09-01", "ends_on": "2023-09-01"}


@dataclass(frozen=True)
class Refusal:
    name: str
    body: bytes
    code: RejectionCode
    path: str | None = None
    content_type: str | None = CONTENT_TYPE
    content_encoding: str | None = "utf-8"


def spoiled(event_type: str = INTERN_DEPARTED, data: dict[str, Any] | None = None, **attributes: Any) -> bytes:
    planted = {"name": CANARY} | (data or {})
    return json.dumps(document(event_type, data=planted, note=CANARY, **attributes), ensure_ascii=False).encode()


def without(*place: str) -> bytes:
    candidate = document(INTERN_DEPARTED, data={"name": CANARY})
    holder = candidate if len(place) == 1 else candidate["data"]
    del holder[place[-1]]
    return body(candidate)


def shared(*shares: dict[str, Any]) -> bytes:
    return spoiled(CONVENTION_SIGNED, data={"shares": [share | {"name": CANARY} for share in shares]})


def followed_by(extension: str) -> bytes:
    """A good event with one more attribute, written by hand."""
    return spoiled()[:-1] + f', "extension": {extension}}}'.encode()


GOOD = spoiled()
MALFORMED = RejectionCode.UNRECOGNIZED_FORMAT
INVALID = RejectionCode.INVALID_MESSAGE
WRONG_TYPE = RejectionCode.NOT_ALLOWED_CONTENT_TYPE
MANY_KEYS = "{" + ",".join(f'"{number}":0' for number in range(100_000)) + "}"

SENDER = RejectionCode.SENDER_INCONSISTENCY
ARRIVAL_REPORTED = "partners.intern_arrival_reported.v1"

REFUSALS = [
    Refusal("nothing", b"", MALFORMED),
    Refusal("not JSON", CANARY.encode(), MALFORMED),
    Refusal("truncated", GOOD[:-1], MALFORMED),
    Refusal("followed by something", GOOD + b"{}", MALFORMED),
    Refusal("a byte order mark", b"\xef\xbb\xbf" + GOOD, MALFORMED),
    Refusal("UTF-16", GOOD.decode().encode("utf-16"), MALFORMED),
    Refusal("Latin-1", GOOD.decode().encode("latin-1"), MALFORMED),
    Refusal("an array", b"[" + GOOD + b"]", MALFORMED),
    Refusal("a text", json.dumps(CANARY).encode(), MALFORMED),
    Refusal("nested one level too deep", followed_by("[" * MAX_DEPTH + "]" * MAX_DEPTH), MALFORMED),
    Refusal("nested 1,000 deep", followed_by("[" * 1_000 + "]" * 1_000), MALFORMED),
    Refusal("nested 30,000 deep", followed_by("[" * 30_000 + "]" * 30_000), MALFORMED),
    Refusal("100,000 keys", followed_by(MANY_KEYS), RejectionCode.TOO_LARGE),
    Refusal("one byte too many", GOOD.ljust(MAX_BODY_BYTES + 1), RejectionCode.TOO_LARGE),
    Refusal("NaN", followed_by("NaN"), MALFORMED),
    Refusal("minus infinity", followed_by("-Infinity"), MALFORMED),
    Refusal("a number beyond floats", followed_by("1e999"), MALFORMED),
    Refusal("an integer of 400 digits", followed_by("9" * 400), MALFORMED),
    Refusal("a repeated attribute", followed_by('1, "id": "x"'), MALFORMED),
    Refusal("a repeated key far inside", followed_by('[{"a": {"b": 1, "b": 1}}]'), MALFORMED),
    Refusal("a lone surrogate", followed_by(r'"\ud800"'), MALFORMED),
    Refusal("a lone surrogate in a key", followed_by(r'{"\udc00": 0}'), MALFORMED),
    Refusal("an escaped NUL", followed_by(r'["\u0000"]'), MALFORMED),
    Refusal("a raw NUL", followed_by('"\x00"'), MALFORMED),
    Refusal("pickle", b"\x80\x04K*.", WRONG_TYPE, content_type="application/x-python-serialize"),
    Refusal("XML", f"<name>{CANARY}</name>".encode(), WRONG_TYPE, content_type="application/xml"),
    Refusal("plain JSON", GOOD, WRONG_TYPE, content_type="application/json"),
    Refusal("a batch of events", b"[" + GOOD + b"]", WRONG_TYPE, content_type="application/cloudevents-batch+json"),
    Refusal("no content type", GOOD, WRONG_TYPE, content_type=None),
    Refusal("a content type that tells", GOOD, WRONG_TYPE, content_type=f"text/{CANARY}"),
    Refusal("another charset", GOOD, WRONG_TYPE, content_type=f"{CONTENT_TYPE}; charset=utf-16"),
    Refusal("gzip", b"\x1f\x8b\x08", RejectionCode.NOT_ALLOWED_CONTENT_ENCODING, content_encoding="gzip"),
    Refusal("an attribute missing", without("subject"), INVALID, "subject"),
    Refusal("no data", without("data"), INVALID, "data"),
    Refusal("a field missing", without("data", "nights"), INVALID, "data.nights"),
    Refusal("data that is a text", body(document(INTERN_DEPARTED) | {"data": CANARY}), INVALID, "data"),
    Refusal("a text for a number", spoiled(data={"nights": CANARY}), INVALID, "data.nights"),
    Refusal("true for a number", spoiled(data={"nights": True}), INVALID, "data.nights"),
    Refusal("1 for true", spoiled(CONSULTATION_HELD, data={"supervised": 1}), INVALID, "data.supervised"),
    Refusal("an object for a text", spoiled(data={"house": {CANARY: CANARY}}), INVALID, "data.house"),
    Refusal("null for a required field", spoiled(data={"house": None}), INVALID, "data.house"),
    Refusal("a value that is not listed", spoiled(data={"occupant_kind": CANARY}), INVALID, "data.occupant_kind"),
    Refusal("a newline after a code", spoiled(data={"house": "maison\n"}), INVALID, "data.house"),
    Refusal("an id that is not one", spoiled(id=CANARY), INVALID, "id"),
    Refusal("an id in braces", spoiled(id="{3f2b8c1a-9d64-4a52-8d0e-6a1f0b7c9e04}"), INVALID, "id"),
    Refusal("a time without zone", spoiled(time="2024-05-02T08:00:00"), INVALID, "time"),
    Refusal("a time before all times", spoiled(time="0001-01-01T00:00:00+14:00"), INVALID, "time"),
    Refusal("a time after all times", spoiled(time="9999-12-31T23:59:59-01:00"), INVALID, "time"),
    Refusal("a time that is a number", spoiled(time=1714636800), INVALID, "time"),
    Refusal("29 February 2023", spoiled(data={"departed_on": "2023-02-29"}), INVALID, "data.departed_on"),
    Refusal("a week for a day", spoiled(data={"departed_on": "2024-W18-4"}), INVALID, "data.departed_on"),
    Refusal(
        "a departure on the day of arrival",
        spoiled(INTERN_ARRIVED, data={"arrived_on": "2024-05-02", "expected_departure_on": "2024-05-02"}),
        INVALID,
        "data.expected_departure_on",
    ),
    Refusal("a rent of half a month", spoiled(RENT_DUE, data={"month_on": "2023-11-15"}), INVALID, "data.month_on"),
    Refusal("euros for cents", spoiled(RENT_DUE, data={"amount_cents": 150.0}), INVALID, "data.amount_cents"),
    Refusal("cents as a text", spoiled(RENT_DUE, data={"amount_cents": "15000"}), INVALID, "data.amount_cents"),
    Refusal("a cent too many", spoiled(RENT_DUE, data={"amount_cents": 100_000_001}), INVALID, "data.amount_cents"),
    Refusal("a cost of nothing", spoiled(COST_RECORDED, data={"amount_cents": 0}), INVALID, "data.amount_cents"),
    Refusal("a sentence for a reason", spoiled(STAY_REFUSED, data={"reason": CANARY}), INVALID, "data.reason"),
    Refusal("nobody to share with", spoiled(CONVENTION_SIGNED, data={"shares": []}), INVALID, "data.shares"),
    Refusal("a share of nothing", shared({"party": "ccas", "weight": 0}), INVALID, "data.shares.0.weight"),
    Refusal("a share of nobody", shared({"weight": 1}), INVALID, "data.shares.0.party"),
    Refusal("a convention of no day", spoiled(CONVENTION_SIGNED, data=NO_DAY), INVALID, "data.ends_on"),
    Refusal("a first major", spoiled(type="permanence.patient_registered.v1"), RejectionCode.UNKNOWN_VERSION, "type"),
    Refusal("counts in clear", spoiled(MONTH_COUNTED, data={"sealed": '{"rows": []}'}), INVALID, "data.sealed"),
    Refusal(
        "a day for a month", spoiled(PATIENT_REGISTERED, data={"month_on": "2023-09-04"}), INVALID, "data.month_on"
    ),
    Refusal("a sequence without padding", spoiled(sequence="2"), INVALID, "sequence"),
    Refusal("a sequence that is a number", spoiled(sequence=2), INVALID, "sequence"),
    Refusal("a sequence in other digits", spoiled(sequence="٠٠٠٠٠٠٠٠٠٢"), INVALID, "sequence"),
    Refusal("an antenna that is not a code", spoiled(antenna=CANARY), INVALID, "antenna"),
    Refusal("another CloudEvents", spoiled(specversion="0.3"), INVALID, "specversion"),
    Refusal("a type that is not one", spoiled(type=CANARY), INVALID, "type"),
    Refusal("an unknown type", spoiled(type="housing.intern_moved.v1"), RejectionCode.UNKNOWN_VERSION, "type"),
    Refusal("an unknown version", spoiled(type="housing.intern_departed.v2"), RejectionCode.UNKNOWN_VERSION, "type"),
    Refusal("another's type", spoiled(source="/romans/permanence"), RejectionCode.SENDER_INCONSISTENCY, "source"),
    Refusal("a partner's source", spoiled(source="/partners/ccas"), RejectionCode.SENDER_INCONSISTENCY, "source"),
    Refusal("a fact told by the partners' door", spoiled(source="/departement/partners"), SENDER, "source"),
    Refusal("a claim by a service", spoiled(ARRIVAL_REPORTED, source="/romans/housing"), SENDER, "source"),
    Refusal("a claim by a partner", spoiled(ARRIVAL_REPORTED, source="/partners/ccas"), SENDER, "source"),
    Refusal("a claim by another door", spoiled(ARRIVAL_REPORTED, source="/romans/partners"), SENDER, "source"),
    Refusal("a claim of no partner", spoiled(ARRIVAL_REPORTED, partner=None), SENDER, "partner"),
]


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal.name)
def test_bad_input_is_refused_with_its_code_and_path_and_never_quoted(refusal: Refusal) -> None:
    with pytest.raises(Rejected) as caught:
        decode(refusal.body, refusal.content_type, refusal.content_encoding)
    assert (caught.value.code, caught.value.path) == (refusal.code, refusal.path)
    told = "".join(traceback.format_exception(caught.value)) + repr(caught.value) + str(vars(caught.value))
    assert "Canari" not in told


@pytest.mark.parametrize(
    "content_type",
    [
        CONTENT_TYPE,
        f"{CONTENT_TYPE}; charset=utf-8",
        f'{CONTENT_TYPE};charset="UTF-8"',
        f"{CONTENT_TYPE.upper()} ; boundary=x",
    ],
)
@pytest.mark.parametrize("content_encoding", ["utf-8", "UTF-8", "identity", "", None])
def test_the_content_type_may_have_parameters(content_type: str, content_encoding: str | None) -> None:
    assert decode(GOOD, content_type, content_encoding).type == INTERN_DEPARTED


@pytest.mark.parametrize(
    "candidate",
    [
        spoiled(data={"surprise": {"deep": [1, None]}}, traceparent="00-0af7651916cd43dd8448eb211c80319c-b7ad6b71-01"),
        spoiled(expirytime=None, partner=None, datacontenttype=None),
        spoiled(time="2024-05-02T10:00:00+02:00"),
        followed_by(r'"\ud83d\ude00"'),
        followed_by("[" * (MAX_DEPTH - 1) + "]" * (MAX_DEPTH - 1)),
        followed_by(json.dumps([[]] * 1_000)),
        GOOD.ljust(MAX_BODY_BYTES),
    ],
    ids=[
        "unknown fields",
        "null for absent",
        "another zone",
        "a pair of surrogates",
        "as deep as may be",
        "wide",
        "the largest size",
    ],
)
def test_what_a_partner_may_add_or_write_otherwise_changes_nothing(candidate: bytes) -> None:
    assert decode(candidate, CONTENT_TYPE) == decode(body(document(INTERN_DEPARTED)), CONTENT_TYPE)


def test_a_consultation_on_29_february_of_a_leap_year_took_place() -> None:
    event = decode(body(document(CONSULTATION_HELD, data={"held_on": "2024-02-29"})), CONTENT_TYPE)
    assert event.data["held_on"].isoformat() == "2024-02-29"


def test_every_code_that_reading_gives_is_in_the_table() -> None:
    # The others belong to the inbox, which knows what was read before and what the broker said.
    later = {"UNROUTABLE", "ABSURD_TIME", "EXPIRED", "ID_REUSE", "NOT_APPLICABLE", "POISON", "ORPHAN"}
    later |= {"SEAL_UNREADABLE", "MONTH_NOT_OVER", "COUNT_LOWER"}  # what reporting finds in a count
    assert {refusal.code for refusal in REFUSALS} == set(RejectionCode) - later
