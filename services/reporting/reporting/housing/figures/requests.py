"""The figures of requests: how many, how many refused, how many wait."""

import sqlalchemy as sa

from reporting.figure import END, Disclosure, Figure, Measure, Span, Unit, counting, how_many, side
from reporting.housing.figures.lodged import BY_HOUSE
from reporting.housing.projections import stay_steps

_NEXT = stay_steps.alias("next_step")
_MOVED_ON = sa.exists().where(
    _NEXT.c.source == stay_steps.c.source,
    _NEXT.c.subject == stay_steps.c.subject,
    _NEXT.c.sequence > stay_steps.c.sequence,
    _NEXT.c.step_on < END,
)
# Those whose last step before the end of the days was to be put on the waiting list.
_WAITING = how_many(stay_steps, stay_steps.c.step == "waitlisted", stay_steps.c.step_on < END, ~_MOVED_ON)

FIGURES: tuple[Figure, ...] = (
    Figure(
        "housing.requests",
        "Demandes de séjour",
        "Demandes de chambre reçues pendant la période.",
        Measure(Unit.REQUESTS, Span.FLOW, Disclosure.FREE, BY_HOUSE),
        side(counting(stay_steps.c.step_on, where=stay_steps.c.step == "requested")),
    ),
    Figure(
        "housing.refusals",
        "Demandes refusées",
        "Demandes auxquelles la maison a répondu non pendant la période, quel que soit le jour de la demande.",
        Measure(Unit.REQUESTS, Span.FLOW, Disclosure.FREE, BY_HOUSE),
        side(counting(stay_steps.c.step_on, where=stay_steps.c.step == "refused")),
    ),
    Figure(
        "housing.waiting",
        "Demandes en liste d’attente",
        "Demandes qui attendaient une chambre à la fin du mois : c’est le même nombre dans les deux colonnes.",
        Measure(Unit.REQUESTS, Span.STOCK, Disclosure.FREE, BY_HOUSE),
        side(_WAITING),
    ),
)
