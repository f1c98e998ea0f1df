"""The events that every contestant is given: consultations with random ids, the same ones at every run."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from uuid import UUID

from bench.place import PERMANENCE
from contracts.catalogue import BY_TYPE
from contracts.envelope import Event, encode

TYPE = "permanence.consultation_held.v2"
ROUTING_KEY = BY_TYPE[TYPE].routing_key(PERMANENCE.antenna)
_EVENT, _SUBJECT = (UUID(int=number, version=4) for number in range(1, 3))


@dataclass(frozen=True, slots=True)
class Fact:
    """An event on the wire, with what a check needs to know of it."""

    event_id: UUID
    subject: UUID
    body: bytes


def facts(count: int) -> list[Fact]:
    """Written once by the contract's own encoder, then given other ids: encoding 200,000 would take half a minute."""
    written = encode(
        Event(
            id=_EVENT,
            source=PERMANENCE.source,
            type=TYPE,
            subject=_SUBJECT,
            time=datetime(2023, 11, 1, tzinfo=UTC),
            antenna=PERMANENCE.antenna,
            sequence=1,
            correlationid=_EVENT,
            causationid=_EVENT,
            data={
                "held_on": date(2023, 11, 6),
                "practitioner_kind": "retired_gp",
            },
        )
    )
    generator = Random(1)
    made = []
    for _ in range(count):
        ids = {old: UUID(int=generator.getrandbits(128), version=4) for old in (_EVENT, _SUBJECT)}
        body = written
        for old, new in ids.items():
            body = body.replace(str(old).encode(), str(new).encode())
        made.append(Fact(ids[_EVENT], ids[_SUBJECT], body))
    return made


def write_lines(made: list[Fact], file: Path) -> Path:
    """One body a line, for contestants in a process of their own."""
    file.write_bytes(b"".join(fact.body + b"\n" for fact in made))
    return file
