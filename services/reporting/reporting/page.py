"""A bulletin, and the list of an antenna's bulletins, as French pages without any outside resource."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from chassis.core.instance import DEPARTEMENT
from reporting import french
from reporting.bulletin import Bulletin, FigureValue, Month
from reporting.figures import BREAKDOWNS, FIGURES
from reporting.sections.housing import housing_section
from reporting.sections.permanence import permanence_section, summary

# Said by every page until the rules of disclosure control exist: no real patient is counted before them.
NOTICE = (
    "Données de démonstration : synthétiques. Seuls les totaux publiés par la ville sont réels.",
    "Leur répartition par mois est inventée ; là où aucune ville n’a publié de total, tout l’est.",
)
SERVICES = {"permanence": "Permanence de soins", "housing": "Maison des internes"}
NOT_OFFERED = "Sans objet : l’antenne n’assure pas ce service."
_DEFINITIONS = {
    service: [
        *((figure.label, figure.definition) for figure in FIGURES if figure.service == service),
        *((breakdown.label, breakdown.definition) for breakdown in BREAKDOWNS if breakdown.service == service),
    ]
    for service in SERVICES
}

_PAGES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "pages"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)
_PAGES.globals["notice"] = NOTICE
_PAGES.filters |= {
    "number": french.number,
    "measured": french.measured,
    "day": french.day,
    "month": french.month,
    "of_month": french.of_month,
    "short_month": french.short_month,
    "typeset": french.typeset,
}


@dataclass(frozen=True, slots=True)
class Group:
    """What a page tells of one service; `absence` says why it tells no figure."""

    service: str
    heading: str
    opened_on: date
    absence: str | None
    figures: tuple[FigureValue, ...]
    definitions: tuple[tuple[str, str], ...]


def bulletin_page(
    bulletin: Bulletin, *, offered: Collection[str], previous: Month | None = None, following: Month | None = None
) -> str:
    """The page of one bulletin; `offered` are the services that the antenna runs."""
    groups = [_group(bulletin, service, heading, offered) for service, heading in SERVICES.items()]
    told = {group.service for group in groups if group.absence is None}
    return _PAGES.get_template("bulletin.html.j2").render(
        bulletin=bulletin,
        groups=groups,
        previous=previous,
        following=following,
        every_antenna=bulletin.antenna == DEPARTEMENT,
        last_day=bulletin.month.end - timedelta(days=1),
        summary=summary(bulletin) if "permanence" in told else None,
        permanence=permanence_section(bulletin) if "permanence" in told else None,
        housing=housing_section(bulletin) if "housing" in told else None,
    )


def index_page(label: str, opened_on: date, published: Sequence[Month]) -> str:
    """The page that lists an antenna's bulletins."""
    return _PAGES.get_template("index.html.j2").render(label=label, opened_on=opened_on, published=published)


def _group(bulletin: Bulletin, service: str, heading: str, offered: Collection[str]) -> Group:
    opened_on, absence = bulletin.openings[service], None
    if service not in offered:
        absence = NOT_OFFERED
    elif bulletin.month < Month.of(opened_on):
        absence = f"Ouverture le {french.day(opened_on)}."
    return Group(
        service,
        heading,
        opened_on,
        absence,
        tuple(figure for figure in bulletin.figures if figure.code.startswith(f"{service}.")),
        tuple(_DEFINITIONS[service]),
    )
