"""Costs, receipts and denominators over HTTP: what is written."""

from typing import Any
from uuid import UUID

from chassis.core.application import Outcome
from chassis.http.bodies import Answer, Body
from chassis.http.fields import amount, choice, civil_day, flag, reference, text, whole
from chassis.http.routes import run
from permanence.commands.costs import (
    CancelCost,
    CancelReceipt,
    RecordCost,
    RecordPeopleWithoutGP,
    RecordReceipt,
)
from permanence.domain.money.cost import CostKind, MoneyStage, ReceiptKind
from permanence.domain.money.denominator import PeopleGroup
from permanence.http.api import MONEY, ORGANISERS, blueprint
from permanence.http.words import LONGEST_CODE, LONGEST_NAME

_STAGE = "Prévu, voté ou réalisé : jamais additionnés."
_LONGEST_SOURCE = 200


class MoneyBody(Body):
    stage = choice(MoneyStage, _STAGE)
    month_on = civil_day("Premier jour du mois")
    payer = text("Code du payeur ; nul : à personne encore.", longest=LONGEST_CODE, allow_none=True)
    amount_cents = amount("Montant, toutes taxes comprises")
    label = text("Objet ; jamais un nom de personne.", longest=LONGEST_NAME)


class RecordCostBody(MoneyBody):
    cost_kind = choice(CostKind, "Nature de la dépense.")
    in_kind = flag("Poste ou locaux mis à disposition, sans paiement.", required=False)


class RecordReceiptBody(MoneyBody):
    receipt_kind = choice(ReceiptKind, "Honoraires des actes, subvention, ou participation.")


class CancelBody(Body):
    reason = text("Pourquoi.", longest=LONGEST_NAME)


class RecordPeopleBody(Body):
    counted_on = civil_day("Jour auquel se rapporte le comptage")
    commune = text("Code INSEE de la commune.", longest=LONGEST_CODE)
    group = choice(PeopleGroup, "Tous, en affection de longue durée, ou de 60 ans et plus.")
    people = whole("Nombre de personnes sans médecin traitant.")
    source = text("D'où vient ce nombre.", longest=_LONGEST_SOURCE)


class CostReference(Answer):
    cost_id = reference("La dépense.")


class ReceiptReference(Answer):
    receipt_id = reference("La recette.")


class CountReference(Answer):
    count_id = reference("Le comptage.")


@blueprint.command("/costs", asks=RecordCostBody, answers=CostReference, roles=MONEY)
def record_cost(asked: dict[str, Any]) -> Outcome:
    """Inscrit une dépense d'un mois."""
    return run(RecordCost(**asked))


@blueprint.command("/costs/<uuid:cost_id>/cancellation", asks=CancelBody, answers=CostReference, roles=MONEY)
def cancel_cost(asked: dict[str, Any], cost_id: UUID) -> Outcome:
    """Annule une dépense inscrite par erreur."""
    return run(CancelCost(cost_id, **asked))


@blueprint.command("/receipts", asks=RecordReceiptBody, answers=ReceiptReference, roles=MONEY)
def record_receipt(asked: dict[str, Any]) -> Outcome:
    """Inscrit une recette d'un mois."""
    return run(RecordReceipt(**asked))


@blueprint.command("/receipts/<uuid:receipt_id>/cancellation", asks=CancelBody, answers=ReceiptReference, roles=MONEY)
def cancel_receipt(asked: dict[str, Any], receipt_id: UUID) -> Outcome:
    """Annule une recette inscrite par erreur."""
    return run(CancelReceipt(receipt_id, **asked))


@blueprint.command("/people-without-gp", asks=RecordPeopleBody, answers=CountReference, roles=ORGANISERS)
def record_people_without_gp(asked: dict[str, Any]) -> Outcome:
    """Inscrit combien de personnes d'une commune étaient sans médecin traitant un jour donné."""
    return run(RecordPeopleWithoutGP(**asked))
