"""Every figure and every breakdown of a bulletin, in the order in which people read them."""

from reporting.figures import (
    appointments,
    capacity,
    declarations,
    money,
    occupancy,
    permanence,
    requests,
    served,
    spending,
    stays,
)
from reporting.figures.figure import Breakdown, Days, Figure, Value, read_figures

FIGURES: tuple[Figure, ...] = (
    *permanence.FIGURES,
    *declarations.FIGURES,
    *appointments.FIGURES,
    *capacity.FIGURES,
    *served.FIGURES,
    *spending.FIGURES,
    *stays.FIGURES,
    *occupancy.FIGURES,
    *requests.FIGURES,
    *money.FIGURES,
)
BREAKDOWNS: tuple[Breakdown, ...] = (*spending.BREAKDOWNS, *stays.BREAKDOWNS, *money.BREAKDOWNS)

__all__ = ["BREAKDOWNS", "FIGURES", "Breakdown", "Days", "Figure", "Value", "read_figures"]
