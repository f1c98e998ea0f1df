"""What an agent changes of a house on its page: rooms, tariff, words, convention; its money is the accountant's too."""

import re
import unicodedata
from typing import Any
from uuid import UUID

from chassis.http.problems import FormRefused
from chassis.http.routes import reading, run
from housing.commands.houses import DescribeHouse, SignConvention
from housing.commands.money import CancelCost, RecordCost, SetBudget
from housing.domain.house.house import Contact, WelcomeItem
from housing.domain.money.convention import Convention, Party
from housing.domain.money.cost import CostKind
from housing.http.api import AGENTS, MONEY
from housing.http.houses import OPEN_HOUSE, VOTE_TARIFF
from housing.http.rooms import OPEN_ROOM, RESTORE_ROOM, VOID_ROOM
from housing.pages import bodies
from housing.pages.board import board
from housing.pages.house import house as house_page
from housing.pages.house import part_of
from housing.pages.site import pages
from housing.queries.houses import house_of, logo_of

Asked = dict[str, Any]
_ROOMS = pages.to(house_page, part="chambres")

pages.form_of(OPEN_HOUSE, "/board", shown_on=board, then=lambda opened: part_of(opened.house, "chambres"))
pages.form_of(OPEN_ROOM, "/board/houses/<house>/rooms", shown_on=house_page, then=_ROOMS)
pages.form_of(VOID_ROOM, "/board/houses/<house>/rooms/<room>/voids", shown_on=house_page, then=_ROOMS)
pages.form_of(RESTORE_ROOM, "/board/houses/<house>/rooms/<room>/restored", shown_on=house_page, then=_ROOMS)
pages.form_of(
    VOTE_TARIFF, "/board/houses/<house>/tariffs", shown_on=house_page, then=pages.to(house_page, part="tarif")
)


@pages.form("/board/houses/<house>/description", asks=bodies.DescriptionBody, shown_on=house_page, roles=AGENTS)
def describe_house(asked: Asked, house: str) -> str:
    with reading() as session:
        known = house_of(session, house)
        # The logo stays as it is: forms carry no files, programs send it.
        logo = logo_of(session, house)
    codes = {item.label: item.code for item in known.welcome_items}
    contacts = tuple(_contact(line) for line in _lines(asked.get("contacts", "")))
    items = tuple(WelcomeItem(codes.get(line, _code(line)), line) for line in _lines(asked.get("welcome_items", "")))
    run(DescribeHouse(house, asked["label"], asked["address"], contacts, items, logo))
    return part_of(house, "contacts")


def _contact(line: str) -> Contact:
    """« libellé ; téléphone ; courriel », the last two in either order and as may be."""
    label, *ways = [part.strip() for part in line.split(";")]
    known = [way for way in ways if way]
    phones, emails = [way for way in known if "@" not in way], [way for way in known if "@" in way]
    if not label or len(phones) > 1 or len(emails) > 1:
        raise FormRefused("Un contact s’écrit : libellé ; téléphone ; courriel.", "contacts")
    return Contact(label, next(iter(phones), None), next(iter(emails), None))


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
    parties = tuple(_party(line) for line in _lines(asked.pop("parties")))
    run(SignConvention(house, Convention(parties=parties, **asked)))
    return part_of(house, "convention")


def _party(line: str) -> Party:
    """« libellé ; poids », the weight 1 when it is not said."""
    label, _, weight = (part.strip() for part in line.partition(";"))
    if not label or not (weight or "1").isdecimal():
        raise FormRefused("Une partie s’écrit : libellé ; poids, en nombre entier.", "parties")
    return Party(_code(label), label, int(weight or "1"))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _code(label: str) -> str:
    """A code made of the first words of a label."""
    plain = unicodedata.normalize("NFKD", label.lower()).encode("ascii", "ignore").decode()
    code = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-")
    return code if len(code) > 1 and code[0].isalpha() else f"item-{code}"
