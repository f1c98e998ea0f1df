"""Commands about declarations of médecin traitant, from the draft to the end, and about a doctor who leaves."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from permanence.domain.declaration.choice import Consent
from permanence.domain.declaration.state import Channel, EndReason


@dataclass(frozen=True, slots=True)
class DraftDeclaration:
    """Prepares a choice to be signed; several `practitioners` (RPPS numbers) are of one structure, at one `site`."""

    patient_id: UUID
    practitioners: tuple[str, ...]
    drafted_on: date
    site: str | None = None


@dataclass(frozen=True, slots=True)
class RecordConsent:
    """Keeps that a minor's parent, or whoever has parental authority, was heard."""

    declaration_id: UUID
    consent: Consent


@dataclass(frozen=True, slots=True)
class SignDeclaration:
    """Keeps the day on which patient and doctors had all signed."""

    declaration_id: UUID
    signed_on: date


@dataclass(frozen=True, slots=True)
class SendDeclaration:
    """Files a signed declaration with the fund; `replaces` confirms that the patient's present one ends."""

    declaration_id: UUID
    filed_on: date
    channel: Channel
    replaces: bool = False


@dataclass(frozen=True, slots=True)
class FileDeclaration:
    """Drafts, signs and files on one day: what is done when everybody is in the room, and what partners report."""

    patient_id: UUID
    filed_on: date
    practitioners: tuple[str, ...]
    channel: Channel
    consent: Consent | None = None
    replaces: bool = False
    site: str | None = None


@dataclass(frozen=True, slots=True)
class RecordFundAnswer:
    """Keeps what the fund answered to a paper form; `active_on` is its own day, when it tells one."""

    declaration_id: UUID
    answered_on: date
    accepted: bool
    active_on: date | None = None


@dataclass(frozen=True, slots=True)
class AbandonDeclaration:
    """Drops a declaration that was never filed."""

    declaration_id: UUID


@dataclass(frozen=True, slots=True)
class EndDeclaration:
    """Ends a declaration that was filed; one that is replaced ends with the filing of the new one."""

    declaration_id: UUID
    ended_on: date
    reason: EndReason


@dataclass(frozen=True, slots=True)
class DepartPractitioner:
    """Ends every declaration that names this practitioner alone; their patients return to the queue."""

    practitioner_id: UUID
    left_on: date
