"""Each type of the catalogue has one frozen example, which loads today as it did on its first day."""

import hashlib
import json
from pathlib import Path
from uuid import UUID

import pytest

import contracts
from chassis.core.instance import DEPARTEMENT
from contracts.catalogue import BY_TYPE, CATALOGUE, EventType
from contracts.envelope import CONTENT_TYPE, decode, encode
from maillage.documents.json_schemas import example
from support.examples import CONSULTATION_HELD, INTERN_ARRIVED, INTERN_DEPARTED, body, document

EXAMPLES = Path(contracts.__file__).parent / "examples"
FROZEN = Path(__file__).with_name("frozen.json")

every_type = pytest.mark.parametrize("entry", CATALOGUE, ids=lambda entry: entry.type)


def test_every_type_has_an_example_and_every_example_a_type() -> None:
    assert {file.name for file in EXAMPLES.iterdir()} == {f"{entry.type}.json" for entry in CATALOGUE}


def test_no_type_is_listed_twice() -> None:
    assert len({entry.type for entry in CATALOGUE}) == len(CATALOGUE)


def test_frozen_examples_have_not_changed() -> None:
    found = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in EXAMPLES.iterdir()}
    frozen = json.loads(FROZEN.read_text(encoding="utf-8"))
    changed = sorted(name for name in frozen if found.get(name) != frozen[name])
    assert not changed, (
        f"{changed}: a frozen example never changes, since partners rely on it. Add a new version of the type, with an "
        f"example of its own, and send both."
    )
    new = {name: digest for name, digest in found.items() if name not in frozen}
    assert not new, f"new examples are frozen too: add to {FROZEN.name} {json.dumps(new, indent=2)}"


@every_type
def test_an_example_is_read_and_says_what_it_said(entry: EventType) -> None:
    event = decode((EXAMPLES / f"{entry.type}.json").read_bytes(), CONTENT_TYPE)
    assert event.type == entry.type
    # Partners have one door for the whole département, whatever the antenna that the claim concerns.
    teller = DEPARTEMENT if entry.owner == "partners" else event.antenna
    assert event.source == f"/{teller}/{entry.owner}"
    assert entry.schema.dump(event.data) == example(entry)["data"]


@every_type
def test_an_example_written_again_is_the_same_event(entry: EventType) -> None:
    event = decode(body(example(entry)), CONTENT_TYPE)
    written = encode(event)
    assert json.loads(written) == example(entry)
    assert decode(written, CONTENT_TYPE) == event


def test_a_fact_that_breaks_its_own_schema_is_not_written() -> None:
    event = decode(body(example(CATALOGUE[0])), CONTENT_TYPE)
    broken = type(event)(
        **{name: getattr(event, name) for name in event.__slots__} | {"data": dict(event.data) | {"house": "Ô"}}
    )
    with pytest.raises(ValueError, match=r"invalid data: \['house'\]"):
        encode(broken)


@pytest.mark.parametrize(
    ("event_type", "told"),
    [
        (INTERN_ARRIVED, {"room_id": str(UUID(int=1)), "occupant_id": str(UUID(int=2))}),
        (INTERN_DEPARTED, {"room_id": str(UUID(int=1)), "price_cents": 90_000, "intention": "settle_here"}),
        (CONSULTATION_HELD, {"supervised": False}),
    ],
)
def test_what_was_added_to_a_version_may_be_told_or_not(event_type: str, told: dict[str, object]) -> None:
    assert not set(told) & set(example(BY_TYPE[event_type])["data"]), "the frozen example is of before"
    event = decode(body(document(event_type, data=told)), CONTENT_TYPE)
    assert BY_TYPE[event_type].schema.dump(event.data) == example(BY_TYPE[event_type])["data"] | told


def test_a_claim_is_of_the_partners_and_read_by_the_owner_of_the_fact_that_it_may_become() -> None:
    claims = {entry.claimed_as: entry.owner for entry in CATALOGUE if entry.claimed_as}
    assert set(claims) == {entry.type for entry in CATALOGUE if entry.owner == "partners"}
    assert all(list(BY_TYPE[claim].readers) == [owner] for claim, owner in claims.items())
