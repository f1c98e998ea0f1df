"""The antenna's conditions applied to a patient, and the ages that they and consents look at.

An age that the year of birth does not decide is read from the identity, and each reading is audited.
"""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from uuid import UUID

from chassis.core import tables
from chassis.core.audit import Reading
from chassis.core.bulk import insert_rows
from chassis.core.work import UnitOfWork
from kernel.period import years_between
from permanence import parameters
from permanence.commands.patients import VerdictOutcome
from permanence.domain.patient.age import age_by_year
from permanence.domain.patient.eligibility import EligibilityRule, rule_on
from permanence.domain.patient.identity import Identity
from permanence.domain.patient.patient import Patient
from permanence.domain.patient.rules import PatientPurged
from permanence.store.identities import identities

# Art. L162-5-3 CSS: who chooses a médecin traitant alone, with a parent's agreement, or by a parent.
CONSENT_AGES = (16, 18)
_ACTION = "permanence.age"


def reassess(work: UnitOfWork, patient: Patient, command: str) -> None:
    """Applies the rule of today to a patient who has changed."""
    rule = rule_of_today(work)
    patient.assess(rule, patient_age(work, patient, work.today, rule.ages, command), work.today)


def verdict_of(patient: Patient) -> VerdictOutcome:
    verdict = patient.verdict
    return VerdictOutcome(
        patient.patient_id, verdict.result, verdict.rule_version, verdict.reasons, verdict.override is not None
    )


def rule_of_today(work: UnitOfWork) -> EligibilityRule:
    return rule_on(parameters.of(work).eligibility, work.today)


@contextmanager
def identities_read_by(work: UnitOfWork, command: str) -> Iterator[Reading]:
    """Reads identities in the transaction of a command: the rows of the audit are written with what it changes."""
    reading = Reading(work.session, work.keyring)
    yield reading
    rows = reading.rows(at=work.now, person=f"system:{command}", action=_ACTION)
    if rows:
        insert_rows(work.session, tables.audit, rows, lambda statement: statement)


def patient_age(
    work: UnitOfWork,
    patient: Patient,
    on: date,
    cuts: Collection[int] = CONSENT_AGES,
    command: str = "DeclareMedecinTraitant",
) -> int:
    """An age in whole years that is on the right side of each cut; exact when the identity had to be opened for it."""
    (age,) = patient_ages(work, [patient], on, cuts, command)
    return age


def patient_ages(
    work: UnitOfWork, patients: Collection[Patient], on: date, cuts: Collection[int], command: str
) -> list[int]:
    """The same for several patients, in their order; only those whom the year of birth does not decide are opened."""
    by_year = {
        patient.patient_id: None if patient.birth_year is None else age_by_year(patient.birth_year, on, cuts)
        for patient in patients
    }
    undecided = [patient_id for patient_id, age in by_year.items() if age is None]
    opened: Mapping[UUID, Identity] = {}
    if undecided:
        with identities_read_by(work, command) as reading:
            opened = identities(reading, undecided)
    ages = []
    for patient in patients:
        age = by_year[patient.patient_id]
        if age is None:
            if patient.patient_id not in opened:
                raise PatientPurged
            age = years_between(opened[patient.patient_id].birth_on, on)
        ages.append(age)
    return ages
