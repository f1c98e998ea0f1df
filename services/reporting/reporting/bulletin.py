"""A monthly bulletin as data: figures of one month and since the opening, how they divide, the months before."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from kernel import french
from reporting.figure import Days, Unit, Value


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
    unit: Unit
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
    unit: Unit
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


def measured(value: Value, unit: Unit) -> str:
    """A figure in its unit, as a table shows it: amounts in euros, rates in percent, and a dash where there is none."""
    if value is None:
        return "—"
    if unit is Unit.PERCENT:
        return french.percent(value)
    if unit is Unit.DAYS:
        return french.counted(int(value), "jour", "jours")
    if isinstance(value, float):
        return french.tenths(value)
    return french.amount(int(value)) if unit is Unit.CENTS else french.number(int(value))
