"""The papers of a house: the week to hang on a door, the rules, the welcome pack."""

from datetime import date, timedelta

from chassis.http.pages import Document
from chassis.http.routes import reading, today
from housing.domain.house.house import House
from housing.domain.stay.period import Period
from housing.domain.stay.state import StayState
from housing.http.api import AGENTS
from housing.pages import paper_content as content
from housing.pages.documents import PDF
from housing.pages.site import pages
from housing.pages.words import in_french
from housing.papers import house_rules, week, welcome_pack
from housing.papers.week import Movement
from housing.queries.houses import house_of, logo_of
from housing.queries.stays import StayRead, stays_shown


@pages.document("/board/houses/<house>/week.pdf", roles=AGENTS)
def week_list(house: str) -> Document:
    """Without names: it hangs where everybody passes."""
    day = today()
    monday = day - timedelta(days=day.weekday())
    days = Period(monday, monday + timedelta(days=7))
    with reading() as session:
        shown = house_of(session, house)
        logo = logo_of(session, house)
        stays = stays_shown(session, house, monday)
    lodged = [stay for stay in stays if stay.state.holds_room and stay.state is not StayState.HELD]
    paper = week.Week(
        content.issuer_of(shown, logo),
        day,
        shown.label,
        monday,
        tuple(_movement(stay, stay.first) for stay in lodged if days.first <= stay.first < days.end),
        tuple(_movement(stay, stay.end) for stay in lodged if days.first <= stay.end < days.end),
    )
    return Document(f"Semaine {monday:%Y-%m-%d}.pdf", PDF, week.pdf(paper))


@pages.document("/board/houses/<house>/rules.pdf", roles=AGENTS)
def rules_to_hang(house: str) -> Document:
    shown, logo = _house(house)
    paper = house_rules.HouseRules(
        content.issuer_of(shown, logo),
        today(),
        shown.label,
        content.address_of(shown),
        emergency=content.emergency_of(shown),
    )
    return Document("Règlement de la maison.pdf", PDF, house_rules.pdf(paper))


@pages.document("/board/houses/<house>/welcome.pdf", roles=AGENTS)
def welcome_to_hang(house: str) -> Document:
    shown, logo = _house(house)
    paper = welcome_pack.WelcomePack(
        content.issuer_of(shown, logo),
        today(),
        shown.label,
        content.address_of(shown),
        tuple(item.label for item in shown.welcome_items),
        frozenset(),
        content.contacts_of(shown),
    )
    return Document("Pack accueil.pdf", PDF, welcome_pack.pdf(paper))


def _house(code: str) -> tuple[House, bytes | None]:
    with reading() as session:
        return house_of(session, code), logo_of(session, code)


def _movement(stay: StayRead, day: date) -> Movement:
    return Movement(day, stay.room_label or "", in_french(stay.occupant_kind))
