"""Rooms and nights as one picture, in SVG and without script: a lane a room, a column a night, a bar a stay."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from markupsafe import Markup

from housing.domain.stay.period import Period
from kernel import french
from kernel.period import add_months

# In units of a sixteenth of the page's letter height, so that the picture grows with the text around it.
WIDTH = 896
HEADER = 44
LANE = 40
_BAR = 26
_LETTER = 6.1  # the mean width of a letter in a bar
_MARGIN = 8


@dataclass(frozen=True, slots=True)
class Bar:
    """What a room is taken by: a stay in one of its states, or `void`, or `closed` where there is no room to give."""

    period: Period
    look: str
    texts: tuple[str, ...]  # what may be written in the bar, the longest first: the first that fits
    sentence: str  # all of it, for the pointer and for the table
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Lane:
    """A room and what takes its nights; two bars share no night."""

    label: str
    bars: tuple[Bar, ...]

    def within(self, shown: Period) -> list[tuple[Period, Bar | None]]:
        """The nights of the period from end to end, each with its bar or free."""
        taken = sorted(
            ((shared, bar) for bar in self.bars if (shared := bar.period.shared_with(shown))), key=lambda pair: pair[0]
        )
        edges = [shown.first, *(day for period, _ in taken for day in (period.first, period.end)), shown.end]
        free = [(Period(first, end), None) for first, end in list(pairwise(edges))[::2] if first < end]
        return sorted([*taken, *free], key=lambda pair: pair[0])


def draw(lanes: Sequence[Lane], shown: Period, today: date, label: str) -> Markup:
    """The picture; its texts are in the table that must stand beneath it, so it is one image to who does not see it."""
    height = HEADER + LANE * len(lanes)
    placed = [(HEADER + LANE * rank, lane) for rank, lane in enumerate(lanes)]
    return Markup(
        '<svg class="nights" role="img" aria-label="{}" viewBox="0 0 {} {}" width="{}rem" height="{}rem">'
        "{}{}{}{}{}</svg>"
    ).format(
        label,
        WIDTH,
        height,
        WIDTH / 16,
        height / 16,
        _HATCHING,
        _join(_calendar(shown, height)),
        _join(part for top, lane in placed for part in _lane(lane, shown, top)),
        _today(shown, today, height),
        # Over the line of today, so that it strikes out no word.
        _join(part for top, lane in placed for part in _words(lane, shown, top)),
    )


_HATCHING = Markup(
    '<defs><pattern id="hatching" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect class="under" width="7" height="7"/><rect class="over" width="2" height="7"/></pattern></defs>'
)


def _calendar(shown: Period, height: int) -> Iterator[Markup]:
    """Months by name, weeks by the number of their Monday."""
    month = shown.first.replace(day=1)
    while month < shown.end:
        start, end = _x(shown, max(month, shown.first)), _x(shown, min(add_months(month, 1), shown.end))
        yield Markup('<path class="month" d="M{:g} 0V{}"/>').format(start, height)
        if end - start > _MARGIN * 12:
            yield _text("month", start + 5, 15, french.month(month))
        month = add_months(month, 1)
    monday = shown.first + timedelta(days=-shown.first.weekday() % 7)
    while monday < shown.end:
        x = _x(shown, monday)
        yield Markup('<path class="week" d="M{:g} {}V{}"/>').format(x, HEADER - 16, height)
        yield _text("day", x + 3, HEADER - 6, str(monday.day))
        monday += timedelta(days=7)


def _lane(lane: Lane, shown: Period, top: int) -> Iterator[Markup]:
    yield Markup('<path class="lane" d="M0 {}H{}"/>').format(top, WIDTH)
    for period, bar in lane.within(shown):
        if bar is not None:
            yield _bar(bar, period, shown, top + (LANE - _BAR) / 2)


def _bar(bar: Bar, period: Period, shown: Period, top: float) -> Markup:
    start, end = _x(shown, period.first) + 1, _x(shown, period.end) - 1
    drawn = Markup('<g class="bar {}"><title>{}</title><rect x="{:g}" y="{:g}" width="{:g}" height="{}" rx="3"/></g>')
    shape = drawn.format(bar.look, bar.sentence, start, top, end - start, _BAR)
    if bar.address is None:
        return shape
    # For the pointer only: the table has the same link, in its place in the order of the keyboard.
    return Markup('<a href="{}" tabindex="-1">{}</a>').format(bar.address, shape)


def _words(lane: Lane, shown: Period, top: int) -> Iterator[Markup]:
    for period, bar in lane.within(shown):
        if bar is not None:
            start, end = _x(shown, period.first) + _MARGIN, _x(shown, period.end) - _MARGIN
            if fitting := next((text for text in bar.texts if len(text) * _LETTER <= end - start), ""):
                yield _text(f"words {bar.look}", start, top + 24, fitting)


def _today(shown: Period, today: date, height: int) -> Markup:
    if not shown.first <= today < shown.end:
        return Markup()
    x = _x(shown, today)
    is_near_the_end = x > WIDTH - 90
    anchor = Markup(' text-anchor="end"') if is_near_the_end else Markup()
    return Markup('<g class="today"><path d="M{:g} 20V{}"/><text x="{:g}" y="27"{}>aujourd’hui</text></g>').format(
        x, height, x - 4 if is_near_the_end else x + 4, anchor
    )


def _text(look: str, x: float, y: float, text: str) -> Markup:
    return Markup('<text class="{}" x="{:g}" y="{:g}">{}</text>').format(look, x, y, text)


def _x(shown: Period, day: date) -> float:
    """Where a day begins; rounded, so that a picture is the same text everywhere."""
    return round((day - shown.first).days * WIDTH / shown.nights, 2)


def _join(parts: Iterator[Markup]) -> Markup:
    return Markup().join(parts)
