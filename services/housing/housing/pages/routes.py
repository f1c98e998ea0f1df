"""All the pages of a house: importing its modules gives `pages` their routes."""

from housing.pages import (
    board,
    documents,
    file_forms,
    house,
    house_documents,
    house_forms,
    plan,
    rent_documents,
    rents,
    request,
    stay,
    stay_forms,
)
from housing.pages.site import pages

__all__ = [
    "board",
    "documents",
    "file_forms",
    "house",
    "house_documents",
    "house_forms",
    "pages",
    "plan",
    "rent_documents",
    "rents",
    "request",
    "stay",
    "stay_forms",
]
