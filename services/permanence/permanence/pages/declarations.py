"""All that is to be done about declarations of médecin traitant; names are for those who receive patients."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from chassis.http.access import caller
from chassis.http.pages import address, render
from chassis.http.routes import reading, run
from permanence.commands.declarations import DepartPractitioner
from permanence.commands.practitioners import AnnounceDeparture
from permanence.domain.declaration.choice import ConsentNeeded
from permanence.domain.declaration.state import DeclarationState
from permanence.http.api import CARERS, ORGANISERS, READERS
from permanence.http.words import today
from permanence.pages import bodies
from permanence.pages.names import full_name, identities_shown
from permanence.pages.site import pages
from permanence.queries.declarations import (
    DeclarationRead,
    count_active,
    declarations_ended_by,
    declarations_in,
)
from permanence.queries.practitioners import practitioner_read, register
from permanence.store.declarations import open_declarations_of

SHOWN = 100
MOST_ENDED = 500
Asked = dict[str, Any]


@pages.page("/desk/declarations", roles=READERS)
def declarations() -> str:
    day = today()
    with reading() as session:
        to_do = {
            "consent": declarations_in(session, [DeclarationState.AWAITING_CONSENT], day, limit=SHOWN),
            "sign": declarations_in(session, [DeclarationState.DRAFTED], day, limit=SHOWN),
            "send": declarations_in(session, [DeclarationState.SIGNED], day, limit=SHOWN),
            "paper": declarations_in(session, [DeclarationState.FILED], day, limit=SHOWN),
            "rejected": declarations_in(session, [DeclarationState.REJECTED], day, limit=SHOWN),
        }
        active = count_active(session, day)
        doctors = [one for one in register(session, day) if one.rpps and one.practitioner_kind]
    return render(
        "declarations.html.j2",
        section="declarations",
        today=day,
        to_do=to_do,
        active=active,
        names=_names([one for found in to_do.values() for one in found]),
        doctors=doctors,
        choice=ConsentNeeded.CHOICE,
    )


@pages.page("/desk/practitioners/<uuid:practitioner_id>/departure", roles=READERS)
def departure(practitioner_id: UUID) -> str:
    """Before: how many declarations end. Afterwards: whose they were, to be called."""
    day = today()
    with reading() as session:
        practitioner = practitioner_read(session, practitioner_id, day).listed
        is_gone = practitioner.left_on is not None
        open_ones = [] if is_gone or not practitioner.rpps else open_declarations_of(session, practitioner.rpps)
        alone = [one for one in open_ones if len(one.present_doctors) == 1]
        ended: Sequence[DeclarationRead] = []
        if is_gone:
            ended = declarations_ended_by(session, practitioner_id, day, limit=MOST_ENDED)
    return render(
        "departure.html.j2",
        section="declarations",
        today=day,
        doctor=practitioner,
        is_gone=is_gone,
        ending=sum(one.state.is_current for one in alone),
        dropped=sum(not one.state.is_current for one in alone),
        going_on=len(open_ones) - len(alone),
        ended=ended,
        names=_names(ended),
        may_decide=caller().role in ORGANISERS,
    )


@pages.form(
    "/desk/practitioners/<uuid:practitioner_id>/departure",
    asks=bodies.DepartureBody,
    shown_on=departure,
    roles=ORGANISERS,
)
def depart(asked: Asked, practitioner_id: UUID) -> str:
    run(DepartPractitioner(practitioner_id, asked["left_on"]))
    return address("departure", practitioner_id=practitioner_id)


@pages.form(
    "/desk/practitioners/<uuid:practitioner_id>/announcement",
    asks=bodies.AnnounceBody,
    shown_on=departure,
    roles=ORGANISERS,
)
def announce(asked: Asked, practitioner_id: UUID) -> str:
    run(AnnounceDeparture(practitioner_id, **asked))
    return address("departure", practitioner_id=practitioner_id)


def _names(shown: Sequence[DeclarationRead]) -> dict[UUID, str]:
    """The coordinator reads how many there are, not who they are."""
    if caller().role not in CARERS:
        return {}
    people = identities_shown("declarations.show", {one.patient_id for one in shown})
    return {patient_id: full_name(identity) for patient_id, identity in people.items()}
