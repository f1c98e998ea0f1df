"""Bulletins counted from the projections: each chapter's figures and breakdowns, in the month and since its opening."""

from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy.orm import Session

from chassis.core.antenna import Antenna
from reporting.bulletin import BreakdownValue, Bulletin, FigureValue, Month, RowValue, months
from reporting.chapters import CHAPTERS, FIGURES
from reporting.figure import Breakdown, Days, Value, read_figures
from reporting.services import SERVICES


def read_history(session: Session, antenna: Antenna, until: Month) -> Mapping[Month, Mapping[str, Value]]:
    """Every figure of every month, oldest first, to be shared by the bulletins up to that month."""
    opening = Month.of(min(map(antenna.opening_of, SERVICES)))
    return {month: read_figures(session, FIGURES, month.days) for month in months(opening, until)}


def read_bulletin(
    session: Session, antenna: Antenna, month: Month, history: Mapping[Month, Mapping[str, Value]] | None = None
) -> Bulletin:
    """Counts everything but the months before, which only a page needs; what they hold is not counted again."""
    known = history or {}
    of_month = known.get(month) or read_figures(session, FIGURES, month.days)
    of_all: dict[str, Value] = {}
    for chapter in CHAPTERS:
        of_all |= read_figures(session, chapter.figures, _since_opening(antenna, month, chapter.service))
    openings = {service: antenna.opening_of(service) for service in SERVICES}
    return Bulletin(
        antenna=antenna.code,
        label=antenna.label,
        month=month,
        opened_on=antenna.opened_on,
        openings=openings,
        edition=1,
        figures=tuple(
            FigureValue(figure.code, figure.label, figure.measure.unit, of_month[figure.code], of_all[figure.code])
            for figure in FIGURES
        ),
        breakdowns=tuple(
            _breakdown(session, month, breakdown, _since_opening(antenna, month, chapter.service))
            for chapter in CHAPTERS
            for breakdown in chapter.breakdowns
        ),
        history={
            figure.code: tuple(
                (past, values[figure.code])
                for past, values in known.items()
                if Month.of(openings[chapter.service]) <= past <= month
            )
            for chapter in CHAPTERS
            for figure in chapter.figures
            if figure.monthly
        },
    )


def _breakdown(session: Session, month: Month, breakdown: Breakdown, since_opening: Days) -> BreakdownValue:
    year = Days(max(since_opening.start, date(month.end.year - 1, month.end.month, 1)), month.end)
    asked = (month.days, year, since_opening)
    values = {days: breakdown.values(session, days) for days in set(asked)}  # a young service asks the same twice
    of_month, of_year, of_all = (values[days] for days in asked)
    objectives = breakdown.objectives(session, month.end - timedelta(days=1))
    return BreakdownValue(
        breakdown.code,
        breakdown.label,
        breakdown.unit,
        tuple(
            RowValue(
                code,
                breakdown.named(code),
                of_month.get(code, 0),
                of_year.get(code, 0),
                of_all.get(code, 0),
                objectives.get(code),
            )
            for code in dict.fromkeys((*of_all, *of_year, *of_month, *objectives))
        ),
    )


def _since_opening(antenna: Antenna, month: Month, service: str) -> Days:
    """Whole months, so that they add up: no fact is older than the opening, but a rent is of a month."""
    return Days(Month.of(antenna.opening_of(service)).start, month.end)
