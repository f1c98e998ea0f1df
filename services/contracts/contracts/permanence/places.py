"""Payloads about sites, those who work there, and the sessions that they hold."""

from contracts.fields import Payload, choice, civil_day, commune, identifier, whole
from contracts.permanence.words import (
    CANCELLED_SESSION_REASONS,
    half_days_per_week,
    practitioner_id,
    practitioner_kind,
    session_id,
    site,
)

_SITE = "Le site."


class SiteOpenedV1(Payload):
    """A site of the permanence opened its doors."""

    site_id = identifier(_SITE, required=True)
    site = site(required=True)
    commune = commune(required=True)
    rooms = whole("Cabinets de consultation à l'ouverture.", 0, 100, required=True)
    opened_on = civil_day("Premier jour", required=True)


class SiteClosedV1(Payload):
    """A site closed for good."""

    site_id = identifier(_SITE, required=True)
    site = site(required=True)
    closed_on = civil_day("Premier jour où le site n'ouvre plus", required=True)


class PractitionerJoinedV1(Payload):
    """A contract of a professional with the permanence began."""

    practitioner_id = practitioner_id()
    practitioner_kind = practitioner_kind("À quel titre.")
    joined_on = civil_day("Premier jour du contrat", required=True)
    half_days_per_week = half_days_per_week("Demi-journées par semaine prévues au contrat.")


class PractitionerDepartureAnnouncedV1(Payload):
    """A professional said when they will leave, or said another day than before."""

    practitioner_id = practitioner_id()
    leaves_on = civil_day("Premier jour où le professionnel ne sera plus là", required=True)
    half_days_per_week = half_days_per_week("Demi-journées par semaine qui seront perdues.")


class PractitionerLeftV1(Payload):
    """A professional left the permanence."""

    practitioner_id = practitioner_id()
    left_on = civil_day("Premier jour où le professionnel n'est plus là", required=True)


class PlacementStartedV1(Payload):
    """An intern was placed with the permanence (stage), under supervisors (maîtres de stage universitaires)."""

    in_order = ("starts_on", "ends_on")

    placement_id = identifier("Le stage.", required=True)
    practitioner_id = practitioner_id()
    starts_on = civil_day("Premier jour du stage", required=True)
    ends_on = civil_day("Fin, jour non compris", required=True)
    supervisors = whole("Nombre de maîtres de stage universitaires.", 0, 20, required=True)


class SessionPlannedV1(Payload):
    """A practitioner will consult on a site for a part of a day."""

    session_id = session_id()
    site = site(required=True)
    practitioner_id = practitioner_id()
    practitioner_kind = practitioner_kind("Qui consultera.")
    held_on = civil_day("Jour de la plage", required=True)
    slots = whole("Rendez-vous possibles.", 0, 200, required=True)
    half_days = whole("Demi-journées que la plage occupe.", 1, 3, required=True)


class SessionCancelledV1(Payload):
    """A session will not take place."""

    session_id = session_id()
    cancelled_on = civil_day("Jour de l'annulation", required=True)
    reason = choice(CANCELLED_SESSION_REASONS, "Pourquoi.", required=True)
