"""Sites, their rooms, hours, closures and signed documents."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from permanence.domain.site.opening_hours import OpenHours
from permanence.domain.site.signed_document import DocumentKind


@dataclass(frozen=True, slots=True)
class RoomAsked:
    """A consulting room that opens with its site; `room` is its code there, such as `cabinet-1`."""

    room: str
    label: str


@dataclass(frozen=True, slots=True)
class OpenSite:
    """Opens a site, with its rooms and its ordinary week; `site` is its code in the antenna, such as `pouchelon`."""

    site: str
    label: str
    commune: str
    opened_on: date
    rooms: tuple[RoomAsked, ...]
    hours: tuple[OpenHours, ...]
    finess: str | None = None
    phone: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class DescribeSite:
    """Replaces all that people read of a site."""

    site: str
    label: str
    finess: str | None = None
    phone: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class SetHours:
    """Decides the ordinary week of a site from a day on."""

    site: str
    starts_on: date
    hours: tuple[OpenHours, ...]


@dataclass(frozen=True, slots=True)
class OpenConsultingRoom:
    """Opens a room in a site that is there already."""

    site: str
    room: str
    label: str
    opened_on: date


@dataclass(frozen=True, slots=True)
class CloseConsultingRoom:
    """Closes a room for good."""

    site: str
    room: str
    closed_on: date


@dataclass(frozen=True, slots=True)
class DecideClosure:
    """Shuts a site for some days, from `first_on` to the day before `end_on`; its sessions of these are cancelled."""

    site: str
    first_on: date
    end_on: date
    reason: str


@dataclass(frozen=True, slots=True)
class CancelClosure:
    """Makes the days of a closure ordinary again; sessions that it cancelled stay cancelled."""

    site: str
    closure_id: UUID


@dataclass(frozen=True, slots=True)
class SignDocument:
    """Records who signed a version of the projet de santé or of the règlement intérieur, by function."""

    site: str
    document_kind: DocumentKind
    version: str
    signed_on: date
    signed_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CloseSite:
    """Closes a site and all its rooms for good."""

    site: str
    closed_on: date
