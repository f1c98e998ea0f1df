"""A monthly bulletin as data: figures of one month and since the opening, how they divide, the months before."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from chassis.core.antenna import Antenna
from reporting.figures import BREAKDOWNS, FIGURES, Breakdown, Days, Value, read_figures


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A civil month, written `2024-06`."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> "Month":
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> "Month":
        """Reads `AAAA-MM`, or raises `ValueError`."""
        return cls.of(date.fromisoformat(f"{text}-01"))

    @property
    def start(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def end(self) -> date:
        """The first day after the month."""
        return self.next().start

    def next(self) -> "Month":
        return Month(self.year + self.number // 12, self.number % 12 + 1)

    @property
    def days(self) -> Days:
        return Days(self.start, self.end)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"


History = tuple[tuple[Month, Value], ...]

_FIGURES_OF = {
    service: tuple(figure for figure in FIGURES if figure.service == service)
    for service in dict.fromkeys(figure.service for figure in FIGURES)
}


def months(first: Month, last: Month) -> Iterator[Month]:
    """Every month from `first` to `last`, both included."""
    while first <= last:
        yield first
        first = first.next()


@dataclass(frozen=True, slots=True)
class FigureValue:
    """One figure of a bulletin, in its unit: in the month, and from its service's opening to the month's end."""

    code: str
    label: str
    unit: str
    month: Value
    since_opening: Value


@dataclass(frozen=True, slots=True)
class RowValue:
    """One row of a breakdown: also over the twelve months that end with the bulletin, which an objective is about."""

    code: str
    label: str
    month: int
    last_12_months: int
    since_opening: int
    objective: int | None


@dataclass(frozen=True, slots=True)
class BreakdownValue:
    code: str
    label: str
    unit: str
    rows: tuple[RowValue, ...]


@dataclass(frozen=True, slots=True)
class Bulletin:
    """`openings` gives the first day of each service that has figures; `history`, of each monthly figure, its months
    from its service's opening to this one, oldest first: none before that service opened.
    """

    antenna: str
    label: str
    month: Month
    opened_on: date
    openings: Mapping[str, date]
    edition: int
    figures: tuple[FigureValue, ...]
    breakdowns: tuple[BreakdownValue, ...]
    history: Mapping[str, History]

    def as_json(self) -> dict[str, Any]:
        """The shape that machines read; adding a key is allowed, changing one is not."""
        return {
            "antenna": self.antenna,
            "month": str(self.month),
            "edition": self.edition,
            "figures": [asdict(figure) for figure in self.figures],
            "breakdowns": [asdict(breakdown) for breakdown in self.breakdowns],
        }


def read_history(session: Session, antenna: Antenna, until: Month) -> Mapping[Month, Mapping[str, Value]]:
    """Every figure of every month, oldest first, to be shared by the bulletins up to that month."""
    opening = Month.of(min(map(antenna.opening_of, _FIGURES_OF)))
    return {month: read_figures(session, FIGURES, month.days) for month in months(opening, until)}


def read_bulletin(
    session: Session, antenna: Antenna, month: Month, history: Mapping[Month, Mapping[str, Value]] | None = None
) -> Bulletin:
    """Counts everything but the months before, which only a page needs; what they hold is not counted again."""
    known = history or {}
    of_month = known.get(month) or read_figures(session, FIGURES, month.days)
    of_all: dict[str, Value] = {}
    for service, figures in _FIGURES_OF.items():
        of_all |= read_figures(session, figures, _since_opening(antenna, month, service))
    openings = {service: antenna.opening_of(service) for service in _FIGURES_OF}
    return Bulletin(
        antenna=antenna.code,
        label=antenna.label,
        month=month,
        opened_on=antenna.opened_on,
        openings=openings,
        edition=1,
        figures=tuple(
            FigureValue(figure.code, figure.label, figure.unit, of_month[figure.code], of_all[figure.code])
            for figure in FIGURES
        ),
        breakdowns=tuple(_breakdown(session, antenna, month, breakdown) for breakdown in BREAKDOWNS),
        history={
            figure.code: tuple(
                (past, values[figure.code])
                for past, values in known.items()
                if Month.of(openings[figure.service]) <= past <= month
            )
            for figure in FIGURES
            if figure.monthly
        },
    )


def _breakdown(session: Session, antenna: Antenna, month: Month, breakdown: Breakdown) -> BreakdownValue:
    since_opening = _since_opening(antenna, month, breakdown.service)
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
