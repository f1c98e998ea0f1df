"""Whom a patient may choose as médecin traitant, and whose word the choice needs (art. L162-5-3 CSS)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

from kernel.named import Named
from permanence.domain.declaration import rules
from permanence.domain.practitioner.contract import Contract
from permanence.domain.practitioner.kind import KindRights, rights_on
from permanence.domain.practitioner.rules import PractitionerNotThere

MOST_DOCTORS = 30
_CHOOSES_FROM, _ALONE_FROM = 16, 18


class Consent(Named):
    """Who was heard for a minor: one parent is enough, or else whoever has parental authority."""

    ONE_PARENT = "one_parent", "un parent"
    GUARDIAN = "guardian", "le titulaire de l'autorité parentale"


class ConsentNeeded(Named):
    """None from 18; at 16 and 17 the person names, a parent agrees; under 16 a parent chooses."""

    NONE = "none", "aucun"
    AGREEMENT = "agreement", "l'accord d'un parent (16 ou 17 ans)"
    CHOICE = "choice", "le choix d'un parent (moins de 16 ans)"


def consent_needed(age: int) -> ConsentNeeded:
    """What a person of that age, in whole years, needs on the day of the choice."""
    if age >= _ALONE_FROM:
        return ConsentNeeded.NONE
    return ConsentNeeded.AGREEMENT if age >= _CHOOSES_FROM else ConsentNeeded.CHOICE


@dataclass(frozen=True, slots=True)
class Doctor:
    """By RPPS number; `employer` is the structure of the contract in force that day."""

    rpps: str
    employer: str
    may_be_declared: bool

    @classmethod
    def chosen(cls, rpps: str, contract: Contract | None, kinds: Sequence[KindRights], day: date) -> Self:
        """As the register knows the doctor on the day of the choice, or the rule that there is no contract then."""
        if contract is None:
            raise PractitionerNotThere(f"Ce praticien n'est pas sous contrat le {day:%d/%m/%Y}.")
        return cls(rpps, contract.employer, rights_on(kinds, contract.kind, day).may_be_declared)


def check_number(rpps: Sequence[str]) -> None:
    """One or several, each once; checked before the register is asked about any."""
    if not 1 <= len(rpps) <= MOST_DOCTORS or len(set(rpps)) != len(rpps):
        raise rules.DoctorsInvalid


def check_choice(doctors: Sequence[Doctor], site: str | None) -> None:
    """Raises the rule that forbids to declare these doctors, together if they are several."""
    if not all(doctor.may_be_declared for doctor in doctors):
        raise rules.PractitionerMayNotBeDeclared
    if len(doctors) == 1:
        return
    if len({doctor.employer for doctor in doctors}) > 1:
        raise rules.DoctorsOfSeveralStructures
    if site is None:
        raise rules.JointSiteMissing
