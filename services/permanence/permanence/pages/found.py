"""Looking somebody up: what was typed goes in a form and is never in an address, which then holds references alone."""

from typing import Any
from uuid import UUID

from chassis.http.fields import choices, reference
from chassis.http.pages import address, render
from chassis.http.problems import FormRefused
from chassis.http.routes import audited, current_runtime, reading, today
from permanence.domain.patient.duplicates import SearchEmpty
from permanence.http.api import CARERS
from permanence.pages import bodies
from permanence.pages.antenna import antenna_parameters
from permanence.pages.names import full_name, identities_shown
from permanence.pages.place import place_asked
from permanence.pages.site import pages, place_query, query
from permanence.pages.sought import NotADay, understood
from permanence.queries.places import place_of
from permanence.queries.search import MOST_FOUND, found_patients
from permanence.queries.waiting_list import waiting

_NOT_UNDERSTOOD = "Écrivez un nom entier, une date de naissance (12/03/1950) ou un téléphone."
CALLED_FIRST = 5

FoundQuery = query(patient=choices(reference("Une fiche trouvée."), "Les fiches trouvées.", required=False))
PlaceQuery = query()


@pages.page("/desk/found", roles=CARERS, asks=FoundQuery)
def found(asked: dict[str, Any]) -> str:
    references = asked.get("patient", [])[:MOST_FOUND]
    people = identities_shown("search.show", references)
    with reading() as session:
        place = place_asked(session, asked)
    return render(
        "found.html.j2",
        section="found",
        people=[
            (patient_id, full_name(people[patient_id]), people[patient_id])
            for patient_id in references
            if patient_id in people
        ],
        place=place,
        today=today(),
        most=MOST_FOUND,
    )


@pages.form("/desk/search", asks=bodies.SearchBody, shown_on=found, roles=CARERS)
def search(asked: dict[str, Any]) -> str:
    """One person found is shown at once; the name and the birth date at the top of the page are then compared."""
    try:
        sought = understood(asked["sought"])
    except NotADay:
        raise FormRefused("Cette date n’existe pas au calendrier : elle s’écrit 12/03/1950.", "sought") from None
    with audited("search.find") as read:
        try:
            people = found_patients(
                read, current_runtime().keyring, name=sought.name, birth_on=sought.birth_on, phone=sought.phone
            )
        except SearchEmpty:
            raise FormRefused(_NOT_UNDERSTOOD, "sought") from None
    references = [str(person.patient_id) for person in people]
    if len(references) == 1:
        return address("patient", patient_id=references[0], **place_query())
    return address("found", patient=references, **place_query())


@pages.page("/desk/sessions/<uuid:session_id>", roles=CARERS, asks=PlaceQuery)
def place(asked: dict[str, Any], session_id: UUID) -> str:
    """A place, to be given to somebody: found by name, new, or on the waiting list."""
    with reading() as session:
        chosen = place_of(session, session_id, asked.get("slot"))
        called = [] if chosen.slot is None else waiting(session, antenna_parameters().priority, today())[:CALLED_FIRST]
    people = identities_shown("place.show", {one.entry.patient_id for one in called})
    return render(
        "place.html.j2",
        section="day",
        place=chosen,
        called=called,
        names={patient_id: full_name(identity) for patient_id, identity in people.items()},
        phones={patient_id: identity.phone for patient_id, identity in people.items()},
    )
