"""What every rule of a house is, and the few that several subjects share; the others live beside their subject."""

from kernel import rule


class RuleBroken(rule.RuleBroken):
    """A command that the house refuses; nothing was changed."""


class CodeMalformed(RuleBroken):
    """Houses, rooms, parties and universities are named by codes, which reports group by."""

    code = "CODE_MALFORMED"
    field = "university"
    text = "Un code s'écrit en minuscules, chiffres et tirets, par exemple grenoble ou maison-des-internes."


class HouseCodeMalformed(CodeMalformed):
    """Same rule, for the house."""

    code = "HOUSE_CODE_MALFORMED"
    field = "house"


class PeriodEmpty(RuleBroken):
    """A period is half-open: at least one night between its first day and its end."""

    code = "PERIOD_EMPTY"
    field = "departure_on"
    text = "La fin d'une période doit être postérieure à son premier jour, d'une nuit au moins."


class PeriodInvalid(RuleBroken):
    """Nobody is lodged in 1026 or 20260: such a year is a typing error (our choice: from 1900 to 2199)."""

    code = "PERIOD_INVALID"
    field = "departure_on"
    text = "Ces dates ne sont pas vraisemblables : vérifiez l'année."
