"""Houses: opening, what people read of them, prices, conventions, who comes first, closing."""

from housing.commands.houses import (
    CloseHouse,
    DescribeHouse,
    OpenHouse,
    OpenHouseOutcome,
    SetPriorityRule,
    SignConvention,
    SignConventionOutcome,
    VoteTariff,
)
from housing.commands.words import HouseReference
from housing.http.api import AGENTS, blueprint

OPEN_HOUSE = blueprint.ask(
    OpenHouse,
    "/houses",
    roles=AGENTS,
    answers=OpenHouseOutcome,
    says="Ouvre une maison, avec son premier tarif.",
)
DESCRIBE_HOUSE = blueprint.ask(
    DescribeHouse,
    "/houses/<house>/description",
    roles=AGENTS,
    answers=HouseReference,
    says="Remplace ce que les pages et les papiers disent d'une maison.",
)
VOTE_TARIFF = blueprint.ask(
    VoteTariff,
    "/houses/<house>/tariffs",
    roles=AGENTS,
    answers=HouseReference,
    says="Ajoute une version du tarif, qui clôt celle qui n'avait pas de terme.",
)
SIGN_CONVENTION = blueprint.ask(
    SignConvention,
    "/houses/<house>/conventions",
    roles=AGENTS,
    answers=SignConventionOutcome,
    says="Enregistre une convention : qui partage le coût net, et l'objectif d'internes.",
)
SET_PRIORITY_RULE = blueprint.ask(
    SetPriorityRule,
    "/houses/<house>/priority-rules",
    roles=AGENTS,
    answers=HouseReference,
    says="Fixe l'ordre de priorité à partir d'un jour ; ce qui est promis le reste.",
)
CLOSE_HOUSE = blueprint.ask(
    CloseHouse,
    "/houses/<house>/closing",
    roles=AGENTS,
    answers=HouseReference,
    says="Ferme une maison et toutes ses chambres.",
)
