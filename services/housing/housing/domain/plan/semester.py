"""A semester of placements: its days are a table, because the ministry moves them each year and may move them again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from housing.domain.rules import RuleBroken
from housing.domain.stay.period import Period


class SemesterUnknown(RuleBroken):
    """The days of semesters are a table (November and May), because the ministry moves them each year."""

    code = "SEMESTER_UNKNOWN"
    field = "semester"
    text = "La table des semestres ne connaît pas ce code (par exemple 2018-11)."


@dataclass(frozen=True, slots=True)
class Semester:
    """Named by the month in which it usually begins (`2018-11`, `2019-05`); on the day of `end` the next one begins."""

    code: str
    first: date
    end: date

    @property
    def period(self) -> Period:
        return Period(self.first, self.end)


def semester_named(table: Sequence[Semester], code: str) -> Semester:
    for semester in table:
        if semester.code == code:
            return semester
    raise SemesterUnknown
