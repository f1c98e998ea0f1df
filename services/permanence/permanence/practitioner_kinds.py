"""Who works in a permanence and what they may do, read once from the dated file in `reference_data`."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path

from permanence.domain.practitioner.kind import KindRights, PractitionerKind, Profession, rights_on

FILE = Path(__file__).parent / "reference_data" / "practitioner_kinds.toml"


def rights_of(kind: PractitionerKind, on: date) -> KindRights:
    """What this kind may do on that day, or the rule that it does not exist then."""
    return rights_on(practitioner_kinds(), kind, on)


@cache
def practitioner_kinds() -> tuple[KindRights, ...]:
    document = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return tuple(
        KindRights(
            kind=PractitionerKind(row["kind"]),
            starts_on=row["starts_on"],
            ends_on=row.get("ends_on"),
            label=row["label"],
            profession=Profession(row["profession"]),
            consults=row["consults"],
            may_be_declared=row["may_be_declared"],
            needs_supervision=row["needs_supervision"],
            needs_ordre=row["needs_ordre"],
        )
        for row in document["kind"]
    )
