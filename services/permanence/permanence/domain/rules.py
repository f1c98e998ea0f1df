"""The rules of the permanence, one class each: a stable code, the field to blame, the sentence people read."""

from kernel import rule


class RuleBroken(rule.RuleBroken):
    """A command that the permanence refuses; nothing was changed."""


class BirthInFuture(RuleBroken):
    """Nobody is registered before being born."""

    code = "BIRTH_IN_FUTURE"
    field = "birth_on"
    text = "La date de naissance est postérieure à l'enregistrement."


class BirthTooLongAgo(RuleBroken):
    """Nobody has lived 126 years: a birth date that says so is a typing error."""

    code = "BIRTH_TOO_LONG_AGO"
    field = "birth_on"
    text = "La date de naissance donne plus de 125 ans : vérifiez l'année."


class CommuneUnknown(RuleBroken):
    """The home is named by a present INSEE code (code officiel géographique), not by a postcode."""

    code = "COMMUNE_UNKNOWN"
    field = "commune"
    text = "Ce code INSEE de commune n'existe pas (attention : ce n'est pas le code postal)."


class RegisteredInFuture(RuleBroken):
    """What has not happened yet is not a fact."""

    code = "REGISTERED_IN_FUTURE"
    field = "registered_on"
    text = "La date d'enregistrement est dans le futur."


class RegisteredBeforeOpening(RuleBroken):
    """An antenna records facts of the days it is open."""

    code = "REGISTERED_BEFORE_OPENING"
    field = "registered_on"
    text = "La date d'enregistrement précède l'ouverture de l'antenne."


class PatientUnknown(RuleBroken):
    """Consultations and declarations are those of a registered patient."""

    code = "PATIENT_UNKNOWN"
    field = "patient_id"
    text = "Aucun patient de cette antenne ne porte cette référence : enregistrez-le d'abord."
