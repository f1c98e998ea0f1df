"""Money is whole cents: how they are rounded, and how machines and people's files write them."""

import re
from fractions import Fraction

_EUROS = re.compile(r"-?[0-9]{1,9},[0-9]{2}")


def half_up(part: int | Fraction, among: int = 1) -> int:
    """`part / among` to the nearest whole number, a half going up: the one way in which anything is rounded."""
    return int((2 * part + among) // (2 * among))


def in_euros(cents: int) -> str:
    """`1234,50`: two decimals after a comma, as forms and the finance software write it."""
    euros, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{euros},{rest:02d}"


def in_cents(euros: str) -> int:
    """The same, read back to the letter; anything else is a `ValueError`."""
    if not _EUROS.fullmatch(euros):
        raise ValueError("not an amount: digits, a comma and two decimals")
    return int(euros.replace(",", ""))
