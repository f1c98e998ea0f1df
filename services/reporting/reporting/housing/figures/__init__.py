"""The figures and breakdowns of the houses, in the order in which people read them."""

from reporting.figure import Breakdown, Figure
from reporting.housing.figures import lodged, money, occupancy, requests

FIGURES: tuple[Figure, ...] = (*lodged.FIGURES, *occupancy.FIGURES, *requests.FIGURES, *money.FIGURES)
BREAKDOWNS: tuple[Breakdown, ...] = (*lodged.BREAKDOWNS, *money.BREAKDOWNS)
