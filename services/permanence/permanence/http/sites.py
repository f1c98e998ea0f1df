"""Sites over HTTP: opening, what people read of them, hours, rooms, closures, documents, closing."""

from typing import Any

from chassis.http.bodies import Body
from chassis.http.fields import civil_day
from chassis.http.routes import reading
from permanence.commands.sites import (
    CancelClosure,
    CloseConsultingRoom,
    CloseSite,
    DecideClosure,
    DecideClosureOutcome,
    DescribeSite,
    DescribeSiteOutcome,
    OpenConsultingRoom,
    OpenSite,
    OpenSiteOutcome,
    RoomReference,
    SetHours,
    SignDocument,
    SiteReference,
)
from permanence.http.api import ORGANISERS, READERS, blueprint
from permanence.queries.sites import Calendar, SiteRead, SitesListed, calendar, site_read, sites_listed

blueprint.ask(
    OpenSite,
    "/sites",
    roles=ORGANISERS,
    answers=OpenSiteOutcome,
    says="Ouvre un site, avec ses cabinets et ses horaires.",
)
blueprint.ask(
    DescribeSite,
    "/sites/<site>/description",
    roles=ORGANISERS,
    answers=DescribeSiteOutcome,
    says="Remplace ce que l'on lit d'un site.",
)
blueprint.ask(
    SetHours,
    "/sites/<site>/hours",
    roles=ORGANISERS,
    answers=SiteReference,
    says="Fixe la semaine ordinaire à partir d'un jour ; les plages déjà prévues restent.",
)
blueprint.ask(
    OpenConsultingRoom,
    "/sites/<site>/rooms",
    roles=ORGANISERS,
    answers=RoomReference,
    says="Ouvre un cabinet de consultation.",
)
blueprint.ask(
    CloseConsultingRoom,
    "/sites/<site>/rooms/<room>/closing",
    roles=ORGANISERS,
    answers=RoomReference,
    says="Ferme un cabinet, une fois ses plages annulées ou passées.",
)
blueprint.ask(
    DecideClosure,
    "/sites/<site>/closures",
    roles=ORGANISERS,
    answers=DecideClosureOutcome,
    says="Ferme un site quelques jours, et annule ses plages de ces jours.",
)
blueprint.ask(
    CancelClosure,
    "/sites/<site>/closures/<uuid:closure_id>/cancellation",
    roles=ORGANISERS,
    answers=SiteReference,
    says="Renonce à une fermeture ; les plages annulées le restent.",
)
blueprint.ask(
    SignDocument,
    "/sites/<site>/documents",
    roles=ORGANISERS,
    answers=SiteReference,
    says="Enregistre une version signée du projet de santé ou du règlement intérieur.",
)
blueprint.ask(
    CloseSite,
    "/sites/<site>/closing",
    roles=ORGANISERS,
    answers=SiteReference,
    says="Ferme un site et ses cabinets, une fois leurs plages annulées ou passées.",
)


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
