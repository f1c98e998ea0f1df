"""The house over HTTP: what may be asked, as a table for each subject, and what may be read."""

from housing.http import availability, files, houses, lodgings, money, occupants, plans, rooms, stays
from housing.http.api import blueprint

# Importing a module declares its routes.
__all__ = [
    "availability",
    "blueprint",
    "files",
    "houses",
    "lodgings",
    "money",
    "occupants",
    "plans",
    "rooms",
    "stays",
]
