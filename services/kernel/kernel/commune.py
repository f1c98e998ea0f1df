"""The communes of France, present and former, read once from the dated files in `reference_data`."""

import csv
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kernel.name import normalised
from kernel.rule import RuleBroken

_FOLDER = Path(__file__).parent / "reference_data"
FILE = _FOLDER / "communes-2026-03-09.csv"
FORMER_FILE = _FOLDER / "former-communes-2026-03-09.csv"
# As people write it; « SAINT » is never short for anything else at the beginning of a commune.
_SHORT = {"ST": "SAINT", "STE": "SAINTE"}


@dataclass(frozen=True, slots=True)
class Commune:
    """`population` is the municipal population; `epci` the SIREN of its EPCI, None for the few islands without one."""

    insee: str
    population: int
    epci: str | None


def find_commune(insee: str) -> Commune | None:
    row = _row(insee)
    return Commune(insee, int(row["population"] or 0), row["epci_siren"] or None) if row else None


def known_commune(insee: str, unknown: type[RuleBroken], merged: type[RuleBroken]) -> Commune:
    """The commune of this code, or the rule that it breaks; the text then names what a merged one has become."""
    commune = find_commune(insee)
    if commune is not None:
        return commune
    if successor := _successors().get(insee):
        name = commune_name(successor)
        raise merged(f"Cette commune n'existe plus : elle fait partie de {name}, de code INSEE {successor}.")
    raise unknown


@cache
def _lines() -> list[str]:
    """The file's lines, in the order of the codes they begin with: 34,969 objects would weigh on every process."""
    return FILE.read_text(encoding="utf-8").splitlines()


def _read(lines: Iterable[str]) -> Iterator[dict[str, str]]:
    return csv.DictReader(lines, fieldnames=_lines()[0].split(","))


def _row(insee: str) -> dict[str, str] | None:
    place = bisect_left(_lines(), f"{insee},", lo=1)
    row = next(_read(_lines()[place : place + 1]), None)
    return row if row and row["insee"] == insee else None


@cache
def _successors() -> dict[str, str]:
    """The present commune of each code that is no commune's any more; read when such a code is first given."""
    with FORMER_FILE.open(encoding="utf-8", newline="") as stream:
        return {row["insee"]: row["successor"] for row in csv.DictReader(stream)}


def commune_name(insee: str) -> str:
    """What a commune is called; its code, when it is none of the present ones."""
    row = _row(insee)
    return row["name"] if row else insee


def communes_named(name: str, departement: str) -> list[str]:
    """The codes of the communes of this name: those of the département, else those of all France."""
    wanted = re.sub(r"^(STE?)(?= )", lambda short: _SHORT[short[1]], normalised(name))

    def among(lines: Iterable[str]) -> list[str]:
        return [row["insee"] for row in _read(lines) if normalised(row["name"]) == wanted]

    everywhere = _lines()[1:]
    return among(line for line in everywhere if line.startswith(departement)) or among(everywhere)
