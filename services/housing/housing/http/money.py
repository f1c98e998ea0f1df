"""Commands about money: rents, payments, expenses, budgets, and the finance software's files."""

from typing import Any
from uuid import UUID

from chassis.core.application import Outcome
from chassis.http.bodies import Answer, Body
from chassis.http.fields import amount, choice, civil_day, content, count, part, reference, text, whole
from chassis.http.routes import run
from housing.commands.money import (
    CancelCost,
    ExportRents,
    IssueRents,
    ReadFinanceReturn,
    RecordCost,
    RecordPayment,
    RecordRefund,
    SetBudget,
)
from housing.domain.money.cost import BudgetStage, CostKind
from housing.domain.money.lines import PaymentMethod
from housing.http.api import MONEY, blueprint
from housing.http.words import LONGEST_NAME, Nothing


class IssueRentsBody(Body):
    month = civil_day("Premier jour du mois")


class RecordPaymentBody(Body):
    amount_cents = amount("Montant, positif")
    paid_on = civil_day("Jour du paiement")
    method = choice(PaymentMethod, "Moyen de paiement.")
    reference = text("Numéro de chèque ou de virement.", required=False, longest=LONGEST_NAME)


class RecordCostBody(Body):
    cost_kind = choice(CostKind, "Nature de la dépense ; l'équipement est compté à part du coût net.")
    amount_cents = amount("Montant toutes taxes comprises")
    incurred_on = civil_day("Jour auquel la dépense se rattache")
    label = text("Objet de la dépense ; jamais un nom d'occupant.", longest=LONGEST_NAME)


class CancelCostBody(Body):
    reason = text("Pourquoi.", longest=LONGEST_NAME)


class ExpensesBody(Body):
    rent = amount("Loyer de la maison", required=False)
    electricity = amount("Électricité", required=False)
    heating = amount("Chauffage", required=False)
    water = amount("Eau", required=False)
    upkeep = amount("Entretien", required=False)
    insurance = amount("Assurance", required=False)
    other = amount("Autres dépenses", required=False)
    equipment = amount("Équipement, compté à part", required=False)


class SetBudgetBody(Body):
    year = whole("Année civile.", most=9999)
    stage = choice(BudgetStage, "Voté, ou prévisionnel.")
    expenses = part(ExpensesBody, "Dépenses par nature.")
    rents_cents = amount("Loyers attendus")


class ReadFinanceReturnBody(Body):
    file = content("Le fichier de retour du logiciel financier")


class RentsIssuedAnswer(Answer):
    issued = count("Avis d'échéance émis ; aucun de plus si tout l'était déjà.")
    amount_cents = amount("Leur somme")


class PaymentAnswer(Answer):
    payment_id = reference("Le paiement.")
    balance_cents = amount("Ce qui reste à payer ; négatif : un crédit")


class CostReference(Answer):
    cost_id = reference("La dépense.")


class BudgetReference(Answer):
    budget_id = reference("Le budget.")


class RentsExportedAnswer(Answer):
    export_id = reference("Le fichier, à lire à l'adresse exports/<export_id>.")
    lines = count("Avis d'échéance du fichier.")


class ReturnReadAnswer(Answer):
    lines = count("Lignes lues.")
    changed = count("Avis d'échéance dont l'état a changé.")


@blueprint.command("/houses/<house>/rents", asks=IssueRentsBody, answers=RentsIssuedAnswer, roles=MONEY)
def issue_rents(asked: dict[str, Any], house: str) -> Outcome:
    """Émet les avis d'échéance d'un mois."""
    return run(IssueRents(house=house, **asked))


@blueprint.command("/stays/<uuid:stay_id>/payments", asks=RecordPaymentBody, answers=PaymentAnswer, roles=MONEY)
def record_payment(asked: dict[str, Any], stay_id: UUID) -> Outcome:
    """Inscrit un paiement, en tout ou partie."""
    return run(RecordPayment(stay_id, **asked))


@blueprint.command("/stays/<uuid:stay_id>/refunds", asks=RecordPaymentBody, answers=PaymentAnswer, roles=MONEY)
def record_refund(asked: dict[str, Any], stay_id: UUID) -> Outcome:
    """Inscrit un remboursement, pris sur le crédit du compte."""
    return run(RecordRefund(stay_id, **asked))


@blueprint.command("/houses/<house>/costs", asks=RecordCostBody, answers=CostReference, roles=MONEY)
def record_cost(asked: dict[str, Any], house: str) -> Outcome:
    """Inscrit une dépense de la maison."""
    return run(RecordCost(house=house, **asked))


@blueprint.command("/costs/<uuid:cost_id>/cancellation", asks=CancelCostBody, answers=CostReference, roles=MONEY)
def cancel_cost(asked: dict[str, Any], cost_id: UUID) -> Outcome:
    """Annule une dépense inscrite par erreur."""
    return run(CancelCost(cost_id, **asked))


@blueprint.command("/houses/<house>/budgets", asks=SetBudgetBody, answers=BudgetReference, roles=MONEY)
def set_budget(asked: dict[str, Any], house: str) -> Outcome:
    """Fixe le budget d'une année, voté ou prévisionnel."""
    expenses = {CostKind(kind): cents for kind, cents in asked.pop("expenses").items()}
    return run(SetBudget(house=house, expenses=expenses, **asked))


@blueprint.command("/houses/<house>/exports", asks=Nothing, answers=RentsExportedAnswer, roles=MONEY)
def export_rents(asked: dict[str, Any], house: str) -> Outcome:
    """Met dans un fichier, pour le logiciel financier, les avis d'échéance qui ne sont dans aucun."""
    return run(ExportRents(house=house, **asked))


@blueprint.command("/houses/<house>/returns", asks=ReadFinanceReturnBody, answers=ReturnReadAnswer, roles=MONEY)
def read_finance_return(asked: dict[str, Any], house: str) -> Outcome:
    """Lit le retour du logiciel financier : numéros des titres, états, montants payés."""
    return run(ReadFinanceReturn(house=house, **asked))
