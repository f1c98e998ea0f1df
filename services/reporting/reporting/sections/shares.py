"""A breakdown as a page shows it: rows, and their total below where they add up."""

from dataclasses import dataclass

from reporting.bulletin import BreakdownValue, RowValue


@dataclass(frozen=True, slots=True)
class Shares:
    breakdown: BreakdownValue
    total: RowValue | None = None


def shares_of(breakdown: BreakdownValue, label: str) -> Shares:
    """`label` is that of the total."""
    rows = breakdown.rows
    total = RowValue(
        "total",
        label,
        sum(row.month for row in rows),
        sum(row.last_12_months for row in rows),
        sum(row.since_opening for row in rows),
        None,
    )
    return Shares(breakdown, total)
