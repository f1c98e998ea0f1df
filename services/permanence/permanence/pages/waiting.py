"""The waiting list: who is called first and why, what to propose, what was answered."""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from chassis.http.pages import render
from chassis.http.routes import minute_now, reading, today
from permanence.domain.appointment.waiting_list import Offer, WaitingExit
from permanence.domain.appointment.waiting_list import Place as WaitingPlace
from permanence.http.api import CARERS
from permanence.http.waiting_list import ANSWER_OFFER, LEAVE_WAITING_LIST, OFFER_SLOT
from permanence.pages.antenna import antenna_parameters
from permanence.pages.names import full_name, identities_shown
from permanence.pages.site import pages
from permanence.pages.words import choices_of
from permanence.queries.day import offers_awaiting, practitioners_planned
from permanence.queries.places import Place, free_slots, place_of, places_of
from permanence.queries.waiting_list import waiting

SHOWN = 30


@pages.page("/desk/waiting", roles=CARERS)
def waiting_list() -> str:
    day = today()
    with reading() as session:
        everybody = waiting(session, antenna_parameters().priority, day)
        called = everybody[:SHOWN]
        practitioners = practitioners_planned(session, day)
        awaiting = offers_awaiting(session, [one.entry.entry_id for one in called])
        proposed = {entry_id: _offered(session, offer) for entry_id, offer in awaiting.items()}
        proposals = _proposals(
            session, [one for one in called if one.entry.entry_id not in awaiting], day, practitioners
        )
    people = identities_shown("waiting.show", {one.entry.patient_id for one in called})
    return render(
        "waiting.html.j2",
        section="waiting",
        count=len(everybody),
        called=called,
        names={patient_id: full_name(identity) for patient_id, identity in people.items()},
        phones={patient_id: identity.phone for patient_id, identity in people.items() if identity.phone},
        practitioners=practitioners,
        proposed=proposed,
        proposals=proposals,
        reasons=choices_of(WaitingExit),
        most_offers=antenna_parameters().most_offers,
    )


pages.form_of(
    OFFER_SLOT,
    "/desk/waiting/<uuid:entry_id>/offers/<uuid:session_id>/<int:slot>",
    shown_on=waiting_list,
    then=pages.to(waiting_list, part="attente-{entry_id}"),
)
pages.form_of(ANSWER_OFFER, "/desk/waiting/<uuid:entry_id>/answer", shown_on=waiting_list)
pages.form_of(LEAVE_WAITING_LIST, "/desk/waiting/<uuid:entry_id>/left", shown_on=waiting_list)


def _offered(session: Session, offer: Offer) -> Place:
    return place_of(session, offer.session_id, offer.slot)


def _proposals(
    session: Session, called: list[WaitingPlace], day: date, labels: Mapping[UUID, str]
) -> Mapping[UUID, Place]:
    """The first place that suits each: the wished practitioner, and the days of notice; a place for each of them."""
    found: dict[UUID, Place] = {}
    taken: set[tuple[UUID, int | None]] = set()
    for one in called:
        entry = one.entry
        first_on, minute = (day + timedelta(days=entry.notice_days), 0) if entry.notice_days else (day, minute_now())
        free = free_slots(session, first_on, minute, practitioner_id=entry.practitioner_id, limit=SHOWN)
        fit = (place for place in places_of(free, labels) if (place.session_id, place.slot) not in taken)
        if (place := next(fit, None)) is not None:
            found[entry.entry_id] = place
            taken.add((place.session_id, place.slot))
    return found
