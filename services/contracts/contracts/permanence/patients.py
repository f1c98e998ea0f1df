"""Payloads about patients: how many are followed, in which month; the subject is the reference that reporting knows."""

from contracts.fields import Payload, choice, first_of_month, identifier
from contracts.permanence.words import ERASURE_ANSWERS


class PatientRegisteredV2(Payload):
    """A person without médecin traitant was registered by the permanence."""

    month_on = first_of_month("Mois de l'inscription", required=True)


class PatientExitedV2(Payload):
    """The permanence follows a patient no more."""

    month_on = first_of_month("Mois à partir duquel le patient n'est plus suivi", required=True)


class PatientReturnedV2(Payload):
    """A patient is followed again: the doctor left, or the patient came back."""

    month_on = first_of_month("Mois du retour", required=True)


class PatientMergedV2(Payload):
    """Two registrations were of one person: the merged one counts as the kept one, whatever the day of its facts."""

    merged = identifier("La référence qui ne sert plus.", required=True)


class PatientUnmergedV2(Payload):
    """Two registrations taken for one person were of two."""

    unmerged = identifier("La référence qui sert de nouveau.", required=True)


class ErasureAnsweredV2(Payload):
    """A request to forget a patient was answered: care records are kept until their term (durée de conservation)."""

    answer = choice(ERASURE_ANSWERS, "Dossier conservé jusqu'à son terme, ou identité détruite.", required=True)
