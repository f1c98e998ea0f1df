"""The figures of appointments: kept or not, and how long one waits for them."""

import sqlalchemy as sa

from contracts.permanence.counts import FIRST_APPOINTMENTS
from reporting.figure import Count, Coverage, Disclosure, Figure, Measure, Span, Unit, held, how_many, side
from reporting.permanence.figures.counted import counted, days_of
from reporting.permanence.projections import appointments
from reporting.rounding import known, percent

# In the month it was moved to, if it was; said of each column by itself, for their index.
_MOVED = appointments.c.moved_to_month_on
_IS_HELD = sa.or_(held(_MOVED), sa.and_(_MOVED.is_(None), held(appointments.c.month_on)))


def _ended(outcome: str) -> Count:
    return how_many(appointments, appointments.c.outcome == outcome, _IS_HELD)


_HONOURED, _MISSED = _ended("honoured"), _ended("missed")

_DAYS_TO_THIRD_FREE = (
    sa.select(appointments.c.days_to_third_free.label("days"), sa.func.count().label("delays"))
    .where(held(appointments.c.booked_month_on), appointments.c.days_to_third_free.is_not(None))
    .group_by(appointments.c.days_to_third_free)
    .cte("days_to_third_free_slot")
)


class Delays:
    """How many delays there were of each number of days, ranked by the database."""

    def __init__(self, delays: sa.CTE) -> None:
        days, number = delays.c.days, sa.func.sum(delays.c.delays)
        self.known = sa.select(number).scalar_subquery()
        self._ranked = sa.select(
            days, number.over(order_by=days).label("so_far"), number.over().label("known")
        ).subquery()

    def within(self, share: int) -> Count:
        """The least number of days that `share` percent of the delays do not go over."""
        ranked = self._ranked.c
        found = sa.select(sa.func.min(ranked.days)).where(100 * ranked.so_far >= share * ranked.known)
        return found.scalar_subquery()


_TO_FIRST, _TO_THIRD_FREE = Delays(days_of(FIRST_APPOINTMENTS)), Delays(_DAYS_TO_THIRD_FREE)


_FIRST_MEANS = (
    "Jours entre la demande d’un patient et le premier de ses rendez-vous qui n’est pas annulé (aucun s’il est venu "
    "sans rendez-vous), pour les premiers rendez-vous de la période"
)
_THIRD_MEANS = (
    "Jours entre la prise d’un rendez-vous et le troisième créneau libre à ce moment-là, pour les rendez-vous pris "
    "pendant la période : l’attente qu’un nouveau patient peut prévoir"
)
_HALF = "La moitié des délais sont au plus de ce nombre de jours."
_NINE_IN_TEN = "Neuf délais sur dix sont au plus de ce nombre de jours."

_DAYS = Measure(Unit.DAYS, Span.FLOW, Disclosure.PATIENTS)
FIGURES: tuple[Figure, ...] = (
    Figure(
        "permanence.honoured_rate",
        "Rendez-vous honorés",
        "Rendez-vous de la période où le patient est venu, rapportés à ceux où l’on sait s’il est venu ou non. Les "
        "rendez-vous annulés ne comptent pas.",
        Measure(Unit.PERCENT, Span.FLOW, Disclosure.PATIENTS),
        side(_HONOURED, covers=Coverage.KNOWN_OUTCOMES),
        side(_HONOURED, _MISSED, covers=Coverage.KNOWN_OUTCOMES),
        percent,
    ),
    Figure(
        "permanence.days_to_first_appointment",
        "Délai médian du premier rendez-vous",
        f"{_FIRST_MEANS}. {_HALF}",
        _DAYS,
        counted(_TO_FIRST.within(50)),
        counted(_TO_FIRST.known),
        known,
    ),
    Figure(
        "permanence.days_to_first_appointment_p90",
        "Délai du premier rendez-vous, neuf fois sur dix",
        f"{_FIRST_MEANS}. {_NINE_IN_TEN}",
        _DAYS,
        counted(_TO_FIRST.within(90)),
        counted(_TO_FIRST.known),
        known,
    ),
    Figure(
        "permanence.days_to_third_free_slot",
        "Délai médian du troisième créneau libre",
        f"{_THIRD_MEANS}. {_HALF}",
        _DAYS,
        side(_TO_THIRD_FREE.within(50)),
        side(_TO_THIRD_FREE.known),
        known,
    ),
    Figure(
        "permanence.days_to_third_free_slot_p90",
        "Délai du troisième créneau libre, neuf fois sur dix",
        f"{_THIRD_MEANS}. {_NINE_IN_TEN}",
        _DAYS,
        side(_TO_THIRD_FREE.within(90)),
        side(_TO_THIRD_FREE.known),
        known,
    ),
)
