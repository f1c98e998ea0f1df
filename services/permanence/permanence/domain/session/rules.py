"""The rules of consultation sessions: their hours, who may hold them and where, what cancels them."""

from permanence.domain.rules import RuleBroken


class SessionUnknown(RuleBroken):
    """Appointments and cancellations are those of a session that was planned."""

    code = "SESSION_UNKNOWN"
    field = "session_id"
    text = "Aucune plage de consultation de cette antenne ne porte cette référence."


class SessionAlreadyCancelled(RuleBroken):
    """Nobody consults in a session that is cancelled; another one is opened in its place."""

    code = "SESSION_ALREADY_CANCELLED"
    field = "session_id"
    text = "Cette plage est annulée : ouvrez-en une autre."


class SessionAlreadyHeld(RuleBroken):
    """What was done is not undone: a session in which somebody was seen stays."""

    code = "SESSION_ALREADY_HELD"
    field = "session_id"
    text = "Un patient a déjà été reçu pendant cette plage : elle ne s'annule plus."


class SessionHoursInvalid(RuleBroken):
    """Rooms and practitioners are kept by quarters of an hour, within one day (our choice: twelve hours at most)."""

    code = "SESSION_HOURS_INVALID"
    field = "starts"
    text = "Une plage commence et finit à un quart d'heure juste, le même jour, et dure au plus douze heures."


class SlotInvalid(RuleBroken):
    """A slot is the time of one patient (our bounds: 5 minutes to 2 hours), and a session has one at least."""

    code = "SLOT_INVALID"
    field = "slot_minutes"
    text = "Un créneau dure de 5 à 120 minutes, et pas plus que sa plage."


class RoomTaken(RuleBroken):
    """One consulting room, one session at a time: Romans has two rooms, so two sessions at once."""

    code = "ROOM_TAKEN"
    field = "room"
    text = "Le cabinet est déjà pris par une autre plage à ces heures."
    case_text = "Le cabinet est déjà pris par une autre plage le {day:%d/%m/%Y} entre {starts} et {ends}."


class PractitionerTaken(RuleBroken):
    """Nobody consults in two rooms at one time."""

    code = "PRACTITIONER_TAKEN"
    field = "practitioner_id"
    text = "Le praticien tient déjà une autre plage à ces heures."
    case_text = "Le praticien tient déjà une autre plage le {day:%d/%m/%Y} entre {starts} et {ends}."


class MayNotConsult(RuleBroken):
    """Sessions are held by those whose kind consults on that day (dated rights of the kinds)."""

    code = "MAY_NOT_CONSULT"
    field = "practitioner_id"
    text = "Le statut de ce praticien ne lui permet pas de consulter ce jour-là."


class NotSupervised(RuleBroken):
    """An intern consults within a placement, with an agreed MSU under contract that day."""

    code = "NOT_SUPERVISED"
    field = "practitioner_id"
    text = "Aucun maître de stage agréé et présent à l'effectif ne supervise cet interne ce jour-là."


class PractitionerAway(RuleBroken):
    """Nobody consults during a leave of absence."""

    code = "PRACTITIONER_AWAY"
    field = "practitioner_id"
    text = "Le praticien est absent ce jour-là."


class PlanTooFar(RuleBroken):
    """Sessions are planned a year ahead at most: further on, contracts and hours are not known (our bound)."""

    code = "PLAN_TOO_FAR"
    field = "until_on"
    text = "Les plages se planifient d'aujourd'hui à un an au plus."


class WeekdayInvalid(RuleBroken):
    """A week has seven days, Monday is 0."""

    code = "WEEKDAY_INVALID"
    field = "weekday"
    text = "Le jour de la semaine va de 0 (lundi) à 6 (dimanche)."


class RosterUnknown(RuleBroken):
    """Only what was set can be stopped."""

    code = "ROSTER_UNKNOWN"
    field = "roster_id"
    text = "Aucun horaire récurrent de cette antenne ne porte cette référence."


class RosterDatesInvalid(RuleBroken):
    """A roster lasts a day at least."""

    code = "ROSTER_DATES_INVALID"
    field = "ends_on"
    text = "La fin de l'horaire récurrent doit être postérieure à son premier jour."


class RosterClash(RuleBroken):
    """Two rosters that want one room or one person at one time would plan only one of their sessions."""

    code = "ROSTER_CLASH"
    field = "starts"
    text = "Un autre horaire récurrent prend déjà ce cabinet ou ce praticien à ces heures."


class LeaveDatesInvalid(RuleBroken):
    """A leave lasts a day at least, a year at most (our bound)."""

    code = "LEAVE_DATES_INVALID"
    field = "end_on"
    text = "La fin de l'absence doit être postérieure à son premier jour, d'un an au plus."


class DelayInvalid(RuleBroken):
    """A doctor who is ten hours late does not come: the session is cancelled instead."""

    code = "DELAY_INVALID"
    field = "minutes"
    text = "Le retard se compte de 0 à 600 minutes."


class SlotUnknown(RuleBroken):
    """A session has as many slots as its hours hold, numbered from 1."""

    code = "SLOT_UNKNOWN"
    field = "slot"
    text = "La plage n'a pas de créneau de ce numéro."
