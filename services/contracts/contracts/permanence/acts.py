"""Payloads about what is done for patients: acts, and declarations of médecin traitant. None says for whom."""

from contracts.fields import Payload, civil_day, first_of_month, flag
from contracts.permanence.words import CONSULTING_KINDS, practitioner_kind

_ACTIVE = "Premier mois à la fin duquel la déclaration vaut ; absent tant que l'on ne sait pas"


class ConsultationHeldV2(Payload):
    """A doctor, or an intern, saw a patient. Its day is counted beside the half-days of the sessions of that day."""

    held_on = civil_day("Jour de la consultation", required=True)
    practitioner_kind = practitioner_kind("Qui consultait.", CONSULTING_KINDS)
    supervised = flag("Un maître de stage était joignable, ou il n'en fallait pas ; absent : oui.")


class NurseActHeldV2(Payload):
    """A nurse cared for a patient."""

    month_on = first_of_month("Mois de l'acte", required=True)


class DeclarationFiledV2(Payload):
    """A patient's choice of médecin traitant was filed with the health insurance fund."""

    month_on = first_of_month("Mois du dépôt", required=True)
    active_month_on = first_of_month(_ACTIVE)


class DeclarationAnsweredV2(Payload):
    """The health insurance fund answered: what had been presumed is corrected, from the first month on."""

    accepted = flag("La déclaration est acceptée.", required=True)
    active_month_on = first_of_month(_ACTIVE)


class DeclarationEndedV2(Payload):
    """A declaration is worth nothing any more."""

    month_on = first_of_month("Premier mois à la fin duquel la déclaration ne vaut plus", required=True)
