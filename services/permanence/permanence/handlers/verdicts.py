"""The conditions of the antenna applied to a patient in a command, and how the outcome tells it."""

from collections.abc import Mapping
from typing import Any

from chassis.core.work import UnitOfWork
from permanence import parameters
from permanence.domain.patient.eligibility import EligibilityRule, rule_on
from permanence.domain.patient.facts import PatientAssessed
from permanence.domain.patient.patient import Patient
from permanence.handlers.identities import patient_age


def reassessed(work: UnitOfWork, patient: Patient, command: str) -> tuple[PatientAssessed, ...]:
    """What the rule of today says of a patient who has changed, when it says something else."""
    rule = rule_of_today(work)
    assessed = patient.assess(rule, patient_age(work, patient, work.today, rule.ages, command), work.today)
    return () if assessed is None else (assessed,)


def told_verdict(patient: Patient) -> Mapping[str, Any]:
    verdict = patient.verdict
    return {
        "verdict": verdict.result.value,
        "rule_version": verdict.rule_version,
        "reasons": [reason.value for reason in verdict.reasons],
        "overridden": verdict.override is not None,
    }


def rule_of_today(work: UnitOfWork) -> EligibilityRule:
    return rule_on(parameters.of(work).eligibility, work.today)
