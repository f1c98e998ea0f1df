"""The figures of appointments: kept or not, and how long one waits for them."""

from typing import Any

import sqlalchemy as sa

from reporting.figures.figure import Count, Figure, Value, held
from reporting.figures.nights import NightsBetween, later
from reporting.figures.persons import is_merged
from reporting.figures.rounding import percent
from reporting.store import appointments


def _day(appointment: sa.FromClause) -> sa.ColumnElement[Any]:
    return sa.func.coalesce(appointment.c.moved_to_on, appointment.c.held_on)


def _is_held(appointment: sa.FromClause) -> sa.ColumnElement[bool]:
    """On the day it was moved to, if it was; said of each column by itself, for their index."""
    moved = appointment.c.moved_to_on
    return sa.or_(held(moved), sa.and_(moved.is_(None), held(appointment.c.held_on)))


def _ended(outcome: str) -> Count:
    return (
        sa.select(sa.func.count())
        .select_from(appointments)
        .where(appointments.c.outcome == outcome, _is_held(appointments))
        .scalar_subquery()
    )


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
        self.known: Count = sa.select(sa.func.count()).select_from(delays).scalar_subquery()
        days = delays.c.days
        self._ranked = sa.select(
            days,
            sa.func.row_number().over(order_by=days).label("rank"),
            sa.func.count().over().label("known"),
        ).subquery()

    def within(self, share: int) -> tuple[Count, Count]:
        """The least number of days that `share` percent of the delays do not go over, and how many delays there are."""
        ranked = self._ranked.c
        found = sa.select(sa.func.min(ranked.days)).where(100 * ranked.rank >= share * ranked.known)
        return found.scalar_subquery(), self.known


_TO_FIRST, _TO_THIRD_FREE = Delays(_DAYS_TO_FIRST), Delays(_DAYS_TO_THIRD_FREE)


def known(days: int, delays: int) -> Value:
    return days if delays else None


def honoured_rate(honoured: int, missed: int) -> Value:
    return percent(honoured, honoured + missed)


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

FIGURES: tuple[Figure, ...] = (
    Figure(
        "permanence.honoured_rate",
        "Rendez-vous honorés",
        "%",
        "Rendez-vous de la période où le patient est venu, rapportés à ceux où l’on sait s’il est venu ou non. Les "
        "rendez-vous annulés ne comptent pas.",
        (_HONOURED, _MISSED),
        honoured_rate,
    ),
    Figure(
        "permanence.days_to_first_appointment",
        "Délai médian du premier rendez-vous",
        "jours",
        f"{_FIRST_MEANS}. {_HALF}",
        _TO_FIRST.within(50),
        known,
    ),
    Figure(
        "permanence.days_to_first_appointment_p90",
        "Délai du premier rendez-vous, neuf fois sur dix",
        "jours",
        f"{_FIRST_MEANS}. {_NINE_IN_TEN}",
        _TO_FIRST.within(90),
        known,
    ),
    Figure(
        "permanence.days_to_third_free_slot",
        "Délai médian du troisième créneau libre",
        "jours",
        f"{_THIRD_MEANS}. {_HALF}",
        _TO_THIRD_FREE.within(50),
        known,
    ),
    Figure(
        "permanence.days_to_third_free_slot_p90",
        "Délai du troisième créneau libre, neuf fois sur dix",
        "jours",
        f"{_THIRD_MEANS}. {_NINE_IN_TEN}",
        _TO_THIRD_FREE.within(90),
        known,
    ),
)
