"""How a period is asked for."""

from datetime import date

from chassis.http.bodies import Body
from chassis.http.fields import civil_day
from housing.domain.stay.period import Period
from kernel.rule import blaming


class PeriodBody(Body):
    """Asked after `?`: the nights from `first_on` to the day before `end_on`."""

    first_on = civil_day("Premier jour")
    end_on = civil_day("Fin, jour non compris")


def period_asked(first_on: date, end_on: date) -> Period:
    """The period, or the rule that it breaks, which then blames what was asked."""
    with blaming("end_on"):
        return Period(first_on, end_on)
