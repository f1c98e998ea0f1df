"""The chapters of a bulletin, and every figure and breakdown of them, in the order in which people read them."""

from reporting import services
from reporting.chapter import Chapter
from reporting.figure import Breakdown, Figure

CHAPTERS: tuple[Chapter, ...] = tuple(room.CHAPTER for room in services.each("chapter"))
FIGURES: tuple[Figure, ...] = tuple(figure for chapter in CHAPTERS for figure in chapter.figures)
BREAKDOWNS: tuple[Breakdown, ...] = tuple(each for chapter in CHAPTERS for each in chapter.breakdowns)
