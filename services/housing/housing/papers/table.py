"""A table on a paper: cells cut into lines, rows over pages, the head again on each page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from housing.papers.canvas import BOTTOM, LEFT, WIDTH, Canvas
from housing.papers.letters import Style

_SIDE, _ABOVE = 1.8, 1.1  # space around the text of a cell


@dataclass(frozen=True, slots=True)
class Column:
    """Its title, its share of the width, and whether its cells are amounts, aligned on the right."""

    title: str
    share: float
    right: bool = False


def draw(
    canvas: Canvas,
    columns: Sequence[Column],
    rows: Iterable[Sequence[str]],
    *,
    style: Style,
    total: Sequence[str] | None = None,
) -> None:
    """Draws it where the canvas is; `total` is a last row in bold."""
    head = [column.title for column in columns]
    canvas.keep(20)
    _row(canvas, columns, head, style.strong, head=None)
    for cells in rows:
        _row(canvas, columns, cells, style, head=head)
    if total is not None:
        _row(canvas, columns, total, style.strong, head=head, washed=True)
    canvas.y += 4


def _row(
    canvas: Canvas,
    columns: Sequence[Column],
    cells: Sequence[str],
    style: Style,
    *,
    head: Sequence[str] | None,
    washed: bool = False,
) -> None:
    """A row; one that is higher than what is left goes to the next page, one higher than a page is cut."""
    whole = sum(column.share for column in columns)
    widths = [WIDTH * column.share / whole for column in columns]
    texts = [canvas.letters.lines(cell, width - 2 * _SIDE, style) for cell, width in zip(cells, widths, strict=True)]
    wanted = max(map(len, texts))
    if canvas.y + min(wanted, 30) * style.leading + 2 * _ABOVE > BOTTOM:
        _turn(canvas, columns, head, style)
    while wanted > 0:
        count = min(wanted, int((BOTTOM - canvas.y - 2 * _ABOVE) / style.leading))
        height = count * style.leading + 2 * _ABOVE
        if head is None or washed:
            canvas.fill(LEFT, canvas.y, WIDTH, height)
        x = LEFT
        for column, lines, width in zip(columns, texts, widths, strict=True):
            for place, line in enumerate(lines[:count]):
                y = canvas.y + _ABOVE + place * style.leading
                if column.right:
                    canvas.write_right(line, x + width - _SIDE, y, style)
                else:
                    canvas.write(line, x + _SIDE, y, style)
            x += width
        canvas.y += height
        canvas.line(LEFT, canvas.y, WIDTH)
        texts, wanted = [lines[count:] for lines in texts], wanted - count
        if wanted > 0:
            _turn(canvas, columns, head, style)


def _turn(canvas: Canvas, columns: Sequence[Column], head: Sequence[str] | None, style: Style) -> None:
    canvas.next_page()
    if head is not None:
        _row(canvas, columns, head, style.strong, head=None)
