"""What is told of the house: references, states, dates and prices, never a name.

What people read of a house, its prices, priorities and papers stay in it, and so does what the finance software says.
"""

from collections.abc import Mapping
from typing import Any

from chassis.core.claims import ReportRefused
from chassis.core.told import Telling, table, tells
from housing.domain.house.house import ConventionSigned, HouseOpened
from housing.domain.house.room import RoomClosed, RoomOpened, RoomRestored, RoomVoided
from housing.domain.money.cost import CostCancelled, CostRecorded
from housing.domain.money.facts import RentDueIssued, RentPaid, RentRefunded
from housing.domain.occupant.occupant import OccupantErased
from housing.domain.stay.facts import (
    InternArrived,
    InternDeparted,
    StayCancelled,
    StayConfirmed,
    StayExpired,
    StayExtended,
    StayHeld,
    StayNotArrived,
    StayOverstayed,
    StayRefused,
    StayRequested,
    StaySettled,
    StayWaitlisted,
)

_WHO = ("occupant_kind", "university")
_PAYMENT = ("payment_id", "account_id", "stay_id", "house", "paid_on", "amount_cents")
_VOID = ("void_id", "room_id", "house")


def _of_stay(event: str, *names: str) -> Telling:
    return tells(f"housing.{event}.v1", "stay_id", "stay_id", "house", *names)


def _terms(fact: ConventionSigned, _parameters: object) -> Mapping[str, Any]:
    convention = fact.convention
    terms: dict[str, Any] = {
        "starts_on": convention.starts_on,
        "interns_per_year": convention.interns_per_year,
        "shares": [{"party": party.code, "weight": party.weight} for party in convention.parties],
    }
    return terms if convention.ends_on is None else {**terms, "ends_on": convention.ends_on}


TOLD = table(
    {
        StayRequested: _of_stay(
            "stay_requested", "occupant_id", *_WHO, "requested_on", "arrival_on", "departure_on", "quote_cents"
        ),
        StayWaitlisted: _of_stay("stay_waitlisted", "waitlisted_on", "rank"),
        StayHeld: _of_stay("stay_held", "room_id", "held_on", "held_until_on"),
        StayConfirmed: _of_stay("stay_confirmed", "room_id", "confirmed_on", "arrival_on", "departure_on"),
        StayRefused: _of_stay("stay_refused", "refused_on", "reason"),
        StayExpired: _of_stay("stay_expired", "expired_on"),
        StayCancelled: _of_stay("stay_cancelled", "cancelled_on", "by", "reason"),
        StayNotArrived: _of_stay("stay_not_arrived", "expected_on"),
        InternArrived: _of_stay(
            "intern_arrived", "room_id", "occupant_id", *_WHO, "arrived_on", "expected_departure_on"
        ),
        StayExtended: _of_stay("stay_extended", "extended_on", "previous_departure_on", "new_departure_on"),
        StayOverstayed: _of_stay(
            "stay_overstayed", "overstayed_on", "previous_departure_on", "new_departure_on", "authorised"
        ),
        InternDeparted: _of_stay(
            "intern_departed", "room_id", *_WHO, "departed_on", "nights", "price_cents", "intention"
        ),
        StaySettled: _of_stay("stay_settled", "settled_on", "price_cents"),
        OccupantErased: tells("housing.occupant_erased.v1", "occupant_id", "occupant_id", "erased_on"),
        RentDueIssued: tells(
            "housing.rent_due.v1",
            "account_id",
            *("due_id", "account_id", "stay_id", "house", "issued_on", "amount_cents"),
            month_on="month",
        ),
        RentPaid: tells("housing.rent_paid.v1", "account_id", *_PAYMENT),
        # Money that went back is a payment of less than nothing.
        RentRefunded: tells("housing.rent_paid.v1", "account_id", *_PAYMENT),
        CostRecorded: tells(
            "housing.cost_recorded.v1", "cost_id", "cost_id", "house", "incurred_on", "amount_cents", cost_kind="kind"
        ),
        CostCancelled: tells("housing.cost_cancelled.v1", "cost_id", "cost_id", "house", "cancelled_on"),
        HouseOpened: tells("housing.house_opened.v1", "house_id", "house", "commune", "area_m2", "opened_on"),
        RoomOpened: tells("housing.room_opened.v1", "room_id", "room_id", "house", "room", "opened_on"),
        RoomClosed: tells("housing.room_closed.v1", "room_id", "room_id", "house", "closed_on"),
        RoomVoided: tells("housing.room_voided.v1", "room_id", *_VOID, "from_on", "until_on", "reason"),
        RoomRestored: tells("housing.room_restored.v1", "room_id", *_VOID, "restored_on"),
        ConventionSigned: tells("housing.convention_signed.v1", "house_id", "convention_id", "house", more=_terms),
        ReportRefused: tells("housing.report_refused.v1", "report_id", "report_id", "code", "field"),
    }
)
