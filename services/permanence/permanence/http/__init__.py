"""The permanence over HTTP: schemas and routes, one per command or query."""

from permanence.http import (
    acts,
    appointments,
    cost_queries,
    costs,
    declarations,
    departures,
    lodged_interns,
    patient_files,
    patients,
    practitioner_queries,
    practitioners,
    sessions,
    site_queries,
    sites,
    waiting_list,
)
from permanence.http.api import blueprint

# Importing a module declares its routes.
__all__ = [
    "acts",
    "appointments",
    "blueprint",
    "cost_queries",
    "costs",
    "declarations",
    "departures",
    "lodged_interns",
    "patient_files",
    "patients",
    "practitioner_queries",
    "practitioners",
    "sessions",
    "site_queries",
    "sites",
    "waiting_list",
]
