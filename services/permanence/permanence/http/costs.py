"""Money over HTTP: costs, receipts and counts of people to serve; months by payer, the cost of a consultation."""

from typing import Any

from chassis.http.bodies import Body
from chassis.http.fields import choice, civil_day
from chassis.http.routes import reading
from permanence.commands.costs import (
    CancelCost,
    CancelReceipt,
    CostReference,
    CountReference,
    ReceiptReference,
    RecordCost,
    RecordPeopleWithoutGP,
    RecordReceipt,
)
from permanence.domain.money.cost import MoneyStage
from permanence.domain.money.denominator import PeopleGroup
from permanence.http.api import MONEY, ORGANISERS, READERS, blueprint
from permanence.http.paging import PageBody
from permanence.queries.costs import (
    ConsultationCost,
    Costs,
    MoneyByMonth,
    PeopleCounts,
    Receipts,
    consultation_cost,
    cost_lines,
    money_by_month,
    people_without_gp,
    receipt_lines,
)

blueprint.ask(
    RecordCost,
    "/costs",
    roles=MONEY,
    answers=CostReference,
    says="Inscrit une dépense d'un mois.",
)
blueprint.ask(
    CancelCost,
    "/costs/<uuid:cost_id>/cancellation",
    roles=MONEY,
    answers=CostReference,
    says="Annule une dépense inscrite par erreur.",
)
blueprint.ask(
    RecordReceipt,
    "/receipts",
    roles=MONEY,
    answers=ReceiptReference,
    says="Inscrit une recette d'un mois.",
)
blueprint.ask(
    CancelReceipt,
    "/receipts/<uuid:receipt_id>/cancellation",
    roles=MONEY,
    answers=ReceiptReference,
    says="Annule une recette inscrite par erreur.",
)
blueprint.ask(
    RecordPeopleWithoutGP,
    "/people-without-gp",
    roles=ORGANISERS,
    answers=CountReference,
    says="Inscrit combien de personnes d'une commune étaient sans médecin traitant un jour donné.",
)


MONEY_READERS = tuple(dict.fromkeys((*MONEY, *READERS)))


class PeriodBody(Body):
    first_on = civil_day("Premier jour")
    end_on = civil_day("Fin, jour non compris")


class LinesBody(PeriodBody, PageBody):
    """The months that begin in a period, part by part."""


class StageBody(PeriodBody):
    stage = choice(MoneyStage, "Prévu, voté ou réalisé.")


class PeopleBody(PageBody):
    group = choice(PeopleGroup, "Qui est compté.")
    on = civil_day("Les comptages connus ce jour-là")


@blueprint.query("/costs", asks=LinesBody, answers=Costs, roles=MONEY_READERS)
def read_costs(asked: dict[str, Any]) -> Costs:
    """Les dépenses, une à une."""
    with reading() as session:
        return Costs(cost_lines(session, **asked))


@blueprint.query("/receipts", asks=LinesBody, answers=Receipts, roles=MONEY_READERS)
def read_receipts(asked: dict[str, Any]) -> Receipts:
    """Les recettes, une à une."""
    with reading() as session:
        return Receipts(receipt_lines(session, **asked))


@blueprint.query("/money", asks=StageBody, answers=MoneyByMonth, roles=MONEY_READERS)
def read_money(asked: dict[str, Any]) -> MoneyByMonth:
    """Dépenses et recettes par mois et par payeur, à un seul stade."""
    with reading() as session:
        return MoneyByMonth(money_by_month(session, **asked))


@blueprint.query("/consultation-cost", asks=StageBody, answers=ConsultationCost, roles=MONEY_READERS)
def read_consultation_cost(asked: dict[str, Any]) -> ConsultationCost:
    """Le coût d'une consultation : l'argent et les consultations des mêmes jours."""
    with reading() as session:
        return consultation_cost(session, **asked)


@blueprint.query("/people-without-gp", asks=PeopleBody, answers=PeopleCounts, roles=READERS)
def read_people_without_gp(asked: dict[str, Any]) -> PeopleCounts:
    """Le dernier comptage de chaque commune, pour un groupe."""
    with reading() as session:
        return PeopleCounts(people_without_gp(session, **asked))
