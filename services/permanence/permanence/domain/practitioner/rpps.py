"""The RPPS number, which names a professional for life (répertoire partagé des professionnels de santé)."""

from stdnum import luhn

from permanence.domain.rules import RPPSInvalid


def checked_rpps(rpps: str, field: str | None = None) -> str:
    """Returns the 11-digit number without separators, or raises `RPPSInvalid` (Luhn key wrong), blaming `field`."""
    digits = "".join(rpps.split())
    if len(digits) != 11 or not digits.strip("0") or not digits.isascii() or not luhn.is_valid(digits):
        raise RPPSInvalid(field=field)
    return digits
