"""Facts as their owners publish them, one function an event type; a test says what it cares about."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from contracts.catalogue import BY_TYPE
from contracts.catalogue.event_type import DOOR
from contracts.envelope import Event
from maillage.documents.json_schemas import example


def registration(patient_id: UUID, registered_on: date, *, antenna: str = "romans", **place: str) -> Event:
    """`place` is a commune or an EPCI; the EPCI of Romans unless one is said."""
    data = {
        "patient_id": patient_id,
        "registered_on": registered_on,
        "age_band": "60-69",
        **(place or {"epci": "200068781"}),
        "ald": True,
        "no_medecin_traitant_reason": "newcomer",
    }
    return _event("permanence.patient_registered.v1", patient_id, registered_on, data, antenna)


def consultation(consultation_id: UUID, patient_id: UUID, held_on: date, *, antenna: str = "romans") -> Event:
    data = {
        "consultation_id": consultation_id,
        "patient_id": patient_id,
        "held_on": held_on,
        "practitioner_kind": "retired_gp",
    }
    return _event("permanence.consultation_held.v1", consultation_id, held_on, data, antenna)


def declaration(declaration_id: UUID, patient_id: UUID, filed_on: date, *, antenna: str = "romans") -> Event:
    data = {
        "declaration_id": declaration_id,
        "patient_id": patient_id,
        "filed_on": filed_on,
        "channel": "online",
        "ald": True,
    }
    return _event("permanence.declaration_filed.v1", declaration_id, filed_on, data, antenna)


def arrival(stay_id: UUID, arrived_on: date, *, antenna: str = "romans", kind: str = "gp_intern", **told: Any) -> Event:
    """`told` replaces or adds fields: the occupant, the university, the expected departure."""
    data = {**_stay(stay_id, kind), "arrived_on": arrived_on, "expected_departure_on": arrived_on + timedelta(182)}
    return _event("housing.intern_arrived.v1", stay_id, arrived_on, data | told, antenna)


def departure(
    stay_id: UUID, departed_on: date, *, nights: int, antenna: str = "romans", kind: str = "gp_intern"
) -> Event:
    data = {**_stay(stay_id, kind), "departed_on": departed_on, "nights": nights}
    return _event("housing.intern_departed.v1", stay_id, departed_on, data, antenna, sequence=2)


def told(event: str, subject: UUID, day: date, *, antenna: str = "romans", sequence: int = 1, **changes: Any) -> Event:
    """Any fact of a house: as in its frozen example, but for its subject, its house and what is said here."""
    return _told(f"housing.{event}.v1", subject, day, antenna, sequence, changes)


def told_of(event: str, subject: UUID, day: date, *, antenna: str = "romans", sequence: int = 1, **said: Any) -> Event:
    """Any fact of a permanence, alike; what is said to be None is not told."""
    return _told(f"permanence.{event}.v1", subject, day, antenna, sequence, said)


def reported(claim: str, day: date, data: dict[str, Any], *, partner: str = "hopital") -> Event:
    """A partner's claim about Romans, as the partners' door passes it on."""
    event = _event(f"partners.{claim}_reported.v1", uuid4(), day, data, "romans")
    return replace(event, source=DOOR, partner=partner)


def _told(event_type: str, subject: UUID, day: date, antenna: str, sequence: int, changes: dict[str, Any]) -> Event:
    data = BY_TYPE[event_type].schema.load(example(BY_TYPE[event_type])["data"])
    told = {name: value for name, value in (data | changes).items() if value is not None}
    return _event(event_type, subject, day, told, antenna, sequence=sequence)


def _stay(stay_id: UUID, kind: str) -> dict[str, Any]:
    return {"stay_id": stay_id, "house": "maison-des-internes", "occupant_kind": kind, "university": "lyon"}


def _event(
    event_type: str, subject: UUID, day: date, data: dict[str, Any], antenna: str, *, sequence: int = 1
) -> Event:
    cause = uuid4()
    return Event(
        id=uuid4(),
        source=f"/{antenna}/{BY_TYPE[event_type].owner}",
        type=event_type,
        subject=subject,
        time=datetime(day.year, day.month, day.day, 9, tzinfo=UTC),
        antenna=antenna,
        sequence=sequence,
        correlationid=cause,
        causationid=cause,
        data=data,
    )
