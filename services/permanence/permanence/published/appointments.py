"""What is told of appointments and of the waiting list: references and days, neither hours nor reasons."""

from collections.abc import Iterator

from chassis.core.manifest import Publication
from chassis.core.told import told
from permanence.domain.appointment.appointment import (
    AppointmentBooked,
    AppointmentCancelled,
    AppointmentHonoured,
    AppointmentMissed,
    AppointmentMoved,
)
from permanence.domain.appointment.waiting_list import WaitingJoined, WaitingLeft


def published_appointments(fact: object) -> Iterator[Publication]:
    match fact:
        case AppointmentBooked():
            booked = ("patient_id", "session_id", "booked_on", "held_on", "urgent", "walk_in", "third_free_on")
            yield _of_appointment("appointment_booked", fact, *booked)
        case AppointmentMoved():
            yield _of_appointment("appointment_moved", fact, "session_id", "moved_on", "held_on")
        case AppointmentCancelled():
            yield _of_appointment("appointment_cancelled", fact, "cancelled_on", "by")
        case AppointmentHonoured():
            yield _of_appointment("appointment_honoured", fact, "honoured_on")
        case AppointmentMissed():
            yield _of_appointment("appointment_missed", fact, "missed_on")
        case WaitingJoined():
            yield _of_entry("waiting_joined", fact, "patient_id", "joined_on", "urgent")
        case WaitingLeft():
            yield _of_entry("waiting_left", fact, "left_on", "outcome")


_AppointmentFact = AppointmentBooked | AppointmentMoved | AppointmentCancelled | AppointmentHonoured | AppointmentMissed


def _of_appointment(event: str, fact: _AppointmentFact, *names: str) -> Publication:
    return Publication(f"permanence.{event}.v1", fact.appointment_id, told(fact, "appointment_id", *names))


def _of_entry(event: str, fact: WaitingJoined | WaitingLeft, *names: str) -> Publication:
    return Publication(f"permanence.{event}.v1", fact.entry_id, told(fact, "entry_id", *names))
