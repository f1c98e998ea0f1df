"""Free places to choose from, to give one to somebody or to move an appointment there, the soonest first."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from chassis.core.errors import NotFound
from chassis.http.fields import civil_day, reference
from chassis.http.pages import render
from chassis.http.routes import minute_now, reading, today
from permanence.http.api import CARERS
from permanence.pages.names import full_name, identities_shown
from permanence.pages.site import pages, query
from permanence.queries.day import practitioners_planned
from permanence.queries.patients import patient_state
from permanence.queries.places import free_slots, places_of
from permanence.queries.sites import all_sites

SHOWN = 40
_A_WEEK = timedelta(days=7)

PlacesQuery = query(
    **{"from": civil_day("À partir de ce jour", required=False)},
    practitioner=reference("Le praticien souhaité.", required=False),
    moving=reference("Le rendez-vous à déplacer.", required=False),
)


@pages.page("/desk/patients/<uuid:patient_id>/places", roles=CARERS, asks=PlacesQuery)
def places(asked: dict[str, Any], patient_id: UUID) -> str:
    day = today()
    first_on: date = max(asked.get("from", day), day)
    with reading() as session:
        if patient_state(session, patient_id) is None:
            raise NotFound
        labels = practitioners_planned(session, day)
        wished: UUID | None = asked.get("practitioner")
        minute = minute_now() if first_on == day else 0
        free = free_slots(session, first_on, minute, practitioner_id=wished, limit=SHOWN)
        sites = {site.code: site.label for site in all_sites(session)}
    by_day: dict[date, list[Any]] = {}
    for one in places_of(free, labels):
        by_day.setdefault(one.day, []).append(one)
    identity = identities_shown("places.show", [patient_id]).get(patient_id)
    return render(
        "places.html.j2",
        section="patient",
        patient_id=patient_id,
        name=full_name(identity),
        birth_on=identity.birth_on if identity else None,
        practitioners=labels,
        wished=wished,
        first_on=first_on,
        later=first_on + _A_WEEK,
        today=day,
        by_day=by_day,
        sites=sites,
        moving=asked.get("moving"),
        is_cut=len(free) == SHOWN,
    )
