"""What an accountant adds to a house: expenses and budgets; what an agent writes of the convention that shares them."""

from typing import Any
from uuid import UUID

from chassis.http.problems import FormRefused
from chassis.http.routes import run
from housing.commands.houses import SignConvention
from housing.commands.money import CancelCost, RecordCost, SetBudget
from housing.domain.money.convention import Convention, Party
from housing.domain.money.cost import CostKind
from housing.http.api import AGENTS, MONEY
from housing.pages import bodies
from housing.pages.house import house as house_page
from housing.pages.house import part_of
from housing.pages.site import pages
from housing.pages.typed_lines import code_of, lines_of

Asked = dict[str, Any]


@pages.form("/board/houses/<house>/costs", asks=bodies.CostBody, shown_on=house_page, roles=MONEY)
def record_cost(asked: Asked, house: str) -> str:
    run(RecordCost(house, **asked))
    return part_of(house, "argent")


@pages.form("/board/houses/<house>/costs/<uuid:cost_id>", asks=bodies.WhyBody, shown_on=house_page, roles=MONEY)
def cancel_cost(asked: Asked, house: str, cost_id: UUID) -> str:
    run(CancelCost(cost_id, **asked))
    return part_of(house, "argent")


@pages.form("/board/houses/<house>/budgets", asks=bodies.BudgetForm, shown_on=house_page, roles=MONEY)
def set_budget(asked: Asked, house: str) -> str:
    expenses = {kind: asked[kind.value] for kind in CostKind if asked.get(kind.value)}
    run(SetBudget(house, asked["year"], asked["stage"], expenses, asked["rents_cents"]))
    return part_of(house, "argent")


@pages.form("/board/houses/<house>/conventions", asks=bodies.ConventionBody, shown_on=house_page, roles=AGENTS)
def sign_convention(asked: Asked, house: str) -> str:
    parties = tuple(_party(line) for line in lines_of(asked.pop("parties")))
    run(SignConvention(house, Convention(parties=parties, **asked)))
    return part_of(house, "convention")


def _party(line: str) -> Party:
    """« libellé ; poids », the weight 1 when it is not said."""
    label, _, weight = (part.strip() for part in line.partition(";"))
    if not label or not (weight or "1").isdecimal():
        raise FormRefused("Une partie s’écrit : libellé ; poids, en nombre entier.", "parties")
    return Party(code_of(label), label, int(weight or "1"))
