"""What reporting keeps of a house's facts: rooms, conventions, the steps of stays, money."""

import json
from collections.abc import Sequence

from chassis.core.work import UnitOfWork
from contracts.envelope import Event
from reporting import store
from reporting.reactions.row import rows


def on_house_opened(events: Sequence[Event], work: UnitOfWork) -> None:
    """Nothing is kept: every fact that counts names its house."""


def on_room_opened(events: Sequence[Event], work: UnitOfWork) -> None:
    told = rows(events, "house", "opened_on", sequence="opening_sequence")
    store.project(work, store.rooms, told, "opening_sequence")


def on_room_closed(events: Sequence[Event], work: UnitOfWork) -> None:
    told = rows(events, "house", "closed_on", sequence="closing_sequence")
    store.project(work, store.rooms, told, "closing_sequence")


def on_room_voided(events: Sequence[Event], work: UnitOfWork) -> None:
    told = rows(events, "room_id", "from_on", "until_on", "reason", sequence="void_sequence", key="void_id")
    store.project(work, store.voids, told, "void_sequence")


def on_room_restored(events: Sequence[Event], work: UnitOfWork) -> None:
    told = rows(events, "room_id", "restored_on", sequence="restore_sequence", key="void_id")
    store.project(work, store.voids, told, "restore_sequence")


def on_convention_signed(events: Sequence[Event], work: UnitOfWork) -> None:
    told = rows(events, "house", "starts_on", "ends_on", "interns_per_year", key="convention_id")
    for row, event in zip(told, events, strict=True):
        row["shares"] = json.dumps([[share["party"], share["weight"]] for share in event.data["shares"]])
    store.project(work, store.conventions, told)


def on_stay_requested(events: Sequence[Event], work: UnitOfWork) -> None:
    _step(work, events, "requested", "requested_on")


def on_stay_waitlisted(events: Sequence[Event], work: UnitOfWork) -> None:
    _step(work, events, "waitlisted", "waitlisted_on")


def on_stay_held(events: Sequence[Event], work: UnitOfWork) -> None:
    _step(work, events, "held", "held_on")


def on_stay_confirmed(events: Sequence[Event], work: UnitOfWork) -> None:
    _step(work, events, "confirmed", "confirmed_on")


def on_stay_refused(events: Sequence[Event], work: UnitOfWork) -> None:
    _step(work, events, "refused", "refused_on")


def on_stay_expired(events: Sequence[Event], work: UnitOfWork) -> None:
    _step(work, events, "expired", "expired_on")


def on_stay_cancelled(events: Sequence[Event], work: UnitOfWork) -> None:
    _step(work, events, "cancelled", "cancelled_on")


def on_stay_not_arrived(events: Sequence[Event], work: UnitOfWork) -> None:
    _step(work, events, "not_arrived", "expected_on")


def on_stay_settled(events: Sequence[Event], work: UnitOfWork) -> None:
    _step(work, events, "settled", "settled_on")


def on_intern_arrived(events: Sequence[Event], work: UnitOfWork) -> None:
    names = ("house", "occupant_kind", "university", "occupant_id", "arrived_on", "expected_departure_on")
    store.project(work, store.stays, rows(events, *names, sequence="arrival_sequence"), "arrival_sequence")


def on_stay_extended(events: Sequence[Event], work: UnitOfWork) -> None:
    _extend(work, events)


def on_stay_overstayed(events: Sequence[Event], work: UnitOfWork) -> None:
    """Authorised or not, these nights are spent."""
    _extend(work, events)


def on_intern_departed(events: Sequence[Event], work: UnitOfWork) -> None:
    names = ("house", "occupant_kind", "university", "departed_on", "nights")
    store.project(work, store.stays, rows(events, *names, sequence="departure_sequence"), "departure_sequence")


def on_rent_due(events: Sequence[Event], work: UnitOfWork) -> None:
    store.project(work, store.dues, rows(events, "house", "month_on", "amount_cents", key="due_id"))


def on_rent_paid(events: Sequence[Event], work: UnitOfWork) -> None:
    store.project(work, store.payments, rows(events, "house", "paid_on", "amount_cents", key="payment_id"))


def on_cost_recorded(events: Sequence[Event], work: UnitOfWork) -> None:
    told = rows(events, "house", "cost_kind", "incurred_on", "amount_cents", sequence="record_sequence")
    store.project(work, store.costs, told, "record_sequence")


def on_cost_cancelled(events: Sequence[Event], work: UnitOfWork) -> None:
    told = rows(events, "house", "cancelled_on", sequence="cancel_sequence")
    store.project(work, store.costs, told, "cancel_sequence")


def on_occupant_erased(events: Sequence[Event], work: UnitOfWork) -> None:
    """Nothing changes: the reference that is kept names nobody, and what was counted was true."""


def on_report_refused(events: Sequence[Event], work: UnitOfWork) -> None:
    """Nothing is kept: it is said to the partner; no figure counts what did not become a fact."""


def _step(work: UnitOfWork, events: Sequence[Event], step: str, day: str) -> None:
    told = rows(events, "house")
    for row, event in zip(told, events, strict=True):
        row |= {"step": step, "step_on": event.data[day]}
    store.project(work, store.stay_steps, told)


def _extend(work: UnitOfWork, events: Sequence[Event]) -> None:
    told = rows(events)
    for row, event in zip(told, events, strict=True):
        row["departure_on"] = event.data["new_departure_on"]
    store.project(work, store.extensions, told)
