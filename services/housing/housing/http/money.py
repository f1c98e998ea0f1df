"""Money: rents, payments, expenses, budgets and the finance software's files, asked for and read."""

from typing import Any
from uuid import UUID

from chassis.core.errors import NotFound
from chassis.http.bodies import Body
from chassis.http.derived import body_of
from chassis.http.fields import amount, part
from chassis.http.routes import reading, run, today
from housing.commands.money import (
    BudgetReference,
    CancelCost,
    CostReference,
    ExportRents,
    ExportRentsOutcome,
    IssueRents,
    IssueRentsOutcome,
    PaymentOutcome,
    ReadFinanceReturn,
    ReadFinanceReturnOutcome,
    RecordCost,
    RecordPayment,
    RecordRefund,
    SetBudget,
)
from housing.domain.money.cost import CostKind
from housing.http.api import MONEY, MONEY_READERS, READERS, blueprint
from housing.http.period import PeriodBody, period_asked
from housing.queries.accounts import AccountRead, Arrears, account_read, arrears
from housing.queries.houses import house_of
from housing.queries.money import HouseMoney, house_money
from housing.queries.objective import Progress, progress
from housing.queries.rents import ExportFile, export_read

ISSUE_RENTS = blueprint.ask(
    IssueRents,
    "/houses/<house>/rents",
    roles=MONEY,
    answers=IssueRentsOutcome,
    says="Émet les avis d'échéance d'un mois.",
)
RECORD_PAYMENT = blueprint.ask(
    RecordPayment,
    "/stays/<uuid:stay_id>/payments",
    roles=MONEY,
    answers=PaymentOutcome,
    says="Inscrit un paiement, en tout ou partie.",
)
RECORD_REFUND = blueprint.ask(
    RecordRefund,
    "/stays/<uuid:stay_id>/refunds",
    roles=MONEY,
    answers=PaymentOutcome,
    says="Inscrit un remboursement, pris sur le crédit du compte.",
)
RECORD_COST = blueprint.ask(
    RecordCost,
    "/houses/<house>/costs",
    roles=MONEY,
    answers=CostReference,
    says="Inscrit une dépense de la maison.",
)
CANCEL_COST = blueprint.ask(
    CancelCost,
    "/costs/<uuid:cost_id>/cancellation",
    roles=MONEY,
    answers=CostReference,
    says="Annule une dépense inscrite par erreur.",
)
EXPORT_RENTS = blueprint.ask(
    ExportRents,
    "/houses/<house>/exports",
    roles=MONEY,
    answers=ExportRentsOutcome,
    says="Met dans un fichier, pour le logiciel financier, les avis d'échéance qui ne sont dans aucun.",
)
READ_FINANCE_RETURN = blueprint.ask(
    ReadFinanceReturn,
    "/houses/<house>/returns",
    roles=MONEY,
    answers=ReadFinanceReturnOutcome,
    says="Lit le retour du logiciel financier : numéros des titres, états, montants payés.",
)


class ExpensesBody(Body):
    rent = amount("Loyer de la maison", required=False)
    electricity = amount("Électricité", required=False)
    heating = amount("Chauffage", required=False)
    water = amount("Eau", required=False)
    upkeep = amount("Entretien", required=False)
    insurance = amount("Assurance", required=False)
    other = amount("Autres dépenses", required=False)
    equipment = amount("Équipement, compté à part", required=False)


class SetBudgetBody(body_of(SetBudget, frozenset({"house", "expenses"}))):  # type: ignore[misc]  # a class that is made
    """A budget says its expenses by kind: an object with a name each, which no field of a command is."""

    expenses = part(ExpensesBody, "Dépenses par nature.")


@blueprint.command("/houses/<house>/budgets", asks=SetBudgetBody, answers=BudgetReference, roles=MONEY)
def set_budget(asked: dict[str, Any], house: str) -> Any:
    """Fixe le budget d'une année, voté ou prévisionnel."""
    expenses = {CostKind(kind): cents for kind, cents in asked.pop("expenses").items()}
    return run(SetBudget(house=house, expenses=expenses, **asked))


@blueprint.query("/stays/<uuid:stay_id>/account", answers=AccountRead, roles=MONEY_READERS)
def read_account(stay_id: UUID) -> AccountRead:
    """Le compte d'un séjour : avis d'échéance, paiements, solde."""
    with reading() as session:
        account = account_read(session, stay_id)
    if account is None:
        raise NotFound
    return account


@blueprint.query("/houses/<house>/arrears", answers=Arrears, roles=MONEY_READERS)
def read_arrears(house: str) -> Arrears:
    """Les loyers en retard d'une maison."""
    with reading() as session:
        return arrears(session, house_of(session, house).code, today())


@blueprint.query("/houses/<house>/exports/<uuid:export_id>", answers=ExportFile, roles=MONEY)
def read_export(house: str, export_id: UUID) -> ExportFile:
    """Le fichier d'un export pour le logiciel financier."""
    with reading() as session:
        return export_read(session, house, export_id)


@blueprint.query("/houses/<house>/money", asks=PeriodBody, answers=HouseMoney, roles=MONEY_READERS)
def read_money(asked: dict[str, Any], house: str) -> HouseMoney:
    """L'argent d'une période : dépenses, loyers, coût net et son partage, à côté des budgets."""
    period = period_asked(asked["first_on"], asked["end_on"])
    with reading() as session:
        found = house_money(session, house, period)
    if found is None:
        raise NotFound
    return found


@blueprint.query("/houses/<house>/objective", asks=PeriodBody, answers=Progress, roles=READERS)
def read_objective(asked: dict[str, Any], house: str) -> Progress:
    """Les internes logés dans une période, face à l'objectif de la convention."""
    period = period_asked(asked["first_on"], asked["end_on"])
    with reading() as session:
        found = progress(session, house, period)
    if found is None:
        raise NotFound
    return found
