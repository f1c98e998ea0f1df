"""Payloads about appointments, from the booking to what became of it, and about the waiting list."""

from contracts.fields import Payload, choice, civil_day, flag, identifier
from contracts.permanence.words import CANCELLED_BY, WAITING_OUTCOMES, appointment_id, patient_id, session_id

_ENTRY = "L'inscription en liste d'attente."


class AppointmentBookedV1(Payload):
    """A patient was given an appointment, or came without one and was added to a session."""

    appointment_id = appointment_id(required=True)
    patient_id = patient_id()
    session_id = session_id()
    booked_on = civil_day("Jour de la prise de rendez-vous", required=True)
    held_on = civil_day("Jour du rendez-vous", required=True)
    urgent = flag("Demande jugée urgente.", required=True)
    walk_in = flag("Le patient s'est présenté sans rendez-vous.", required=True)
    third_free_on = civil_day("Jour du troisième créneau libre au moment de la prise de rendez-vous")


class AppointmentMovedV1(Payload):
    """An appointment is on another day or in another session."""

    appointment_id = appointment_id(required=True)
    session_id = session_id()
    moved_on = civil_day("Jour du déplacement", required=True)
    held_on = civil_day("Nouveau jour du rendez-vous", required=True)


class AppointmentCancelledV1(Payload):
    """An appointment will not take place."""

    appointment_id = appointment_id(required=True)
    cancelled_on = civil_day("Jour de l'annulation", required=True)
    by = choice(CANCELLED_BY, "Qui annule.", required=True)


class AppointmentHonouredV1(Payload):
    """The patient came."""

    appointment_id = appointment_id(required=True)
    honoured_on = civil_day("Jour où le patient est venu", required=True)


class AppointmentMissedV1(Payload):
    """The patient did not come, and had not said so."""

    appointment_id = appointment_id(required=True)
    missed_on = civil_day("Jour où le patient n'est pas venu", required=True)


class WaitingJoinedV1(Payload):
    """A patient waits for an appointment."""

    entry_id = identifier(_ENTRY, required=True)
    patient_id = patient_id()
    joined_on = civil_day("Jour de l'inscription en liste d'attente", required=True)
    urgent = flag("Demande jugée urgente.", required=True)


class WaitingLeftV1(Payload):
    """A patient waits no more."""

    entry_id = identifier(_ENTRY, required=True)
    left_on = civil_day("Jour de la sortie de la liste d'attente", required=True)
    outcome = choice(WAITING_OUTCOMES, "Ce qui y a mis fin.", required=True)
