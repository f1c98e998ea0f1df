"""The communes of France as the permanence knows them, read once from the dated file in `reference_data`."""

import csv
from functools import cache
from pathlib import Path

from permanence.domain.commune import Commune

FILE = Path(__file__).parent / "reference_data" / "communes-2026-03-09.csv"


def find_commune(insee: str) -> Commune | None:
    row = _rows().get(insee)
    return Commune(insee, *row) if row else None


@cache
def _rows() -> dict[str, tuple[int, str | None]]:
    """Population and EPCI by INSEE code: tuples, because 34,969 objects would weigh on every process."""
    with FILE.open(encoding="utf-8", newline="") as stream:
        return {
            row["insee"]: (int(row["population"] or 0), row["epci_siren"] or None) for row in csv.DictReader(stream)
        }
