"""What programs read of money: accounts, arrears, files for the finance software, a period's cost, the objective."""

from typing import Any
from uuid import UUID

from chassis.core.errors import NotFound
from chassis.http.bodies import Answer
from chassis.http.fields import amount, choice, choices, civil_day, content, count, flag, part, reference, text, whole
from chassis.http.routes import reading
from housing.domain.money.cost import BudgetStage, CostKind
from housing.domain.money.lines import PaymentMethod, ReceiptKind, TitreState
from housing.finance import export_file
from housing.http.api import MONEY, MONEY_READERS, READERS, blueprint
from housing.http.words import PeriodBody, StayReference, house_code, period_asked, today
from housing.queries.accounts import AccountRead, account_read, arrears
from housing.queries.money import HouseMoney, house_money
from housing.queries.objective import Progress, progress
from housing.store.houses import has_house
from housing.store.money import accounts_exported


class DueAnswer(Answer):
    due_id = reference("La ligne de loyer.")
    number = text("Numéro de l'avis d'échéance.")
    month = civil_day("Premier jour du mois")
    issued_on = civil_day("Jour de l'avis")
    amount_cents = amount("Montant de l'avis ; négatif : un avoir")
    owed_cents = amount("Ce qui en reste dû une fois les avoirs du mois déduits")
    paid_cents = amount("Ce qui en est payé")
    receipt = choice(ReceiptKind, "Ce qui peut être remis : une quittance, ou un reçu.", allow_none=True)
    titre = text("Numéro du titre de recettes.", allow_none=True)
    titre_state = choice(TitreState, "Ce qu'en dit le logiciel financier.", allow_none=True)


class PaymentReadAnswer(Answer):
    payment_id = reference("Le paiement.")
    amount_cents = amount("Montant ; négatif : un remboursement")
    paid_on = civil_day("Jour du paiement")
    method = choice(PaymentMethod, "Moyen de paiement.")
    reference = text("Numéro de chèque, de virement ou d'avis.", allow_none=True)


class AccountAnswer(StayReference):
    account_id = reference("Le compte.")
    house = house_code()
    dues = choices(part(DueAnswer, "Un avis d'échéance."), "Du plus ancien au plus récent.")
    payments = choices(part(PaymentReadAnswer, "Un paiement."), "Du plus ancien au plus récent.")
    due_cents = amount("Somme des avis")
    paid_cents = amount("Somme des paiements")
    balance_cents = amount("Ce qui reste à payer ; négatif : un crédit")


class LateDueAnswer(StayReference):
    account_id = reference("Le compte.")
    number = text("Numéro de l'avis d'échéance.")
    month = civil_day("Premier jour du mois")
    issued_on = civil_day("Jour de l'avis")
    left_cents = amount("Ce qui en reste à payer")


class ArrearsAnswer(Answer):
    dues = choices(part(LateDueAnswer, "Un avis d'échéance."), "Du plus ancien au plus récent.")
    left_cents = amount("Leur somme")


class ExportAnswer(Answer):
    file = content("Le fichier CSV")


class KindCentsAnswer(Answer):
    cost_kind = choice(CostKind, "Nature de la dépense.")
    amount_cents = amount("Montant")


class ShareAnswer(Answer):
    party = text("Code de la collectivité.")
    label = text("Son nom.")
    amount_cents = amount("Sa part du coût net")


class ConventionCostAnswer(Answer):
    label = text("Intitulé de la convention ; nul pour les jours sans convention.", allow_none=True)
    net_cents = amount("Coût net de ses jours")
    shares = choices(part(ShareAnswer, "Une part."), "Leur somme est le coût net, au centime.")


class ActualMoneyAnswer(Answer):
    expenses = choices(part(KindCentsAnswer, "Une nature."), "Dépenses par nature, équipement compris.")
    running_cents = amount("Dépenses de fonctionnement")
    equipment_cents = amount("Équipement, compté à part du coût net")
    rents_due_cents = amount("Loyers dus pour les mois qui commencent dans la période")
    rents_paid_cents = amount("Loyers payés dans la période")
    net_cents = amount("Coût net : fonctionnement moins loyers dus")
    conventions = choices(part(ConventionCostAnswer, "Une convention."), "Le coût net, selon la convention du jour.")


