"""Payloads of the facts that a permanence publishes."""

from marshmallow import ValidationError, fields, validates_schema

from contracts.fields import Payload, choice, civil_day, commune, siren

AGE_BANDS = ("0-9", "10-19", "20-29", "30-39", "40-49", "50-59", "60-69", "70-79", "80-89", "90+")
NO_MEDECIN_TRAITANT_REASONS = ("doctor_retired", "doctor_left", "newcomer", "never_had_one", "unknown")
PRACTITIONER_KINDS = ("retired_gp", "salaried_gp", "saspas_intern", "docteur_junior", "locum")
CHANNELS = ("online", "paper")

_patient = {"description": "Opaque reference of the patient inside the antenna."}


class PatientRegisteredV1(Payload):
    """A person without médecin traitant was registered by the permanence."""

    patient_id = fields.UUID(required=True, metadata=_patient)
    registered_on = civil_day("Day of registration", required=True)
    age_band = choice(AGE_BANDS, "Age in years at registration, in bands of ten.", required=True)
    commune = commune()
    epci = siren()
    ald = fields.Boolean(
        required=True, truthy={True}, falsy={False}, metadata={"description": "Recognised affection de longue durée."}
    )
    no_medecin_traitant_reason = choice(
        NO_MEDECIN_TRAITANT_REASONS, "Why the person has no médecin traitant.", required=True
    )

    @validates_schema
    def _one_place(self, data: dict[str, object], **_: object) -> None:
        if ("commune" in data) == ("epci" in data):
            raise ValidationError("Exactly one of commune and epci is given.", "commune")


class ConsultationHeldV1(Payload):
    """A consultation took place."""

    consultation_id = fields.UUID(required=True, metadata={"description": "The consultation."})
    patient_id = fields.UUID(required=True, metadata=_patient)
    held_on = civil_day("Day of the consultation", required=True)
    practitioner_kind = choice(PRACTITIONER_KINDS, "Who consulted.", required=True)


class DeclarationFiledV1(Payload):
    """A patient's choice of médecin traitant was filed with the health insurance fund."""

    declaration_id = fields.UUID(required=True, metadata={"description": "The declaration."})
    patient_id = fields.UUID(required=True, metadata=_patient)
    filed_on = civil_day("Day of filing", required=True)
    channel = choice(CHANNELS, "Online with the carte Vitale, or paper form S3704.", required=True)
    ald = fields.Boolean(
        required=True,
        truthy={True},
        falsy={False},
        metadata={"description": "The patient was in affection de longue durée when it was filed."},
    )
