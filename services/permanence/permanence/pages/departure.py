"""A doctor who leaves: what ends with that, and afterwards whom to call."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from chassis.http.access import caller
from chassis.http.pages import address, render
from chassis.http.routes import reading, today
from permanence.http.api import ORGANISERS, READERS
from permanence.http.departures import DEPART_PRACTITIONER
from permanence.http.practitioners import ANNOUNCE_DEPARTURE
from permanence.pages import bodies
from permanence.pages.declarations import names_of
from permanence.pages.site import pages
from permanence.queries.declarations import DeclarationRead, declarations_ended_by, declared_to
from permanence.queries.practitioners import practitioner_read

MOST_ENDED = 500
_ADDRESS = "/desk/practitioners/<uuid:practitioner_id>"


@pages.page(f"{_ADDRESS}/departure", roles=READERS)
def departure(practitioner_id: UUID) -> str:
    """Before: how many declarations end. Afterwards: whose they were, to be called."""
    day = today()
    with reading() as session:
        practitioner = practitioner_read(session, practitioner_id, day).listed
        is_gone = practitioner.left_on is not None
        declared = declared_to(session, None if is_gone else practitioner.rpps)
        ended: Sequence[DeclarationRead] = []
        if is_gone:
            ended = declarations_ended_by(session, practitioner_id, day, limit=MOST_ENDED)
    return render(
        "departure.html.j2",
        section="declarations",
        today=day,
        doctor=practitioner,
        is_gone=is_gone,
        declared=declared,
        ended=ended,
        names=names_of(ended),
        may_decide=caller().role in ORGANISERS,
    )


@pages.form(f"{_ADDRESS}/departure", asks=bodies.DepartureBody, shown_on=departure, roles=DEPART_PRACTITIONER.roles)
def depart(asked: dict[str, Any], practitioner_id: UUID) -> str:
    """Once somebody has said that the number of declarations that end was read."""
    DEPART_PRACTITIONER.run({"left_on": asked["left_on"]}, {"practitioner_id": practitioner_id})
    return address("departure", practitioner_id=practitioner_id)


pages.form_of(ANNOUNCE_DEPARTURE, f"{_ADDRESS}/announcement", shown_on=departure)
