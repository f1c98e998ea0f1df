"""What is told of stays and people: references, states, dates, prices; never a name."""

from collections.abc import Iterator

from chassis.core.manifest import Publication
from chassis.core.told import told
from housing.domain.occupant.occupant import OccupantErased
from housing.domain.report import ReportRefused
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


def published_stays(fact: object) -> Iterator[Publication]:
    match fact:
        case StayRequested():
            asked = ("occupant_id", *_WHO, "requested_on", "arrival_on", "departure_on", "quote_cents")
            yield _of_stay("stay_requested", fact, *asked)
        case StayWaitlisted():
            yield _of_stay("stay_waitlisted", fact, "waitlisted_on", "rank")
        case StayHeld():
            yield _of_stay("stay_held", fact, "room_id", "held_on", "held_until_on")
        case StayConfirmed():
            yield _of_stay("stay_confirmed", fact, "room_id", "confirmed_on", "arrival_on", "departure_on")
        case StayRefused():
            yield _of_stay("stay_refused", fact, "refused_on", "reason")
        case StayExpired():
            yield _of_stay("stay_expired", fact, "expired_on")
        case StayCancelled():
            yield _of_stay("stay_cancelled", fact, "cancelled_on", "by", "reason")
        case StayNotArrived():
            yield _of_stay("stay_not_arrived", fact, "expected_on")
        case InternArrived():
            moved_in = ("room_id", "occupant_id", *_WHO, "arrived_on", "expected_departure_on")
            yield _of_stay("intern_arrived", fact, *moved_in)
        case StayExtended():
            yield _of_stay("stay_extended", fact, "extended_on", "previous_departure_on", "new_departure_on")
        case StayOverstayed():
            longer = ("overstayed_on", "previous_departure_on", "new_departure_on", "authorised")
            yield _of_stay("stay_overstayed", fact, *longer)
        case InternDeparted():
            left = ("room_id", *_WHO, "departed_on", "nights", "price_cents", "intention")
            yield _of_stay("intern_departed", fact, *left)
        case StaySettled():
            yield _of_stay("stay_settled", fact, "settled_on", "price_cents")
        case OccupantErased():
            yield Publication("housing.occupant_erased.v1", fact.occupant_id, told(fact, "occupant_id", "erased_on"))
        case ReportRefused():
            yield Publication("housing.report_refused.v1", fact.report_id, told(fact, "report_id", "code", "field"))


_StayFact = (
    StayRequested
    | StayWaitlisted
    | StayHeld
    | StayConfirmed
    | StayRefused
    | StayExpired
    | StayCancelled
    | StayNotArrived
    | InternArrived
    | StayExtended
    | StayOverstayed
    | InternDeparted
    | StaySettled
)


def _of_stay(event: str, fact: _StayFact, *names: str) -> Publication:
    return Publication(f"housing.{event}.v1", fact.stay_id, told(fact, "stay_id", "house", *names))
