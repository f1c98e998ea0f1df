"""Payloads about what is done for patients: acts, and declarations of médecin traitant."""

from contracts.fields import Payload, choice, civil_day, flag, identifier
from contracts.permanence.words import (
    ACT_KINDS,
    CONSULTING_KINDS,
    DECLARATION_ENDS,
    appointment_id,
    channel,
    patient_id,
    practitioner_kind,
    site,
)

_DECLARATION = "La déclaration."
_ACTIVE = "Premier jour où la déclaration vaut"


class ConsultationHeldV1(Payload):
    """A doctor, or an intern, saw a patient."""

    consultation_id = identifier("La consultation.", required=True)
    patient_id = patient_id()
    held_on = civil_day("Jour de la consultation", required=True)
    practitioner_kind = practitioner_kind("Qui consultait.", CONSULTING_KINDS)
    act_kind = choice(ACT_KINDS, "Au cabinet, à domicile ou à distance ; absent : au cabinet.")
    supervised = flag("Un maître de stage était joignable, ou il n'en fallait pas ; absent : oui.")
    site = site()
    appointment_id = appointment_id()


class NurseActHeldV1(Payload):
    """A nurse cared for a patient."""

    act_id = identifier("L'acte.", required=True)
    patient_id = patient_id()
    held_on = civil_day("Jour de l'acte", required=True)
    site = site()


class DeclarationFiledV1(Payload):
    """A patient's choice of médecin traitant was filed with the health insurance fund."""

    declaration_id = identifier(_DECLARATION, required=True)
    patient_id = patient_id()
    filed_on = civil_day("Jour du dépôt", required=True)
    channel = channel()
    ald = flag("Le patient était en affection de longue durée au moment du dépôt.", required=True)
    active_on = civil_day(_ACTIVE)
    presumed = flag("Ce jour est présumé, en attendant la réponse de l'assurance maladie.")


class DeclarationAnsweredV1(Payload):
    """The health insurance fund answered: what had been presumed is corrected, from the first day on."""

    declaration_id = identifier(_DECLARATION, required=True)
    answered_on = civil_day("Jour de la réponse", required=True)
    accepted = flag("La déclaration est acceptée.", required=True)
    active_on = civil_day(_ACTIVE)


class DeclarationEndedV1(Payload):
    """A declaration is worth nothing any more."""

    declaration_id = identifier(_DECLARATION, required=True)
    patient_id = patient_id()
    ended_on = civil_day("Premier jour où la déclaration ne vaut plus", required=True)
    reason = choice(DECLARATION_ENDS, "Pourquoi.", required=True)
