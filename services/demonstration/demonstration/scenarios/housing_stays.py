"""The life of one request for a room, as the commands that people give: asked, held, arrived, paid, left, settled."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial

from demonstration.scenarios.calendar import instant
from demonstration.scenarios.housing_parameters import House, Person, Request, Stay
from demonstration.scenarios.step import Action, Draft
from housing.commands.lodgings import ExtendStay, RecordArrival, RecordDeparture, RecordOverstay, SettleStay
from housing.commands.money import RecordPayment
from housing.commands.stays import CancelStay, ConfirmStay, HoldStay, RefuseStay, RequestStay, WaitlistStay
from housing.domain.stay.facts import CancelledBy
from kernel.period import add_months

# Rooms are free in the morning and taken in the evening, so that one can change hands within a day; the very first
# stays are asked for, held and confirmed on the day of the opening.
DECISION_MINUTE = 9 * 60
REQUEST_MINUTE = 9 * 60 + 30
DEPARTURE_MINUTE = 10 * 60
HOLD_MINUTE = 11 * 60
PAYMENT_MINUTE = 14 * 60
CONFIRM_MINUTE = 15 * 60
SETTLE_MINUTE = 16 * 60
ARRIVAL_MINUTE = 17 * 60

HOLD_AFTER, CONFIRM_AFTER, HOLD_LASTS = timedelta(days=3), timedelta(days=4), timedelta(days=10)


def stay_actions(house: House, person: Person, stay: Stay, name: str) -> Iterator[Action]:
    """Everything that happens to a stay; `name` is what its id is kept under."""
    about = partial(_about, name)
    yield _requested(house, person, stay, name)
    if stay.held_on is not None:
        yield about(WaitlistStay, stay.requested_on, HOLD_MINUTE)
    held_on = stay.held_on or min(stay.requested_on + HOLD_AFTER, stay.arrival_on)
    held_until = min(held_on + HOLD_LASTS, stay.departure_on - timedelta(days=1))
    yield about(HoldStay, held_on, HOLD_MINUTE, room=stay.room, held_until=held_until)
    yield about(ConfirmStay, min(held_on + CONFIRM_AFTER, stay.arrival_on), CONFIRM_MINUTE)
    yield about(RecordArrival, stay.arrival_on, ARRIVAL_MINUTE, arrived_on=stay.arrival_on)
    if stay.extended_on is not None:
        yield about(ExtendStay, stay.extended_on, DECISION_MINUTE, departure_on=stay.extended_to)
    if stay.overstayed_on is not None:
        longer = {"departure_on": stay.overstayed_to, "authorised": True}
        yield about(RecordOverstay, stay.overstayed_on, DECISION_MINUTE, **longer)
    left = {
        "departed_on": stay.end_on,
        "intention": stay.intention,
        "consents_to_contact": stay.intention is not None,
    }
    yield about(RecordDeparture, stay.end_on, DEPARTURE_MINUTE, **left)
    settled_on = stay.end_on
    for paid_on, cents in _payments(house, person, stay):
        payment = {"amount_cents": cents, "paid_on": paid_on, "method": person.pays_by}
        yield about(RecordPayment, paid_on, PAYMENT_MINUTE, **payment)
        settled_on = max(settled_on, paid_on)
    yield about(SettleStay, settled_on, SETTLE_MINUTE)


def request_actions(house: House, person: Person, request: Request, name: str) -> Iterator[Action]:
    """A request that waited in vain."""
    yield _requested(house, person, request, name)
    yield _about(name, WaitlistStay, request.requested_on, HOLD_MINUTE)
    if request.refused is not None:
        yield _about(name, RefuseStay, request.ended_on, DECISION_MINUTE, reason=request.refused)
    else:
        given_up = {"by": CancelledBy.OCCUPANT, "reason": request.cancelled}
        yield _about(name, CancelStay, request.ended_on, DECISION_MINUTE, **given_up)


def _requested(house: House, person: Person, asked: Stay | Request, name: str) -> Action:
    fields = {
        "house": house.code,
        "occupant_kind": asked.kind,
        "university": person.university,
        "arrival_on": asked.arrival_on,
        "departure_on": asked.departure_on,
        "given_name": person.given_name,
        "family_name": person.family_name,
        "email": person.email,
        "phone": person.phone,
        "number": person.number,
    }
    return Action(instant(asked.requested_on, REQUEST_MINUTE), Draft(RequestStay, fields), keep=("stay_id", name))


def _payments(house: House, person: Person, stay: Stay) -> Iterator[tuple[date, int]]:
    """Each month's rent some days after the month, and what is left as many days after the departure.

    All nights are known beforehand, so the amounts are too.
    """
    delay, left = timedelta(days=person.pays_after_days), 0
    for month, cents in house.tariff.monthly_dues(stay.arrival_on, stay.end_on).items():
        paid_on = add_months(month, 1) + delay
        if paid_on > stay.end_on:
            left += cents
        elif cents:
            yield paid_on, cents
    if left:
        yield stay.end_on + delay, left


def _about(name: str, kind: Callable[..., object], day: date, minute: int, **fields: object) -> Action:
    return Action(instant(day, minute), Draft(kind, fields, {"stay_id": name}))
