"""The closed lists and the fields that several facts of a permanence, and the claims about it, have in common."""

from typing import Any

from marshmallow import fields

from contracts.fields import choice, code, identifier, whole

AGE_BANDS = ("0-9", "10-19", "20-29", "30-39", "40-49", "50-59", "60-69", "70-79", "80-89", "90+")
NO_MEDECIN_TRAITANT_REASONS = ("doctor_retired", "doctor_left", "newcomer", "never_had_one", "unknown")
ERASURE_ANSWERS = ("retained", "purged")

# Those who hold consultations, then those who work beside them.
CONSULTING_KINDS = ("retired_gp", "salaried_gp", "saspas_intern", "docteur_junior", "locum", "coordinating_doctor")
PRACTITIONER_KINDS = (*CONSULTING_KINDS, "nurse", "secretary")

CANCELLED_SESSION_REASONS = ("leave", "closure", "other")
CHANNELS = ("online", "paper")

COST_KINDS = ("salaries", "secretary", "rent", "other")
RECEIPT_KINDS = ("fees", "grant", "contribution")
STAGES = ("forecast", "voted", "actual")
WITHOUT_GP_GROUPS = ("all", "ald", "sixty_and_over")


def patient_id() -> fields.UUID:
    return identifier("Référence opaque du patient dans l'antenne.", required=True)


def practitioner_id() -> fields.UUID:
    return identifier("Référence opaque du professionnel dans l'antenne.", required=True)


def practitioner_kind(description: str, kinds: tuple[str, ...] = PRACTITIONER_KINDS) -> fields.String:
    return choice(kinds, description, required=True)


def session_id() -> fields.UUID:
    return identifier("La plage de consultation.", required=True)


def site(**kwargs: Any) -> fields.String:
    return code("Code du site dans son antenne.", **kwargs)


def half_days_per_week(description: str) -> fields.Integer:
    return whole(description, 0, 14, required=True)


def no_medecin_traitant_reason() -> fields.String:
    return choice(NO_MEDECIN_TRAITANT_REASONS, "Pourquoi la personne n'a pas de médecin traitant.", required=True)


def channel() -> fields.String:
    description = "En ligne avec la carte Vitale, ou par le formulaire papier S3704."
    return choice(CHANNELS, description, required=True)
