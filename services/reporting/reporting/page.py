"""A bulletin, and the list of an antenna's bulletins, as French pages without any outside resource."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from chassis.core.instance import DEPARTEMENT
from kernel import french
from reporting.bulletin import Bulletin, FigureValue, Month, measured
from reporting.chapter import Chapter
from reporting.chapters import CHAPTERS

# Said by every page until the rules of disclosure control exist: no real patient is counted before them.
NOTICE = (
    "Données de démonstration : synthétiques. Seuls les totaux publiés par la ville sont réels.",
    "Leur répartition par mois est inventée ; là où aucune ville n’a publié de total, tout l’est.",
)
NOT_OFFERED = "Sans objet : l’antenne n’assure pas ce service."

_HERE = Path(__file__).parent
_PAGES = Environment(
    loader=FileSystemLoader([_HERE / "pages", _HERE]),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)
_PAGES.globals["notice"] = NOTICE
_PAGES.filters |= {
    "measured": measured,
    "day": french.day,
    "month": lambda month: french.month(month.start),
    "of_month": lambda month: french.of_month(month.start),
    "short_month": lambda month: french.short_month(month.start),
    "typeset": french.typeset,
}


@dataclass(frozen=True, slots=True)
class Group:
    """A chapter as a page shows it; `absence` says why it tells no figure."""

    chapter: Chapter
    opened_on: date
    absence: str | None
    figures: tuple[FigureValue, ...]
    headline: str | None
    section: Any


def bulletin_page(
    bulletin: Bulletin, *, offered: Collection[str], previous: Month | None = None, following: Month | None = None
) -> str:
    """The page of one bulletin; `offered` are the services that the antenna runs."""
    return _PAGES.get_template("bulletin.html.j2").render(
        bulletin=bulletin,
        groups=[_group(bulletin, chapter, offered) for chapter in CHAPTERS],
        previous=previous,
        following=following,
        every_antenna=bulletin.antenna == DEPARTEMENT,
        last_day=bulletin.month.end - timedelta(days=1),
    )


def index_page(label: str, opened_on: date, published: Sequence[Month]) -> str:
    """The page that lists an antenna's bulletins."""
    return _PAGES.get_template("index.html.j2").render(label=label, opened_on=opened_on, published=published)


def _group(bulletin: Bulletin, chapter: Chapter, offered: Collection[str]) -> Group:
    opened_on, absence = bulletin.openings[chapter.service], None
    if chapter.service not in offered:
        absence = NOT_OFFERED
    elif bulletin.month < Month.of(opened_on):
        absence = f"Ouverture le {french.day(opened_on)}."
    codes = {figure.code for figure in chapter.figures}
    return Group(
        chapter,
        opened_on,
        absence,
        tuple(figure for figure in bulletin.figures if figure.code in codes),
        chapter.headline(bulletin) if chapter.headline and absence is None else None,
        chapter.section(bulletin) if chapter.section and absence is None else None,
    )
