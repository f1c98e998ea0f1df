"""The numbers by which France knows its professionals, its care sites and its establishments."""

import re

from stdnum import luhn
from stdnum.fr import nir, siret

from kernel.rule import RuleBroken

_FINESS = re.compile(r"(?:[0-9]{2}|2[AB])[0-9]{7}")
_CORSICA = str.maketrans("AB", "12")


def is_rpps(digits: str) -> bool:
    """11 digits, the last one a Luhn key (répertoire partagé des professionnels de santé)."""
    return len(digits) == 11 and digits.isascii() and bool(digits.strip("0")) and bool(luhn.is_valid(digits))


def checked_rpps(rpps: str, rule: type[RuleBroken], field: str | None = None) -> str:
    """The 11 digits without blanks, or the rule."""
    digits = "".join(rpps.split())
    if not is_rpps(digits):
        raise rule(field=field)
    return digits


def checked_finess(finess: str, rule: type[RuleBroken], field: str | None = None) -> str:
    """The nine signs without blanks, or the rule (fichier national des établissements sanitaires et sociaux)."""
    number = "".join(finess.split()).upper()
    if not _FINESS.fullmatch(number):
        raise rule(field=field)
    return number


def has_finess_key(finess: str) -> bool:
    """Whether the last digit is the Luhn key of the others; no text says so, so a wrong one is only worth a look.

    The letters of Corsica count as 1 and 2: inferred from the two numbers 2A0000014 and 2B0000020.
    """
    return bool(luhn.is_valid(finess.translate(_CORSICA)))


def checked_siret(number: str, rule: type[RuleBroken], field: str | None = None) -> str:
    """The 14 digits without blanks, of which the last is a key (INSEE, système Sirene), or the rule."""
    digits = "".join(number.split())
    if not digits.isascii() or not digits.strip("0") or not siret.is_valid(digits):
        raise rule(field=field)
    return digits


def is_nir(signs: str) -> bool:
    """13 signs, 2A and 2B in Corsica, and their key of two digits (INSEE, numéro d'inscription au répertoire)."""
    return bool(nir.is_valid(signs))
