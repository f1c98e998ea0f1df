"""The permanence's tables and the imperative mapping of its aggregates; importing it makes `metadata` whole."""

from permanence.store import acts, appointments, costs, declarations, imports, patients, practitioners, sessions, sites
from permanence.store.registry import metadata

__all__ = [
    "acts",
    "appointments",
    "costs",
    "declarations",
    "imports",
    "metadata",
    "patients",
    "practitioners",
    "sessions",
    "sites",
]
