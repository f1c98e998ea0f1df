"""What may be read of money: lines, months by payer, the cost of a consultation, counts of people to serve."""

from collections.abc import Mapping
from typing import Any

from chassis.http.bodies import Answer, Body
from chassis.http.fields import amount, choice, choices, civil_day, count, flag, part, reference, text
from chassis.http.routes import reading
from permanence.domain.money.cost import CostKind, MoneyStage, ReceiptKind
from permanence.domain.money.denominator import PeopleGroup
from permanence.http.api import MONEY, READERS, blueprint
from permanence.http.paging import PageBody
from permanence.queries.costs import (
    ConsultationCost,
    consultation_cost,
    cost_lines,
    money_by_month,
    people_without_gp,
    receipt_lines,
)

MONEY_READERS = tuple(dict.fromkeys((*MONEY, *READERS)))
_PAYER = "Code du payeur ; nul : à personne encore."
_STAGE = "Prévu, voté ou réalisé."


class PeriodBody(Body):
    first_on = civil_day("Premier jour")
    end_on = civil_day("Fin, jour non compris")


class LinesBody(PeriodBody, PageBody):
    """The months that begin in a period, part by part."""


class StageBody(PeriodBody):
    stage = choice(MoneyStage, _STAGE)


class PeopleBody(PageBody):
    group = choice(PeopleGroup, "Qui est compté.")
    on = civil_day("Les comptages connus ce jour-là")


class LineAnswer(Answer):
    stage = choice(MoneyStage, _STAGE)
    month_on = civil_day("Premier jour du mois")
    payer = text(_PAYER, allow_none=True)
    amount_cents = amount("Montant")
    label = text("Objet.")


class CostAnswer(LineAnswer):
    cost_id = reference("La dépense.")
    cost_kind = choice(CostKind, "Nature de la dépense.")
    in_kind = flag("Mise à disposition, sans paiement.")


class ReceiptAnswer(LineAnswer):
    receipt_id = reference("La recette.")
    receipt_kind = choice(ReceiptKind, "Nature de la recette.")


class CostsAnswer(Answer):
    costs = choices(part(CostAnswer, "Une dépense."), "Du mois le plus récent au plus ancien.")


class ReceiptsAnswer(Answer):
    receipts = choices(part(ReceiptAnswer, "Une recette."), "Du mois le plus récent au plus ancien.")


class MonthAnswer(Answer):
    month_on = civil_day("Premier jour du mois")
    payer = text(_PAYER, allow_none=True)
    cost_cents = amount("Dépenses")
    in_kind_cents = amount("Valeur des mises à disposition, à part")
    receipt_cents = amount("Recettes")


class MonthsAnswer(Answer):
    months = choices(part(MonthAnswer, "Un mois d'un payeur."), "Du plus ancien au plus récent.")


class ConsultationCostAnswer(Answer):
    first_on = civil_day("Premier jour")
    end_on = civil_day("Fin, jour non compris")
    stage = choice(MoneyStage, _STAGE)
    consultations = count("Consultations des mêmes jours : médecins et internes supervisés.")
    gross_cents = amount("Dépenses")
    receipt_cents = amount("Recettes")
    net_cents = amount("Dépenses moins recettes")
    in_kind_cents = amount("Valeur des mises à disposition, à part")
    unallocated_cents = amount("Dépenses qu'aucun payeur ne supporte encore")
    gross_per_consultation_cents = amount("Coût brut d'une consultation ; nul sans consultation", allow_none=True)
    net_per_consultation_cents = amount("Coût net d'une consultation ; nul sans consultation", allow_none=True)


class PeopleCountAnswer(Answer):
    count_id = reference("Le comptage.")
    counted_on = civil_day("Jour auquel il se rapporte")
    commune = text("Code INSEE de la commune.")
    group = choice(PeopleGroup, "Qui est compté.")
    people = count("Nombre de personnes sans médecin traitant.")
    source = text("D'où vient ce nombre.")


class PeopleAnswer(Answer):
    counts = choices(part(PeopleCountAnswer, "Un comptage."), "Le dernier de chaque commune.")


@blueprint.query("/costs", asks=LinesBody, answers=CostsAnswer, roles=MONEY_READERS)
def read_costs(asked: dict[str, Any]) -> Mapping[str, Any]:
    """Les dépenses, une à une."""
    with reading() as session:
        return {"costs": cost_lines(session, **asked)}


@blueprint.query("/receipts", asks=LinesBody, answers=ReceiptsAnswer, roles=MONEY_READERS)
def read_receipts(asked: dict[str, Any]) -> Mapping[str, Any]:
    """Les recettes, une à une."""
    with reading() as session:
        return {"receipts": receipt_lines(session, **asked)}


@blueprint.query("/money", asks=StageBody, answers=MonthsAnswer, roles=MONEY_READERS)
def read_money(asked: dict[str, Any]) -> Mapping[str, Any]:
    """Dépenses et recettes par mois et par payeur, à un seul stade."""
    with reading() as session:
        return {"months": money_by_month(session, **asked)}


@blueprint.query("/consultation-cost", asks=StageBody, answers=ConsultationCostAnswer, roles=MONEY_READERS)
def read_consultation_cost(asked: dict[str, Any]) -> ConsultationCost:
    """Le coût d'une consultation : l'argent et les consultations des mêmes jours."""
    with reading() as session:
        return consultation_cost(session, **asked)


@blueprint.query("/people-without-gp", asks=PeopleBody, answers=PeopleAnswer, roles=READERS)
def read_people_without_gp(asked: dict[str, Any]) -> Mapping[str, Any]:
    """Le dernier comptage de chaque commune, pour un groupe."""
    with reading() as session:
        return {"counts": people_without_gp(session, **asked)}
