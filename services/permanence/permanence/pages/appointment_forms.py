"""Giving somebody a place, moving it, giving it up; and the waiting list, from the patient's side."""

from typing import Any
from uuid import UUID

from chassis.http.pages import address
from chassis.http.routes import run, today
from permanence.commands.appointments import BookFirstFree, BookingOutcome
from permanence.domain.appointment.appointment import ORIENTATION_15_SAS
from permanence.http.appointments import (
    BOOK_APPOINTMENT,
    BOOK_FIRST_FREE,
    CANCEL_APPOINTMENT,
    MOVE_APPOINTMENT,
    WALK_IN,
)
from permanence.http.waiting_list import JOIN_WAITING_LIST
from permanence.pages.patient import patient
from permanence.pages.site import pages


def _booked(outcome: BookingOutcome, *, patient_id: UUID, **_path: Any) -> str:
    """The patient's page, with the appointment if there is one, and what to say when an urgent one is not today."""
    is_oriented = outcome.orientation == ORIENTATION_15_SAS
    told = {"booked": outcome.appointment_id, "full": "on" if is_oriented else None}
    return address("patient", patient_id=patient_id, **{name: value for name, value in told.items() if value})


def _moved(_outcome: BookingOutcome, *, patient_id: UUID, appointment_id: UUID, **_path: Any) -> str:
    return address("patient", patient_id=patient_id, booked=appointment_id)


_TO_APPOINTMENTS = pages.to(patient, part="rendez-vous")

# The place is in the address, so that each button is a form of its own.
pages.form_of(
    BOOK_APPOINTMENT,
    "/desk/patients/<uuid:patient_id>/appointments/<uuid:session_id>/<int:slot>",
    shown_on=patient,
    then=_booked,
    name="book",
)
pages.form_of(WALK_IN, "/desk/patients/<uuid:patient_id>/walk-ins/<uuid:session_id>", shown_on=patient, then=_booked)
pages.form_of(
    MOVE_APPOINTMENT,
    "/desk/patients/<uuid:patient_id>/moved/<uuid:appointment_id>/<uuid:session_id>/<int:slot>",
    shown_on=patient,
    then=_moved,
    name="move",
)
pages.form_of(
    CANCEL_APPOINTMENT,
    "/desk/patients/<uuid:patient_id>/cancelled/<uuid:appointment_id>",
    shown_on=patient,
    then=_TO_APPOINTMENTS,
    name="cancel",
)
pages.form_of(
    JOIN_WAITING_LIST,
    "/desk/patients/<uuid:patient_id>/wait",
    shown_on=patient,
    then=_TO_APPOINTMENTS,
    name="wait",
)


@pages.form(
    "/desk/patients/<uuid:patient_id>/first-free",
    asks=BOOK_FIRST_FREE.body({"patient_id", "from_on", "practitioner_id", "site"}),
    shown_on=patient,
    roles=BOOK_FIRST_FREE.roles,
)
def book_first_free(asked: dict[str, Any], patient_id: UUID) -> str:
    """From today on, with anybody."""
    return _booked(run(BookFirstFree(patient_id, today(), **asked)), patient_id=patient_id)
