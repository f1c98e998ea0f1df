"""The rules about places: sites, their consulting rooms, hours, closures and signed documents."""

from permanence.domain.rules import RuleBroken


class CodeMalformed(RuleBroken):
    """Sites and rooms are named by codes, which reports group by."""

    code = "CODE_MALFORMED"
    field = "site"
    text = "Un code s'écrit en minuscules, chiffres et tirets, par exemple pouchelon ou cabinet-1."


class SiteUnknown(RuleBroken):
    """Sessions, acts and placements are those of a site that the antenna has opened."""

    code = "SITE_UNKNOWN"
    field = "site"
    text = "Aucun site de cette antenne ne porte ce code."


class SiteCodeTaken(RuleBroken):
    """A code names one site of its antenna, for ever: reports group by it."""

    code = "SITE_CODE_TAKEN"
    field = "site"
    text = "Un autre site de cette antenne porte déjà ce code."


class LabelInvalid(RuleBroken):
    """People read the label: one sign at least, 120 at most (our choice)."""

    code = "LABEL_INVALID"
    field = "label"
    text = "Le nom manque, ou dépasse 120 signes."


class ContactInvalid(RuleBroken):
    """A telephone number and an address are read on pages: 40 and 200 signs at most (our choice)."""

    code = "CONTACT_INVALID"
    field = "phone"
    text = "Le téléphone dépasse 40 signes, ou l'adresse 200."


class FinessMalformed(RuleBroken):
    """A FINESS number has nine signs: the département, then seven digits (fichier national, DREES)."""

    code = "FINESS_MALFORMED"
    field = "finess"
    text = "Un numéro FINESS a neuf signes, par exemple 260000104 ou 2A0000014."


class OpeningTooEarly(RuleBroken):
    """A site opens with its antenna or after."""

    code = "OPENING_TOO_EARLY"
    field = "opened_on"
    text = "Le site ouvrirait avant l'antenne."


class SiteAlreadyClosed(RuleBroken):
    """A site closes once, for good."""

    code = "SITE_ALREADY_CLOSED"
    field = "site"
    text = "Ce site est déjà fermé."


class ClosedBeforeOpening(RuleBroken):
    """What closes was open for a day at least."""

    code = "CLOSED_BEFORE_OPENING"
    field = "closed_on"
    text = "La fermeture doit être postérieure à l'ouverture."


class SiteClosedThen(RuleBroken):
    """Nobody is received in a closed site: out of its hours, during a closure, on a public holiday."""

    code = "SITE_CLOSED_THEN"
    field = "day"
    text = "Le site est fermé à ce moment."


class HoursInvalid(RuleBroken):
    """Opening hours of a day follow each other: each ends after it begins, none begins before another has ended."""

    code = "HOURS_INVALID"
    field = "hours"
    text = "Des horaires d'un même jour se chevauchent, ou finissent avant de commencer."


class RoomUnknown(RuleBroken):
    """A session takes place in a consulting room of its site."""

    code = "ROOM_UNKNOWN"
    field = "room"
    text = "Aucun cabinet de ce site ne porte ce code."


class RoomCodeTaken(RuleBroken):
    """A code names one room of its site, for ever."""

    code = "ROOM_CODE_TAKEN"
    field = "room"
    text = "Un autre cabinet de ce site porte déjà ce code."


class RoomOutsideSite(RuleBroken):
    """A room opens while its site is open."""

    code = "ROOM_OUTSIDE_SITE"
    field = "opened_on"
    text = "Le cabinet ouvrirait un jour où le site ne l'est pas."


class RoomClosedThen(RuleBroken):
    """Nobody consults in a room before its opening or after its closing."""

    code = "ROOM_CLOSED_THEN"
    field = "room"
    text = "Ce cabinet n'est pas ouvert ce jour-là."


class RoomAlreadyClosed(RuleBroken):
    """A room closes once, for good."""

    code = "ROOM_ALREADY_CLOSED"
    field = "room"
    text = "Ce cabinet est déjà fermé."


class ClosureInvalid(RuleBroken):
    """A closure lasts from a day to a year (our bound); a site that stays shut longer is closed."""

    code = "CLOSURE_INVALID"
    field = "end_on"
    text = "Une fermeture dure d'un jour à un an : vérifiez ses dates."


class PeriodAskedInvalid(RuleBroken):
    """A calendar is read a quarter at a time: 1 to 92 days (our bound)."""

    code = "PERIOD_ASKED_INVALID"
    field = "end_on"
    text = "Demandez de 1 à 92 jours."


class ClosureOverlap(RuleBroken):
    """A day is closed for one reason."""

    code = "CLOSURE_OVERLAP"
    field = "first_on"
    text = "Le site est déjà fermé pendant ces jours."


class ClosureUnknown(RuleBroken):
    """What is taken back was decided."""

    code = "CLOSURE_UNKNOWN"
    field = "closure_id"
    text = "Aucune fermeture de ce site ne porte cette référence."


class ClosureReasonInvalid(RuleBroken):
    """Whoever finds the door shut is told why, in 200 signs at most (our choice)."""

    code = "CLOSURE_REASON_INVALID"
    field = "reason"
    text = "Le motif manque, ou dépasse 200 signes."


class DocumentInvalid(RuleBroken):
    """A projet de santé or a règlement intérieur has a version, and one to thirty signatories, by function."""

    code = "DOCUMENT_INVALID"
    field = "signed_by"
    text = "Il faut la version du document et ses signataires, chacun en 120 signes au plus."


class DocumentTwice(RuleBroken):
    """One version of a document is signed once."""

    code = "DOCUMENT_TWICE"
    field = "version"
    text = "Cette version du document est déjà enregistrée."


class SignedInFuture(RuleBroken):
    """What has not happened yet is not a fact."""

    code = "SIGNED_IN_FUTURE"
    field = "signed_on"
    text = "La date de signature est dans le futur."


class SiteFull(RuleBroken):
    """What is kept of a site is read with it: 50 rooms, 100 documents, 100 hours and 500 closures (our bounds)."""

    code = "SITE_FULL"
    field = "site"
    text = "Ce site a déjà autant de cabinets, d'horaires, de fermetures ou de documents qu'il peut en garder."


class SessionStillPlanned(RuleBroken):
    """A room or a site closes once nobody is expected there: sessions are cancelled first, their patients warned."""

    code = "SESSION_STILL_PLANNED"
    field = "closed_on"
    text = "Des plages y sont encore prévues."
