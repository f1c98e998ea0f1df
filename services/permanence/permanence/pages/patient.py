"""The page of a patient: who it is, what the conditions say, what is to come, what was done, the declaration."""

from typing import Any
from uuid import UUID

from chassis.core.errors import NotFound
from chassis.http.fields import choices, flag, reference
from chassis.http.pages import render
from chassis.http.routes import minute_now, reading, today
from kernel.commune import commune_name
from permanence.domain.act.act import ActKind
from permanence.domain.appointment.appointment import AppointmentCancelledBy, AppointmentCancelReason, AppointmentState
from permanence.domain.declaration.choice import Consent
from permanence.domain.declaration.state import Channel, EndReason
from permanence.domain.patient.ald import ALDStatus
from permanence.domain.patient.eligibility import NoMedecinTraitantReason, OverrideReason, Verdict
from permanence.domain.patient.follow_up import ExitReason, FollowUp
from permanence.domain.patient.identity import Sex
from permanence.domain.patient.ins import INSStatus
from permanence.http.api import CARERS
from permanence.pages.day_content import first_places
from permanence.pages.doctors import declarable, present
from permanence.pages.names import full_name, identities_shown
from permanence.pages.place import place_asked
from permanence.pages.site import pages, query
from permanence.pages.words import choices_of
from permanence.queries.acts import acts_of_patient
from permanence.queries.declarations import declarations_of_patient
from permanence.queries.patient_page import PatientAppointment, appointments_of, merged_into, waits_since
from permanence.queries.patients import PatientState, patient_state
from permanence.queries.sites import all_sites

SHOWN = 20

PatientQuery = query(
    new=flag("Vient d'être inscrit", required=False),
    urgent=flag("La demande est urgente", required=False),
    alike=choices(reference("Une fiche semblable."), "Les fiches semblables.", required=False),
    booked=reference("Le rendez-vous qui vient d'être pris.", required=False),
    full=flag("Plus de place aujourd'hui", required=False),
)
# What the lists of the forms offer, in French.
WORDS = {
    "overrides": choices_of(OverrideReason),
    "alds": choices_of(ALDStatus),
    "exits": choices_of(ExitReason),
    "reasons": choices_of(NoMedecinTraitantReason),
    "sexes": choices_of(Sex, Sex.UNKNOWN),
    "by": choices_of(AppointmentCancelledBy),
    "cancellations": choices_of(AppointmentCancelReason, AppointmentCancelReason.SESSION_CANCELLED),
    "acts": choices_of(ActKind),
    "consents": choices_of(Consent),
    "channels": choices_of(Channel),
    "ins": choices_of(INSStatus),
    "ends": choices_of(EndReason, EndReason.REPLACED),
}


@pages.page("/desk/patients/<uuid:patient_id>", roles=CARERS, asks=PatientQuery)
def patient(asked: dict[str, Any], patient_id: UUID) -> str:
    day = today()
    with reading() as session:
        file = patient_state(session, patient_id)
        if file is None:
            raise NotFound
        appointments = appointments_of(session, patient_id)
        place = place_asked(session, asked)
        content = {
            "file": file,
            "sites": {site.code: site.label for site in all_sites(session)},
            "acts": acts_of_patient(session, patient_id, limit=SHOWN),
            "declarations": declarations_of_patient(session, patient_id, day, limit=SHOWN),
            "waits_since": waits_since(session, patient_id),
            "merged": merged_into(session, patient_id),
            "doctors": declarable(session, day),
            "practitioners": present(session, day),
            "first_of_each": first_places(session, day, minute_now()) if place is None else [],
        }
    alike = [other for other in asked.get("alike", ()) if other != patient_id]
    people = identities_shown("patient.show", {patient_id, *alike})
    identity = people.get(patient_id)
    return render(
        "patient.html.j2",
        section="patient",
        **content,
        identity=identity,
        name=full_name(identity),
        commune=commune_name(file.commune),
        today=day,
        place=place,
        booked=_of(appointments, asked.get("booked")),
        is_full=asked.get("full", False),
        to_come=[one for one in reversed(appointments) if one.state is AppointmentState.BOOKED],
        past=[one for one in appointments if one.state is not AppointmentState.BOOKED],
        verdict=_verdict(file),
        orientation=_verdict(file).orientation(urgent=asked.get("urgent", False)),
        is_new=asked.get("new", False),
        is_urgent=asked.get("urgent", False),
        is_followed=file.follow_up is FollowUp.FOLLOWED and file.merged_into is None and file.purged_on is None,
        alike=[(other, full_name(people.get(other)), people.get(other)) for other in alike],
        words=WORDS,
    )


def _verdict(file: PatientState) -> Verdict:
    return Verdict(file.eligibility, file.eligibility_rule, file.assessed_on, file.eligibility_reasons, file.override)


def _of(appointments: list[PatientAppointment], appointment_id: UUID | None) -> PatientAppointment | None:
    return next((one for one in appointments if one.appointment_id == appointment_id), None)
