"""What is asked about money: rents, payments, expenses, budgets, and the files of the finance software."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from housing.commands.words import LONGEST_NAME, HouseCode, StayId
from housing.domain.money.cost import BudgetStage, CostKind
from housing.domain.money.lines import PaymentGiven
from kernel.said import CENTS, FLAT, Between, Longest

_CostId = Annotated[UUID, "La dépense."]


@dataclass(frozen=True, slots=True)
class IssueRents:
    """Issues the avis d'échéance of a civil month to all who began a stay in the house."""

    house: HouseCode
    month: Annotated[date, "Premier jour du mois"]


@dataclass(frozen=True, slots=True)
class IssueRentsOutcome:
    issued: Annotated[int, "Avis d'échéance émis ; aucun de plus si tout l'était déjà."]
    amount_cents: Annotated[int, "Leur somme", CENTS]


@dataclass(frozen=True, slots=True)
class RecordPayment:
    """Records money that the régie received for a stay, in whole or in part."""

    stay_id: StayId
    payment: Annotated[PaymentGiven, FLAT]


@dataclass(frozen=True, slots=True)
class RecordRefund:
    """Records money that the régie gave back: a positive amount of the credit of a stay."""

    stay_id: StayId
    payment: Annotated[PaymentGiven, FLAT]


@dataclass(frozen=True, slots=True)
class PaymentOutcome:
    payment_id: Annotated[UUID, "Le paiement."]
    balance_cents: Annotated[int, "Ce qui reste à payer ; négatif : un crédit", CENTS]


@dataclass(frozen=True, slots=True)
class RecordCost:
    """Records an expense of the house."""

    house: HouseCode
    cost_kind: Annotated[CostKind, "Nature de la dépense ; l'équipement est compté à part du coût net."]
    amount_cents: Annotated[int, "Montant toutes taxes comprises", CENTS]
    incurred_on: Annotated[date, "Jour auquel la dépense se rattache"]
    label: Annotated[str, "Objet de la dépense ; jamais un nom d'occupant.", Longest(LONGEST_NAME)]


@dataclass(frozen=True, slots=True)
class CancelCost:
    """Takes back an expense that was recorded by mistake."""

    cost_id: _CostId
    reason: Annotated[str, "Pourquoi.", Longest(LONGEST_NAME)]


@dataclass(frozen=True, slots=True)
class CostReference:
    cost_id: _CostId


@dataclass(frozen=True, slots=True)
class SetBudget:
    """Sets the figures of a civil year at one stage, in place of any before."""

    house: HouseCode
    year: Annotated[int, "Année civile.", Between(0, 9999)]
    stage: Annotated[BudgetStage, "Voté, ou prévisionnel."]
    expenses: Annotated[Mapping[CostKind, int], "Dépenses par nature."]
    rents_cents: Annotated[int, "Loyers attendus", CENTS]


@dataclass(frozen=True, slots=True)
class BudgetReference:
    budget_id: Annotated[UUID, "Le budget."]


@dataclass(frozen=True, slots=True)
class ExportRents:
    """Puts in a file for the finance software every due of the house that is in none."""

    house: HouseCode


@dataclass(frozen=True, slots=True)
class ExportRentsOutcome:
    export_id: Annotated[UUID, "Le fichier, à lire à l'adresse exports/<export_id>."]
    lines: Annotated[int, "Avis d'échéance du fichier."]


@dataclass(frozen=True, slots=True)
class ReadFinanceReturn:
    """Reads back from the finance software the number of each titre, its state and what was paid of it."""

    house: HouseCode
    file: Annotated[bytes, "Le fichier de retour du logiciel financier"]


@dataclass(frozen=True, slots=True)
class ReadFinanceReturnOutcome:
    lines: Annotated[int, "Lignes lues."]
    changed: Annotated[int, "Avis d'échéance dont l'état a changé."]
