"""All that is to be done about declarations of médecin traitant; names are for those who receive patients."""

from collections.abc import Sequence
from uuid import UUID

from chassis.http.access import caller
from chassis.http.pages import render
from chassis.http.routes import reading, today
from permanence.domain.declaration.choice import ConsentNeeded
from permanence.domain.declaration.state import DeclarationState
from permanence.http.api import CARERS, READERS
from permanence.http.months import COUNT_MONTHS
from permanence.pages.names import full_name, identities_shown
from permanence.pages.site import pages
from permanence.queries.declarations import (
    DeclarationRead,
    count_active,
    declarations_in,
)
from permanence.queries.practitioners import register

SHOWN = 100


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
        names=names_of([one for found in to_do.values() for one in found]),
        doctors=doctors,
        choice=ConsentNeeded.CHOICE,
    )


# An instance counts by itself every day: this is for whoever has just mended something.
pages.form_of(COUNT_MONTHS, "/desk/declarations/months", shown_on=declarations, title="Compter les mois clos")


def names_of(shown: Sequence[DeclarationRead]) -> dict[UUID, str]:
    """The coordinator reads how many there are, not who they are."""
    if caller().role not in CARERS:
        return {}
    people = identities_shown("declarations.show", {one.patient_id for one in shown})
    return {patient_id: full_name(identity) for patient_id, identity in people.items()}
