"""The house over HTTP: schemas and routes, one per command or query."""

from housing.http import (
    availability,
    files,
    houses,
    money,
    money_queries,
    occupants,
    plans,
    rooms,
    stay_queries,
    stays,
)
from housing.http.api import blueprint

# Importing a module declares its routes.
__all__ = [
    "availability",
    "blueprint",
    "files",
    "houses",
    "money",
    "money_queries",
    "occupants",
    "plans",
    "rooms",
    "stay_queries",
    "stays",
]
