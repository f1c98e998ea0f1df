"""Payloads about money, and about the people to be served; amounts are whole cents, within stated bounds."""

from marshmallow import fields

from contracts.fields import Payload, cents, choice, civil_day, code, commune, first_of_month, flag, identifier, whole
from contracts.permanence.words import COST_KINDS, RECEIPT_KINDS, STAGES, WITHOUT_GP_GROUPS

_COST = "La dépense."
_RECEIPT = "La recette."


def _stage() -> fields.String:
    return choice(STAGES, "Prévu, voté ou réel : jamais additionnés.", required=True)


class CostRecordedV1(Payload):
    """The permanence costs something, or will."""

    cost_id = identifier(_COST, required=True)
    cost_kind = choice(COST_KINDS, "De quoi il s'agit.", required=True)
    stage = _stage()
    month_on = first_of_month("Le mois auquel la dépense se rattache", required=True)
    payer = code("Qui la supporte, par exemple departement ; absent : non affectée.")
    in_kind = flag("Mise à disposition (poste, locaux) et non paiement.", required=True)
    amount_cents = cents("Montant ou valeur, toutes taxes comprises", least=1, required=True)


class CostCancelledV1(Payload):
    """A cost was recorded by mistake: it counts no more, whatever its month."""

    cost_id = identifier(_COST, required=True)
    cancelled_on = civil_day("Jour de l'annulation", required=True)


class ReceiptRecordedV1(Payload):
    """The permanence receives something, or will."""

    receipt_id = identifier(_RECEIPT, required=True)
    receipt_kind = choice(RECEIPT_KINDS, "Honoraires des actes, subvention, ou participation.", required=True)
    stage = _stage()
    month_on = first_of_month("Le mois auquel la recette se rattache", required=True)
    payer = code("Qui la verse, par exemple departement ; absent : non affectée.")
    amount_cents = cents("Montant", least=1, required=True)


class ReceiptCancelledV1(Payload):
    """A receipt was recorded by mistake: it counts no more, whatever its month."""

    receipt_id = identifier(_RECEIPT, required=True)
    cancelled_on = civil_day("Jour de l'annulation", required=True)


class PeopleWithoutGpCountedV1(Payload):
    """The health insurance fund counted the people of a commune who have no médecin traitant."""

    count_id = identifier("Le comptage.", required=True)
    counted_on = civil_day("Jour auquel se rapporte le comptage", required=True)
    commune = commune(required=True)
    group = choice(WITHOUT_GP_GROUPS, "Tous, en affection de longue durée, ou de 60 ans et plus.", required=True)
    people = whole("Nombre de personnes.", 0, 10_000_000, required=True)
