"""What an amount of a house may be."""

from housing.domain.money.rules import AmountInvalid, AmountNegative, AmountNotPositive

# As much as a fact may tell.
MOST_CENTS = 100_000_000


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
