"""Appointments over HTTP: booking, walking in, what became of them; the first free slots and the sheet of a day."""

from typing import Any
from uuid import UUID

from chassis.core.application import Outcome
from chassis.core.clock import PARIS
from chassis.core.errors import NotFound
from chassis.http.bodies import Answer, Body
from chassis.http.fields import choice, choices, civil_day, flag, part, reference, text, time_of_day, whole
from chassis.http.routes import current_runtime, reading, run
from permanence.commands.appointments import (
    BookAppointment,
    BookFirstFree,
    CancelAppointment,
    HonourAppointment,
    MoveAppointment,
    RecordMissed,
    WalkIn,
)
from permanence.domain.appointment.appointment import AppointmentCancelledBy, AppointmentCancelReason, AppointmentState
from permanence.http.api import CARERS, READERS, blueprint
from permanence.http.sessions import DayBody, SessionAnswer, SessionReference
from permanence.http.words import Nothing, practitioner_reference, site_code, today
from permanence.queries.appointments import AppointmentRead, appointment_read, appointments_of_patient, day_sheet
from permanence.store.sites import has_site
from permanence.store.slots import first_free_slots

MOST_FREE_SLOTS = 100


class SlotBody(Body):
    session_id = reference("La plage.")
    slot = whole("Numéro du créneau, à partir de 1.", least=1, most=1_000)


class BookAppointmentBody(SlotBody):
    patient_id = reference("Le patient.")
    urgent = flag("Urgence médicale.", required=False)


class BookFirstFreeBody(Body):
    patient_id = reference("Le patient.")
    from_on = civil_day("Pas avant ce jour ; une urgence est pour aujourd'hui")
    practitioner_id = practitioner_reference("Avec ce praticien seulement.", required=False)
    site = site_code(required=False)
    urgent = flag("Urgence médicale.", required=False)


class CancelAppointmentBody(Body):
    by = choice(AppointmentCancelledBy, "Qui annule.")
    reason = choice(AppointmentCancelReason, "Pourquoi ; jamais de motif médical.")


class WalkInBody(Body):
    patient_id = reference("Le patient.")
    urgent = flag("Urgence médicale.", required=False)


class FreeSlotsBody(Body):
    """Asked after `?`; from now on when no day is asked, or when it is today."""

    from_on = civil_day("À partir de ce jour ; absent : de maintenant", required=False)
    practitioner_id = practitioner_reference("De ce praticien seulement.", required=False)
    site = site_code(required=False)
    limit = whole("Combien au plus ; 1 si absent.", least=1, most=MOST_FREE_SLOTS, required=False)


class AppointmentReference(Answer):
    appointment_id = reference("Le rendez-vous.")


class BookedAnswer(Answer):
    appointment_id = reference(
        "Le rendez-vous ; nul si rien n'est libre aujourd'hui pour une urgence.", allow_none=True
    )
    session_id = reference("La plage.", required=False)
    slot = whole("Numéro du créneau ; nul sans rendez-vous préalable.", required=False, allow_none=True)
    day = text("Jour, AAAA-MM-JJ.", required=False)
    starts = text("Heure, HH:MM.", required=False)
    orientation = text("15_SAS : appelez le 15 ou le service d'accès aux soins.", allow_none=True)
    warnings = choices(text("Code d'un avertissement."), "Ce qui est inhabituel, et enregistré quand même.")


class AppointmentAnswer(AppointmentReference):
    patient_id = reference("Le patient, dont l'identité se lit à part.")
    session_id = reference("La plage.")
    slot = whole("Numéro du créneau ; nul sans rendez-vous préalable.", allow_none=True)
    booked_on = civil_day("Jour de la prise de rendez-vous")
    day = civil_day("Jour du rendez-vous")
    starts = time_of_day("Heure")
    ends = time_of_day("Fin")
    urgent = flag("Urgence médicale.")
    walk_in = flag("Venu sans rendez-vous.")
    state = choice(AppointmentState, "Où en est le rendez-vous.")
    act_id = reference("L'acte qui y a été fait.", allow_none=True)


class AppointmentsAnswer(Answer):
    appointments = choices(part(AppointmentAnswer, "Un rendez-vous."), "Les derniers d'abord.")


class FreeSlotAnswer(SessionReference):
    slot = whole("Numéro du créneau.", attribute="number")
    day = civil_day("Jour")
    starts = time_of_day("Heure")
    practitioner_id = practitioner_reference()
    site = site_code()


class FreeSlotsAnswer(Answer):
    slots = choices(part(FreeSlotAnswer, "Un créneau."), "Dans l'ordre du temps.")


class SlotAnswer(Answer):
    slot = whole("Numéro du créneau.", attribute="number")
    starts = time_of_day("Heure")
    appointment = part(AppointmentAnswer, "Qui l'a ; nul : libre.", allow_none=True)


