"""What reporting keeps of a permanence's facts."""

from collections.abc import Sequence

from chassis.core.work import UnitOfWork
from contracts.envelope import Event
from reporting import store
from reporting.reactions.row import rows


def on_patient_registered(events: Sequence[Event], work: UnitOfWork) -> None:
    names = ("registered_on", "age_band", "commune", "epci", "ald", "no_medecin_traitant_reason")
    store.project(work, store.patients, rows(events, *names))


def on_consultation_held(events: Sequence[Event], work: UnitOfWork) -> None:
    store.project(work, store.consultations, rows(events, "held_on", "patient_id", "practitioner_kind"))


def on_declaration_filed(events: Sequence[Event], work: UnitOfWork) -> None:
    store.project(work, store.declarations, rows(events, "filed_on", "patient_id", "channel", "ald"))
