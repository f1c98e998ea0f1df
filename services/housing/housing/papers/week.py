"""La semaine de la maison: who comes and who goes, day by day, to be hung on a board."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from housing.papers.content import Issuer
from housing.papers.letters import LARGE
from housing.papers.sheet import Sheet
from housing.papers.table import Column
from kernel import french


@dataclass(frozen=True, slots=True)
class Movement:
    """Somebody comes or goes; `who` is left empty on the sheet that hangs on a door."""

    on: date
    room: str
    who: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Week:
    """Arrivals and departures of seven days from `monday`."""

    issuer: Issuer
    dated_on: date
    house: str
    monday: date
    arrivals: tuple[Movement, ...]
    departures: tuple[Movement, ...]


def pdf(paper: Week) -> bytes:
    title = f"Semaine du {french.day(paper.monday)}"
    sheet = Sheet(paper.issuer, title=title, dated_on=paper.dated_on)
    sheet.fields(
        [
            ("Maison", paper.house),
            ("Du", f"{french.weekday(paper.monday)} au {french.weekday(paper.monday + timedelta(days=6))}"),
        ]
    )
    sheet.table(
        [Column("Jour", 24), Column("", 14), Column("Chambre", 20), Column("Qui", 24), Column("À noter", 24)],
        _rows(paper),
        style=LARGE,
    )
    sheet.paragraph(
        f"{french.counted(len(paper.departures), 'départ', 'départs')}, "
        f"{french.counted(len(paper.arrivals), 'arrivée', 'arrivées')}."
    )
    return sheet.pdf()


def _rows(paper: Week) -> Iterator[list[str]]:
    """Departures first: a room left in the morning is taken the same day."""
    for rank in range(7):
        day = paper.monday + timedelta(days=rank)
        leaving = [movement for movement in paper.departures if movement.on == day]
        coming = [movement for movement in paper.arrivals if movement.on == day]
        left = {movement.room for movement in leaving}
        label = french.weekday(day).rsplit(french.FIXED, 1)[0]
        if not leaving and not coming:
            yield [label, "–", "", "", ""]
        for verb, movements in (("Départ", leaving), ("Arrivée", coming)):
            for movement in movements:
                turnover = ["libérée le jour même"] if verb == "Arrivée" and movement.room in left else []
                yield [label, verb, movement.room, movement.who, " ; ".join(filter(None, [movement.note, *turnover]))]
                label = ""
