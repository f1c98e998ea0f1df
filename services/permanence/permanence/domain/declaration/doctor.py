"""Doctors who may be named médecin traitant together, as the register knows them on the day they are chosen."""

from collections.abc import Sequence
from dataclasses import dataclass

from permanence.domain.declaration import rules as declaration_rules

MOST_DOCTORS = 30


@dataclass(frozen=True, slots=True)
class Doctor:
    """By RPPS number; `employer` is the structure of the contract in force that day."""

    rpps: str
    employer: str
    may_be_declared: bool


def check_number(rpps: Sequence[str]) -> None:
    """One or several, each once; checked before the register is asked about any."""
    if not 1 <= len(rpps) <= MOST_DOCTORS or len(set(rpps)) != len(rpps):
        raise declaration_rules.DoctorsInvalid


def check_choice(doctors: Sequence[Doctor], site: str | None) -> None:
    """Raises the rule that forbids to declare these doctors, together if they are several."""
    if not all(doctor.may_be_declared for doctor in doctors):
        raise declaration_rules.PractitionerMayNotBeDeclared
    if len(doctors) == 1:
        return
    if len({doctor.employer for doctor in doctors}) > 1:
        raise declaration_rules.DoctorsOfSeveralStructures
    if site is None:
        raise declaration_rules.JointSiteMissing
