"""What several requests and answers of the permanence have in common: its fields, its day."""

from datetime import date
from typing import Any

from chassis.core.clock import civil_day as day_of
from chassis.http.bodies import Body
from chassis.http.fields import Reference, Text, reference, text
from chassis.http.routes import current_runtime

LONGEST_CODE = 63
LONGEST_NAME = 120


class Nothing(Body):
    """Of a command that its address says whole: an empty object."""


def today() -> date:
    return day_of(current_runtime().clock.now())


def site_code(**kwargs: Any) -> Text:
    return text("Code du site, par exemple pouchelon.", longest=LONGEST_CODE, **kwargs)


def room_code(**kwargs: Any) -> Text:
    return text("Code du cabinet dans son site, par exemple cabinet-1.", longest=LONGEST_CODE, **kwargs)


def practitioner_reference(description: str = "Le praticien.", **kwargs: Any) -> Reference:
    return reference(description, **kwargs)
