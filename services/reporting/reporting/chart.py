"""The charts of a bulletin: one bar a month, written as an SVG whose bytes depend on nothing but its numbers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil

from markupsafe import Markup, escape

from kernel import french
from reporting.bulletin import Month
from reporting.figure import Value

# A viewBox about as wide as a phone keeps the letters readable there without a second drawing.
_WIDTH, _HEIGHT = 400, 275
_LEFT, _RIGHT, _BASE = 40, 384, 238  # of the plot: gridlines run between the two, bars stand on the base
_TALLEST = 202  # the bar of the highest value: room is left for what is written above it
_FILLED = 0.72  # of a month's place, by its bar
_LINES = 5  # as many gridlines above the base, at most
_STEPS: tuple[int, ...] = tuple(factor * 10**power for power in range(9) for factor in (1, 2, 5))  # between gridlines
_LABELS = 12  # as many month names as fit side by side
_DIGIT, _GAP = 6.2, 2.5  # the width of a digit; what tells two numbers side by side apart
_FEWEST = 8  # places for bars: the first bulletin’s only one is not a wall
_INK, _QUIET, _BAR, _GRID = "#1c2b33", "#4a5b64", "#7c98a5", "#dde4e7"  # bars: 3:1 on white, RGAA 3.3
# A value may stand across a gridline or touch the bar beside its own: white around the letters keeps them readable.
_HALO = 'stroke="#fff" stroke-width="3" stroke-linejoin="round" paint-order="stroke"'


@dataclass(frozen=True, slots=True)
class _Bar:
    """A month's bar in its place: `x` is its middle, `y` its top."""

    month: Month
    value: Value
    x: float
    y: float


def bars_by_month(
    values: Sequence[tuple[Month, Value]], *, name: str, title: str, description: str, top: int | None = None
) -> Markup:
    """An `<svg>` element to put in a page; the last month is told by darkness, bold text and a mark above it.

    `name` tells its parts from those of another chart of the page; `top` is the highest value that there may be.
    """
    highest = max(top or 1, *(value or 0 for _, value in values))
    step = max(top // 4, 1) if top else next(step for step in _STEPS if highest <= _LINES * step)
    marks = {value: _height(value, highest) for value in range(0, int(highest) + 1, step)}
    place = (_RIGHT - _LEFT) / max(len(values), _FEWEST)
    bars = [
        _Bar(month, value, _LEFT + place * (number + 0.5), _height(value or 0, highest))
        for number, (month, value) in enumerate(values)
    ]
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        f'aria-labelledby="{name}-title {name}-description" font-size="11" text-anchor="middle" fill="{_INK}">'
    )
    scale = (_text(_LEFT - 5, y + 3.5, french.number(value)) for value, y in marks.items())
    parts = (
        opening,
        f'<title id="{name}-title">{escape(title)}</title>',
        f'<desc id="{name}-description">{escape(description)}</desc>',
        _lines(_GRID, marks.values()),
        _group(f'font-size="10" text-anchor="end" fill="{_QUIET}"', scale),
        _group(f'fill="{_BAR}"', _rectangles(bars[:-1], place * _FILLED)),
        *_rectangles(bars[-1:], place * _FILLED),
        _lines(_QUIET, [_BASE]),
        _group(_HALO, _values(bars, place)),
        *_months(bars),
        "</svg>",
    )
    return Markup("\n".join(parts))  # noqa: S704  # our own drawing; the two texts were escaped above


def _height(value: float, highest: float) -> float:
    return _BASE - _TALLEST * value / highest


def _values(bars: Sequence[_Bar], place: float) -> list[str]:
    """The value above each bar while there is room; always above the last, below its mark."""
    *others, last = bars
    longest = len(_written(max(bar.value or 0 for bar in bars)))
    shown = others if longest * _DIGIT + _GAP <= place else []
    return [
        *(_text(bar.x, bar.y - 4, _written(bar.value)) for bar in shown),
        _text(last.x, last.y - 4, _written(last.value), bold=True),
        _text(last.x, last.y - 17, "▼"),
    ]


def _written(value: Value) -> str:
    return "—" if value is None else french.number(int(value + 0.5))


def _months(bars: Sequence[_Bar]) -> list[str]:
    """The name of each month while there is room, then of some, always of the last; each year under its first name."""
    step = ceil(len(bars) / _LABELS)
    named = bars[(len(bars) - 1) % step :: step]
    names = [_text(bar.x, _BASE + 15, french.short_month(bar.month.start), bold=bar is bars[-1]) for bar in named]
    firsts = {bar.month.year: bar.x for bar in reversed(named)}  # of the bars of a year, the first is kept
    years = [_text(x, _BASE + 29, str(year)) for year, x in reversed(firsts.items())]
    return [*names, _group(f'font-size="10" fill="{_QUIET}"', years)]


def _group(attributes: str, parts: Iterable[str]) -> str:
    return "\n".join((f"<g {attributes}>", *parts, "</g>"))


def _lines(colour: str, heights: Iterable[float]) -> str:
    """Across the plot, one pixel thin whatever the size of the page."""
    path = "".join(f"M{_LEFT} {_short(y)}H{_RIGHT}" for y in heights)
    return f'<path d="{path}" stroke="{colour}" vector-effect="non-scaling-stroke" shape-rendering="crispEdges"/>'


def _rectangles(bars: Iterable[_Bar], width: float) -> list[str]:
    return [
        f'<rect x="{_short(bar.x - width / 2)}" y="{_short(bar.y)}" '
        f'width="{_short(width)}" height="{_short(_BASE - bar.y)}"/>'
        for bar in bars
        if bar.value
    ]


def _text(x: float, y: float, text: str, *, bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return f'<text x="{_short(x)}" y="{_short(y)}"{weight}>{text}</text>'


def _short(length: float) -> str:
    """At most one decimal: a page is small, and the last bits of a sum are not in its bytes."""
    return f"{length:.1f}".removesuffix(".0")
