"""Sites as they are: few, and all that is decided by one is in its row."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chassis.core.errors import NotFound
from permanence.domain.site.opening_hours import OpenHours
from permanence.domain.site.rules import PeriodAskedInvalid
from permanence.domain.site.site import Site
from permanence.store.sites import sites

MOST_DAYS = 92


@dataclass(frozen=True, slots=True)
class OpenDay:
    """A day of a site: its hours in order, or why it receives nobody."""

    day: date
    hours: list[OpenHours]
    closed_because: str | None


def all_sites(session: Session) -> Sequence[Site]:
    """The antenna's sites, by name; the closed ones too."""
    return session.scalars(sa.select(Site).order_by(sites.c.label, sites.c.code)).all()


def site_of(session: Session, code: str) -> Site:
    """The site of this code, or `NotFound`."""
    site = session.scalar(sa.select(Site).where(sites.c.code == code))
    if site is None:
        raise NotFound
    return site


def calendar(site: Site, first_on: date, end_on: date) -> list[OpenDay]:
    """The days from `first_on` to the day before `end_on`."""
    if not 0 < (end_on - first_on).days <= MOST_DAYS:
        raise PeriodAskedInvalid
    return [_open_day(site, first_on + timedelta(days=number)) for number in range((end_on - first_on).days)]


def _open_day(site: Site, day: date) -> OpenDay:
    return OpenDay(day, site.hours_on(day), site.closed_because(day))
