"""Sites, their rooms, hours, closures and signed documents."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from kernel.said import Longest
from permanence.commands.words import LONGEST_CODE, LONGEST_NAME, LONGEST_NUMBER, RoomCode, SiteCode
from permanence.domain.site.opening_hours import OpenHours
from permanence.domain.site.signed_document import LONGEST_VERSION, DocumentKind
from permanence.domain.site.site import LONGEST_ADDRESS, LONGEST_PHONE, LONGEST_REASON

SiteLabel = Annotated[str, "Nom du site.", Longest(LONGEST_NAME)]
RoomLabel = Annotated[str, "Nom du cabinet.", Longest(LONGEST_NAME)]
FinessNumber = Annotated[str | None, "Numéro FINESS du site.", Longest(LONGEST_NUMBER)]
Phone = Annotated[str | None, "Téléphone de l'accueil.", Longest(LONGEST_PHONE)]
Address = Annotated[str | None, "Adresse.", Longest(LONGEST_ADDRESS)]
Week = Annotated[tuple[Annotated[OpenHours, "Un horaire."], ...], "La semaine ordinaire."]
ClosedForGood = Annotated[date, "Premier jour de fermeture définitive"]


@dataclass(frozen=True, slots=True)
class RoomAsked:
    """A consulting room that opens with its site; `room` is its code there, such as `cabinet-1`."""

    room: RoomCode
    label: RoomLabel


@dataclass(frozen=True, slots=True)
class OpenSite:
    """Opens a site, with its rooms and its ordinary week; `site` is its code in the antenna, such as `pouchelon`."""

    site: SiteCode
    label: SiteLabel
    commune: Annotated[str, "Code INSEE de la commune (pas le code postal).", Longest(LONGEST_CODE)]
    opened_on: Annotated[date, "Premier jour"]
    rooms: Annotated[tuple[Annotated[RoomAsked, "Un cabinet."], ...], "Les cabinets de consultation."]
    hours: Week
    finess: FinessNumber = None
    phone: Phone = None
    address: Address = None


@dataclass(frozen=True, slots=True)
class DescribeSite:
    """Replaces all that people read of a site."""

    site: SiteCode
    label: SiteLabel
    finess: FinessNumber = None
    phone: Phone = None
    address: Address = None


@dataclass(frozen=True, slots=True)
class SetHours:
    """Decides the ordinary week of a site from a day on."""

    site: SiteCode
    starts_on: Annotated[date, "Premier jour de ces horaires"]
    hours: Week


@dataclass(frozen=True, slots=True)
class OpenConsultingRoom:
    """Opens a room in a site that is there already."""

    site: SiteCode
    room: RoomCode
    label: RoomLabel
    opened_on: Annotated[date, "Premier jour"]


@dataclass(frozen=True, slots=True)
class CloseConsultingRoom:
    """Closes a room for good."""

    site: SiteCode
    room: RoomCode
    closed_on: ClosedForGood


@dataclass(frozen=True, slots=True)
class DecideClosure:
    """Shuts a site for some days, from `first_on` to the day before `end_on`; its sessions of these are cancelled."""

    site: SiteCode
    first_on: Annotated[date, "Premier jour de fermeture"]
    end_on: Annotated[date, "Jour de réouverture"]
    reason: Annotated[str, "Motif, tel que le public le lira.", Longest(LONGEST_REASON)]


@dataclass(frozen=True, slots=True)
class CancelClosure:
    """Makes the days of a closure ordinary again; sessions that it cancelled stay cancelled."""

    site: SiteCode
    closure_id: Annotated[UUID, "La fermeture."]


@dataclass(frozen=True, slots=True)
class SignDocument:
    """Records who signed a version of the projet de santé or of the règlement intérieur, by function."""

    site: SiteCode
    document_kind: Annotated[DocumentKind, "Projet de santé ou règlement intérieur."]
    version: Annotated[str, "Version, par exemple 2024-1.", Longest(LONGEST_VERSION)]
    signed_on: Annotated[date, "Jour de la signature"]
    signed_by: Annotated[
        tuple[Annotated[str, "Fonction ou organisme, et non nom de personne.", Longest(LONGEST_NAME)], ...],
        "Qui a signé, dans l'ordre.",
    ]


@dataclass(frozen=True, slots=True)
class CloseSite:
    """Closes a site and all its rooms for good."""

    site: SiteCode
    closed_on: ClosedForGood


@dataclass(frozen=True, slots=True)
class SiteReference:
    site_id: Annotated[UUID, "Le site."]


@dataclass(frozen=True, slots=True)
class DescribeSiteOutcome(SiteReference):
    warnings: Annotated[tuple[Annotated[str, "Code."], ...], "Ce qui mérite d'être relu : FINESS_KEY."]


@dataclass(frozen=True, slots=True)
class OpenSiteOutcome(DescribeSiteOutcome):
    rooms: Annotated[Mapping[str, UUID], "Les cabinets, par leur code."]


@dataclass(frozen=True, slots=True)
class RoomReference:
    room_id: Annotated[UUID, "Le cabinet."]


@dataclass(frozen=True, slots=True)
class DecideClosureOutcome(SiteReference):
    closure_id: Annotated[UUID, "La fermeture, pour y renoncer."]
    cancelled: Annotated[tuple[Annotated[UUID, "Une plage."], ...], "Les plages annulées."]
    waiting: Annotated[
        tuple[Annotated[UUID, "Un patient."], ...], "Les patients à rappeler : ils sont en liste d'attente."
    ]
