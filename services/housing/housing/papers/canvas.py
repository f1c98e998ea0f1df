"""Where a paper is drawn: A4 pages filled from top to bottom, and the few strokes that blocks are made of."""

import struct
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from io import BytesIO
from typing import Final

from fpdf import FPDF
from fpdf.prefs import ViewerPreferences

from housing.papers.letters import BODY, FAMILY, QUIET, SMALL_LABEL, Letters, Style

# Millimetres.
LEFT: Final = 20.0
WIDTH: Final = 170.0
RIGHT: Final = LEFT + WIDTH
TOP: Final = 16.0
BOTTOM: Final = 274.0
_FOOT = 280.0

RULE, WASH = (176, 190, 197), (239, 243, 245)


class Canvas:
    """The pages of one document and how far down the last one is filled: `y`."""

    def __init__(self, *, title: str, author: str, dated_on: date) -> None:
        self._pdf = FPDF(format="A4")
        self._pdf.set_auto_page_break(False)
        self.letters = Letters(self._pdf)
        self._pdf.set_lang("fr-FR")
        self._pdf.set_title(title)
        self._pdf.set_author(author)
        self._pdf.set_creator("Maillage")
        self._pdf.set_producer("Maillage")
        # The day that is given, never the clock: the same paper has the same bytes whenever it is made.
        self._pdf.set_creation_date(datetime.combine(dated_on, time(12), UTC))
        self._pdf.viewer_preferences = ViewerPreferences(display_doc_title=True)
        self._pdf.add_page()
        self.y = TOP

    @property
    def page(self) -> int:
        return self._pdf.page

    def keep(self, height: float) -> None:
        """Goes to the next page when that much does not fit on this one."""
        if self.y + height > BOTTOM:
            self.next_page()

    def next_page(self) -> None:
        self._pdf.add_page()
        self.y = TOP

    def outline(self, text: str) -> None:
        """An entry of the document’s table, which leads here."""
        self._pdf.set_y(self.y)
        self._pdf.start_section(self.letters.clean(text))

    def put(self, lines: Iterable[str], style: Style = BODY, *, x: float = LEFT) -> None:
        """Lines one under the other, over pages if need be."""
        for line in lines:
            self.keep(style.leading)
            self.write(line, x, self.y, style)
            self.y += style.leading

    def text(self, text: str, style: Style = BODY, *, x: float = LEFT, width: float | None = None) -> None:
        """A text cut to the width and put; without a width, it goes to the right margin."""
        self.put(self.letters.lines(text, RIGHT - x if width is None else width, style), style, x=x)

    def write(self, line: str, x: float, y: float, style: Style) -> None:
        """One line of clean text whose top is at `y`."""
        self._pdf.set_font(FAMILY, "B" if style.bold else "", style.size)
        self._pdf.set_text_color(*style.colour)
        self._pdf.text(x, y + style.baseline, line)

    def write_right(self, line: str, right: float, y: float, style: Style) -> None:
        self.write(line, right - self.letters.width(line, style), y, style)

    def line(self, x: float, y: float, width: float, *, colour: tuple[int, int, int] = RULE) -> None:
        self._pdf.set_draw_color(*colour)
        self._pdf.set_line_width(0.25)
        self._pdf.line(x, y, x + width, y)

    def dots(self, x: float, y: float, width: float) -> None:
        """A line to write on."""
        self._pdf.set_dash_pattern(0.3, 1.1)
        self.line(x, y, width, colour=QUIET)
        self._pdf.set_dash_pattern()

    def fill(self, x: float, y: float, width: float, height: float, *, colour: tuple[int, int, int] = WASH) -> None:
        self._pdf.set_fill_color(*colour)
        self._pdf.rect(x, y, width, height, style="F")

    def frame(self, x: float, y: float, width: float, height: float) -> None:
        self._pdf.set_draw_color(*QUIET)
        self._pdf.set_line_width(0.25)
        self._pdf.rect(x, y, width, height)

    def image(self, png: bytes, x: float, y: float, width: float, height: float) -> float:
        """Draws it whole at the left of that box, and says how wide it came out."""
        wide, high = struct.unpack(">II", png[16:24])  # a PNG begins with its size
        scale = min(width / wide, height / high)
        self._pdf.image(BytesIO(png), x, y, wide * scale, high * scale)
        return float(wide * scale)

    def pdf(self, footer: str) -> bytes:
        """The finished document, every page with its foot and its number."""
        foot = self.letters.lines(footer, WIDTH - 30, SMALL_LABEL)[0]
        for page in range(1, self._pdf.pages_count + 1):
            self._pdf.page = page
            # What was set on another page is not set on this one.
            self._pdf.current_font_is_set_on_page = False
            self._pdf.set_draw_color(0)
            self.line(LEFT, _FOOT, WIDTH)
            self.write(foot, LEFT, _FOOT + 1.5, SMALL_LABEL)
            self.write_right(f"page {page} sur {self._pdf.pages_count}", RIGHT, _FOOT + 1.5, SMALL_LABEL)
        return bytes(self._pdf.output())
