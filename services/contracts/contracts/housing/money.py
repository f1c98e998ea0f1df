"""Payloads about money: rents, payments, costs. Amounts are whole cents, within stated bounds."""

from contracts.fields import MOST_CENTS, Payload, cents, choice, civil_day, first_of_month, identifier
from contracts.housing.words import COST_KINDS, house, stay_id

_ACCOUNT = "Le compte du séjour."


class RentDueV1(Payload):
    """A rent became due for a month of a stay, or a due was corrected by a further line."""

    due_id = identifier("La ligne de loyer.", required=True)
    account_id = identifier(_ACCOUNT, required=True)
    stay_id = stay_id()
    house = house()
    month_on = first_of_month("Le mois de location", required=True)
    issued_on = civil_day("Jour de l'avis d'échéance", required=True)
    amount_cents = cents("Montant dû ; négatif : un avoir", least=-MOST_CENTS, required=True)


class RentPaidV1(Payload):
    """An occupant paid, or was paid back."""

    payment_id = identifier("Le paiement.", required=True)
    account_id = identifier(_ACCOUNT, required=True)
    stay_id = stay_id()
    house = house()
    paid_on = civil_day("Jour du paiement", required=True)
    amount_cents = cents("Montant payé ; négatif : un remboursement", least=-MOST_CENTS, required=True)


class CostRecordedV1(Payload):
    """A house cost something."""

    cost_id = identifier("La dépense.", required=True)
    house = house()
    cost_kind = choice(
        COST_KINDS, "De quoi il s'agit ; l'équipement est compté à part du fonctionnement.", required=True
    )
    incurred_on = civil_day("Jour auquel la dépense se rattache", required=True)
    amount_cents = cents("Montant toutes taxes comprises", least=1, required=True)


class CostCancelledV1(Payload):
    """A cost was recorded by mistake: it counts no more, whatever its month."""

    cost_id = identifier("La dépense.", required=True)
    house = house()
    cancelled_on = civil_day("Jour de l'annulation", required=True)
