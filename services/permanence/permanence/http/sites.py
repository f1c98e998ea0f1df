"""Commands about sites: opening, what people read of them, hours, rooms, closures, documents, closing."""

from typing import Any
from uuid import UUID

from marshmallow import fields

from chassis.core.application import Outcome
from chassis.http.bodies import Answer, Body
from chassis.http.fields import choice, choices, civil_day, part, reference, text, time_of_day, whole
from chassis.http.routes import run
from permanence.commands.sites import (
    CancelClosure,
    CloseConsultingRoom,
    CloseSite,
    DecideClosure,
    DescribeSite,
    OpenConsultingRoom,
    OpenSite,
    RoomAsked,
    SetHours,
    SignDocument,
)
from permanence.domain.site.opening_hours import OpenHours
from permanence.domain.site.signed_document import LONGEST_VERSION, DocumentKind
from permanence.domain.site.site import LONGEST_ADDRESS, LONGEST_PHONE, LONGEST_REASON
from permanence.http.api import ORGANISERS, blueprint
from permanence.http.words import LONGEST_CODE, LONGEST_NAME, Nothing, room_code, site_code


class OpenHoursBody(Body):
    weekday = whole("Jour de la semaine ; 0 : lundi.", most=6)
    starts = time_of_day("Ouverture")
    ends = time_of_day("Fermeture")


class DescribeSiteBody(Body):
    label = text("Nom du site.", longest=LONGEST_NAME)
    finess = text("Numéro FINESS du site.", longest=40, required=False)
    phone = text("Téléphone de l'accueil.", longest=LONGEST_PHONE, required=False)
    address = text("Adresse.", longest=LONGEST_ADDRESS, required=False)


class RoomAskedBody(Body):
    room = room_code()
    label = text("Nom du cabinet.", longest=LONGEST_NAME)


class OpenSiteBody(DescribeSiteBody):
    site = site_code()
    commune = text("Code INSEE de la commune (pas le code postal).", longest=LONGEST_CODE)
    opened_on = civil_day("Premier jour")
    rooms = choices(part(RoomAskedBody, "Un cabinet."), "Les cabinets de consultation.")
    hours = choices(part(OpenHoursBody, "Un horaire."), "La semaine ordinaire.")


class SetHoursBody(Body):
    starts_on = civil_day("Premier jour de ces horaires")
    hours = choices(part(OpenHoursBody, "Un horaire."), "La semaine ordinaire.")


class OpenRoomBody(RoomAskedBody):
    opened_on = civil_day("Premier jour")


class ClosingBody(Body):
    closed_on = civil_day("Premier jour de fermeture définitive")


class DecideClosureBody(Body):
    first_on = civil_day("Premier jour de fermeture")
    end_on = civil_day("Jour de réouverture")
    reason = text("Motif, tel que le public le lira.", longest=LONGEST_REASON)


class SignDocumentBody(Body):
    document_kind = choice(DocumentKind, "Projet de santé ou règlement intérieur.")
    version = text("Version, par exemple 2024-1.", longest=LONGEST_VERSION)
    signed_on = civil_day("Jour de la signature")
    signed_by = choices(
        text("Fonction ou organisme, et non nom de personne.", longest=LONGEST_NAME), "Qui a signé, dans l'ordre."
    )


class SiteReference(Answer):
    site_id = reference("Le site.")


class SiteDescribedAnswer(SiteReference):
    warnings = choices(text("Code."), "Ce qui mérite d'être relu : FINESS_KEY.")


class SiteOpenedAnswer(SiteDescribedAnswer):
    rooms = fields.Dict(
        keys=fields.String(),
        values=fields.UUID(),
        required=True,
        metadata={"description": "Les cabinets, par leur code."},
    )


class RoomReference(Answer):
    room_id = reference("Le cabinet.")


class ClosureAnswer(SiteReference):
    closure_id = reference("La fermeture, pour y renoncer.")
    cancelled = choices(reference("Une plage."), "Les plages annulées.")
    waiting = choices(reference("Un patient."), "Les patients à rappeler : ils sont en liste d'attente.")


@blueprint.command("/sites", asks=OpenSiteBody, answers=SiteOpenedAnswer, roles=ORGANISERS)
def open_site(asked: dict[str, Any]) -> Outcome:
    """Ouvre un site, avec ses cabinets et ses horaires."""
    rooms = tuple(RoomAsked(**room) for room in asked.pop("rooms"))
    return run(OpenSite(rooms=rooms, hours=_hours(asked), **asked))


@blueprint.command("/sites/<site>/description", asks=DescribeSiteBody, answers=SiteDescribedAnswer, roles=ORGANISERS)
def describe_site(asked: dict[str, Any], site: str) -> Outcome:
    """Remplace ce que l'on lit d'un site."""
    return run(DescribeSite(site=site, **asked))


@blueprint.command("/sites/<site>/hours", asks=SetHoursBody, answers=SiteReference, roles=ORGANISERS)
def set_hours(asked: dict[str, Any], site: str) -> Outcome:
    """Fixe la semaine ordinaire à partir d'un jour ; les plages déjà prévues restent."""
    return run(SetHours(site=site, hours=_hours(asked), **asked))


@blueprint.command("/sites/<site>/rooms", asks=OpenRoomBody, answers=RoomReference, roles=ORGANISERS)
def open_consulting_room(asked: dict[str, Any], site: str) -> Outcome:
    """Ouvre un cabinet de consultation."""
    return run(OpenConsultingRoom(site=site, **asked))


@blueprint.command("/sites/<site>/rooms/<room>/closing", asks=ClosingBody, answers=RoomReference, roles=ORGANISERS)
def close_consulting_room(asked: dict[str, Any], site: str, room: str) -> Outcome:
    """Ferme un cabinet, une fois ses plages annulées ou passées."""
    return run(CloseConsultingRoom(site=site, room=room, **asked))


@blueprint.command("/sites/<site>/closures", asks=DecideClosureBody, answers=ClosureAnswer, roles=ORGANISERS)
def decide_closure(asked: dict[str, Any], site: str) -> Outcome:
    """Ferme un site quelques jours, et annule ses plages de ces jours."""
    return run(DecideClosure(site=site, **asked))


@blueprint.command(
    "/sites/<site>/closures/<uuid:closure_id>/cancellation", asks=Nothing, answers=SiteReference, roles=ORGANISERS
)
def cancel_closure(asked: dict[str, Any], site: str, closure_id: UUID) -> Outcome:
    """Renonce à une fermeture ; les plages annulées le restent."""
    return run(CancelClosure(site=site, closure_id=closure_id, **asked))


@blueprint.command("/sites/<site>/documents", asks=SignDocumentBody, answers=SiteReference, roles=ORGANISERS)
def sign_document(asked: dict[str, Any], site: str) -> Outcome:
    """Enregistre une version signée du projet de santé ou du règlement intérieur."""
    return run(SignDocument(site=site, signed_by=tuple(asked.pop("signed_by")), **asked))


@blueprint.command("/sites/<site>/closing", asks=ClosingBody, answers=SiteReference, roles=ORGANISERS)
def close_site(asked: dict[str, Any], site: str) -> Outcome:
    """Ferme un site et ses cabinets, une fois leurs plages annulées ou passées."""
    return run(CloseSite(site=site, **asked))


def _hours(asked: dict[str, Any]) -> tuple[OpenHours, ...]:
    return tuple(OpenHours(**hours) for hours in asked.pop("hours"))
