"""The rules of stays: their days, their states, how long they may last."""

from housing.domain.rules import RuleBroken


class StayUnknown(RuleBroken):
    """What is asked of a stay is asked of one that was requested, or reported."""

    code = "STAY_UNKNOWN"
    field = "stay_id"
    text = "Aucun séjour de cette antenne ne porte cette référence."


class StayStateWrong(RuleBroken):
    """A stay goes from request to settlement by known steps, and leaves them by known doors."""

    code = "STAY_STATE_WRONG"
    field = "stay_id"
    text = "L'état du séjour ne le permet pas."


class ArrivalPast(RuleBroken):
    """A room is requested for nights to come; whoever is there already is recorded as arrived."""

    code = "ARRIVAL_PAST"
    field = "arrival_on"
    text = "La date d'arrivée demandée est passée."


class ArrivalTooFar(RuleBroken):
    """Nobody knows of a placement two years ahead: such an arrival is a typing error (our choice)."""

    code = "ARRIVAL_TOO_FAR"
    field = "arrival_on"
    text = "L'arrivée demandée est dans plus de deux ans : vérifiez l'année."


class AlreadyLodgedThen(RuleBroken):
    """One person sleeps in one room: two stays of one person share no night."""

    code = "ALREADY_LODGED_THEN"
    field = "arrival_on"
    text = "Cette personne a déjà un séjour sur une partie de ces dates."


class StayTooLong(RuleBroken):
    """A stay, with those of the same person that are close to it, lasts what the tariff allows (Romans: six months)."""

    code = "STAY_TOO_LONG"
    field = "departure_on"
    text = "Le séjour dépasse la durée permise dans la maison."


class HoldPast(RuleBroken):
    """A room is held until a day to come: today at least, and before the stay would be over."""

    code = "HOLD_PAST"
    field = "held_until"
    text = "La fin de l'option va d'aujourd'hui à la dernière nuit du séjour."


class HoldExpired(RuleBroken):
    """A held room that nobody confirmed in time may be another's."""

    code = "HOLD_EXPIRED"
    field = "stay_id"
    text = "L'option sur la chambre est échue : il faut la renouveler avant de confirmer."


class HoldStillRuns(RuleBroken):
    """A room is held to the end of the day that was told to the person."""

    code = "HOLD_STILL_RUNS"
    field = "stay_id"
    text = "L'option sur la chambre court encore."


class ReasonMissing(RuleBroken):
    """A house never takes back a room without saying why; a confirmed stay is not evicted for another person."""

    code = "REASON_MISSING"
    field = "reason"
    text = "Il faut un motif quand la maison annule un séjour."


class StillExpected(RuleBroken):
    """Somebody who is awaited today may come this evening."""

    code = "STILL_EXPECTED"
    field = "stay_id"
    text = "La personne est attendue jusqu'à la fin du jour d'arrivée."


class AlreadyArrived(RuleBroken):
    """A stay begins once."""

    code = "ALREADY_ARRIVED"
    field = "stay_id"
    text = "L'arrivée de ce séjour est déjà enregistrée."


class ArrivedInFuture(RuleBroken):
    """What has not happened yet is not a fact."""

    code = "ARRIVED_IN_FUTURE"
    field = "arrived_on"
    text = "La date d'arrivée est dans le futur."


class ArrivedTooEarly(RuleBroken):
    """Somebody may come a few days early, not months: such a day is a typing error (our choice: a month)."""

    code = "ARRIVED_TOO_EARLY"
    field = "arrived_on"
    text = "L'arrivée précède de plus d'un mois celle qui était prévue : vérifiez la date."


class ArrivedAfterDeparture(RuleBroken):
    """Whoever comes has one night left at least before the planned departure."""

    code = "ARRIVED_AFTER_DEPARTURE"
    field = "arrived_on"
    text = "L'arrivée doit précéder le départ prévu, d'une nuit au moins."


class ExtensionNotLater(RuleBroken):
    """To extend or to overstay is to leave later than planned; whoever leaves earlier just departs."""

    code = "EXTENSION_NOT_LATER"
    field = "departure_on"
    text = "Le nouveau départ doit être postérieur au départ prévu."


class NotArrivedYet(RuleBroken):
    """Only somebody who arrived can stay longer, or leave."""

    code = "NOT_ARRIVED_YET"
    field = "stay_id"
    text = "L'arrivée de ce séjour n'est pas enregistrée."


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


class DepartedInFuture(RuleBroken):
    """What has not happened yet is not a fact."""

    code = "DEPARTED_IN_FUTURE"
    field = "departed_on"
    text = "La date de départ est dans le futur."


class DepartedLaterThanPlanned(RuleBroken):
    """Nights past the planned departure were not checked against other stays: they are asked for, or owned up to."""

    code = "DEPARTED_LATER_THAN_PLANNED"
    field = "departed_on"
    text = "Le départ est postérieur au départ prévu : enregistrez d'abord une prolongation ou un dépassement."


class AccountNotBalanced(RuleBroken):
    """A stay is settled when what is due is paid, and what was paid too much is given back."""

    code = "ACCOUNT_NOT_BALANCED"
    field = "stay_id"
    text = "Le compte de ce séjour n'est pas soldé."
