"""What reporting keeps of how a permanence works: places, practitioners, sessions, appointments, money, counts."""

from collections.abc import Sequence

from chassis.core.work import UnitOfWork
from contracts.envelope import Event
from reporting import store
from reporting.reactions.row import rows


def on_site_opened(events: Sequence[Event], work: UnitOfWork) -> None:
    """Nothing is kept: the figures are those of the antenna, all its sites together."""


def on_site_closed(events: Sequence[Event], work: UnitOfWork) -> None:
    """Nothing is kept, as of its opening."""


def on_practitioner_joined(events: Sequence[Event], work: UnitOfWork) -> None:
    """Nothing is kept: what counts of those who are there are their sessions and their acts."""


def on_practitioner_departure_announced(events: Sequence[Event], work: UnitOfWork) -> None:
    told = rows(events, "leaves_on", "half_days_per_week", sequence="announce_sequence")
    store.project(work, store.departures, told, "announce_sequence")


def on_practitioner_left(events: Sequence[Event], work: UnitOfWork) -> None:
    store.project(work, store.departures, rows(events, "left_on", sequence="leave_sequence"), "leave_sequence")


def on_placement_started(events: Sequence[Event], work: UnitOfWork) -> None:
    """Nothing is kept: each consultation tells whether it was supervised."""


def on_session_planned(events: Sequence[Event], work: UnitOfWork) -> None:
    told = rows(events, "held_on", "half_days", sequence="plan_sequence")
    store.project(work, store.sessions, told, "plan_sequence")


def on_session_cancelled(events: Sequence[Event], work: UnitOfWork) -> None:
    store.project(work, store.sessions, rows(events, "cancelled_on", sequence="cancel_sequence"), "cancel_sequence")


def on_appointment_booked(events: Sequence[Event], work: UnitOfWork) -> None:
    names = ("patient_id", "booked_on", "held_on", "third_free_on")
    store.project(work, store.appointments, rows(events, *names, sequence="booking_sequence"), "booking_sequence")


def on_appointment_moved(events: Sequence[Event], work: UnitOfWork) -> None:
    told = rows(events, sequence="move_sequence")
    for row, event in zip(told, events, strict=True):
        row["moved_to_on"] = event.data["held_on"]
    store.project(work, store.appointments, told, "move_sequence")


def on_appointment_cancelled(events: Sequence[Event], work: UnitOfWork) -> None:
    _end(work, events, "cancelled")


def on_appointment_honoured(events: Sequence[Event], work: UnitOfWork) -> None:
    _end(work, events, "honoured")


def on_appointment_missed(events: Sequence[Event], work: UnitOfWork) -> None:
    _end(work, events, "missed")


def on_waiting_joined(events: Sequence[Event], work: UnitOfWork) -> None:
    store.project(work, store.waits, rows(events, "joined_on", sequence="join_sequence"), "join_sequence")


def on_waiting_left(events: Sequence[Event], work: UnitOfWork) -> None:
    store.project(work, store.waits, rows(events, "left_on", sequence="leave_sequence"), "leave_sequence")


def on_cost_recorded(events: Sequence[Event], work: UnitOfWork) -> None:
    told = rows(events, "stage", "month_on", "payer", "in_kind", "amount_cents", sequence="record_sequence")
    store.project(work, store.expenses, told, "record_sequence")


def on_cost_cancelled(events: Sequence[Event], work: UnitOfWork) -> None:
    store.project(work, store.expenses, rows(events, "cancelled_on", sequence="cancel_sequence"), "cancel_sequence")


def on_receipt_recorded(events: Sequence[Event], work: UnitOfWork) -> None:
    told = rows(events, "receipt_kind", "stage", "month_on", "payer", "amount_cents", sequence="record_sequence")
    store.project(work, store.receipts, told, "record_sequence")


def on_receipt_cancelled(events: Sequence[Event], work: UnitOfWork) -> None:
    store.project(work, store.receipts, rows(events, "cancelled_on", sequence="cancel_sequence"), "cancel_sequence")


def on_people_without_gp_counted(events: Sequence[Event], work: UnitOfWork) -> None:
    store.project(work, store.people_counts, rows(events, "counted_on", "commune", "group", "people"))


def _end(work: UnitOfWork, events: Sequence[Event], outcome: str) -> None:
    told = rows(events, sequence="outcome_sequence")
    for row in told:
        row["outcome"] = outcome
    store.project(work, store.appointments, told, "outcome_sequence")
