"""The permanence over HTTP: schemas and routes, one per command or query."""

from permanence.http import acts, appointments, costs, declarations, patients, practitioners, sessions, sites
from permanence.http.api import blueprint

# Importing a module declares its routes.
__all__ = [
    "acts",
    "appointments",
    "blueprint",
    "costs",
    "declarations",
    "patients",
    "practitioners",
    "sessions",
    "sites",
]
