"""One function per event listened to: each writes its projection; the table at the foot is what reporting reads."""

from collections.abc import Mapping, Sequence
from typing import Any

from chassis.core.manifest import Reaction
from chassis.core.work import UnitOfWork
from contracts.envelope import Event
from reporting import store


def on_patient_registered(events: Sequence[Event], work: UnitOfWork) -> None:
    names = ("registered_on", "age_band", "commune", "epci", "ald", "no_medecin_traitant_reason")
    store.project(work, store.patients, [_row(event, "sequence", names) for event in events])


def on_consultation_held(events: Sequence[Event], work: UnitOfWork) -> None:
    names = ("held_on", "patient_id", "practitioner_kind")
    store.project(work, store.consultations, [_row(event, "sequence", names) for event in events])


def on_declaration_filed(events: Sequence[Event], work: UnitOfWork) -> None:
    names = ("filed_on", "patient_id", "channel", "ald")
    store.project(work, store.declarations, [_row(event, "sequence", names) for event in events])


def on_intern_arrived(events: Sequence[Event], work: UnitOfWork) -> None:
    names = ("house", "occupant_kind", "university", "arrived_on", "expected_departure_on")
    rows = [_row(event, "arrival_sequence", names) for event in events]
    store.project(work, store.stays, rows, "arrival_sequence")


def on_intern_departed(events: Sequence[Event], work: UnitOfWork) -> None:
    names = ("house", "occupant_kind", "university", "departed_on", "nights")
    rows = [_row(event, "departure_sequence", names) for event in events]
    store.project(work, store.stays, rows, "departure_sequence")


def _row(event: Event, sequence_column: str, names: tuple[str, ...]) -> dict[str, Any]:
    return {
        "source": event.source,
        "subject": event.subject,
        "antenna": event.antenna,
        sequence_column: event.sequence,
        **{name: event.data.get(name) for name in names},
    }


REACTIONS: Mapping[str, Reaction] = {
    "permanence.patient_registered.v1": on_patient_registered,
    "permanence.consultation_held.v1": on_consultation_held,
    "permanence.declaration_filed.v1": on_declaration_filed,
    "housing.intern_arrived.v1": on_intern_arrived,
    "housing.intern_departed.v1": on_intern_departed,
}
