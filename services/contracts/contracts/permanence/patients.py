"""Payloads about patients: who is followed, what their registration says, what became of it; never who they are."""

from marshmallow import fields, validate

from contracts.fields import Payload, choice, civil_day, commune, flag, identifier, reason, siren, version_name
from contracts.permanence.words import (
    AGE_BANDS,
    ERASURE_ANSWERS,
    EXIT_REASONS,
    RETURN_REASONS,
    VERDICTS,
    no_medecin_traitant_reason,
    patient_id,
)

_ALD = "Affection de longue durée reconnue."
_OVERRIDDEN = "Une personne habilitée a passé outre les conditions, avec un motif tracé."


class PatientRegisteredV1(Payload):
    """A person without médecin traitant was registered by the permanence."""

    exactly_one_of = ("commune", "epci")

    patient_id = patient_id()
    registered_on = civil_day("Jour de l'inscription", required=True)
    age_band = choice(AGE_BANDS, "Âge en années à l'inscription, par tranches de dix ans.", required=True)
    commune = commune()
    epci = siren()
    ald = flag(_ALD, required=True)
    no_medecin_traitant_reason = no_medecin_traitant_reason()
    eligibility = choice(VERDICTS, "Ce que disent les conditions de l'antenne ce jour-là ; ne refuse jamais un soin.")
    overridden = flag(_OVERRIDDEN)


class PatientAssessedV1(Payload):
    """The antenna's conditions were looked at again for a patient."""

    patient_id = patient_id()
    assessed_on = civil_day("Jour de l'examen", required=True)
    result = choice(VERDICTS, "Ce que disent les conditions ; ne refuse jamais un soin.", required=True)
    rule_version = version_name("Version des conditions appliquées.", required=True)
    reasons = fields.List(
        reason("Condition non remplie."),
        required=True,
        validate=validate.Length(0, 20),
        metadata={"description": "Toutes les conditions non remplies, aucune si toutes le sont."},
    )
    overridden = flag(_OVERRIDDEN, required=True)


class PatientAldChangedV1(Payload):
    """A patient's affection de longue durée was recognised, or ended."""

    patient_id = patient_id()
    changed_on = civil_day("Premier jour du nouvel état", required=True)
    ald = flag(_ALD, required=True)


class PatientExitedV1(Payload):
    """The permanence follows a patient no more."""

    patient_id = patient_id()
    exited_on = civil_day("Premier jour où le patient n'est plus suivi", required=True)
    reason = choice(EXIT_REASONS, "Pourquoi.", required=True)


class PatientReturnedV1(Payload):
    """A patient is followed again: the doctor left, or the patient came back."""

    patient_id = patient_id()
    returned_on = civil_day("Jour du retour", required=True)
    reason = choice(RETURN_REASONS, "Pourquoi.", required=True)


class PatientMergedV1(Payload):
    """Two registrations were of one person: the merged one counts as the kept one, whatever the day of its facts."""

    patient_id = patient_id()
    merged_id = identifier("La référence qui ne sert plus.", required=True)
    merged_on = civil_day("Jour de la fusion", required=True)


class PatientUnmergedV1(Payload):
    """Two registrations taken for one person were of two."""

    patient_id = patient_id()
    unmerged_id = identifier("La référence qui sert de nouveau.", required=True)
    unmerged_on = civil_day("Jour de la séparation", required=True)


class ErasureAnsweredV1(Payload):
    """A request to forget a patient was answered: care records are kept until their term (durée de conservation)."""

    patient_id = patient_id()
    answered_on = civil_day("Jour de la réponse", required=True)
    answer = choice(ERASURE_ANSWERS, "Dossier conservé jusqu'à son terme, ou identité détruite.", required=True)
    retained_until_on = civil_day("Terme de la conservation")
