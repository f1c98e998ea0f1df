"""Payloads of the facts that a house of interns publishes: places, stays, money."""

from contracts.housing.money import CostCancelledV1, CostRecordedV1, RentDueV1, RentPaidV1
from contracts.housing.places import (
    ConventionSignedV1,
    HouseOpenedV1,
    RoomClosedV1,
    RoomOpenedV1,
    RoomRestoredV1,
    RoomVoidedV1,
    ShareV1,
)
from contracts.housing.stays import (
    InternArrivedV1,
    InternDepartedV1,
    OccupantErasedV1,
    StayCancelledV1,
    StayConfirmedV1,
    StayExpiredV1,
    StayExtendedV1,
    StayHeldV1,
    StayNotArrivedV1,
    StayOverstayedV1,
    StayRefusedV1,
    StayRequestedV1,
    StaySettledV1,
    StayWaitlistedV1,
)
from contracts.housing.words import OCCUPANT_KINDS

__all__ = [
    "OCCUPANT_KINDS",
    "ConventionSignedV1",
    "CostCancelledV1",
    "CostRecordedV1",
    "HouseOpenedV1",
    "InternArrivedV1",
    "InternDepartedV1",
    "OccupantErasedV1",
    "RentDueV1",
    "RentPaidV1",
    "RoomClosedV1",
    "RoomOpenedV1",
    "RoomRestoredV1",
    "RoomVoidedV1",
    "ShareV1",
    "StayCancelledV1",
    "StayConfirmedV1",
    "StayExpiredV1",
    "StayExtendedV1",
    "StayHeldV1",
    "StayNotArrivedV1",
    "StayOverstayedV1",
    "StayRefusedV1",
    "StayRequestedV1",
    "StaySettledV1",
    "StayWaitlistedV1",
]
