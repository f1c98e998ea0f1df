"""What an agent changes of a house: its rooms and their voids, its tariff, its words."""

from typing import Any

from chassis.http.problems import FormRefused
from chassis.http.routes import reading, run
from housing.commands.houses import DescribeHouse
from housing.domain.house.house import Contact, WelcomeItem
from housing.http.api import AGENTS
from housing.http.houses import OPEN_HOUSE, VOTE_TARIFF
from housing.http.rooms import OPEN_ROOM, RESTORE_ROOM, VOID_ROOM
from housing.pages import bodies
from housing.pages.board import board
from housing.pages.house import house as house_page
from housing.pages.house import part_of
from housing.pages.site import pages
from housing.pages.typed_lines import code_of, lines_of
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
    contacts = tuple(_contact(line) for line in lines_of(asked.get("contacts", "")))
    items = tuple(
        WelcomeItem(codes.get(line, code_of(line)), line) for line in lines_of(asked.get("welcome_items", ""))
    )
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
