"""What an owner counts of its patients for a month, whole and unmasked: its rows travel sealed to reporting's key.

A cut of few people names them, so that no detail of patients travels otherwise. Masking is done once, at publication.
"""

import json
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from contracts.fields import Payload, choice, first_of_month

# What is counted. Stocks, true at the month's end, are the same number over the month, twelve months and since opening.
PATIENTS_FOLLOWED = "patients_followed"
NEW_PATIENTS = "new_patients"
FOLLOWED_NOW = "followed_now"
ALD_DECLARATIONS = "ald_declarations"
ACTIVE_ALD_DECLARATIONS = "active_ald_declarations"
FIRST_APPOINTMENTS = "first_appointments"
FIGURES = (
    *(PATIENTS_FOLLOWED, NEW_PATIENTS, FOLLOWED_NOW),
    *(ALD_DECLARATIONS, ACTIVE_ALD_DECLARATIONS, FIRST_APPOINTMENTS),
)

# By what. `all` has one row, without a value; `group` those of `WITHOUT_GP_GROUPS` but `all`; `days` a whole number.
ALL, GROUP, COMMUNE, EPCI = "all", "group", "commune", "epci"
AGE_BAND, REASON, DAYS = "age_band", "no_medecin_traitant_reason", "days"
CUTS = (ALL, GROUP, COMMUNE, EPCI, AGE_BAND, REASON, DAYS)

# Why a month that was told already is told again.
CORRECTIONS = ("corrected",)
# A body has at most 65,536 bytes.
MOST_SEALED = 60_000


class MonthCountedV1(Payload):
    """The owner counted its patients for a month that is over: one event a figure; told again when it is corrected."""

    month_on = first_of_month("Le mois compté, qui est fini", required=True)
    figure = choice(FIGURES, "Ce qui est compté.", required=True)
    correction = choice(
        CORRECTIONS, "Ce qui avait été dit de ce mois est corrigé ; absent : dit pour la première fois."
    )
    sealed = fields.String(
        required=True,
        validate=validate.Regexp(rf"^[A-Za-z0-9_.-]{{1,{MOST_SEALED}}}\Z"),
        metadata={
            "description": "Les nombres, scellés à la clé du bilan (JWE compact, RFC 7516) : personne d'autre ne les "
            "ouvre."
        },
    )


@dataclass(frozen=True, slots=True)
class Row:
    """Distinct persons, or acts, of one value of a cut: in the month, twelve months to its end, since the opening."""

    cut: str
    value: str
    month: int
    last_12_months: int
    since_opening: int


class RowsUnreadable(ValueError):
    """What was sealed is no list of rows, or that of another event."""


def write_rows(count_id: UUID, rows: Iterable[Row]) -> bytes:
    """What is sealed: JSON, rows as lists in the order of `Row`, and the subject of the event that carries them."""
    said = {"count_id": str(count_id), "rows": [astuple(row) for row in rows]}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def read_rows(count_id: UUID, clear: bytes) -> tuple[Row, ...]:
    """Reads what `write_rows` wrote for this subject, or raises `RowsUnreadable`."""
    try:
        said = json.loads(clear)
        if said["count_id"] != str(count_id):
            raise ValueError("the rows of another event")
        return tuple(_row(*values) for values in said["rows"])
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise RowsUnreadable(type(error).__name__) from None


def _row(cut: Any, value: Any, *counts: Any) -> Row:
    if cut not in CUTS or not isinstance(value, str) or len(value) > 63:
        raise ValueError("not a cut")
    if any(type(count) is not int or not 0 <= count < 10_000_000 for count in counts):
        raise ValueError("not a count")
    return Row(cut, value, *counts)
