"""Files of other software, from bytes to lines: refused whole when they are not what the mapping says."""

import csv
import io
from collections import Counter
from collections.abc import Sequence

from permanence.domain.imported.imported import Line
from permanence.domain.imported.rules import EncodingWrong, FileMalformed, HeaderWrong
from permanence.imports.mapping import FileMapping

_SIGNATURES = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"PK\x03\x04": "un classeur (xlsx, ods)"}
_UTF_8 = ("utf-8", "utf_8", "utf8", "utf-8-sig")


def read_lines(content: bytes, mapping: FileMapping) -> list[Line]:
    """Every line below the header, with the cells that the mapping names; raises the rule that the file breaks.

    A line with too few or too many cells comes without any: it is told apart when it is taken.
    """
    text = io.StringIO(_decoded(content, mapping.encoding), newline="")
    reader = csv.reader(text, delimiter=mapping.delimiter, strict=True)
    try:
        header = [heading.strip() for heading in next(reader, [])]
        places = _places(header, mapping)
        lines = []
        number = reader.line_num + 1
        for row in reader:
            if any(cell.strip() for cell in row):
                fits = len(row) == len(header)
                lines.append(Line(number, {field: row[n].strip() for field, n in places.items()} if fits else {}))
            number = reader.line_num + 1
    except csv.Error as error:
        raise FileMalformed(f"Le fichier n'est pas un tableau CSV lisible, ligne {reader.line_num}.") from error
    return lines


def _decoded(content: bytes, encoding: str) -> str:
    for signature, really in _SIGNATURES.items():
        if content.startswith(signature):
            raise EncodingWrong(f"Le fichier n'est pas en {encoding} : c'est {_named(really)}.")
    if b"\0" in content:
        raise EncodingWrong(f"Le fichier n'est pas un texte en {encoding} : il contient des octets nuls.")
    if encoding.casefold() in _UTF_8:
        encoding = "utf-8-sig"  # with or without the mark that spreadsheets put first
    elif not content.isascii() and _is_utf_8(content):
        # Any bytes can be read in a one-byte encoding; text that happens to be UTF-8 never is anything else.
        raise EncodingWrong(f"Le fichier n'est pas en {encoding} : il est en utf-8.")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise EncodingWrong(
            f"Le fichier n'est pas en {encoding.removesuffix('-sig')} : la ligne {line} contient l'octet "
            f"0x{content[error.start]:02X}. Enregistrez-le dans cet encodage, ou corrigez « encoding »."
        ) from None


def _named(really: str) -> str:
    return really if really.startswith("un ") else f"de l'{really}"


def _is_utf_8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _places(header: Sequence[str], mapping: FileMapping) -> dict[str, int]:
    """Where each field is in a row."""
    times = Counter(header)
    missing = [heading for heading in mapping.columns.values() if times[heading] == 0]
    twice = [heading for heading in mapping.columns.values() if times[heading] > 1]
    if missing:
        found = f"{len(header)} colonne(s) lue(s) avec le séparateur « {mapping.delimiter} »"
        raise HeaderWrong(f"L'en-tête n'a pas la colonne {_quoted(missing)} ({found}).")
    if twice:
        raise HeaderWrong(f"L'en-tête a deux fois la colonne {_quoted(twice)}.")
    return {field: header.index(heading) for field, heading in mapping.columns.items()}


def _quoted(headings: Sequence[str]) -> str:
    return ", ".join(f"« {heading} »" for heading in headings)
