"""Payloads of the claims that partners make; each becomes a fact only when its owner has applied its rules."""

from contracts.fields import Payload, civil_day, code, identifier
from contracts.housing.words import house, occupant_id, occupant_kind, stay_id, university


class InternArrivalReportedV1(Payload):
    """A partner says that an intern moved into a house."""

    in_order = ("arrived_on", "expected_departure_on")

    house = house()
    room = code("Code de la chambre dans sa maison.", required=True)
    stay_id = identifier("Le séjour, si le partenaire le connaît.")
    occupant_kind = occupant_kind("Qui est logé.")
    university = university()
    arrived_on = civil_day("Première nuit", required=True)
    expected_departure_on = civil_day("Départ annoncé, nuit non comprise", required=True)


class InternDepartureReportedV1(Payload):
    """A partner says that an intern left a house."""

    stay_id = stay_id()
    departed_on = civil_day("Départ, nuit non comprise", required=True)


class ErasureReportedV1(Payload):
    """A partner says that an occupant asked to be forgotten."""

    occupant_id = occupant_id(required=True)
