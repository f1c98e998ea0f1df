"""The rules of a house of interns, one class each: a stable code, the field to blame, the sentence people read."""


class RuleBroken(ValueError):
    """A command that the house refuses; nothing was changed."""

    code: str
    field: str
    text: str

    def __init__(self) -> None:
        super().__init__(f"{self.code}: {self.text}")


class CodeMalformed(RuleBroken):
    """Houses and universities are named by codes, which reports group by."""

    code = "CODE_MALFORMED"
    field = "university"
    text = "Un code s'écrit en minuscules, chiffres et tirets, par exemple grenoble ou maison-des-internes."


class HouseCodeMalformed(CodeMalformed):
    """Same rule, for the house."""

    code = "HOUSE_CODE_MALFORMED"
    field = "house"


class DepartureNotAfterArrival(RuleBroken):
    """A stay is half-open: at least one night between arrival and departure."""

    code = "DEPARTURE_NOT_AFTER_ARRIVAL"
    field = "expected_departure_on"
    text = "Le départ prévu doit être postérieur à l'arrivée."


class ArrivedInFuture(RuleBroken):
    """What has not happened yet is not a fact."""

    code = "ARRIVED_IN_FUTURE"
    field = "arrived_on"
    text = "La date d'arrivée est dans le futur."


class StayUnknown(RuleBroken):
    """Only somebody who arrived can leave."""

    code = "STAY_UNKNOWN"
    field = "stay_id"
    text = "Aucun séjour de cette antenne ne porte cette référence."


class AlreadyDeparted(RuleBroken):
    """A stay ends once."""

    code = "ALREADY_DEPARTED"
    field = "stay_id"
    text = "Le départ de ce séjour est déjà enregistré."


class DepartedBeforeArrival(RuleBroken):
    """A stay has at least one night."""

    code = "DEPARTED_BEFORE_ARRIVAL"
    field = "departed_on"
    text = "Le départ doit être postérieur à l'arrivée, d'une nuit au moins."


class StayTooLong(RuleBroken):
    """Nobody is lodged for ten years: such an arrival is a typing error (the contract stops at 3,660 nights)."""

    code = "STAY_TOO_LONG"
    field = "departed_on"
    text = "Ce séjour durerait plus de 3 660 nuits : vérifiez la date d'arrivée."


class DepartedInFuture(RuleBroken):
    """What has not happened yet is not a fact."""

    code = "DEPARTED_IN_FUTURE"
    field = "departed_on"
    text = "La date de départ est dans le futur."
