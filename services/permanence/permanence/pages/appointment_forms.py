"""Giving somebody a place, moving it, giving it up; and the waiting list, from the patient's side."""

from typing import Any
from uuid import UUID

from chassis.http.pages import address
from chassis.http.routes import run
from permanence.commands.appointments import BookAppointment, BookFirstFree, CancelAppointment, MoveAppointment, WalkIn
from permanence.commands.waiting_list import JoinWaitingList
from permanence.domain.appointment.appointment import ORIENTATION_15_SAS
from permanence.http.api import CARERS
from permanence.http.words import Nothing, today
from permanence.pages import bodies
from permanence.pages.patient import patient
from permanence.pages.site import pages

Asked = dict[str, Any]


def _booked(patient_id: UUID, outcome: Asked) -> str:
    """The patient's page, with the appointment if there is one, and what to say when an urgent one is not today."""
    is_oriented = outcome["orientation"] == ORIENTATION_15_SAS
    told = {"booked": outcome["appointment_id"], "full": "on" if is_oriented else None}
    return address("patient", patient_id=patient_id, **{name: value for name, value in told.items() if value})


# The place is in the address, so that each button is a form of its own.
@pages.form(
    "/desk/patients/<uuid:patient_id>/appointments/<uuid:session_id>/<int:slot>",
    asks=bodies.UrgencyBody,
    shown_on=patient,
    roles=CARERS,
)
def book(asked: Asked, patient_id: UUID, session_id: UUID, slot: int) -> str:
    return _booked(patient_id, run(BookAppointment(patient_id, session_id, slot, **asked)))


@pages.form("/desk/patients/<uuid:patient_id>/first-free", asks=bodies.UrgencyBody, shown_on=patient, roles=CARERS)
def book_first_free(asked: Asked, patient_id: UUID) -> str:
    return _booked(patient_id, run(BookFirstFree(patient_id, today(), **asked)))


@pages.form(
    "/desk/patients/<uuid:patient_id>/walk-ins/<uuid:session_id>",
    asks=bodies.UrgencyBody,
    shown_on=patient,
    roles=CARERS,
)
def walk_in(asked: Asked, patient_id: UUID, session_id: UUID) -> str:
    return _booked(patient_id, run(WalkIn(patient_id, session_id, **asked)))


@pages.form(
    "/desk/patients/<uuid:patient_id>/moved/<uuid:appointment_id>/<uuid:session_id>/<int:slot>",
    asks=Nothing,
    shown_on=patient,
    roles=CARERS,
)
def move(_asked: Asked, patient_id: UUID, appointment_id: UUID, session_id: UUID, slot: int) -> str:
    run(MoveAppointment(appointment_id, session_id, slot))
    return address("patient", patient_id=patient_id, booked=appointment_id)


@pages.form(
    "/desk/patients/<uuid:patient_id>/cancelled/<uuid:appointment_id>",
    asks=bodies.CancelAppointmentBody,
    shown_on=patient,
    roles=CARERS,
)
def cancel(asked: Asked, patient_id: UUID, appointment_id: UUID) -> str:
    run(CancelAppointment(appointment_id, **asked))
    return address("patient", patient_id=patient_id, _anchor="rendez-vous")


@pages.form("/desk/patients/<uuid:patient_id>/wait", asks=bodies.WaitBody, shown_on=patient, roles=CARERS)
def wait(asked: Asked, patient_id: UUID) -> str:
    run(JoinWaitingList(patient_id, **asked))
    return address("patient", patient_id=patient_id, _anchor="rendez-vous")
