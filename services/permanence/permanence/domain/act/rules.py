"""The rules of acts. What is merely unusual is a warning: an act that took place is never lost."""

from permanence.domain.rules import RuleBroken


class HeldInFuture(RuleBroken):
    """What has not happened yet is not a fact."""

    code = "HELD_IN_FUTURE"
    field = "held_on"
    text = "La date de la consultation est dans le futur."


class ActNotOfProfession(RuleBroken):
    """Doctors and interns consult, nurses hold nurse acts (a *centre de santé* has both), a secretary neither."""

    code = "ACT_NOT_OF_PROFESSION"
    field = "act_kind"
    text = "Cette nature d'acte ne correspond pas à la profession de ce praticien."
