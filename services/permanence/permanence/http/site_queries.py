"""What may be read of sites: hours, closures, rooms, signed documents, and the days on which they receive."""

from typing import Any

from chassis.http.bodies import Body
from chassis.http.fields import civil_day
from chassis.http.routes import reading
from permanence.http.api import READERS, blueprint
from permanence.queries.sites import Calendar, SiteRead, SitesListed, calendar, site_read, sites_listed


class CalendarBody(Body):
    first_on = civil_day("Premier jour")
    end_on = civil_day("Fin, jour non compris")


@blueprint.query("/sites", answers=SitesListed, roles=READERS)
def list_sites() -> SitesListed:
    """Les sites de l'antenne."""
    with reading() as session:
        return sites_listed(session)


@blueprint.query("/sites/<site>", answers=SiteRead, roles=READERS)
def read_site(site: str) -> SiteRead:
    """Un site : horaires, fermetures, cabinets, documents signés."""
    with reading() as session:
        return site_read(session, site)


@blueprint.query("/sites/<site>/calendar", asks=CalendarBody, answers=Calendar, roles=READERS)
def read_calendar(asked: dict[str, Any], site: str) -> Calendar:
    """Les jours d'un site, avec ses horaires ou la raison de sa fermeture."""
    with reading() as session:
        return calendar(session, site, **asked)
