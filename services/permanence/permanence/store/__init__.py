"""The permanence's tables and the imperative mapping of its aggregates; importing it makes `metadata` whole."""

from permanence.store import (
    acts,
    appointments,
    costs,
    declarations,
    identities,
    imports,
    lodged_interns,
    month_counts,
    patients,
    practitioners,
    sessions,
    sites,
    slots,
)
from permanence.store.registry import metadata

__all__ = [
    "acts",
    "appointments",
    "costs",
    "declarations",
    "identities",
    "imports",
    "lodged_interns",
    "metadata",
    "month_counts",
    "patients",
    "practitioners",
    "sessions",
    "sites",
    "slots",
]
