"""How an amount of integer cents is written and read in French."""

import re

from housing.domain.money.rules import AmountInvalid, AmountNegative, AmountNotPositive

# As much as a fact may tell.
MOST_CENTS = 100_000_000
_AMOUNT = re.compile(r"-?[0-9]{1,9},[0-9]{2}")


def checked_price(cents: int, most: int = MOST_CENTS, field: str = AmountNegative.field) -> int:
    """Returns an amount that may be nothing, or raises the rule that it breaks, which blames `field`."""
    if cents < 0:
        raise AmountNegative(field=field)
    if cents > most:
        raise AmountInvalid(field=field)
    return cents


def checked_amount(cents: int) -> int:
    """Returns an amount of money that moves, or raises the rule that it breaks."""
    if cents <= 0:
        raise AmountNotPositive
    return checked_price(cents)


def in_euros(cents: int) -> str:
    """`1234,50`: two decimals after a comma, as people and the finance software write it."""
    euros, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{euros},{rest:02d}"


def in_cents(euros: str) -> int:
    """The same, read back to the letter; anything else is a `ValueError`."""
    if not _AMOUNT.fullmatch(euros):
        raise ValueError("not an amount: digits, a comma and two decimals")
    return int(euros.replace(",", ""))
