"""Ages: in whole years on a day, on which side of some cuts, and in bands of ten years."""

from collections.abc import Collection
from datetime import date

from kernel.period import years_between
from permanence.domain.patient import rules

OLDEST_YEARS = 125


def age_on(day: date, birth_on: date) -> int:
    """Whole years on that day, or the rule that a birth date breaks."""
    if birth_on > day:
        raise rules.BirthInFuture
    age = years_between(birth_on, day)
    if age > OLDEST_YEARS:
        raise rules.BirthTooLongAgo
    return age


def age_by_year(birth_year: int, day: date, cuts: Collection[int]) -> int | None:
    """An age on the right side of each cut, when the year of birth alone decides it; else None."""
    youngest, oldest = day.year - birth_year - 1, day.year - birth_year
    return None if oldest in cuts else max(youngest, 0)


def age_band(age: int) -> str:
    """The ten-year band of an age, `90+` from ninety on; sixty, the age of Romans' rule, is a cut."""
    return "90+" if age >= 90 else f"{age // 10 * 10}-{age // 10 * 10 + 9}"
