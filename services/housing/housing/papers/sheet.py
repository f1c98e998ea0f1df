"""The layout of every paper: the town’s letterhead, a title, paragraphs, lists, fields to fill in, boxes to sign.

Blocks come one under the other, in the order they are read; what does not fit goes on to the next page.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from housing.papers import table
from housing.papers.canvas import LEFT, RIGHT, TOP, WIDTH, Canvas
from housing.papers.content import Issuer
from housing.papers.letters import BODY, INK, LABEL, SECTION, SMALL, SMALL_LABEL, STRONG, SUM, TITLE, Style
from kernel import french

UNTICKED, TICKED = "\N{BALLOT BOX}", "\N{BALLOT BOX WITH X}"

_LABELS = 44.0  # how far values are from the labels of fields
_MARKS = 7.0  # and the texts of a list from their marks
_LOGO = (34.0, 20.0)
_PADDING = 3.0
_TOWN = Style(13, bold=True)


@dataclass(frozen=True, slots=True)
class Signer:
    """A box to sign in; the mention is what the signer writes by hand."""

    role: str
    name: str = ""
    mention: str = ""


class Sheet:
    """One paper being written; `pdf` ends it."""

    def __init__(self, issuer: Issuer, *, title: str, dated_on: date, number: str | None = None) -> None:
        self._issuer = issuer
        self._name = title if number is None else f"{title} n° {number}"
        self._canvas = Canvas(
            title=french.typeset(self._name), author=f"{issuer.town}, {issuer.service}", dated_on=dated_on
        )
        self._letterhead()
        self._canvas.text(title, TITLE)
        self._canvas.y += 0.5
        self._canvas.text(
            f"{'' if number is None else f'N° {number} – '}{issuer.place}, le {french.day(dated_on)}", LABEL
        )
        self._canvas.y += 4

    def pdf(self) -> bytes:
        return self._canvas.pdf(f"{self._issuer.town} – {self._name}")

    def next_page(self) -> None:
        self._canvas.next_page()

    def section(self, text: str) -> None:
        """A heading, never alone at the foot of a page; also an entry of the document’s outline."""
        canvas = self._canvas
        lines = canvas.letters.lines(text, WIDTH, SECTION)
        canvas.keep(3 + len(lines) * SECTION.leading + 3 * BODY.leading)
        if canvas.y > TOP:
            canvas.y += 3
        canvas.outline(text)
        canvas.put(lines, SECTION)
        canvas.y += 1

    def paragraph(self, text: str, style: Style = BODY) -> None:
        self._canvas.text(text, style)
        self._canvas.y += 1.8

    def decided(self, text: str | None, what: str) -> None:
        """What the town has decided, else a place marked for it to complete."""
        if text is not None:
            self.paragraph(text)
            return
        canvas = self._canvas
        lines = canvas.letters.lines(f"À compléter par la commune : {what}", WIDTH - 10, STRONG)
        height = len(lines) * STRONG.leading + 6.5 + 2 * _PADDING
        canvas.keep(height)
        end = canvas.y + height
        self._box(height)
        canvas.y += _PADDING
        canvas.put(lines, STRONG, x=LEFT + 5)
        canvas.dots(LEFT + 5, end - _PADDING, WIDTH - 10)
        canvas.y = end + 3

    def marked(self, pairs: Iterable[tuple[str, str]]) -> None:
        """A list whose items each have their mark: a dash, a number, a box to tick."""
        canvas = self._canvas
        for mark, text in pairs:
            lines = canvas.letters.lines(text, WIDTH - _MARKS, BODY)
            canvas.keep(min(len(lines), 2) * BODY.leading)
            canvas.write(canvas.letters.clean(mark), LEFT, canvas.y, BODY)
            canvas.put(lines, x=LEFT + _MARKS)
            canvas.y += 0.8
        canvas.y += 1.4

    def bullets(self, texts: Iterable[str]) -> None:
        self.marked(("–", text) for text in texts)

    def fields(self, pairs: Iterable[tuple[str, str | None]]) -> None:
        """Labels and what they stand for; what is None is left to be written by hand, on a dotted line."""
        canvas = self._canvas
        for label, value in pairs:
            labels = canvas.letters.lines(label, _LABELS - 3, LABEL)
            lines = [] if value is None else canvas.letters.lines(value, WIDTH - _LABELS, STRONG)
            space = 3.0 if value is None else 0.0  # room for a hand
            canvas.keep(space + max(len(labels), min(len(lines), 4)) * BODY.leading)
            canvas.y += space
            first, page = canvas.y, canvas.page
            for place, line in enumerate(labels):
                canvas.write(line, LEFT, first + place * LABEL.leading, LABEL)
            if value is None:
                canvas.dots(LEFT + _LABELS, first + LABEL.baseline + 0.6, WIDTH - _LABELS)
            canvas.put(lines, STRONG, x=LEFT + _LABELS)
            if canvas.page == page:
                canvas.y = max(canvas.y, first + len(labels) * LABEL.leading)
            canvas.y += 0.7
        canvas.y += 2

    def handwriting(self, count: int) -> None:
        """Dotted lines across the sheet."""
        for _ in range(count):
            self._canvas.keep(8)
            self._canvas.y += 7.5
            self._canvas.dots(LEFT, self._canvas.y, WIDTH)
        self._canvas.y += 4

    def addressee(self, lines: Sequence[str]) -> None:
        """Whom the paper is sent to, on the right as in the window of an envelope."""
        for place, text in enumerate(lines):
            self._canvas.text(text, BODY if place else STRONG, x=LEFT + 90)
        self._canvas.y += 6

    def notice(self, text: str, *, title: str) -> None:
        """A box that cannot be missed; a few lines, kept together."""
        canvas = self._canvas
        titles = canvas.letters.lines(title, WIDTH - 10, STRONG)
        lines = canvas.letters.lines(text, WIDTH - 10, BODY)
        height = (len(titles) + len(lines)) * BODY.leading + 2 * _PADDING
        canvas.keep(height)
        self._box(height)
        canvas.y += _PADDING
        canvas.put(titles, STRONG, x=LEFT + 5)
        canvas.put(lines, x=LEFT + 5)
        canvas.y += _PADDING + 3

    def sum(self, label: str, amount: str) -> None:
        """The one amount that the paper is about."""
        canvas = self._canvas
        labels = canvas.letters.lines(label, WIDTH - 65, SECTION)
        height = len(labels) * SECTION.leading + 2 * _PADDING + 1.5
        canvas.keep(height)
        canvas.fill(LEFT, canvas.y, WIDTH, height)
        top, after = canvas.y, canvas.y + height + 4
        canvas.y += (height - len(labels) * SECTION.leading) / 2
        canvas.put(labels, SECTION, x=LEFT + 5)
        canvas.write_right(canvas.letters.clean(amount), RIGHT - 5, top + (height - SUM.leading) / 2, SUM)
        canvas.y = after

    def table(
        self,
        columns: Sequence[table.Column],
        rows: Iterable[Sequence[str]],
        *,
        total: Sequence[str] | None = None,
        style: Style = SMALL,
    ) -> None:
        table.draw(self._canvas, columns, rows, total=total, style=style)

    def signatures(self, on: date | None, signers: Sequence[Signer]) -> None:
        """One box, on the right, or two side by side, under « Fait à … », never cut by a page."""
        canvas, gap = self._canvas, 6.0
        width = (WIDTH - gap) / 2
        blocks = [
            [
                (line, style)
                for text, style in ((box.role, STRONG), (box.name, BODY), (box.mention, SMALL_LABEL))
                if text
                for line in canvas.letters.lines(text, width - 6, style)
            ]
            for box in signers
        ]
        height = max(sum(style.leading for _, style in block) for block in blocks) + 22
        canvas.keep(height + 2 * BODY.leading + 6)
        canvas.y += 3
        day = french.day(on) if on else "……………………………………"
        self.paragraph(f"Fait à {self._issuer.place}, le {day}.")
        top = canvas.y
        for rank, block in enumerate(blocks):
            x, y = RIGHT - (len(blocks) - rank) * width - (len(blocks) - rank - 1) * gap, top + 2.5
            canvas.frame(x, top, width, height)
            for line, style in block:
                canvas.write(line, x + 3, y, style)
                y += style.leading
        canvas.y = top + height + 4

    def _box(self, height: float) -> None:
        self._canvas.fill(LEFT, self._canvas.y, WIDTH, height)
        self._canvas.fill(LEFT, self._canvas.y, 1.2, height, colour=INK)

    def _letterhead(self) -> None:
        canvas, issuer, x = self._canvas, self._issuer, LEFT
        if issuer.logo is not None:
            x += canvas.image(issuer.logo, LEFT, TOP, *_LOGO) + 6
            canvas.y += 2
        canvas.text(issuer.town, _TOWN, x=x)
        canvas.text(issuer.service, x=x)
        for texts in (issuer.address, issuer.contacts):
            if texts:
                canvas.text(" – ".join(texts), SMALL_LABEL, x=x)
        canvas.y = max(canvas.y, TOP + _LOGO[1] if issuer.logo is not None else 0) + 3
        canvas.line(LEFT, canvas.y, WIDTH, colour=INK)
        canvas.y += 8
