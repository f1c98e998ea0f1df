"""The FINESS number of a care site (fichier national des établissements sanitaires et sociaux)."""

import re

from stdnum import luhn

from permanence.domain.site.rules import FinessMalformed

_SHAPE = re.compile(r"(?:[0-9]{2}|2[AB])[0-9]{7}")
_CORSICA = str.maketrans("AB", "12")


def checked_finess(finess: str) -> str:
    """Returns the nine characters without blanks, or raises `FinessMalformed`."""
    number = "".join(finess.split()).upper()
    if not _SHAPE.fullmatch(number):
        raise FinessMalformed
    return number


def has_right_key(finess: str) -> bool:
    """Whether the last digit is the Luhn key of the others; no text says so, so a wrong one is only worth a look.

    The letters of Corsica count as 1 and 2: inferred from the two numbers 2A0000014 and 2B0000020.
    """
    return bool(luhn.is_valid(finess.translate(_CORSICA)))
