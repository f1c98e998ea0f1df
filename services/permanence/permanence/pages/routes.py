"""All the pages of a permanence: importing its modules gives `pages` their routes."""

from permanence.pages import (
    appointment_forms,
    day,
    day_forms,
    declaration_forms,
    declarations,
    departure,
    found,
    money,
    patient,
    patient_forms,
    places,
    practitioners,
    registration,
    waiting,
)
from permanence.pages.site import pages

__all__ = [
    "appointment_forms",
    "day",
    "day_forms",
    "declaration_forms",
    "declarations",
    "departure",
    "found",
    "money",
    "pages",
    "patient",
    "patient_forms",
    "places",
    "practitioners",
    "registration",
    "waiting",
]
