"""Every paper bears its title and its day, keeps within its margins, and is the same bytes when it is made again."""

import io
import logging
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from fpdf import FPDF
from pypdf import PdfReader

from housing.papers import due_notice
from housing.papers.canvas import LEFT, RIGHT
from housing.papers.letters import Letters, Style
from support.housing import house_papers as samples
from support.housing.paper_text import made, raw, text

POINTS = 72 / 25.4


def runs(pdf: bytes) -> Iterator[tuple[str, float, float, float, bool]]:
    """Each piece of text with its left edge and foot in millimetres, its size, and whether it is bold."""
    found: list[tuple[str, float, float, float, bool]] = []

    def visit(piece: str, _: Any, matrix: list[float], font: Any, size: float) -> None:
        if piece.strip():
            bold = "Bold" in font["/BaseFont"]
            found.append((piece.strip("\n"), matrix[4] / POINTS, matrix[5] / POINTS, size, bold))

    for page in PdfReader(io.BytesIO(pdf)).pages:
        page.extract_text(visitor_text=visit)
    return iter(found)


TITLES = {
    "agreement": "Convention d’occupation temporaire",
    "rules": "Règlement de la maison",
    "inventory_in": "État des lieux d’entrée",
    "inventory_out": "État des lieux de sortie",
    "keys_given": "Reçu de clés",
    "keys_back": "Reçu de clés rendues",
    "due_notice": "Avis d’échéance",
    "quittance": "Quittance",
    "statement": "Relevé de compte",
    "attestation": "Attestation d’hébergement",
    "welcome": "Pack accueil",
    "departure": "Fiche de départ",
    "week": "Semaine du 4 mai 2026",
}


def test_every_paper_is_looked_at() -> None:
    assert TITLES.keys() == samples.ALL.keys()


@pytest.mark.parametrize("name", TITLES)
def test_a_paper_bears_its_title_the_town_the_day_and_page_numbers(name: str) -> None:
    said = text(made(name))
    reader = PdfReader(io.BytesIO(made(name)))
    assert TITLES[name] in said
    assert "Ville de Romans-sur-Isère Centre communal d’action sociale" in said
    assert all(f"page {n} sur {len(reader.pages)}" in said for n in range(1, len(reader.pages) + 1))
    assert all((round(page.mediabox.width), round(page.mediabox.height)) == (595, 842) for page in reader.pages)


@pytest.mark.parametrize("name", TITLES)
def test_no_paper_speaks_of_an_invoice_nor_leaves_an_unknown_letter(name: str) -> None:
    said = text(made(name)).casefold()
    assert "factur" not in said
    assert "\N{REPLACEMENT CHARACTER}" not in said


def test_a_document_has_a_title_a_language_and_the_day_it_was_given() -> None:
    reader = PdfReader(io.BytesIO(made("due_notice")))
    catalogue: Any = reader.trailer["/Root"]
    assert reader.metadata is not None
    assert reader.metadata.title == "Avis d’échéance n°\N{NO-BREAK SPACE}2025-11-0003"
    assert reader.metadata.creation_date is not None
    assert reader.metadata.creation_date.date() == samples.DUE.dated_on
    assert catalogue["/Lang"] == "fr-FR"
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712  # pypdf's own boolean


def test_the_headings_of_a_long_paper_are_its_outline() -> None:
    outline: Any = PdfReader(io.BytesIO(made("agreement"))).outline
    assert [entry.title.split(" – ")[0] for entry in outline] == [f"Article {n}" for n in range(1, 10)]


def test_the_same_paper_has_the_same_bytes() -> None:
    assert samples.ALL["due_notice"]() == made("due_notice")


def test_the_logo_is_drawn_when_there_is_one() -> None:
    bare = due_notice.pdf(replace(samples.DUE, issuer=replace(samples.ISSUER, logo=None)))
    assert len(PdfReader(io.BytesIO(made("due_notice"))).pages[0].images) == 1
    assert len(PdfReader(io.BytesIO(bare)).pages[0].images) == 0


def test_no_line_starts_with_a_sign_and_amounts_are_not_cut() -> None:
    said = raw(made("agreement"))
    assert "nuits passées\N{NARROW NO-BREAK SPACE};" in said
    assert "900,00\N{NO-BREAK SPACE}€" in said
    assert not any(line[0] in ":;!?»€%" for line in said.splitlines() if line)


def test_a_long_word_is_cut_and_stays_between_the_margins() -> None:
    name = "Wolfeschlegelsteinhausenbergerdorff" * 6
    person = replace(samples.OCCUPANT, given_name="Maximilienne-Anne-Charlotte " * 5, family_name=name)
    pdf = due_notice.pdf(replace(samples.DUE, occupant=person, payment_means="mot " * 2_000 + "W" * 400))
    said = "".join(raw(pdf).split())
    assert name in said
    assert said.count("mot") == 2_000
    document = FPDF()
    letters = Letters(document)
    for piece, x, y, size, bold in runs(pdf):
        assert x >= LEFT - 0.1
        assert x + letters.width(piece.strip(), Style(size, bold=bold)) <= RIGHT + 0.1
        assert 5 < y < 292
    document.output()  # which closes the font files


def test_accents_are_composed_and_letters_we_cannot_draw_are_marked_without_a_word_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    person = replace(samples.OCCUPANT, given_name="E\N{COMBINING ACUTE ACCENT}loïse", family_name="Łukasz 王\tŠtěpán")
    with caplog.at_level(logging.DEBUG):
        said = text(due_notice.pdf(replace(samples.DUE, occupant=person)))
    assert "Éloïse Łukasz \N{REPLACEMENT CHARACTER} Štěpán" in said
    assert "王" not in caplog.text
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []
