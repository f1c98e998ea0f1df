"""The rules of appointments and of the waiting list; none of them refuses care to somebody who is there."""

from permanence.domain.rules import RuleBroken


class AppointmentUnknown(RuleBroken):
    """Only what was booked is moved, cancelled or honoured."""

    code = "APPOINTMENT_UNKNOWN"
    field = "appointment_id"
    text = "Aucun rendez-vous de cette antenne ne porte cette référence."


class AppointmentOver(RuleBroken):
    """An appointment ends once: cancelled, honoured or missed; another one may be booked."""

    code = "APPOINTMENT_OVER"
    field = "appointment_id"
    text = "Ce rendez-vous n'est plus à venir : il a été annulé, honoré ou manqué."


class AppointmentAhead(RuleBroken):
    """What has not happened yet is neither honoured nor missed."""

    code = "APPOINTMENT_AHEAD"
    field = "appointment_id"
    text = "Le jour de ce rendez-vous n'est pas encore venu."


class AppointmentOfAnother(RuleBroken):
    """An act is that of the patient whose appointment it was."""

    code = "APPOINTMENT_OF_ANOTHER"
    field = "appointment_id"
    text = "Ce rendez-vous est celui d'un autre patient."


class SlotTaken(RuleBroken):
    """One slot, one patient; who comes without one is a walk-in."""

    code = "SLOT_TAKEN"
    field = "slot"
    text = "Le créneau vient d'être pris : choisissez-en un autre."


class PatientBookedThen(RuleBroken):
    """Nobody sees two practitioners at one time."""

    code = "PATIENT_BOOKED_THEN"
    field = "patient_id"
    text = "Ce patient a déjà un rendez-vous à cette heure."
    case_text = "Ce patient a déjà un rendez-vous le {day:%d/%m/%Y} à {starts}."


class NoFreeSlot(RuleBroken):
    """Nothing is free as far as sessions are planned: the patient waits in turn, and an emergency is oriented."""

    code = "NO_FREE_SLOT"
    field = "from_on"
    text = "Aucun créneau n'est libre à partir de ce jour : inscrivez le patient sur la liste d'attente."


class WalkInAhead(RuleBroken):
    """Who walks in is there today; who comes another day has an appointment."""

    code = "WALK_IN_AHEAD"
    field = "session_id"
    text = "Cette plage n'a pas encore commencé son jour : prenez un rendez-vous."


class WaitingUnknown(RuleBroken):
    """Slots are offered to those who joined the list."""

    code = "WAITING_UNKNOWN"
    field = "entry_id"
    text = "Aucune attente de cette antenne ne porte cette référence."


class WaitingOver(RuleBroken):
    """Who has left the list may join it again."""

    code = "WAITING_OVER"
    field = "entry_id"
    text = "Cette personne n'attend plus : l'attente est close."


class AlreadyWaiting(RuleBroken):
    """One wait a patient: joining twice brings nobody forward."""

    code = "ALREADY_WAITING"
    field = "patient_id"
    text = "Ce patient est déjà sur la liste d'attente."


class NoticeInvalid(RuleBroken):
    """How long before a slot somebody wants to know of it (our bound: 90 days)."""

    code = "NOTICE_INVALID"
    field = "notice_days"
    text = "Le délai de prévenance va de 0 à 90 jours."


class NoticeTooShort(RuleBroken):
    """Who asked for so many days of notice is not called for tomorrow (as in rdv-service-public's file d'attente)."""

    code = "NOTICE_TOO_SHORT"
    field = "session_id"
    text = "Le créneau est plus proche que le délai de prévenance demandé par la personne."


class NoOfferLeft(RuleBroken):
    """Three notices by default, then somebody calls (source: file d'attente of rdv-service-public; a parameter)."""

    code = "NO_OFFER_LEFT"
    field = "entry_id"
    text = "Le nombre de propositions permis est atteint : appelez la personne."


class NothingOffered(RuleBroken):
    """An answer is to the last offer, once."""

    code = "NOTHING_OFFERED"
    field = "entry_id"
    text = "Aucune proposition n'attend de réponse."
