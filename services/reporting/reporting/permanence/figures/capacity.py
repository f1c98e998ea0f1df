"""The figures of half-days: what is done in one, and how many will be lost."""

import sqlalchemy as sa

from kernel.cents import half_up
from reporting.figure import END, QUARTER_END, Coverage, Disclosure, Figure, Measure, Span, Unit, counting, side
from reporting.nights import NightsBetween
from reporting.permanence.figures.activity import COUNTED
from reporting.permanence.projections import consultations, departures, sessions
from reporting.rounding import ratio

_HELD = sessions.c.cancelled_on.is_(None)
_PLANNED_DAY = sa.exists().where(
    sessions.c.source == consultations.c.source, sessions.c.held_on == consultations.c.held_on, _HELD
)

# In half-days a week times days; those who are gone already are no loss to come.
_LOST = (
    sa.select(sa.func.sum(departures.c.half_days_per_week * NightsBetween(departures.c.leaves_on, QUARTER_END)))
    .where(
        departures.c.leaves_on >= END,
        departures.c.leaves_on < QUARTER_END,
        sa.or_(
            departures.c.left_on.is_(None),
            departures.c.left_on >= END,
            departures.c.leave_sequence < departures.c.announce_sequence,
        ),
    )
    .scalar_subquery()
)


def half_days(weekly_days: int) -> int:
    return half_up(weekly_days, 7)


FIGURES: tuple[Figure, ...] = (
    Figure(
        "permanence.consultations_per_half_day",
        "Consultations par demi-journée",
        "Consultations des jours où des plages étaient prévues, rapportées aux demi-journées de ces plages. Les plages "
        "annulées ne comptent pas. Il n’y en a pas quand aucune plage n’était prévue.",
        Measure(Unit.CONSULTATIONS, Span.FLOW, Disclosure.PATIENTS),
        side(counting(consultations.c.held_on, where=sa.and_(COUNTED, _PLANNED_DAY)), covers=Coverage.PLANNED_DAYS),
        side(counting(sessions.c.held_on, sa.func.sum(sessions.c.half_days), _HELD), covers=Coverage.PLANNED_DAYS),
        ratio,
    ),
    Figure(
        "permanence.half_days_lost_next_quarter",
        "Demi-journées perdues au prochain trimestre",
        "Demi-journées de consultation qui manqueront dans les trois mois qui suivent, du fait des départs annoncés "
        "dans ces trois mois : c’est le même nombre dans les deux colonnes.",
        Measure(Unit.HALF_DAYS, Span.STOCK, Disclosure.FREE),
        side(_LOST),
        formula=half_days,
    ),
)
