"""What happens to somebody who works in a permanence, from the first talk to the departure."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from permanence.domain.practitioner.kind import PractitionerKind


@dataclass(frozen=True, slots=True)
class PractitionerProspected:
    """Somebody might come."""

    practitioner_id: UUID


@dataclass(frozen=True, slots=True)
class PractitionerContacted:
    """The antenna talked with a prospect."""

    practitioner_id: UUID


@dataclass(frozen=True, slots=True)
class PractitionerAgreed:
    """Somebody agrees to come."""

    practitioner_id: UUID


@dataclass(frozen=True, slots=True)
class OrdreRegistrationRecorded:
    """The Ordre has registered the practitioner, or licensed a locum."""

    practitioner_id: UUID


@dataclass(frozen=True, slots=True)
class PractitionerJoined:
    """A contract was signed: somebody comes, comes back, or comes as another kind or for other half-days."""

    practitioner_id: UUID
    practitioner_kind: PractitionerKind
    joined_on: date
    half_days_per_week: int


@dataclass(frozen=True, slots=True)
class MSUAgreed:
    """The university agreed somebody as maître de stage."""

    practitioner_id: UUID
    msu_from: date
    msu_until: date | None


@dataclass(frozen=True, slots=True)
class DepartureAnnounced:
    """Somebody will leave; `half_days_per_week` are those that will be missing."""

    practitioner_id: UUID
    leaves_on: date
    half_days_per_week: int


@dataclass(frozen=True, slots=True)
class PractitionerLeft:
    """Somebody no longer works here from that day on."""

    practitioner_id: UUID
    left_on: date
