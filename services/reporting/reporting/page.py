"""A bulletin, and the list of an antenna's bulletins, as French pages without any outside resource."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from chassis.core.instance import DEPARTEMENT
from reporting import french
from reporting.bulletin import Bulletin, FigureValue, Month
from reporting.chart import bars_by_month
from reporting.figures import FIGURES

# Said by every page until the rules of disclosure control exist: no real patient is counted before them.
NOTICE = (
    "Données de démonstration : synthétiques. Seuls les totaux publiés par la ville sont réels.",
    "Leur répartition par mois est inventée ; là où aucune ville n’a publié de total, tout l’est.",
)
CHARTED = "permanence.consultations"
_CHART_TITLE = "Consultations par mois depuis l’ouverture"
# The columns of the monthly table: figures whose months add up to the total below them.
_HEADINGS = {
    CHARTED: "Consultations",
    "permanence.new_patients": "Nouveaux patients",
    "permanence.declarations": "Déclarations",
    "permanence.ald_declarations": "dont ALD",
}
_DEFINITIONS = {figure.code: figure.definition for figure in FIGURES}

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
    "day": french.day,
    "month": french.month,
    "of_month": french.of_month,
    "short_month": french.short_month,
    "typeset": french.typeset,
}


@dataclass(frozen=True, slots=True)
class Column:
    """A figure in the monthly table."""

    heading: str
    total: int


@dataclass(frozen=True, slots=True)
class Row:
    """A month in the monthly table."""

    month: Month
    values: tuple[int, ...]


def bulletin_page(
    bulletin: Bulletin, *, offered: Collection[str], previous: Month | None = None, following: Month | None = None
) -> str:
    """The page of one bulletin; `offered` are the codes of the figures whose service the antenna runs."""
    figures = {figure.code: figure for figure in bulletin.figures}
    charted = CHARTED in offered
    return _PAGES.get_template("bulletin.html.j2").render(
        bulletin=bulletin,
        offered=offered,
        previous=previous,
        following=following,
        every_antenna=bulletin.antenna == DEPARTEMENT,
        last_day=bulletin.month.end - timedelta(days=1),
        definitions=_DEFINITIONS,
        summary=_summary(bulletin, figures) if charted else None,
        chart_title=_CHART_TITLE,
        chart=_chart(bulletin) if charted else None,
        columns=[Column(heading, figures[code].since_opening) for code, heading in _HEADINGS.items()],
        rows=_rows(bulletin),
    )


def index_page(label: str, opened_on: date, published: Sequence[Month]) -> str:
    """The page that lists an antenna's bulletins."""
    return _PAGES.get_template("index.html.j2").render(label=label, opened_on=opened_on, published=published)


def _rows(bulletin: Bulletin) -> list[Row]:
    columns = [bulletin.history[code] for code in _HEADINGS]
    return [Row(months[0][0], tuple(count for _, count in months)) for months in zip(*columns, strict=True)]


def _chart(bulletin: Bulletin) -> Markup:
    months = bulletin.history[CHARTED]
    month, count = months[-1]
    top_month, top = max(months, key=lambda pair: pair[1])
    description = f"Diagramme en barres, de {french.month(months[0][0])} à {french.month(month)}."
    description += f" En {french.month(month)} : {_consultations(count)}."
    if top:
        description += f" Maximum : {french.number(top)} en {french.month(top_month)}."
    description += " Les mêmes nombres sont dans le tableau « Activité par mois depuis l’ouverture »."
    return bars_by_month(months, title=_CHART_TITLE, description=description)


def _summary(bulletin: Bulletin, figures: Mapping[str, FigureValue]) -> str:
    """The sentence that one repeats: the month, then everything since the opening."""
    held, followed = figures[CHARTED], figures["permanence.patients_followed"]
    month = french.month(bulletin.month)
    first = f"En {month}, {_held(held.month, followed.month)}."
    if bulletin.month == Month.of(bulletin.opened_on):
        return first
    return f"{first} Depuis l’ouverture : {_held(held.since_opening, followed.since_opening)}."


def _held(consultations: int, patients: int) -> str:
    held = _consultations(consultations)
    return held if consultations == 0 else f"{held} pour {french.counted(patients, 'patient', 'patients')}"


def _consultations(count: int) -> str:
    return "aucune consultation" if count == 0 else french.counted(count, "consultation", "consultations")
