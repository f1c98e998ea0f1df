"""The periods of a house: nights, the last day not spent, so that one leaves and another comes on the same day."""

from housing.domain.rules import RuleBroken
from kernel import period


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


class Period(period.Period):
    """The nights from `first` to the day before `end`: one at least."""

    __slots__ = ()
    empty = PeriodEmpty
    impossible = PeriodInvalid
