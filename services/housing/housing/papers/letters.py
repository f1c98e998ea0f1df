"""The letters of a paper: the fonts that are shipped, what a text measures in them, and where its lines end."""

import re
import unicodedata
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from fpdf import FPDF
from fpdf.fonts import TTFFont

from kernel import french

FAMILY: Final = "DejaVu"
_FILES = {"": "DejaVuSans.ttf", "B": "DejaVuSans-Bold.ttf"}
_FONTS = Path(__file__).parent / "fonts"
_POINT = 25.4 / 72  # millimetres
_UNKNOWN = "\N{REPLACEMENT CHARACTER}"
_SPACES = re.compile(r"[^\S\u00a0\u202f]+")
# Where a word that is wider than its line is cut: after one of these signs, else anywhere.
_CUTS = re.compile(r"(?<=[-@./_])")

INK, QUIET = (28, 43, 51), (74, 91, 100)  # those of the bulletin: 4.5:1 on white, and on the wash of a box


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is written; its size in points."""

    size: float
    bold: bool = False
    colour: tuple[int, int, int] = INK

    @property
    def strong(self) -> "Style":
        return replace(self, bold=True)

    @property
    def leading(self) -> float:
        """The height of a line, in millimetres."""
        return self.size * 1.42 * _POINT

    @property
    def baseline(self) -> float:
        """How far the foot of the letters is from the top of the line."""
        return self.leading * 0.74


BODY, STRONG, LABEL = Style(9.5), Style(9.5, bold=True), Style(9.5, colour=QUIET)
SMALL, SMALL_LABEL, LARGE = Style(8.5), Style(8, colour=QUIET), Style(11)
TITLE, SECTION, SUM = Style(17, bold=True), Style(11, bold=True), Style(15, bold=True)


class Letters:
    """The fonts of one document; widths are in millimetres."""

    def __init__(self, pdf: FPDF) -> None:
        for style, file in _FILES.items():
            pdf.add_font(FAMILY, style, _FONTS / file)
        self._regular, self._bold = _face(pdf, ""), _face(pdf, "B")

    def clean(self, text: str) -> str:
        """Typeset and composed; a letter that the fonts cannot draw becomes a replacement sign, never a blank."""
        composed = french.typeset(unicodedata.normalize("NFC", _SPACES.sub(" ", text).strip(" ")))
        known = self._regular.cmap
        return "".join(letter if ord(letter) in known else _UNKNOWN for letter in composed)

    def width(self, text: str, style: Style) -> float:
        widths = (self._bold if style.bold else self._regular).cw
        return sum(widths[ord(letter)] for letter in text) / 1000 * style.size * _POINT

    def lines(self, text: str, width: float, style: Style) -> list[str]:
        """The clean text cut into lines; those that it has already are kept."""
        parts = text.strip().splitlines() or [""]
        return [line for part in parts for line in self._fill(self.clean(part), width, style)]

    def _fill(self, text: str, width: float, style: Style) -> list[str]:
        space = self.width(" ", style)
        lines: list[str] = []
        line, used = "", 0.0
        for word in text.split(" "):
            wide = self.width(word, style)
            if line and used + space + wide <= width:
                line, used = f"{line} {word}", used + space + wide
                continue
            if line:
                lines.append(line)
            *whole, line = self._cut(word, width, style) if wide > width else [word]
            lines += whole
            used = self.width(line, style)
        return [*lines, line]

    def _cut(self, word: str, width: float, style: Style) -> list[str]:
        """A word wider than the line, in pieces that fit."""
        pieces, piece = [], ""
        for part in _CUTS.split(word):
            for bit in [part] if self.width(part, style) <= width else part:
                if piece and self.width(piece + bit, style) > width:
                    pieces.append(piece)
                    piece = ""
                piece += bit
        return [*pieces, piece]


def _face(pdf: FPDF, style: str) -> TTFFont:
    face = pdf.fonts[f"{FAMILY.lower()}{style}"]
    assert isinstance(face, TTFFont)
    return face
