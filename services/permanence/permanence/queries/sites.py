"""Sites as they are: few, and all that is decided by one is in its row."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chassis.core.errors import NotFound
from kernel.said import FLAT
from permanence.commands.words import RoomCode, SiteCode
from permanence.domain.site.opening_hours import OpenHours
from permanence.domain.site.rules import PeriodAskedInvalid
from permanence.domain.site.signed_document import DocumentKind
from permanence.domain.site.site import Site
from permanence.store.sites import has_site, sites

MOST_DAYS = 92
Opened = Annotated[date, "Premier jour"]
Closed = Annotated[date | None, "Premier jour de fermeture définitive"]


@dataclass(frozen=True, slots=True)
class RoomRead:
    """A consulting room of a site."""

    room_id: Annotated[UUID, "Le cabinet."]
    room: RoomCode
    label: Annotated[str, "Nom du cabinet."]
    opened_on: Opened
    closed_on: Closed


@dataclass(frozen=True, slots=True)
class WeekRead:
    """An ordinary week, from a day on."""

    starts_on: Annotated[date, "Premier jour de ces horaires"]
    days: Annotated[tuple[Annotated[OpenHours, "Un horaire."], ...], "La semaine ordinaire."]


@dataclass(frozen=True, slots=True)
class ClosureRead:
    """Days on which a site is shut."""

    closure_id: Annotated[UUID, "La fermeture."]
    first_on: Annotated[date, "Premier jour de fermeture"]
    end_on: Annotated[date, "Jour de réouverture"]
    reason: Annotated[str, "Motif."]


@dataclass(frozen=True, slots=True)
class DocumentRead:
    """A version of a document, and who signed it."""

    document_kind: Annotated[DocumentKind, "Projet de santé ou règlement intérieur."]
    version: Annotated[str, "Version."]
    signed_on: Annotated[date, "Jour de la signature"]
    signed_by: Annotated[tuple[Annotated[str, "Fonction ou organisme."], ...], "Qui a signé."]


@dataclass(frozen=True, slots=True)
class SiteListed:
    """What a list says of a site."""

    site_id: Annotated[UUID, "Le site."]
    site: SiteCode
    label: Annotated[str, "Nom du site."]
    commune: Annotated[str, "Code INSEE de la commune."]
    opened_on: Opened
    closed_on: Closed
    phone: Annotated[str | None, "Téléphone de l'accueil."]
    rooms: Annotated[Sequence[Annotated[RoomRead, "Un cabinet."]], "Les cabinets de consultation."]


@dataclass(frozen=True, slots=True)
class SitesListed:
    sites: Annotated[Sequence[Annotated[SiteListed, "Un site."]], "Les sites de l'antenne, par leur nom."]


@dataclass(frozen=True, slots=True)
class SiteRead:
    """All that is decided of a site."""

    listed: Annotated[SiteListed, FLAT]
    finess: Annotated[str | None, "Numéro FINESS."]
    address: Annotated[str | None, "Adresse."]
    hours: Annotated[Sequence[Annotated[WeekRead, "Une semaine."]], "Les semaines ordinaires, par date."]
    closures: Annotated[Sequence[Annotated[ClosureRead, "Une fermeture."]], "Les fermetures, par date."]
    documents: Annotated[Sequence[Annotated[DocumentRead, "Un document."]], "Les documents signés, par date."]
    warnings: Annotated[Sequence[Annotated[str, "Code."]], "Ce qui mérite d'être relu : FINESS_KEY."]


@dataclass(frozen=True, slots=True)
class OpenDay:
    """A day of a site: its hours in order, or why it receives nobody."""

    day: Annotated[date, "Le jour"]
    hours: Annotated[list[Annotated[OpenHours, "Un horaire."]], "Les horaires du jour ; aucun quand le site est fermé."]
    closed_because: Annotated[str | None, "Pourquoi le site ne reçoit pas, s'il ne reçoit pas."]


@dataclass(frozen=True, slots=True)
class Calendar:
    days: Annotated[Sequence[Annotated[OpenDay, "Un jour."]], "Les jours, dans l'ordre."]


def all_sites(session: Session) -> Sequence[Site]:
    """The antenna's sites, by name; the closed ones too."""
    return session.scalars(sa.select(Site).order_by(sites.c.label, sites.c.code)).all()


def sites_listed(session: Session) -> SitesListed:
    return SitesListed([_listed(site) for site in all_sites(session)])


def check_site(session: Session, code: str) -> None:
    """Raises `NotFound` for a code that no site has."""
    if not has_site(session, code):
        raise NotFound


def site_read(session: Session, code: str) -> SiteRead:
    """The site of this code, or `NotFound`."""
    site = _site(session, code)
    return SiteRead(
        _listed(site),
        site.finess,
        site.address,
        [WeekRead(week.starts_on, week.days) for week in site.hours],
        [ClosureRead(one.closure_id, one.first_on, one.end_on, one.reason) for one in site.closures],
        [DocumentRead(one.kind, one.version, one.signed_on, one.signed_by) for one in site.documents],
        site.warnings,
    )


def calendar(session: Session, code: str, first_on: date, end_on: date) -> Calendar:
    """The days of a site, from `first_on` to the day before `end_on`."""
    site = _site(session, code)
    if not 0 < (end_on - first_on).days <= MOST_DAYS:
        raise PeriodAskedInvalid
    days = [first_on + timedelta(days=number) for number in range((end_on - first_on).days)]
    return Calendar([OpenDay(day, site.hours_on(day), site.closed_because(day)) for day in days])


def _site(session: Session, code: str) -> Site:
    site = session.scalar(sa.select(Site).where(sites.c.code == code))
    if site is None:
        raise NotFound
    return site


def _listed(site: Site) -> SiteListed:
    rooms = [RoomRead(one.room_id, one.code, one.label, one.opened_on, one.closed_on) for one in site.rooms]
    return SiteListed(
        site.site_id, site.code, site.label, site.commune, site.opened_on, site.closed_on, site.phone, rooms
    )
