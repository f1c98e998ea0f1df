"""The figures and breakdowns of a permanence, in the order in which people read them."""

from reporting.figure import Breakdown, Figure
from reporting.permanence.figures import activity, appointments, capacity, declarations, served, spending

FIGURES: tuple[Figure, ...] = (
    *activity.FIGURES,
    *declarations.FIGURES,
    *appointments.FIGURES,
    *capacity.FIGURES,
    *served.FIGURES,
    *spending.FIGURES,
)
BREAKDOWNS: tuple[Breakdown, ...] = spending.BREAKDOWNS
