"""A patient followed by a permanence: registered once, without médecin traitant."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Self
from uuid import UUID

from permanence.domain import rules
from permanence.domain.commune import Commune

OLDEST_YEARS = 125


class NoMedecinTraitantReason(StrEnum):
    """Why a person has no médecin traitant (sources: rules of Romans and of the Service Médical de Proximité)."""

    DOCTOR_RETIRED = "doctor_retired"
    DOCTOR_LEFT = "doctor_left"
    NEWCOMER = "newcomer"
    NEVER_HAD_ONE = "never_had_one"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PatientRegistered:
    """A person without médecin traitant was registered; `age` in whole years on that day."""

    patient_id: UUID
    registered_on: date
    age: int
    commune: Commune
    ald: bool
    no_medecin_traitant_reason: NoMedecinTraitantReason


class Patient:
    """What later rules need to know of a patient; who it is stays sealed in `sealed_identity`."""

    def __init__(self, patient_id: UUID, registered_on: date, ald: bool, commune: str, sealed_identity: bytes) -> None:
        self.patient_id = patient_id
        self.registered_on = registered_on
        self.ald = ald
        self.commune = commune
        self.sealed_identity = sealed_identity
        self.version = 0

    @classmethod
    def register(
        cls,
        patient_id: UUID,
        *,
        registered_on: date,
        birth_on: date,
        commune: Commune,
        ald: bool,
        reason: NoMedecinTraitantReason,
        sealed_identity: bytes,
        opened_on: date,
        today: date,
    ) -> tuple[Self, PatientRegistered]:
        """Returns the patient and the fact, or raises the rule that forbids it."""
        if registered_on > today:
            raise rules.RegisteredInFuture
        if registered_on < opened_on:
            raise rules.RegisteredBeforeOpening
        if birth_on > registered_on:
            raise rules.BirthInFuture
        age = years_between(birth_on, registered_on)
        if age > OLDEST_YEARS:
            raise rules.BirthTooLongAgo
        patient = cls(patient_id, registered_on, ald, commune.insee, sealed_identity)
        return patient, PatientRegistered(patient_id, registered_on, age, commune, ald, reason)


def years_between(birth_on: date, day: date) -> int:
    """Whole years lived on that day; born on 29 February, one is a year older on 1 March of common years."""
    return day.year - birth_on.year - ((day.month, day.day) < (birth_on.month, birth_on.day))


def age_band(age: int) -> str:
    """The ten-year band of an age, `90+` from ninety on; sixty, the age of Romans' rule, is a cut."""
    return "90+" if age >= 90 else f"{age // 10 * 10}-{age // 10 * 10 + 9}"
