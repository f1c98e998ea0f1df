"""The communes of France as the permanence knows them, read once from the dated files in `reference_data`."""

import csv
import re
from functools import cache
from pathlib import Path

from permanence.domain.commune import Commune
from permanence.domain.duplicates import normalised
from permanence.domain.patient_rules import CommuneMerged
from permanence.domain.rules import CommuneUnknown

_FOLDER = Path(__file__).parent / "reference_data"
FILE = _FOLDER / "communes-2026-03-09.csv"
FORMER_FILE = _FOLDER / "former-communes-2026-03-09.csv"
# As people write it; « SAINT » is never short for anything else at the beginning of a commune.
_SHORT = {"ST": "SAINT", "STE": "SAINTE"}


def find_commune(insee: str) -> Commune | None:
    row = _rows().get(insee)
    return Commune(insee, *row[:2]) if row else None


def known_commune(insee: str) -> Commune:
    """The commune of this code, or the rule that it breaks; the text then names what a merged one has become."""
    commune = find_commune(insee)
    if commune is not None:
        return commune
    if successor := _successors().get(insee):
        name = _rows()[successor][2]
        raise CommuneMerged(f"Cette commune n'existe plus : elle fait partie de {name}, de code INSEE {successor}.")
    raise CommuneUnknown


@cache
def _rows() -> dict[str, tuple[int, str | None, str]]:
    """Population, EPCI and name by INSEE code: tuples, because 34,969 objects would weigh on every process."""
    with FILE.open(encoding="utf-8", newline="") as stream:
        return {
            row["insee"]: (int(row["population"] or 0), row["epci_siren"] or None, row["name"])
            for row in csv.DictReader(stream)
        }


@cache
def _successors() -> dict[str, str]:
    """The present commune of each code that is no commune's any more; read when such a code is first given."""
    with FORMER_FILE.open(encoding="utf-8", newline="") as stream:
        return {row["insee"]: row["successor"] for row in csv.DictReader(stream)}


def commune_name(insee: str) -> str:
    """What a commune is called; its code, when it is none of the present ones."""
    row = _rows().get(insee)
    return row[2] if row else insee


def communes_named(name: str, departement: str) -> list[str]:
    """The codes of the communes of this name: those of the département, else those of all France."""
    wanted = re.sub(r"^(STE?)(?= )", lambda short: _SHORT[short[1]], normalised(name))
    near = [insee for insee, row in _rows().items() if insee.startswith(departement) and normalised(row[2]) == wanted]
    return near or [insee for insee, row in _rows().items() if normalised(row[2]) == wanted]
