"""The semesters as the house knows them, read once from the file in `reference_data`."""

import tomllib
from functools import cache
from pathlib import Path

from housing.domain.plan.semester import Semester

FILE = Path(__file__).parent / "reference_data" / "semesters.toml"


@cache
def semesters() -> tuple[Semester, ...]:
    document = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return tuple(Semester(row["code"], row["first"], row["end"]) for row in document["semester"])
