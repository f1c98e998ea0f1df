"""What an agent changes of a house: its rooms and their voids, its tariff, its words."""

from typing import Any

from chassis.http.problems import FormRefused
from chassis.http.routes import reading, run
from housing.commands.houses import DescribeHouse, OpenHouse, OpenRoom, RestoreRoom, VoidRoom, VoteTariff
from housing.domain.house.house import Contact, WelcomeItem
from housing.http.api import AGENTS
from housing.http.rooms import OpenRoomBody, VoidRoomBody
from housing.pages import bodies
from housing.pages.board import board
from housing.pages.house import house as house_page
from housing.pages.house import part_of
from housing.pages.site import pages
from housing.pages.typed_lines import code_of, lines_of
from housing.queries.houses import house_of, logo_of

Asked = dict[str, Any]


@pages.form("/board", asks=bodies.HouseBody, shown_on=board, roles=AGENTS)
def open_house(asked: Asked) -> str:
    run(OpenHouse(**asked))
    return part_of(asked["house"], "chambres")


@pages.form("/board/houses/<house>/rooms", asks=OpenRoomBody, shown_on=house_page, roles=AGENTS)
def open_room(asked: Asked, house: str) -> str:
    run(OpenRoom(house, **asked))
    return part_of(house, "chambres")


@pages.form("/board/houses/<house>/rooms/<room>/voids", asks=VoidRoomBody, shown_on=house_page, roles=AGENTS)
def void_room(asked: Asked, house: str, room: str) -> str:
    run(VoidRoom(house, room, **asked))
    return part_of(house, "chambres")


@pages.form("/board/houses/<house>/rooms/<room>/restored", asks=bodies.RestoreBody, shown_on=house_page, roles=AGENTS)
def restore_room(asked: Asked, house: str, room: str) -> str:
    run(RestoreRoom(house, room, **asked))
    return part_of(house, "chambres")


@pages.form("/board/houses/<house>/tariffs", asks=bodies.TariffBody, shown_on=house_page, roles=AGENTS)
def vote_tariff(asked: Asked, house: str) -> str:
    run(VoteTariff(house, **asked))
    return part_of(house, "tarif")


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
