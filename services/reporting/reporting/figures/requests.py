"""The figures of requests: how many, how many refused, how many wait."""

import sqlalchemy as sa

from reporting.figures.figure import END, Figure, counting
from reporting.store import stay_steps

_NEXT = stay_steps.alias("next_step")
_MOVED_ON = sa.exists().where(
    _NEXT.c.source == stay_steps.c.source,
    _NEXT.c.subject == stay_steps.c.subject,
    _NEXT.c.sequence > stay_steps.c.sequence,
    _NEXT.c.step_on < END,
)
# Those whose last step before the end of the days was to be put on the waiting list.
_WAITING = (
    sa.select(sa.func.count())
    .select_from(stay_steps)
    .where(stay_steps.c.step == "waitlisted", stay_steps.c.step_on < END, ~_MOVED_ON)
    .scalar_subquery()
)

FIGURES: tuple[Figure, ...] = (
    Figure(
        "housing.requests",
        "Demandes de séjour",
        "demandes",
        "Demandes de chambre reçues pendant la période.",
        (counting(stay_steps.c.step_on, where=stay_steps.c.step == "requested"),),
    ),
    Figure(
        "housing.refusals",
        "Demandes refusées",
        "demandes",
        "Demandes auxquelles la maison a répondu non pendant la période, quel que soit le jour de la demande.",
        (counting(stay_steps.c.step_on, where=stay_steps.c.step == "refused"),),
    ),
    Figure(
        "housing.waiting",
        "Demandes en liste d’attente",
        "demandes",
        "Demandes qui attendaient une chambre à la fin du mois : c’est le même nombre dans les deux colonnes.",
        (_WAITING,),
    ),
)
