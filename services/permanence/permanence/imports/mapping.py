"""How a software writes its files, as the antenna's file says: `[permanence.imports.<source>.<kind>]`."""

import codecs
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from permanence.domain.imported.imported import ImportKind
from permanence.domain.imported.rules import SourceUnknown
from permanence.imports.cells import Field, cell_value
from permanence.imports.fields import FIELDS

_OF_SOURCE = {"encoding", "delimiter", "dates"}
_OF_KIND = ("columns", "constants", "codes")


@dataclass(frozen=True, slots=True)
class FileMapping:
    """`columns` gives the heading of each field, `codes` what a cell stands for, `constants` what no column says."""

    source: str
    kind: ImportKind
    columns: Mapping[str, str]
    encoding: str = "utf-8"
    delimiter: str = ";"
    dates: str = "%d/%m/%Y"
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)

    @property
    def fields(self) -> Mapping[str, Field]:
        return FIELDS[self.kind]

    def values(self, cells: Mapping[str, str]) -> dict[str, Any]:
        """What a line says, without what it leaves empty; raises the rule that one of its cells breaks."""
        said = {**self.constants, **cells}
        values = {
            name: cell_value(name, one, said.get(name, ""), self.dates, self.codes.get(name, {}))
            for name, one in self.fields.items()
        }
        return {name: value for name, value in values.items() if value is not None}


Mappings = Mapping[tuple[str, ImportKind], FileMapping]


def file_mapping(known: Mappings, source: str, kind: ImportKind) -> FileMapping:
    """How this source writes files of this kind, or the rule that the antenna's file must say it first."""
    mapping = known.get((source, kind))
    if mapping is None:
        raise SourceUnknown
    return mapping


def file_mappings(imports: Mapping[str, Mapping[str, Any]]) -> Mappings:
    """What `[permanence.imports]` says, once nothing is wrong in it."""
    return {
        (source, ImportKind(kind)): FileMapping(
            source, ImportKind(kind), **{name: said[name] for name in _OF_SOURCE if name in said}, **said[kind]
        )
        for source, said in imports.items()
        for kind in said.keys() - _OF_SOURCE
    }


def faults(_name: str, imports: object) -> Iterable[str]:
    """What is wrong in `[permanence.imports]`, in French, one sentence each."""
    if not isinstance(imports, Mapping) or not all(isinstance(said, Mapping) for said in imports.values()):
        yield "une table [permanence.imports.<source>] par source est attendue"
        return
    for source, said in imports.items():
        for name, value in said.items():
            if name in _OF_SOURCE:
                yield from (f"{source} : {fault}" for fault in _format_faults(name, value))
            elif name in list(ImportKind):
                yield from (f"{source}.{name} : {fault}" for fault in _kind_faults(name, value))
            else:
                yield f"{source} : clé inconnue {name} (types d'import : {', '.join(ImportKind)})"


def _format_faults(name: str, value: object) -> Iterable[str]:
    if not isinstance(value, str) or not value:
        yield f"{name} doit être un texte"
    elif name == "delimiter" and len(value) != 1:
        yield "delimiter doit être un seul caractère"
    elif name == "dates" and not _tells_a_day(value):
        yield "dates doit dire le jour, le mois et l'année, par exemple %d/%m/%Y"
    elif name == "encoding" and not _is_encoding(value):
        yield f"encodage inconnu {value}"


def _tells_a_day(pattern: str) -> bool:
    return all(part in pattern for part in ("%d", "%m", "%Y")) and date(2001, 2, 3).strftime(pattern) != pattern


def _is_encoding(name: str) -> bool:
    try:
        # base64 and the like are codecs too, but of bytes.
        return codecs.lookup(name)._is_text_encoding
    except LookupError:
        return False


def _kind_faults(kind: str, said: object) -> Iterable[str]:
    if not isinstance(said, Mapping) or "columns" not in said:
        yield "columns manque : l'en-tête de colonne de chaque champ"
        return
    yield from (f"clé inconnue {name}" for name in said if name not in _OF_KIND)
    columns, constants, codes = (said.get(name, {}) for name in _OF_KIND)
    if not all(_is_of_texts(table) for table in (columns, constants, *_values(codes))):
        yield "en-têtes, codes et constantes sont des textes"
        return
    fields, given = FIELDS[ImportKind(kind)], {*columns, *constants}
    for name in dict.fromkeys([*columns, *constants, *codes]):
        if name not in fields:
            yield f"champ inconnu {name} (connus : {', '.join(fields)})"
    for name, one in fields.items():
        if one.required and name not in given:
            yield f"aucune colonne pour {name}"
    if len(set(columns.values())) < len(columns):
        yield "une colonne sert à deux champs"


def _values(table: object) -> Iterable[object]:
    return table.values() if isinstance(table, Mapping) else [table]


def _is_of_texts(table: object) -> bool:
    return isinstance(table, Mapping) and all(isinstance(text, str) and text for text in table.values())
