"""Payloads of the claims that partners make; each becomes a fact only when its owner has applied its rules."""

from marshmallow import fields

from contracts.fields import Payload, civil_day, code, commune, flag, identifier, rpps, whole
from contracts.housing.words import house, occupant_id, occupant_kind, stay_id, university
from contracts.permanence.words import channel, no_medecin_traitant_reason, patient_id


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


def _practitioner_rpps() -> fields.String:
    return rpps("Numéro RPPS du professionnel.", required=True)


class PatientReportedV1(Payload):
    """A partner says that a person without médecin traitant asked to be followed; who it is does not travel here."""

    patient_id = identifier("Référence que le partenaire propose, si la personne n'en a pas encore.", required=True)
    registered_on = civil_day("Jour de la demande", required=True)
    birth_year = whole("Année de naissance.", 1890, 2200, required=True)
    commune = commune(required=True)
    ald = flag("Affection de longue durée reconnue.", required=True)
    no_medecin_traitant_reason = no_medecin_traitant_reason()


class ConsultationReportedV1(Payload):
    """A partner says that a practitioner of the permanence saw a patient."""

    patient_id = patient_id()
    held_on = civil_day("Jour de la consultation", required=True)
    practitioner_rpps = _practitioner_rpps()


class DeclarationReportedV1(Payload):
    """A partner says that a patient's choice of médecin traitant was filed."""

    patient_id = patient_id()
    filed_on = civil_day("Jour du dépôt", required=True)
    practitioner_rpps = _practitioner_rpps()
    channel = channel()


class PatientErasureReportedV1(Payload):
    """A partner says that a patient asked to be forgotten."""

    patient_id = patient_id()
