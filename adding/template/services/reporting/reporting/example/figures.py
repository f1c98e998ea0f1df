"""The figures of this service: requests filed."""

from reporting.example.projections import requests
from reporting.figure import Disclosure, Figure, Measure, Span, Unit, counting, side

FIGURES: tuple[Figure, ...] = (
    Figure(
        "example.requests",
        "Demandes",
        "Demandes inscrites pendant la période.",
        Measure(Unit.REQUESTS, Span.FLOW, Disclosure.FREE),
        side(counting(requests.c.filed_on)),
    ),
)
