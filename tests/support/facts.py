"""Facts as their owners publish them, one function an event type; a test says what it cares about."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from contracts.catalogue import BY_TYPE, CATALOGUE
from contracts.catalogue.event_type import DOOR
from contracts.envelope import Event, month_of
from maillage.documents.json_schemas import example


def registration(reference: UUID, registered_on: date, *, antenna: str = "romans") -> Event:
    """`reference` is reporting's: the owner's own is not on the wire."""
    return _event("permanence.patient_registered.v2", reference, registered_on, _month(registered_on), antenna)


def consultation(consultation_id: UUID, held_on: date, *, antenna: str = "romans") -> Event:
    data = {"held_on": held_on, "practitioner_kind": "retired_gp"}
    return _event("permanence.consultation_held.v2", consultation_id, held_on, data, antenna)


def declaration(declaration_id: UUID, filed_on: date, *, antenna: str = "romans") -> Event:
    """Online, so that it is active at once."""
    data = {**_month(filed_on), "active_month_on": filed_on.replace(day=1)}
    return _event("permanence.declaration_filed.v2", declaration_id, filed_on, data, antenna)


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
    """Any fact of a permanence, in the major that is told; what is said to be None is not told."""
    (event_type,) = (entry.type for entry in CATALOGUE if (entry.owner, entry.name) == ("permanence", event))
    return _told(event_type, subject, day, antenna, sequence, said)


def reported(claim: str, day: date, data: dict[str, Any], *, partner: str = "hopital") -> Event:
    """A partner's claim about Romans, as the partners' door passes it on."""
    event = _event(f"partners.{claim}_reported.v1", uuid4(), day, data, "romans")
    return replace(event, source=DOOR, partner=partner)


def _told(event_type: str, subject: UUID, day: date, antenna: str, sequence: int, changes: dict[str, Any]) -> Event:
    data = BY_TYPE[event_type].schema.load(example(BY_TYPE[event_type])["data"])
    told = {name: value for name, value in (data | changes).items() if value is not None}
    return _event(event_type, subject, day, told, antenna, sequence=sequence)


def _month(day: date) -> dict[str, date]:
    return {"month_on": day.replace(day=1)}


def _stay(stay_id: UUID, kind: str) -> dict[str, Any]:
    return {"stay_id": stay_id, "house": "maison-des-internes", "occupant_kind": kind, "university": "lyon"}


def _event(
    event_type: str, subject: UUID, day: date, data: dict[str, Any], antenna: str, *, sequence: int = 1
) -> Event:
    """Of a patient, the envelope tells the month and no cause, as whoever records such a fact writes it."""
    event_id, time = uuid4(), datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
    about_a_patient = BY_TYPE[event_type].about_a_patient
    cause = event_id if about_a_patient else uuid4()
    return Event(
        id=event_id,
        source=f"/{antenna}/{BY_TYPE[event_type].owner}",
        type=event_type,
        subject=subject,
        time=month_of(time) if about_a_patient else time,
        antenna=antenna,
        sequence=sequence,
        correlationid=cause,
        causationid=cause,
        data=data,
    )
