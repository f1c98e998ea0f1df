"""Who consults in a permanence, by kind and RPPS number."""

from enum import StrEnum

from stdnum import luhn

from permanence.domain.rules import RPPSInvalid


class PractitionerKind(StrEnum):
    """Kinds of practitioner met in a permanence (source: seeds of Romans and Laval)."""

    RETIRED_GP = "retired_gp"
    SALARIED_GP = "salaried_gp"
    SASPAS_INTERN = "saspas_intern"
    DOCTEUR_JUNIOR = "docteur_junior"
    LOCUM = "locum"

    @property
    def may_be_medecin_traitant(self) -> bool:
        """Interns, docteurs juniors and locums consult but cannot be declared (art. L162-5-3 CSS)."""
        return self in (PractitionerKind.RETIRED_GP, PractitionerKind.SALARIED_GP)


def checked_rpps(rpps: str) -> str:
    """Returns the 11-digit RPPS number without separators, or raises `RPPSInvalid` (Luhn key wrong)."""
    digits = "".join(rpps.split())
    if len(digits) != 11 or not digits.strip("0") or not digits.isascii() or not luhn.is_valid(digits):
        raise RPPSInvalid
    return digits
