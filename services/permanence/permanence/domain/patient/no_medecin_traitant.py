"""Why a person has no médecin traitant."""

from enum import StrEnum


class NoMedecinTraitantReason(StrEnum):
    """Why a person has no médecin traitant (sources: rules of Romans and of the Service Médical de Proximité)."""

    DOCTOR_RETIRED = "doctor_retired"
    DOCTOR_LEFT = "doctor_left"
    NEWCOMER = "newcomer"
    NEVER_HAD_ONE = "never_had_one"
    UNKNOWN = "unknown"
