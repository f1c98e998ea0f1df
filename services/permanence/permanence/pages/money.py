"""What the permanence costs: twelve months by payer, each stage apart, and the cost of a consultation."""

from typing import Any

from chassis.http.fields import choice
from chassis.http.pages import render
from chassis.http.routes import reading, today
from kernel.period import add_months
from permanence.domain.money.cost import MoneyStage
from permanence.http.api import MONEY
from permanence.pages.site import pages, query
from permanence.pages.words import choices_of
from permanence.queries.costs import consultation_cost, money_by_month

MoneyQuery = query(stage=choice(MoneyStage, "Réalisé, voté ou prévu.", required=False))


@pages.page("/desk/costs", roles=MONEY, asks=MoneyQuery)
def costs(asked: dict[str, Any]) -> str:
    """The twelve months before this one: a month that is not over would make every cost too small."""
    end = today().replace(day=1)
    first = add_months(end, -12)
    stage: MoneyStage = asked.get("stage", MoneyStage.ACTUAL)
    with reading() as session:
        lines = money_by_month(session, first, end, stage)
        cost = consultation_cost(session, first, end, stage)
    return render(
        "costs.html.j2",
        section="costs",
        first=first,
        last=add_months(end, -1),
        stage=stage,
        stages=choices_of(MoneyStage),
        lines=lines,
        cost=cost,
    )
