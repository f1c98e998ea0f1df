"""When a site is open in an ordinary week, by dated versions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Annotated

from kernel.hours import MIDNIGHT, written_time
from kernel.said import TIME_OF_DAY, Between
from permanence.domain.site.rules import HoursInvalid

WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MOST_A_WEEK = 28


@dataclass(frozen=True, slots=True, order=True)
class OpenHours:
    """From `starts` to `ends` on a day of the week, Monday being 0; a day may have several, around lunch."""

    weekday: Annotated[int, "Jour de la semaine ; 0 : lundi.", Between(0, 6)]
    starts: Annotated[int, "Ouverture", TIME_OF_DAY]
    ends: Annotated[int, "Fermeture", TIME_OF_DAY]

    @property
    def french(self) -> str:
        return f"de {written_time(self.starts)} à {written_time(self.ends)}"


@dataclass(frozen=True, slots=True)
class WeekHours:
    """In force from `starts_on` until the next version begins."""

    starts_on: date
    days: tuple[OpenHours, ...]

    def on(self, weekday: int) -> list[OpenHours]:
        return [hours for hours in self.days if hours.weekday == weekday]


def checked_week(starts_on: date, days: Sequence[OpenHours]) -> WeekHours:
    """The week in order, or the rule that its hours do not follow each other."""
    ordered = sorted(days)
    for hours in ordered:
        if hours.weekday not in range(len(WEEKDAYS)) or not 0 <= hours.starts < hours.ends <= MIDNIGHT:
            raise HoursInvalid
    for one, other in pairwise(ordered):
        if one.weekday == other.weekday and other.starts < one.ends:
            raise HoursInvalid
    if len(ordered) > MOST_A_WEEK:
        raise HoursInvalid(f"Une semaine a au plus {MOST_A_WEEK} horaires.")
    return WeekHours(starts_on, tuple(ordered))
