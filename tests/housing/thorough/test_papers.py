"""Every paper with texts that nobody expected: nothing leaves the sheet or covers anything else, no byte varies."""

import io
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from hashlib import sha256
from itertools import pairwise
from typing import Any

import pytest
from fpdf import FPDF
from pypdf import PdfReader

from housing.papers import departure_form, inventory, statement
from housing.papers.canvas import LEFT, RIGHT
from housing.papers.letters import Letters, Style
from support.housing import house_papers as samples

POINTS = 72 / 25.4
LONG = " Saint-Rémy-en-Bouzemont-Saint-Genest-et-Isson" * 4 + " " + "anticonstitutionnellement" * 4  # 288 letters
MODULES = {paper: sys.modules[type(paper).__module__] for paper in samples.PAPERS}


@pytest.fixture(scope="module")
def letters() -> Iterator[Letters]:
    document = FPDF()
    yield Letters(document)
    document.output()  # which closes the font files


def stretched(value: Any) -> Any:
    """The same paper with a long end to every text."""
    if isinstance(value, str) and not isinstance(value, Enum):
        return value + LONG
    if isinstance(value, tuple):
        return tuple(map(stretched, value))
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: stretched(getattr(value, field.name)) for field in fields(value)})
    return value


def lines(page: Any) -> dict[float, list[tuple[float, str, Style]]]:
    """The texts of a page by how high they are, from left to right."""
    found: dict[float, list[tuple[float, str, Style]]] = defaultdict(list)

    def visit(piece: str, _: Any, matrix: list[float], font: Any, size: float) -> None:
        if piece.strip():
            style = Style(size, bold="Bold" in font["/BaseFont"])
            found[round(matrix[5] / POINTS, 2)].append((matrix[4] / POINTS, piece.strip(), style))

    page.extract_text(visitor_text=visit)
    return {y: sorted(texts, key=lambda text: text[0]) for y, texts in found.items()}


@pytest.mark.parametrize("paper", samples.PAPERS, ids=lambda paper: type(paper).__name__)
def test_long_texts_neither_leave_the_sheet_nor_cover_each_other(paper: Any, letters: Letters) -> None:
    document = PdfReader(io.BytesIO(MODULES[paper].pdf(stretched(paper))))
    for page in document.pages:
        for y, texts in lines(page).items():
            spans = [(x, x + letters.width(text, style), text) for x, text, style in texts]
            assert 8 < y < 292
            assert spans[0][0] >= LEFT - 0.1
            assert spans[-1][1] <= RIGHT + 0.1, spans[-1]
            assert all(end <= start + 0.1 for (_, end, _), (start, _, _) in pairwise(spans)), spans


def test_a_table_over_pages_repeats_its_head_and_loses_no_row() -> None:
    many = tuple(statement.Entry(samples.DUE.dated_on, f"Paiement {n}", -n) for n in range(1, 121))
    pages = PdfReader(io.BytesIO(statement.pdf(replace(samples.STATEMENT, entries=many)))).pages
    texts = [" ".join(page.extract_text().split()) for page in pages]
    assert len(texts) > 2
    assert all("Date Opération Dû Payé ou déduit Solde" in text for text in texts)
    assert all(f"Paiement {n} " in " ".join(texts) for n in range(1, 121))


def test_a_row_longer_than_a_page_goes_on_and_loses_no_word() -> None:
    remark = " ".join(f"mot{n}" for n in range(2_000))
    space = inventory.Space("Chambre", (inventory.Item("Lit", inventory.Condition.WORN, remark=remark),))
    pages = PdfReader(io.BytesIO(inventory.pdf(replace(samples.INVENTORY_IN, spaces=(space,))))).pages
    said = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert all(f"mot{n} " in said for n in range(2_000))


def test_a_paragraph_longer_than_a_page_goes_on_and_loses_no_word() -> None:
    paper = replace(samples.DEPARTURE, retention=" ".join(f"mot{n}" for n in range(3_000)))
    pages = PdfReader(io.BytesIO(departure_form.pdf(paper))).pages
    said = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert all(f"mot{n} " in said for n in range(3_000))


PRINT_DIGESTS = """
from hashlib import sha256
from support.housing.house_papers import ALL
for make in ALL.values():
    print(sha256(make()).hexdigest())
"""


def test_another_process_on_another_day_makes_the_same_bytes() -> None:
    environment = {
        **os.environ,
        "PYTHONHASHSEED": "7",
        "TZ": "Pacific/Auckland",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    printed = subprocess.run(
        [sys.executable, "-c", PRINT_DIGESTS], env=environment, capture_output=True, text=True, check=True
    ).stdout
    assert printed.split() == [sha256(make()).hexdigest() for make in samples.ALL.values()]
