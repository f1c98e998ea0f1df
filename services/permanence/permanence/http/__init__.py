"""The permanence over HTTP: schemas and routes, one per command or query."""

from permanence.http import (
    acts,
    appointments,
    costs,
    declarations,
    departures,
    lodged_interns,
    months,
    patient_files,
    patients,
    practitioners,
    sessions,
    sites,
    waiting_list,
)
from permanence.http.api import blueprint

# Importing a module declares its routes.
__all__ = [
    "acts",
    "appointments",
    "blueprint",
    "costs",
    "declarations",
    "departures",
    "lodged_interns",
    "months",
    "patient_files",
    "patients",
    "practitioners",
    "sessions",
    "sites",
    "waiting_list",
]
