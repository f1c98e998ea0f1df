"""What happens to a site, its rooms, hours, closures and documents."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from permanence.domain.site.opening_hours import WeekHours
from permanence.domain.site.signed_document import SignedDocument


@dataclass(frozen=True, slots=True)
class SiteOpened:
    """The antenna receives in one place more; `rooms` is how many it opened with."""

    site_id: UUID
    site: str
    commune: str
    rooms: int
    opened_on: date


@dataclass(frozen=True, slots=True)
class SiteDescribed:
    """What people read of a site was written anew."""

    site_id: UUID
    site: str


@dataclass(frozen=True, slots=True)
class HoursSet:
    """A week of opening hours was decided."""

    site_id: UUID
    site: str
    week: WeekHours


@dataclass(frozen=True, slots=True)
class RoomOpened:
    """Somebody may consult in one room more."""

    room_id: UUID
    site: str
    room: str
    opened_on: date


@dataclass(frozen=True, slots=True)
class RoomClosed:
    """Nobody consults in the room from that day on."""

    room_id: UUID
    site: str
    room: str
    closed_on: date


@dataclass(frozen=True, slots=True)
class ClosureDecided:
    """The site is shut for some days."""

    closure_id: UUID
    site: str
    first_on: date
    end_on: date


@dataclass(frozen=True, slots=True)
class ClosureCancelled:
    """The days of a closure are ordinary days again."""

    closure_id: UUID
    site: str


@dataclass(frozen=True, slots=True)
class DocumentSigned:
    """A version of the projet de santé or of the règlement intérieur was signed."""

    site_id: UUID
    site: str
    document: SignedDocument


@dataclass(frozen=True, slots=True)
class SiteClosed:
    """The site receives nobody from that day on."""

    site_id: UUID
    site: str
    closed_on: date
