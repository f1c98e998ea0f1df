"""What reporting keeps of a permanence's facts about patients, acts and declarations."""

from collections.abc import Sequence

from chassis.core.work import UnitOfWork
from contracts.envelope import Event
from reporting import store
from reporting.reactions.row import rows


def on_patient_registered(events: Sequence[Event], work: UnitOfWork) -> None:
    names = ("registered_on", "age_band", "commune", "epci", "ald", "no_medecin_traitant_reason")
    store.project(work, store.patients, rows(events, *names))


def on_patient_assessed(events: Sequence[Event], work: UnitOfWork) -> None:
    """Nothing is kept: a verdict orders and orients, and whoever is registered is followed."""


def on_patient_ald_changed(events: Sequence[Event], work: UnitOfWork) -> None:
    store.project(work, store.ald_changes, rows(events, "changed_on", "ald"))


def on_patient_exited(events: Sequence[Event], work: UnitOfWork) -> None:
    _follow_up(work, events, "exited", "exited_on")


def on_patient_returned(events: Sequence[Event], work: UnitOfWork) -> None:
    _follow_up(work, events, "returned", "returned_on")


def on_patient_merged(events: Sequence[Event], work: UnitOfWork) -> None:
    """From the first day on: the two were one person before somebody saw it."""
    store.project(work, store.merges, rows(events, "merged_id", sequence="merge_sequence"), "merge_sequence")


def on_patient_unmerged(events: Sequence[Event], work: UnitOfWork) -> None:
    told = rows(events, sequence="unmerge_sequence")
    for row, event in zip(told, events, strict=True):
        row["merged_id"] = event.data["unmerged_id"]
    store.project(work, store.merges, told, "unmerge_sequence")


def on_erasure_answered(events: Sequence[Event], work: UnitOfWork) -> None:
    """Nothing changes: the reference that is kept names nobody, and what was counted was true."""


def on_consultation_held(events: Sequence[Event], work: UnitOfWork) -> None:
    store.project(work, store.consultations, rows(events, "held_on", "patient_id", "practitioner_kind", "supervised"))


def on_nurse_act_held(events: Sequence[Event], work: UnitOfWork) -> None:
    store.project(work, store.nurse_acts, rows(events, "held_on"))


def on_declaration_filed(events: Sequence[Event], work: UnitOfWork) -> None:
    store.project(work, store.declarations, rows(events, "filed_on", "patient_id", "channel", "ald", "active_on"))


def on_declaration_answered(events: Sequence[Event], work: UnitOfWork) -> None:
    store.project(work, store.declaration_answers, rows(events, "accepted", "active_on"))


def on_declaration_ended(events: Sequence[Event], work: UnitOfWork) -> None:
    store.project(work, store.declaration_ends, rows(events, "ended_on"))


def on_report_refused(events: Sequence[Event], work: UnitOfWork) -> None:
    """Nothing is kept: it is said to the partner; no figure counts what did not become a fact."""


def _follow_up(work: UnitOfWork, events: Sequence[Event], step: str, day: str) -> None:
    told = rows(events)
    for row, event in zip(told, events, strict=True):
        row |= {"step": step, "step_on": event.data[day]}
    store.project(work, store.follow_ups, told)
