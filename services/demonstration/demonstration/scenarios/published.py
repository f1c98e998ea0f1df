"""What the documents publish, and how an obtained figure is compared with it."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

# "About" in a document means rounding or an estimate by hand; one percent tells both from a wrong count.
ABOUT = 0.01


class FigureKind(StrEnum):
    """Where a figure stands: counted again by the demo, put into it, or our own arithmetic on published figures."""

    MEASURED = "measured"
    ECHO_OF_INPUT = "echo_of_input"
    DERIVED_BY_US = "derived_by_us"


class Relation(StrEnum):
    """How the obtained figure must stand to the published one."""

    EQUAL = "equal"
    FLOORED = "floored"
    AT_LEAST = "at_least"
    ABOUT = "about"


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureEntry:
    """One `[[figures]]` table; a figure with a numerator and a denominator is the ratio of two other figures.

    `period` is `start/end`, half-open as everywhere (`2018-12-01/2019-06-01` is six months); the end `..` says that it
    goes on. What a document counts « between 4 September and 1 June » was counted on 1 June, a day that had yet to be
    lived: its end is that day too.
    """

    code: str
    period: str
    kind: FigureKind
    relation: Relation
    published: int | float
    source: str
    numerator: str | None = None
    denominator: str | None = None

    def __post_init__(self) -> None:
        if (self.numerator is None) != (self.denominator is None):
            raise ValueError("« numerator » et « denominator » vont ensemble")
        try:
            _ = self.last_month
        except ValueError:
            raise ValueError("« period » finit par /AAAA-MM-JJ ou /..") from None

    @property
    def last_month(self) -> str | None:
        """The month, `AAAA-MM`, of the last day of the period, which is the eve of its end; None if it goes on."""
        _, _, end = self.period.partition("/")
        return None if end == ".." else f"{date.fromisoformat(end) - timedelta(days=1):%Y-%m}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedFigure(FigureEntry):
    """A published figure, with the scenario that cites it and the antenna it is about."""

    scenario: str
    antenna: str

    def obtained_from(self, totals: Mapping[str, int | float]) -> int | float:
        """Its value in `totals`, keyed by figure code; a missing code is an error of the caller."""
        if self.numerator is not None and self.denominator is not None:
            return totals[self.numerator] / totals[self.denominator]
        return totals[self.code]


def compare(published: PublishedFigure, obtained: int | float) -> bool:
    """Whether the obtained figure stands to the published one as its relation says."""
    match published.relation:
        case Relation.EQUAL:
            return obtained == published.published
        case Relation.FLOORED:
            return math.floor(obtained) == published.published
        case Relation.AT_LEAST:
            return obtained >= published.published
        case Relation.ABOUT:
            return abs(obtained - published.published) <= ABOUT * abs(published.published)
