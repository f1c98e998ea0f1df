"""How many half-days of consultation the months to come hold, and how many are lost by announced departures."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from kernel.cents import half_up
from kernel.period import add_months


@dataclass(frozen=True, slots=True)
class Engagement:
    """Half-days that somebody owes, from `starts_on` to the day before `ends_on`, unless gone by `leaves_on`."""

    practitioner_id: UUID
    starts_on: date
    ends_on: date | None
    half_days_per_week: int
    leaves_on: date | None = None


@dataclass(frozen=True, slots=True)
class MonthForecast:
    """A civil month, named by its first day: half-days to come, those lost, and who leaves in it."""

    month: Annotated[date, "Premier jour du mois"]
    half_days: Annotated[int, "Demi-journées de consultation à venir."]
    lost_half_days: Annotated[int, "Demi-journées perdues par les départs annoncés."]
    leaving: Annotated[tuple[Annotated[UUID, "Un praticien."], ...], "Ceux qui partent dans le mois."]


def forecast(engagements: Sequence[Engagement], first_month: date, months: int = 12) -> list[MonthForecast]:
    """A week counts its half-days evenly over its seven days; each month is rounded by itself, half up."""
    return [_of_month(engagements, first, end) for first, end in _months(first_month, months)]


def _of_month(engagements: Sequence[Engagement], first: date, end: date) -> MonthForecast:
    there = lost = 0
    for engagement in engagements:
        ends_on = end if engagement.ends_on is None else engagement.ends_on
        leaves_on = end if engagement.leaves_on is None else engagement.leaves_on
        owed = _days(max(first, engagement.starts_on), min(end, ends_on))
        kept = _days(max(first, engagement.starts_on), min(end, ends_on, leaves_on))
        there += kept * engagement.half_days_per_week
        lost += (owed - kept) * engagement.half_days_per_week
    return MonthForecast(first, _weeks(there), _weeks(lost), tuple(_leaving(engagements, first, end)))


def _leaving(engagements: Iterable[Engagement], first: date, end: date) -> Iterator[UUID]:
    """Each once: somebody may have several contracts."""
    leaving = {
        engagement.practitioner_id
        for engagement in engagements
        if engagement.leaves_on is not None and first <= engagement.leaves_on < end
    }
    yield from sorted(leaving)


def _months(first_month: date, months: int) -> Iterator[tuple[date, date]]:
    """The first day of each month and of the one after."""
    first = first_month.replace(day=1)
    for _ in range(months):
        end = add_months(first, 1)
        yield first, end
        first = end


def _days(first: date, end: date) -> int:
    return max(0, (end - first).days)


def _weeks(sevenths: int) -> int:
    return half_up(sevenths, 7)