class SheetSessionAnswer(Answer):
    session = part(SessionAnswer, "La plage.")
    slots = choices(part(SlotAnswer, "Un créneau."), "Dans l'ordre des heures.")
    others = choices(part(AppointmentAnswer, "Un rendez-vous."), "Venus sans rendez-vous, et rendez-vous annulés.")


class DaySheetAnswer(Answer):
    sessions = choices(part(SheetSessionAnswer, "Une plage."), "Dans l'ordre des heures.")


@blueprint.command("/appointments", asks=BookAppointmentBody, answers=BookedAnswer, roles=CARERS)
def book_appointment(asked: dict[str, Any]) -> Outcome:
    """Prend un créneau pour un patient."""
    return run(BookAppointment(**asked))


@blueprint.command("/appointments/first-free", asks=BookFirstFreeBody, answers=BookedAnswer, roles=CARERS)
def book_first_free(asked: dict[str, Any]) -> Outcome:
    """Prend le premier créneau libre ; une urgence est pour aujourd'hui, ou orientée vers le 15."""
    return run(BookFirstFree(**asked))


@blueprint.command("/appointments/<uuid:appointment_id>/move", asks=SlotBody, answers=BookedAnswer, roles=CARERS)
def move_appointment(asked: dict[str, Any], appointment_id: UUID) -> Outcome:
    """Déplace un rendez-vous ; l'ancien créneau est libre aussitôt."""
    return run(MoveAppointment(appointment_id, **asked))


@blueprint.command(
    "/appointments/<uuid:appointment_id>/cancellation",
    asks=CancelAppointmentBody,
    answers=AppointmentReference,
    roles=CARERS,
)
def cancel_appointment(asked: dict[str, Any], appointment_id: UUID) -> Outcome:
    """Annule un rendez-vous ; le créneau est libre aussitôt."""
    return run(CancelAppointment(appointment_id, **asked))


@blueprint.command(
    "/appointments/<uuid:appointment_id>/arrival", asks=Nothing, answers=AppointmentReference, roles=CARERS
)
def honour_appointment(asked: dict[str, Any], appointment_id: UUID) -> Outcome:
    """Constate que le patient est venu."""
    return run(HonourAppointment(appointment_id, **asked))


@blueprint.command(
    "/appointments/<uuid:appointment_id>/absence", asks=Nothing, answers=AppointmentReference, roles=CARERS
)
def record_missed(asked: dict[str, Any], appointment_id: UUID) -> Outcome:
    """Constate que le patient n'est pas venu."""
    return run(RecordMissed(appointment_id, **asked))


@blueprint.command("/sessions/<uuid:session_id>/walk-ins", asks=WalkInBody, answers=BookedAnswer, roles=CARERS)
def walk_in(asked: dict[str, Any], session_id: UUID) -> Outcome:
    """Ajoute à une plage du jour quelqu'un venu sans rendez-vous."""
    return run(WalkIn(session_id=session_id, **asked))


@blueprint.query("/appointments/<uuid:appointment_id>", answers=AppointmentAnswer, roles=READERS)
def read_appointment(appointment_id: UUID) -> AppointmentRead:
    """Un rendez-vous, sans l'identité du patient."""
    with reading() as session:
        found = appointment_read(session, appointment_id)
    if found is None:
        raise NotFound
    return found


@blueprint.query("/patients/<uuid:patient_id>/appointments", answers=AppointmentsAnswer, roles=READERS)
def read_appointments_of_patient(patient_id: UUID) -> dict[str, Any]:
    """Les cent derniers rendez-vous d'un patient."""
    with reading() as session:
        return {"appointments": appointments_of_patient(session, patient_id)}


@blueprint.query("/free-slots", asks=FreeSlotsBody, answers=FreeSlotsAnswer, roles=READERS)
def read_free_slots(asked: dict[str, Any]) -> dict[str, Any]:
    """Les premiers créneaux libres, de tous ou d'un praticien, dans tous les sites ou un seul."""
    now = current_runtime().clock.now().astimezone(PARIS)
    from_on = asked.pop("from_on", today())
    day, minute = (from_on, 0) if from_on > today() else (today(), now.hour * 60 + now.minute)
    with reading() as session:
        return {"slots": first_free_slots(session, day, minute, **asked)}


@blueprint.query("/sites/<site>/day-sheet", asks=DayBody, answers=DaySheetAnswer, roles=READERS)
def read_day_sheet(asked: dict[str, Any], site: str) -> dict[str, Any]:
    """La feuille du jour d'un site : plages, créneaux, rendez-vous, sans identité."""
    with reading() as session:
        if not has_site(session, site):
            raise NotFound
        return {"sessions": day_sheet(session, site, asked.get("day") or today())}
