"""Files of other software, read: each line with its number, and one clear sentence for a file that is not the one."""

import pytest

from permanence.domain.imported import rules as import_rules
from permanence.domain.imported.imported import ImportKind, Line
from permanence.domain.rules import RuleBroken
from permanence.imports.mapping import FileMapping
from permanence.imports.reading import read_lines

ACTS = FileMapping("logiciel", ImportKind.ACTS, {"external_id": "N° acte", "held_on": "Réalisé le"})
FILE = "N° acte;Réalisé le\nA1;31/05/2024\nA2;01/06/2024\n"


def in_latin(encoding: str = "windows-1252") -> FileMapping:
    return FileMapping("logiciel", ImportKind.ACTS, ACTS.columns, encoding=encoding)


@pytest.mark.parametrize(
    ("content", "mapping"),
    [
        (FILE.encode(), ACTS),
        (FILE.encode("utf-8-sig"), ACTS),
        (FILE.replace("\n", "\r\n").encode(), ACTS),
        (FILE.encode("windows-1252"), in_latin()),
        (b"Autre;" + FILE.replace("\n", "\nx;").removesuffix("x;").encode(), ACTS),
    ],
    ids=["utf-8", "with its mark", "of Windows", "one byte a letter", "with another column"],
)
def test_lines_have_the_number_that_an_editor_shows_and_the_cells_of_the_mapping(
    content: bytes, mapping: FileMapping
) -> None:
    assert read_lines(content, mapping) == [
        Line(2, {"external_id": "A1", "held_on": "31/05/2024"}),
        Line(3, {"external_id": "A2", "held_on": "01/06/2024"}),
    ]


def test_a_cell_may_hold_line_ends_quotes_and_separators_and_empty_lines_are_none() -> None:
    content = 'N° acte;Réalisé le;Note\n\n"A;1";31/05/2024;"deux\nlignes, ""citées"""\n;;\nA2;01/06/2024;\n'
    assert [(line.number, line.cells["external_id"]) for line in read_lines(content.encode(), ACTS)] == [
        (3, "A;1"),
        (6, "A2"),
    ]


def test_a_line_with_too_few_or_too_many_cells_comes_without_any() -> None:
    lines = read_lines(FILE.replace("A1;", "A1;;").encode(), ACTS)
    assert [dict(line.cells) for line in lines] == [{}, {"external_id": "A2", "held_on": "01/06/2024"}]


@pytest.mark.parametrize(
    ("content", "mapping", "rule", "said"),
    [
        (FILE.encode("windows-1252"), ACTS, import_rules.EncodingWrong, "la ligne 1 contient l'octet 0xB0"),
        (FILE.encode(), in_latin(), import_rules.EncodingWrong, "n'est pas en windows-1252 : il est en utf-8"),
        (FILE.encode("utf-16"), ACTS, import_rules.EncodingWrong, "c'est de l'utf-16"),
        (b"PK\x03\x04zip", ACTS, import_rules.EncodingWrong, "c'est un classeur (xlsx, ods)"),
        (FILE.encode() + b"\0", ACTS, import_rules.EncodingWrong, "octets nuls"),
        (FILE.replace(";", ",").encode(), ACTS, import_rules.HeaderWrong, "« N° acte », « Réalisé le » (1 colonne"),
        (FILE.replace("Réalisé", "Fait").encode(), ACTS, import_rules.HeaderWrong, "la colonne « Réalisé le » (2"),
        (b"", ACTS, import_rules.HeaderWrong, "(0 colonne"),
        (FILE.replace("N° acte", "Réalisé le;N° acte").encode(), ACTS, import_rules.HeaderWrong, "deux fois"),
        (FILE.encode() + b'"ouvert', ACTS, import_rules.FileMalformed, "ligne 4"),
    ],
)
def test_a_wrong_file_is_refused_whole_in_one_sentence(
    content: bytes, mapping: FileMapping, rule: type[RuleBroken], said: str
) -> None:
    with pytest.raises(rule) as refused:
        read_lines(content, mapping)
    assert said in refused.value.text
    assert refused.value.field == "file"
