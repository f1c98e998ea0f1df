"""What several requests and answers of the permanence have in common: its fields, its day."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from marshmallow import ValidationError

from chassis.core.clock import civil_day as day_of
from chassis.http.bodies import Body
from chassis.http.fields import Reference, Text, reference, text
from chassis.http.routes import current_runtime
from kernel.hours import read_time, written_time

LONGEST_CODE = 63
LONGEST_NAME = 120


class TimeOfDay(Text):
    """A time of day, written 08:30; minutes since midnight in the domain."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else written_time(value)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        typed = super()._deserialize(value, attr, data, **kwargs)
        try:
            return read_time(typed)
        except ValueError:
            raise ValidationError("Une heure s'écrit HH:MM, de 00:00 à 24:00.") from None


class Nothing(Body):
    """Of a command that its address says whole: an empty object."""


def today() -> date:
    return day_of(current_runtime().clock.now())


def time(description: str, *, required: bool = True, **kwargs: Any) -> TimeOfDay:
    described = {"description": description + " (HH:MM, Europe/Paris)", "pattern": "^([01][0-9]|2[0-4]):[0-5][0-9]$"}
    return TimeOfDay(required=required, metadata=described, **kwargs)


def site_code(**kwargs: Any) -> Text:
    return text("Code du site, par exemple pouchelon.", longest=LONGEST_CODE, **kwargs)


def room_code(**kwargs: Any) -> Text:
    return text("Code du cabinet dans son site, par exemple cabinet-1.", longest=LONGEST_CODE, **kwargs)


def practitioner_reference(description: str = "Le praticien.", **kwargs: Any) -> Reference:
    return reference(description, **kwargs)
