"""A monthly bulletin as data: the figures of one month and since the opening, and the months before it."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from reporting.figures import FIGURES


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

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"


def months(first: Month, last: Month) -> Iterator[Month]:
    """Every month from `first` to `last`, both included."""
    while first <= last:
        yield first
        first = first.next()


@dataclass(frozen=True, slots=True)
class FigureValue:
    """One figure of a bulletin, in its unit: in the month, and from the opening to the month's end."""

    code: str
    label: str
    unit: str
    month: int
    since_opening: int


@dataclass(frozen=True, slots=True)
class Bulletin:
    """`history` gives, for each figure's code, its months from the opening to this one, oldest first."""

    antenna: str
    label: str
    month: Month
    opened_on: date
    edition: int
    figures: tuple[FigureValue, ...]
    history: dict[str, tuple[tuple[Month, int], ...]]

    def as_json(self) -> dict[str, Any]:
        """The shape that machines read; adding a key is allowed, changing one is not."""
        return {
            "antenna": self.antenna,
            "month": str(self.month),
            "edition": self.edition,
            "figures": [asdict(figure) for figure in self.figures],
        }


def bulletins(
    session: Session, *, antenna: str, label: str, opened_on: date, wanted: Sequence[Month]
) -> Iterator[Bulletin]:
    """The bulletins of the wanted months, oldest first; each month's counts are read once for all of them."""
    history = {
        figure.code: tuple(
            (month, figure.between(session, month.start, month.end))
            for month in months(Month.of(opened_on), max(wanted))
        )
        for figure in FIGURES
    }
    for month in sorted(wanted):
        yield Bulletin(
            antenna=antenna,
            label=label,
            month=month,
            opened_on=opened_on,
            edition=1,
            figures=tuple(
                FigureValue(
                    figure.code,
                    figure.label,
                    figure.unit,
                    month=dict(history[figure.code]).get(month, 0),
                    since_opening=figure.between(session, None, month.end),
                )
                for figure in FIGURES
            ),
            history={code: tuple(pair for pair in pairs if pair[0] <= month) for code, pairs in history.items()},
        )
