"""What a figure is: what the database counts over some days, with the words that say what it counts.

Statements are made once, with the days to be told: making them costs far more than running them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.period import add_months

# A number that the database finds, alone or beside others; it may find none, which is zero unless `Coverage` says so.
Count = sa.ScalarSelect[Any]
# A count or an amount in cents; a rate has a decimal; a rate of nothing is None, and what is still to be counted too.
Value = int | float | None

# The days that a statement is about, told when it runs.
START = sa.bindparam("start", type_=sa.Date)
END = sa.bindparam("end", type_=sa.Date)
# Three months after the end.
QUARTER_END = sa.bindparam("quarter_end", type_=sa.Date)
# The first days of the month, and of the twelve months, that end with the days.
LAST_MONTH = sa.bindparam("last_month", type_=sa.Date)
LAST_12_MONTHS = sa.bindparam("last_12_months", type_=sa.Date)


class Unit(StrEnum):
    """What a figure counts, as bulletins and their machine-readable form name it."""

    ACTS = "actes"
    ARRIVALS = "arrivées"
    CENTS = "centimes"
    CONSULTATIONS = "consultations"
    DAYS = "jours"
    DECLARATIONS = "déclarations"
    HALF_DAYS = "demi-journées"
    INTERNS = "internes"
    NIGHTS = "nuits"
    PATIENTS = "patients"
    PERCENT = "%"
    PERSONS = "personnes"
    REQUESTS = "demandes"


class Span(Enum):
    """A flow is what happened in the days; a stock, what was true at their end, or is foreseen there."""

    FLOW = "flow"
    STOCK = "stock"


class Disclosure(Enum):
    """What may be published: numbers of patients from 1 to 10 could tell who they are, all others are free."""

    PATIENTS = "patients"
    FREE = "free"


class Coverage(Enum):
    """Of what the facts tell, when all the antennas that are read do not tell it: two sides of a ratio should agree."""

    ALL = "every antenna that is read, on every day"
    KNOWN_OUTCOMES = "appointments of which it is known whether the patient came"
    PLANNED_DAYS = "days for which sessions were planned"
    COUNTED_COMMUNES = "communes whose people without médecin traitant were counted"
    RECORDED_COSTS = "antennas and months whose costs were recorded"
    COUNTED_MONTHS = "antennas whose month was counted: unless all that have registrations told it, there is no number"


class Cut(StrEnum):
    """By what a figure may be cut: a column of all that it counts, or a cut of what the owner counts of patients."""

    AGE_BAND = "age_band"
    ANTENNA = "antenna"
    COMMUNE = "commune"
    EPCI = "epci"
    GROUP = "group"
    HOUSE = "house"
    NO_MEDECIN_TRAITANT_REASON = "no_medecin_traitant_reason"
    OCCUPANT_KIND = "occupant_kind"
    PARTY = "party"
    PAYER = "payer"
    PRACTITIONER_KIND = "practitioner_kind"
    UNIVERSITY = "university"


@dataclass(frozen=True, slots=True)
class Days:
    """Civil days, half-open: a fact belongs to them by its own day, never by the time or the arrival of its event."""

    start: date
    end: date

    @property
    def told(self) -> dict[str, date]:
        return {
            "start": self.start,
            "end": self.end,
            "quarter_end": add_months(self.end, 3),
            "last_month": add_months(self.end, -1),
            "last_12_months": add_months(self.end, -12),
        }


def held(day: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    return sa.and_(day >= START, day < END)


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """The numerator or the denominator of a figure: counts added up, others taken away, and what they cover."""

    counts: tuple[Count, ...]
    less: tuple[Count, ...]
    covers: Coverage

    def of(self, numbers: Mapping[Count, int | None]) -> int | None:
        """None where an owner has still to count: that is not zero."""
        if self.covers is Coverage.COUNTED_MONTHS and any(numbers[count] is None for count in self.counts):
            return None
        return sum(numbers[count] or 0 for count in self.counts) - sum(numbers[count] or 0 for count in self.less)


@dataclass(frozen=True, slots=True)
class Measure:
    """What sort of number a figure is."""

    unit: Unit
    span: Span
    disclosure: Disclosure
    cuts: frozenset[Cut] = frozenset({Cut.ANTENNA})


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """One number of a bulletin, which `formula` makes of its sides. `definition` is the sentence that its readers get;
    `monthly` figures are also shown month by month.
    """

    code: str
    label: str
    definition: str
    measure: Measure
    numerator: Side
    denominator: Side | None = None
    formula: Callable[..., Value] = int
    monthly: bool = False

    @property
    def sides(self) -> tuple[Side, ...]:
        return (self.numerator,) if self.denominator is None else (self.numerator, self.denominator)

    @property
    def counts(self) -> tuple[Count, ...]:
        return tuple(count for side in self.sides for count in (*side.counts, *side.less))

    def of(self, numbers: Mapping[Count, int | None]) -> Value:
        sides = [side.of(numbers) for side in self.sides]
        return None if None in sides else self.formula(*sides)


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A number shared out: `values` by the code of a row, `named` the row in French; a row may have an objective."""

    code: str
    label: str
    definition: str
    unit: Unit
    disclosure: Disclosure
    cut: Cut
    values: Callable[[Session, Days], Mapping[str, int]]
    named: Callable[[str], str]
    objectives: Callable[[Session, date], Mapping[str, int]] = lambda _session, _day: {}


def side(*counts: Count, less: tuple[Count, ...] = (), covers: Coverage = Coverage.ALL) -> Side:
    return Side(counts, less, covers)


def counting(
    day: sa.Column[Any], counted: sa.ColumnElement[Any] | None = None, where: sa.ColumnElement[bool] | None = None
) -> Count:
    """Counts the rows of the day's table, or sums or counts what is said, over the days."""
    query = sa.select(sa.func.count() if counted is None else counted).select_from(day.table).where(held(day))
    return (query if where is None else query.where(where)).scalar_subquery()


def how_many(rows: sa.FromClause, *where: sa.ColumnElement[bool]) -> Count:
    """Counts the rows of which this is true; what it says of days is all that is said of them."""
    return sa.select(sa.func.count()).select_from(rows).where(*where).scalar_subquery()


def read_figures(session: Session, figures: Sequence[Figure], days: Days) -> dict[str, Value]:
    """The value of each by its code, in one query: what several figures need is counted once."""
    counts, statement = _counts_of(tuple(figures))
    numbers = dict(zip(counts, session.execute(statement, days.told).one(), strict=True))
    return {figure.code: figure.of(numbers) for figure in figures}


@cache
def _counts_of(figures: tuple[Figure, ...]) -> tuple[tuple[Count, ...], sa.Select[*tuple[Any, ...]]]:
    counts = tuple(dict.fromkeys(count for figure in figures for count in figure.counts))
    return counts, sa.select(*counts)
