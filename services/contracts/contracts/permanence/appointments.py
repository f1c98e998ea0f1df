"""Payloads about appointments, from the booking to what became of it, and about the waiting list. None says whose."""

from contracts.fields import Payload, first_of_month, whole

LONGEST_DELAY_DAYS = 3_660


class AppointmentBookedV2(Payload):
    """A patient was given an appointment, or came without one and was added to a session."""

    booked_month_on = first_of_month("Mois de la prise de rendez-vous", required=True)
    month_on = first_of_month("Mois du rendez-vous", required=True)
    days_to_third_free = whole(
        "Jours entre la prise de rendez-vous et le troisième créneau libre à ce moment-là.", 0, LONGEST_DELAY_DAYS
    )


class AppointmentMovedV2(Payload):
    """An appointment is on another day or in another session."""

    month_on = first_of_month("Mois du nouveau jour", required=True)


class AppointmentCancelledV2(Payload):
    """An appointment will not take place."""


class AppointmentHonouredV2(Payload):
    """The patient came."""


class AppointmentMissedV2(Payload):
    """The patient did not come, and had not said so."""


class WaitingJoinedV2(Payload):
    """A patient waits for an appointment."""

    month_on = first_of_month("Mois de l'inscription en liste d'attente", required=True)


class WaitingLeftV2(Payload):
    """A patient waits no more."""

    month_on = first_of_month("Mois de la sortie de la liste d'attente", required=True)
