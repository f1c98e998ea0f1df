"""Every figure and every breakdown of a bulletin, in the order in which people read them."""

from reporting.figures import money, occupancy, permanence, requests, stays
from reporting.figures.figure import Breakdown, Days, Figure, Value, read_figures

FIGURES: tuple[Figure, ...] = (
    *permanence.FIGURES,
    *stays.FIGURES,
    *occupancy.FIGURES,
    *requests.FIGURES,
    *money.FIGURES,
)
BREAKDOWNS: tuple[Breakdown, ...] = (*stays.BREAKDOWNS, *money.BREAKDOWNS)

__all__ = ["BREAKDOWNS", "FIGURES", "Breakdown", "Days", "Figure", "Value", "read_figures"]