class BudgetAnswer(Answer):
    year = whole("Année civile.")
    stage = choice(BudgetStage, "Voté, ou prévisionnel.")
    expenses = choices(part(KindCentsAnswer, "Une nature."), "Dépenses par nature.")
    running_cents = amount("Dépenses de fonctionnement")
    equipment_cents = amount("Équipement")
    rents_cents = amount("Loyers attendus")
    net_cents = amount("Coût net attendu")
    shares = choices(part(ShareAnswer, "Une part."), "Leur somme est le coût net, au centime.")


class HouseMoneyAnswer(Answer):
    house = house_code()
    first_on = civil_day("Premier jour")
    end_on = civil_day("Fin, jour non compris")
    actual = part(ActualMoneyAnswer, "Ce qui a été dépensé et dû.")
    budgets = choices(part(BudgetAnswer, "Un budget."), "Ceux des années que la période touche, entiers.")


class LodgedAnswer(Answer):
    code = text("Code du public ou de l'université.")
    persons = count("Personnes différentes.")


class ProgressAnswer(Answer):
    house = house_code()
    first_on = civil_day("Premier jour")
    end_on = civil_day("Fin, jour non compris")
    interns_lodged = count("Internes différents qui ont une nuit dans la période.")
    objective = whole("Objectif annuel de la convention.", allow_none=True)
    is_reached = flag(
        "Vrai quand les internes sont au moins autant que l'objectif ; nul sans convention.", allow_none=True
    )
    by_kind = choices(part(LodgedAnswer, "Un public."), "Toutes les personnes logées.")
    interns_by_university = choices(part(LodgedAnswer, "Une université."), "Les internes.")


@blueprint.query("/stays/<uuid:stay_id>/account", answers=AccountAnswer, roles=MONEY_READERS)
def read_account(stay_id: UUID) -> AccountRead:
    """Le compte d'un séjour : avis d'échéance, paiements, solde."""
    with reading() as session:
        account = account_read(session, stay_id)
    if account is None:
        raise NotFound
    return account


@blueprint.query("/houses/<house>/arrears", answers=ArrearsAnswer, roles=MONEY_READERS)
def read_arrears(house: str) -> dict[str, Any]:
    """Les loyers en retard d'une maison."""
    with reading() as session:
        if not has_house(session, house):
            raise NotFound
        late = arrears(session, house, today())
    return {"dues": late, "left_cents": sum(due.left_cents for due in late)}


@blueprint.query("/houses/<house>/exports/<uuid:export_id>", answers=ExportAnswer, roles=MONEY)
def read_export(house: str, export_id: UUID) -> dict[str, Any]:
    """Le fichier d'un export pour le logiciel financier."""
    with reading() as session:
        accounts = accounts_exported(session, house, export_id)
        if not accounts:
            raise NotFound
        return {"file": export_file(accounts, export_id)}


@blueprint.query("/houses/<house>/money", asks=PeriodBody, answers=HouseMoneyAnswer, roles=MONEY_READERS)
def read_money(asked: dict[str, Any], house: str) -> HouseMoney:
    """L'argent d'une période : dépenses, loyers, coût net et son partage, à côté des budgets."""
    period = period_asked(asked["first_on"], asked["end_on"])
    with reading() as session:
        found = house_money(session, house, period)
    if found is None:
        raise NotFound
    return found


@blueprint.query("/houses/<house>/objective", asks=PeriodBody, answers=ProgressAnswer, roles=READERS)
def read_objective(asked: dict[str, Any], house: str) -> Progress:
    """Les internes logés dans une période, face à l'objectif de la convention."""
    period = period_asked(asked["first_on"], asked["end_on"])
    with reading() as session:
        found = progress(session, house, period)
    if found is None:
        raise NotFound
    return found
