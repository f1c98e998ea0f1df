"""Who may be lodged as the house knows it, read once from the dated file in `reference_data`."""

import tomllib
from functools import cache
from pathlib import Path

from housing.domain.occupant.kind import IdentifiedBy, KindRights, OccupantKind

FILE = Path(__file__).parent / "reference_data" / "occupant_kinds.toml"


@cache
def occupant_kinds() -> tuple[KindRights, ...]:
    document = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return tuple(
        KindRights(
            kind=OccupantKind(row["kind"]),
            starts_on=row["starts_on"],
            ends_on=row.get("ends_on"),
            label=row["label"],
            is_intern=row["is_intern"],
            longest_months=row.get("longest_months"),
            proofs=tuple(row["proofs"]),
            identified_by=IdentifiedBy(row["identified_by"]),
        )
        for row in document["kind"]
    )
