"""What is asked of a stay, from the request to the settled account."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from housing.domain.occupant.kind import OccupantKind
from housing.domain.stay.facts import CancelledBy, CancelReason, Intention, RefusalReason


@dataclass(frozen=True, slots=True)
class RequestStay:
    """Asks a house for a room; `number` is an RPPS or a student number, `status_digest` that of the secret receipt."""

    house: str
    occupant_kind: OccupantKind
    university: str
    arrival_on: date
    departure_on: date
    given_name: str
    family_name: str
    email: str
    phone: str
    number: str
    wants_parking: bool = False
    needs_accessible: bool = False
    status_digest: bytes | None = None


@dataclass(frozen=True, slots=True)
class WaitlistStay:
    """Puts a request on the waiting list of its house, or tells its place anew."""

    stay_id: UUID


@dataclass(frozen=True, slots=True)
class HoldStay:
    """Keeps a room of the house for a request, to the end of a day."""

    stay_id: UUID
    room: str
    held_until: date


@dataclass(frozen=True, slots=True)
class ConfirmStay:
    """Promises the room that is held."""

    stay_id: UUID


@dataclass(frozen=True, slots=True)
class RefuseStay:
    """Says no to a request."""

    stay_id: UUID
    reason: RefusalReason


@dataclass(frozen=True, slots=True)
class ExpireHolds:
    """Frees the rooms of all holds whose day is past."""


@dataclass(frozen=True, slots=True)
class CancelStay:
    """Gives up a stay that has not begun; the house says why."""

    stay_id: UUID
    by: CancelledBy
    reason: CancelReason | None = None


@dataclass(frozen=True, slots=True)
class RecordNotArrived:
    """Records that the person who was expected did not come."""

    stay_id: UUID


@dataclass(frozen=True, slots=True)
class RecordArrival:
    """Records that the occupant of a confirmed stay moved in."""

    stay_id: UUID
    arrived_on: date


@dataclass(frozen=True, slots=True)
class ExtendStay:
    """Adds nights that the house allows."""

    stay_id: UUID
    departure_on: date


@dataclass(frozen=True, slots=True)
class RecordOverstay:
    """Records nights beyond what the house allows, with the town's leave or without."""

    stay_id: UUID
    departure_on: date
    authorised: bool


@dataclass(frozen=True, slots=True)
class RecordDeparture:
    """Records that the occupant left, and what they said of the years to come."""

    stay_id: UUID
    departed_on: date
    intention: Intention | None = None
    consents_to_contact: bool = False


@dataclass(frozen=True, slots=True)
class SettleStay:
    """Closes the account of a stay that is over."""

    stay_id: UUID
