"""The chart of a bulletin: one bar a month, as an SVG whose bytes depend on nothing but its numbers."""

import io
from collections.abc import Sequence
from math import ceil
from typing import Any

import matplotlib as mpl
from markupsafe import Markup, escape
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from reporting import french
from reporting.bulletin import Month

# Points; a viewBox about as wide as a phone keeps the letters readable there without a second drawing.
_WIDTH, _HEIGHT = 400, 275
_LABELS = 12  # as many month names as fit side by side
_DIGITS = 55  # as many digits as fit side by side
_FEWEST = 8  # places for bars: the first bulletin’s only one is not a wall
_INK, _QUIET, _BAR, _GRID = "#1c2b33", "#4a5b64", "#7c98a5", "#dde4e7"  # bars: 3:1 on white, RGAA 3.3
_PLACED: dict[str, Any] = {"textcoords": "offset points", "ha": "center", "va": "baseline"}
_NO_METADATA = dict.fromkeys(("Date", "Creator", "Format", "Type"))


def bars_by_month(counts: Sequence[tuple[Month, int]], *, title: str, description: str) -> Markup:
    """An `<svg>` element to put in a page; the last month is told by darkness, bold text and a mark above it."""
    with mpl.rc_context():
        mpl.rcdefaults()  # not what somebody's own matplotlibrc says
        mpl.rcParams.update(
            {
                "svg.fonttype": "none",  # letters stay text: small, selectable, in the page's own font
                "svg.hashsalt": "maillage",  # ids of clip paths, else drawn at random
                "font.sans-serif": ["DejaVu Sans"],  # comes with matplotlib; the page puts its own in its place
                "font.size": 11,
                "text.color": _INK,
            }
        )
        figure = Figure(figsize=(_WIDTH / 72, _HEIGHT / 72))
        axes = figure.add_axes((0.1, 0.17, 0.86, 0.78))
        _draw(axes, counts)
        stream = io.StringIO()
        figure.savefig(stream, format="svg", metadata=_NO_METADATA)
    drawing = stream.getvalue()
    # Matplotlib writes a file of its own; inside a page only the drawing is wanted, named for those who do not see it.
    inside = drawing[drawing.index(">", drawing.index("<svg")) + 1 :].strip()
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" role="img" '
        f'viewBox="0 0 {_WIDTH} {_HEIGHT}" aria-labelledby="chart-title chart-description">\n'
        f'<title id="chart-title">{escape(title)}</title>\n'
        f'<desc id="chart-description">{escape(description)}</desc>\n'
    )
    return Markup(opening + inside)  # noqa: S704  # our own drawing; the two texts were escaped above


def _draw(axes: Axes, counts: Sequence[tuple[Month, int]]) -> None:
    last, highest = len(counts) - 1, max(count for _, count in counts)
    axes.bar(range(len(counts)), [count for _, count in counts], width=0.72, color=[_BAR] * last + [_INK], zorder=2)
    axes.set_xlim(-0.6, max(last, _FEWEST - 1) + 0.6)
    axes.set_ylim(0, max(highest * 1.2, 1))
    axes.yaxis.set_major_locator(MaxNLocator(4, integer=True))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: french.number(int(value))))
    axes.tick_params(axis="y", length=0, labelcolor=_QUIET, labelsize=10)
    axes.grid(axis="y", color=_GRID, linewidth=0.8, zorder=0)
    axes.set_xticks([])
    axes.spines[["left", "right", "top"]].set_visible(False)
    axes.spines["bottom"].set_color(_QUIET)
    _label(axes, counts)


def _label(axes: Axes, counts: Sequence[tuple[Month, int]]) -> None:
    """Month below and value above, on every bar while there is room, then on some; always on the last."""
    last, step, year = len(counts) - 1, ceil(len(counts) / _LABELS), None
    values = [french.number(count) for _, count in counts]
    room_for_values = max(map(len, values)) * len(values) <= _DIGITS
    for place in range(last % step, last + 1, step):
        month, count = counts[place]
        weight = "bold" if place == last else "normal"
        if room_for_values or place == last:
            axes.annotate(values[place], (place, count), (0, 4), weight=weight, **_PLACED)
        axes.annotate(french.short_month(month), (place, 0), (0, -15), weight=weight, **_PLACED)
        if month.year != year:
            axes.annotate(str(month.year), (place, 0), (0, -29), color=_QUIET, fontsize=10, **_PLACED)
            year = month.year
    axes.annotate("▼", (last, counts[last][1]), (0, 17), **_PLACED)
