"""What an amount of a house may be."""

from housing.domain.rules import RuleBroken

# As much as a fact may tell.
MOST_CENTS = 100_000_000


class AmountNegative(RuleBroken):
    """A price or a due is zero or more; what is given back is a credit or a refund."""

    code = "AMOUNT_NEGATIVE"
    field = "amount_cents"
    text = "Un montant ne peut pas être négatif."


class AmountNotPositive(RuleBroken):
    """A payment, a refund or a cost is of one cent at least."""

    code = "AMOUNT_NOT_POSITIVE"
    field = "amount_cents"
    text = "Le montant doit être supérieur à zéro."


class AmountInvalid(RuleBroken):
    """No amount of a house comes near a million euros: it is a typing error (our choice of bounds)."""

    code = "AMOUNT_INVALID"
    field = "amount_cents"
    text = "Ce montant n'est pas vraisemblable : vérifiez la place de la virgule."


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
