"""Appointments over HTTP: booking, walking in, what became of them; the first free slots and the sheet of a day."""

from typing import Any
from uuid import UUID

from chassis.core.errors import NotFound
from chassis.http.bodies import Body
from chassis.http.fields import civil_day, reference, text, whole
from chassis.http.routes import minute_now, reading, today
from permanence.commands.appointments import (
    AppointmentReference,
    BookAppointment,
    BookFirstFree,
    BookingOutcome,
    CancelAppointment,
    HonourAppointment,
    MoveAppointment,
    RecordMissed,
    WalkIn,
)
from permanence.commands.words import LONGEST_CODE
from permanence.http.api import CARERS, READERS, blueprint
from permanence.http.sessions import DayBody
from permanence.queries.appointments import (
    AppointmentRead,
    AppointmentsOfPatient,
    DaySheet,
    appointment_read,
    appointments_of_patient,
    day_sheet,
)
from permanence.queries.places import FreeSlots, free_slots
from permanence.queries.sites import check_site

MOST_FREE_SLOTS = 100

BOOK_APPOINTMENT = blueprint.ask(
    BookAppointment,
    "/appointments",
    roles=CARERS,
    answers=BookingOutcome,
    says="Prend un créneau pour un patient.",
)
BOOK_FIRST_FREE = blueprint.ask(
    BookFirstFree,
    "/appointments/first-free",
    roles=CARERS,
    answers=BookingOutcome,
    says="Prend le premier créneau libre ; une urgence est pour aujourd'hui, ou orientée vers le 15.",
)
MOVE_APPOINTMENT = blueprint.ask(
    MoveAppointment,
    "/appointments/<uuid:appointment_id>/move",
    roles=CARERS,
    answers=BookingOutcome,
    says="Déplace un rendez-vous ; l'ancien créneau est libre aussitôt.",
)
CANCEL_APPOINTMENT = blueprint.ask(
    CancelAppointment,
    "/appointments/<uuid:appointment_id>/cancellation",
    roles=CARERS,
    answers=AppointmentReference,
    says="Annule un rendez-vous ; le créneau est libre aussitôt.",
)
HONOUR_APPOINTMENT = blueprint.ask(
    HonourAppointment,
    "/appointments/<uuid:appointment_id>/arrival",
    roles=CARERS,
    answers=AppointmentReference,
    says="Constate que le patient est venu.",
)
RECORD_MISSED = blueprint.ask(
    RecordMissed,
    "/appointments/<uuid:appointment_id>/absence",
    roles=CARERS,
    answers=AppointmentReference,
    says="Constate que le patient n'est pas venu.",
)
WALK_IN = blueprint.ask(
    WalkIn,
    "/sessions/<uuid:session_id>/walk-ins",
    roles=CARERS,
    answers=BookingOutcome,
    says="Ajoute à une plage du jour quelqu'un venu sans rendez-vous.",
)


class FreeSlotsBody(Body):
    """Asked after `?`; from now on when no day is asked, or when it is today."""

    from_on = civil_day("À partir de ce jour ; absent : de maintenant", required=False)
    practitioner_id = reference("De ce praticien seulement.", required=False)
    site = text("Code du site, par exemple pouchelon.", longest=LONGEST_CODE, required=False)
    limit = whole("Combien au plus ; 1 si absent.", least=1, most=MOST_FREE_SLOTS, required=False)


@blueprint.query("/appointments/<uuid:appointment_id>", answers=AppointmentRead, roles=READERS)
def read_appointment(appointment_id: UUID) -> AppointmentRead:
    """Un rendez-vous, sans l'identité du patient."""
    with reading() as session:
        found = appointment_read(session, appointment_id)
    if found is None:
        raise NotFound
    return found


@blueprint.query("/patients/<uuid:patient_id>/appointments", answers=AppointmentsOfPatient, roles=READERS)
def read_appointments_of_patient(patient_id: UUID) -> AppointmentsOfPatient:
    """Les cent derniers rendez-vous d'un patient."""
    with reading() as session:
        return AppointmentsOfPatient(appointments_of_patient(session, patient_id))


@blueprint.query("/free-slots", asks=FreeSlotsBody, answers=FreeSlots, roles=READERS)
def read_free_slots(asked: dict[str, Any]) -> FreeSlots:
    """Les premiers créneaux libres, de tous ou d'un praticien, dans tous les sites ou un seul."""
    from_on = asked.pop("from_on", today())
    day, minute = (from_on, 0) if from_on > today() else (today(), minute_now())
    with reading() as session:
        return FreeSlots(free_slots(session, day, minute, **asked))


@blueprint.query("/sites/<site>/day-sheet", asks=DayBody, answers=DaySheet, roles=READERS)
def read_day_sheet(asked: dict[str, Any], site: str) -> DaySheet:
    """La feuille du jour d'un site : plages, créneaux, rendez-vous, sans identité."""
    with reading() as session:
        check_site(session, site)
        return DaySheet(day_sheet(session, site, asked.get("day") or today()))
