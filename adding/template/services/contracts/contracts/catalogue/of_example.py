"""The facts of this service."""

from datetime import date

from contracts import example
from contracts.catalogue.event_type import EventType, fact

FACTS: tuple[EventType, ...] = (
    fact("example", "request_filed", example.RequestFiledV1, "Une demande est inscrite.", since=date(1970, 1, 1)),
)
