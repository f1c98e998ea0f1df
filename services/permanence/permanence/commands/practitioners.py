"""Practitioners, their contracts and placements."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from permanence.domain.practitioner.kind import PractitionerKind


@dataclass(frozen=True, slots=True)
class ProspectPractitioner:
    """Writes down somebody who might come; `label` is how the public register names the professional."""

    label: str
    rpps: str | None = None


@dataclass(frozen=True, slots=True)
class ContactPractitioner:
    """Records that the antenna talked with a prospect."""

    practitioner_id: UUID


@dataclass(frozen=True, slots=True)
class RecordAgreement:
    """Records that somebody agrees to come."""

    practitioner_id: UUID


@dataclass(frozen=True, slots=True)
class RecordOrdreRegistration:
    """Records the registration with the Ordre, or a locum's licence, with the RPPS number if it was not known."""

    practitioner_id: UUID
    rpps: str | None = None


@dataclass(frozen=True, slots=True)
class SignContract:
    """Signs a contract: the first, another kind, other half-days, or a return. It ends the one that had no end."""

    practitioner_id: UUID
    practitioner_kind: PractitionerKind
    employer: str
    starts_on: date
    half_days_per_week: int
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class EmployPractitioner:
    """All the steps at once, for somebody whose papers are in order."""

    rpps: str | None
    label: str
    practitioner_kind: PractitionerKind
    employer: str
    starts_on: date
    half_days_per_week: int
    ends_on: date | None = None
    msu_from: date | None = None


@dataclass(frozen=True, slots=True)
class AgreeMSU:
    """Records that the university agreed a doctor as maître de stage; it replaces an earlier agreement."""

    practitioner_id: UUID
    msu_from: date
    msu_until: date | None = None


@dataclass(frozen=True, slots=True)
class AnnounceDeparture:
    """Says from which day a practitioner will be missing."""

    practitioner_id: UUID
    leaves_on: date


@dataclass(frozen=True, slots=True)
class StartPlacement:
    """Records the placement of an intern or docteur junior, from `starts_on` to the day before `ends_on`."""

    practitioner_id: UUID
    starts_on: date
    ends_on: date
    supervisors: tuple[UUID, ...]
    sites: tuple[str, ...]
