"""The figures of appointments: kept or not, and how long one waits for them."""

from typing import Any

import sqlalchemy as sa

from reporting.figure import Count, Coverage, Disclosure, Figure, Measure, Span, Unit, held, how_many, side
from reporting.nights import NightsBetween, later
from reporting.permanence.figures.persons import OF_PATIENTS, is_merged
from reporting.permanence.projections import appointments
from reporting.rounding import known, percent


def _day(appointment: sa.FromClause) -> sa.ColumnElement[Any]:
    return sa.func.coalesce(appointment.c.moved_to_on, appointment.c.held_on)


def _is_held(appointment: sa.FromClause) -> sa.ColumnElement[bool]:
    """On the day it was moved to, if it was; said of each column by itself, for their index."""
    moved = appointment.c.moved_to_on
    return sa.or_(held(moved), sa.and_(moved.is_(None), held(appointment.c.held_on)))


def _ended(outcome: str) -> Count:
    return how_many(appointments, appointments.c.outcome == outcome, _is_held(appointments))


_HONOURED, _MISSED = _ended("honoured"), _ended("missed")

_EARLIER = appointments.alias("earlier_appointment")
_IS_EARLIER = sa.tuple_(_day(_EARLIER), _EARLIER.c.subject) < sa.tuple_(_day(appointments), appointments.c.subject)


def _is_kept(appointment: sa.FromClause) -> sa.ColumnElement[bool]:
    return sa.func.coalesce(appointment.c.outcome, "") != "cancelled"


_DAYS_TO_FIRST = (
    sa.select(
        NightsBetween(appointments.c.booked_on, later(_day(appointments), appointments.c.booked_on)).label("days")
    )
    .where(
        _is_held(appointments),
        _is_kept(appointments),
        ~is_merged(appointments.c.source, appointments.c.patient_id),
        ~sa.exists().where(
            _EARLIER.c.patient_id == appointments.c.patient_id,
            _EARLIER.c.source == appointments.c.source,
            _is_kept(_EARLIER),
            _IS_EARLIER,
        ),
    )
    .cte("days_to_first_appointment")
)
_DAYS_TO_THIRD_FREE = (
    sa.select(
        NightsBetween(appointments.c.booked_on, later(appointments.c.third_free_on, appointments.c.booked_on)).label(
            "days"
        )
    )
    .where(held(appointments.c.booked_on), appointments.c.third_free_on.is_not(None))
    .cte("days_to_third_free_slot")
)


class Delays:
    """Some numbers of days, ranked by the database."""

    def __init__(self, delays: sa.CTE) -> None:
        self.known = how_many(delays)
        days = delays.c.days
        self._ranked = sa.select(
            days,
            sa.func.row_number().over(order_by=days).label("rank"),
            sa.func.count().over().label("known"),
        ).subquery()

    def within(self, share: int) -> Count:
        """The least number of days that `share` percent of the delays do not go over."""
        ranked = self._ranked.c
        found = sa.select(sa.func.min(ranked.days)).where(100 * ranked.rank >= share * ranked.known)
        return found.scalar_subquery()


_TO_FIRST, _TO_THIRD_FREE = Delays(_DAYS_TO_FIRST), Delays(_DAYS_TO_THIRD_FREE)


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

_DAYS = Measure(Unit.DAYS, Span.FLOW, Disclosure.PATIENTS, OF_PATIENTS)
FIGURES: tuple[Figure, ...] = (
    Figure(
        "permanence.honoured_rate",
        "Rendez-vous honorés",
        "Rendez-vous de la période où le patient est venu, rapportés à ceux où l’on sait s’il est venu ou non. Les "
        "rendez-vous annulés ne comptent pas.",
        Measure(Unit.PERCENT, Span.FLOW, Disclosure.PATIENTS, OF_PATIENTS),
        side(_HONOURED, covers=Coverage.KNOWN_OUTCOMES),
        side(_HONOURED, _MISSED, covers=Coverage.KNOWN_OUTCOMES),
        percent,
    ),
    Figure(
        "permanence.days_to_first_appointment",
        "Délai médian du premier rendez-vous",
        f"{_FIRST_MEANS}. {_HALF}",
        _DAYS,
        side(_TO_FIRST.within(50)),
        side(_TO_FIRST.known),
        known,
    ),
    Figure(
        "permanence.days_to_first_appointment_p90",
        "Délai du premier rendez-vous, neuf fois sur dix",
        f"{_FIRST_MEANS}. {_NINE_IN_TEN}",
        _DAYS,
        side(_TO_FIRST.within(90)),
        side(_TO_FIRST.known),
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
