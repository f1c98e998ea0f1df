"""What may be read of sites: hours, closures, rooms, signed documents, and the days on which they receive."""

from collections.abc import Mapping, Sequence
from typing import Any

from chassis.http.bodies import Answer, Body
from chassis.http.fields import choice, choices, civil_day, part, reference, text, time_of_day, whole
from chassis.http.routes import reading
from permanence.domain.site.signed_document import DocumentKind
from permanence.domain.site.site import Site
from permanence.http.api import READERS, blueprint
from permanence.http.words import room_code, site_code
from permanence.queries.sites import OpenDay, all_sites, calendar, site_of


class HoursDocument(Answer):
    weekday = whole("Jour de la semaine ; 0 : lundi.", most=6)
    starts = time_of_day("Ouverture")
    ends = time_of_day("Fermeture")


class WeekDocument(Answer):
    starts_on = civil_day("Premier jour de ces horaires")
    days = choices(part(HoursDocument, "Un horaire."), "La semaine ordinaire.")


class ClosureDocument(Answer):
    closure_id = reference("La fermeture.")
    first_on = civil_day("Premier jour de fermeture")
    end_on = civil_day("Jour de réouverture")
    reason = text("Motif.")


class RoomDocument(Answer):
    room_id = reference("Le cabinet.")
    room = room_code(attribute="code")
    label = text("Nom du cabinet.")
    opened_on = civil_day("Premier jour")
    closed_on = civil_day("Premier jour de fermeture définitive", allow_none=True)


class SignedDocumentDocument(Answer):
    document_kind = choice(DocumentKind, "Projet de santé ou règlement intérieur.", attribute="kind")
    version = text("Version.")
    signed_on = civil_day("Jour de la signature")
    signed_by = choices(text("Fonction ou organisme."), "Qui a signé.")


class SiteListed(Answer):
    site_id = reference("Le site.")
    site = site_code(attribute="code")
    label = text("Nom du site.")
    commune = text("Code INSEE de la commune.")
    opened_on = civil_day("Premier jour")
    closed_on = civil_day("Premier jour de fermeture définitive", allow_none=True)
    phone = text("Téléphone de l'accueil.", allow_none=True)
    rooms = choices(part(RoomDocument, "Un cabinet."), "Les cabinets de consultation.")


class SitesAnswer(Answer):
    sites = choices(part(SiteListed, "Un site."), "Les sites de l'antenne, par leur nom.")


class SiteAnswer(SiteListed):
    finess = text("Numéro FINESS.", allow_none=True)
    address = text("Adresse.", allow_none=True)
    hours = choices(part(WeekDocument, "Une semaine."), "Les semaines ordinaires, par date.")
    closures = choices(part(ClosureDocument, "Une fermeture."), "Les fermetures, par date.")
    documents = choices(part(SignedDocumentDocument, "Un document."), "Les documents signés, par date.")
    warnings = choices(text("Code."), "Ce qui mérite d'être relu : FINESS_KEY.")


class CalendarBody(Body):
    first_on = civil_day("Premier jour")
    end_on = civil_day("Fin, jour non compris")


class OpenDayDocument(Answer):
    day = civil_day("Le jour")
    hours = choices(part(HoursDocument, "Un horaire."), "Les horaires du jour ; aucun quand le site est fermé.")
    closed_because = text("Pourquoi le site ne reçoit pas, s'il ne reçoit pas.", allow_none=True)


class CalendarAnswer(Answer):
    days = choices(part(OpenDayDocument, "Un jour."), "Les jours, dans l'ordre.")


@blueprint.query("/sites", answers=SitesAnswer, roles=READERS)
def list_sites() -> Mapping[str, Sequence[Site]]:
    """Les sites de l'antenne."""
    with reading() as session:
        return {"sites": all_sites(session)}


@blueprint.query("/sites/<site>", answers=SiteAnswer, roles=READERS)
def read_site(site: str) -> Site:
    """Un site : horaires, fermetures, cabinets, documents signés."""
    with reading() as session:
        return site_of(session, site)


@blueprint.query("/sites/<site>/calendar", asks=CalendarBody, answers=CalendarAnswer, roles=READERS)
def read_calendar(asked: dict[str, Any], site: str) -> Mapping[str, list[OpenDay]]:
    """Les jours d'un site, avec ses horaires ou la raison de sa fermeture."""
    with reading() as session:
        return {"days": calendar(site_of(session, site), **asked)}
