"""Whose word a choice of médecin traitant needs, by age (art. L162-5-3 CSS)."""

from enum import StrEnum

_CHOOSES_FROM, _ALONE_FROM = 16, 18


class Consent(StrEnum):
    """Who was heard for a minor: one parent is enough, or else whoever has parental authority."""

    ONE_PARENT = "one_parent"
    GUARDIAN = "guardian"


class ConsentNeeded(StrEnum):
    """None from 18; at 16 and 17 the person names, a parent agrees; under 16 a parent chooses."""

    NONE = "none"
    AGREEMENT = "agreement"
    CHOICE = "choice"


def consent_needed(age: int) -> ConsentNeeded:
    """What a person of that age, in whole years, needs on the day of the choice."""
    if age >= _ALONE_FROM:
        return ConsentNeeded.NONE
    return ConsentNeeded.AGREEMENT if age >= _CHOOSES_FROM else ConsentNeeded.CHOICE
