"""Payloads of the facts that a permanence publishes."""

from contracts.fields import Payload, choice, civil_day, commune, flag, identifier, siren

AGE_BANDS = ("0-9", "10-19", "20-29", "30-39", "40-49", "50-59", "60-69", "70-79", "80-89", "90+")
NO_MEDECIN_TRAITANT_REASONS = ("doctor_retired", "doctor_left", "newcomer", "never_had_one", "unknown")
PRACTITIONER_KINDS = ("retired_gp", "salaried_gp", "saspas_intern", "docteur_junior", "locum")
CHANNELS = ("online", "paper")

_PATIENT = "Référence opaque du patient dans l'antenne."


class PatientRegisteredV1(Payload):
    """A person without médecin traitant was registered by the permanence."""

    exactly_one_of = ("commune", "epci")

    patient_id = identifier(_PATIENT, required=True)
    registered_on = civil_day("Jour de l'inscription", required=True)
    age_band = choice(AGE_BANDS, "Âge en années à l'inscription, par tranches de dix ans.", required=True)
    commune = commune()
    epci = siren()
    ald = flag("Affection de longue durée reconnue.", required=True)
    no_medecin_traitant_reason = choice(
        NO_MEDECIN_TRAITANT_REASONS, "Pourquoi la personne n'a pas de médecin traitant.", required=True
    )


class ConsultationHeldV1(Payload):
    """A consultation took place."""

    consultation_id = identifier("La consultation.", required=True)
    patient_id = identifier(_PATIENT, required=True)
    held_on = civil_day("Jour de la consultation", required=True)
    practitioner_kind = choice(PRACTITIONER_KINDS, "Qui consultait.", required=True)


class DeclarationFiledV1(Payload):
    """A patient's choice of médecin traitant was filed with the health insurance fund."""

    declaration_id = identifier("La déclaration.", required=True)
    patient_id = identifier(_PATIENT, required=True)
    filed_on = civil_day("Jour du dépôt", required=True)
    channel = choice(CHANNELS, "En ligne avec la carte Vitale, ou par le formulaire papier S3704.", required=True)
    ald = flag("Le patient était en affection de longue durée au moment du dépôt.", required=True)
