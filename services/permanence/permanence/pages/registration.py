"""Registering somebody: the verdict of the antenna's conditions is on the page that follows, and refuses nobody."""

from typing import Any

from chassis.http.derived import maker_of
from chassis.http.pages import address, render
from chassis.http.routes import reading, run, today
from permanence.commands.patients import RegisterPatient, RegisterPatientOutcome
from permanence.domain.patient.ald import ALDStatus
from permanence.domain.patient.eligibility import NoMedecinTraitantReason
from permanence.domain.patient.identity import Sex
from permanence.http.api import CARERS
from permanence.pages import bodies
from permanence.pages.antenna import eligibility_rule
from permanence.pages.homes import commune_typed, communes_near
from permanence.pages.place import place_asked
from permanence.pages.site import pages, place_query, query
from permanence.pages.words import choices_of
from permanence.queries.sites import all_sites


@pages.page("/desk/registration", roles=CARERS, asks=query())
def registration(asked: dict[str, Any]) -> str:
    with reading() as session:
        sites = all_sites(session)
        place = place_asked(session, asked)
    return render(
        "registration.html.j2",
        section="registration",
        place=place,
        rule=eligibility_rule(),
        communes=communes_near(sites),
        sexes=choices_of(Sex, Sex.UNKNOWN),
        reasons=choices_of(NoMedecinTraitantReason),
        alds=choices_of(ALDStatus),
    )


@pages.form("/desk/registration", asks=bodies.RegistrationBody, shown_on=registration, roles=CARERS)
def register(asked: dict[str, Any]) -> str:
    """Whoever looks alike is carried by reference to the next page, where the files are compared."""
    with reading() as session:
        commune = commune_typed(asked["commune"], all_sites(session))
    is_ald = asked["ald_status"].is_ald
    # There is no proof of nothing.
    proof_seen = is_ald and asked["ald_proof_seen"]
    told = asked | {"registered_on": today(), "commune": commune, "ald": is_ald, "ald_proof_seen": proof_seen}
    outcome: RegisterPatientOutcome = run(maker_of(RegisterPatient)(told))
    return address(
        "patient",
        patient_id=outcome.patient_id,
        new="on",
        alike=outcome.duplicates,
        **({"urgent": "on"} if asked["urgent"] else {}),
        **place_query(),
    )
